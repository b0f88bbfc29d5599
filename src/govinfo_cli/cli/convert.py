"""``govinfo convert``."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from govinfo_cli.cli.common import (
    complain,
    forms_of,
    inputs_of,
    readable,
    source_of,
    with_progress,
    writable,
)
from govinfo_cli.cli.each import made_of, write_each
from govinfo_cli.cli.options import ReadingOptions, arguments, file, flag, many, number, text
from govinfo_cli.errors import EXIT_OK, EXIT_TROUBLE, GovinfoError, UnreadableError, UsageError
from govinfo_cli.messages import say
from govinfo_cli.text import visible

if TYPE_CHECKING:
    from govinfo_cli.batch import Input, Inputs
    from govinfo_cli.forms import FormSet
    from govinfo_cli.report import Report
    from govinfo_cli.writers import Writer


@dataclass(frozen=True, kw_only=True)
class ConvertOptions(ReadingOptions):
    """What ``govinfo convert`` takes."""

    paths: tuple[str, ...] = arguments("PATH...", help="help.paths")
    to: str = text("--to", help="help.to", facts=writable, required=True)
    output: Path | None = file("-o", "--output", help="help.output")
    template: Path | None = file("--template", help="help.template-file")
    form: str = text("--form", default="auto", help="help.form")
    forms: tuple[str, ...] = many("--forms", help="help.forms")
    source: str = text("--from", help="help.from", facts=readable)
    jobs: int = number("--jobs", help="help.jobs", default=0, low=0, high=1024)
    cluster: str = text("--cluster", help="help.cluster")
    resume: bool = flag("--resume", help="help.resume")
    force: bool = flag("--force", help="help.force")


def convert(options: ConvertOptions) -> int:
    """Convert files; the exit status."""
    from govinfo_cli.api import convert as convert_file  # noqa: PLC0415
    from govinfo_cli.api import read as read_file  # noqa: PLC0415
    from govinfo_cli.batch import identities, plan, spare  # noqa: PLC0415
    from govinfo_cli.writers import writer_of  # noqa: PLC0415

    output, lang = options.output, options.lang
    writer = writer_of(options.to)
    known = forms_of(options.forms)
    inputs, trouble = inputs_of(options.paths, lang)
    if not inputs:
        return EXIT_TROUBLE
    several = len(inputs) > 1 or any(Path(word).is_dir() for word in options.paths)
    folder = output is not None and (several or output.is_dir())
    if output is None and writer.binary:
        raise UsageError("output-binary", format=options.to)
    filled = _template(options, known, folder=folder)
    if writer.several and several and output is not None and not output.is_dir():
        if not output.suffix:
            raise UsageError("output-one-file", format=options.to, suffix=writer.suffixes[0])
        reader = partial(read_file, forms=known, form=options.form)
        step = with_progress(len(inputs), lang)
        done = _together(inputs, output, options, writer, reader, step)
        return EXIT_OK if done and not trouble else EXIT_TROUBLE
    outputs = plan(inputs, output, writer.suffixes[0], folder=folder)
    if options.template is not None:
        spare(identities([options.template]), [path for path in outputs if path is not None])
    make = partial(convert_file, to=options.to, template=filled, forms=known, form=options.form)
    if output is None:
        return _print(next(iter(inputs)), options, make) or (EXIT_TROUBLE if trouble else EXIT_OK)
    targets = [path for path in outputs if path is not None]
    done = write_each(inputs, targets, options, make, below=output if folder else None)
    return EXIT_OK if done and not trouble else EXIT_TROUBLE


def _print(entry: Input, options: ConvertOptions, make: partial[bytes]) -> int:
    """One input to standard output."""
    try:
        data = made_of(entry, options.source, make)
    except GovinfoError as error:
        complain(entry.path, error, options.lang)
        return EXIT_TROUBLE
    sys.stdout.flush()
    words = data.decode("utf-8-sig")
    sys.stdout.write(visible(words) if sys.stdout.isatty() else words)
    return EXIT_OK


def _template(options: ConvertOptions, forms: FormSet, *, folder: bool) -> bytes | None:
    """The template's bytes, once it is clear that it can be filled at all."""
    from govinfo_cli.api import read  # noqa: PLC0415
    from govinfo_cli.outfile import same_file  # noqa: PLC0415
    from govinfo_cli.writers import WRITERS, writer_of  # noqa: PLC0415

    template, to = options.template, options.to
    if template is None:
        return None
    if not writer_of(to).filler:
        raise UsageError(
            "template-format", format=to, known=", ".join(w.name for w in WRITERS if w.filler)
        )
    if options.output is not None and not folder and same_file(template, options.output):
        raise UsageError("output-is-input", path=str(template))
    try:
        data = template.read_bytes()
        read(data, format=to, forms=forms)
    except UnreadableError as error:
        raise UnreadableError(error.key, **error.facts | {"path": str(template)}) from error
    except OSError as error:
        reason = error.strerror or str(error)
        raise UnreadableError("file-unreadable", path=str(template), reason=reason) from error
    return data


def _together(
    inputs: Inputs, target: Path, options: ConvertOptions, writer: Writer,
    reader: partial[Report], step: Callable[[], None],
) -> bool:  # fmt: skip
    """All reports into one file; False where one could not be read."""
    from govinfo_cli.batch import identities, spare  # noqa: PLC0415
    from govinfo_cli.outfile import replacing  # noqa: PLC0415

    spare(identities(entry.path for entry in inputs), [target])
    failed = []
    lang = options.lang

    def reports() -> Iterator[tuple[str, Report]]:
        for entry in inputs:
            try:
                given, format_ = source_of(entry, options.source)
                yield entry.path, reader(given, format=format_)
            except GovinfoError as error:
                complain(entry.path, error, lang)
                failed.append(entry.path)
            step()

    try:
        with replacing(target, force=options.force) as temporary:
            count = writer.write_all(reports(), temporary)
    except GovinfoError as error:
        complain(str(target), error, lang)
        return False
    print(say(lang, "written-many", path=target, count=count), file=sys.stderr)
    return not failed
