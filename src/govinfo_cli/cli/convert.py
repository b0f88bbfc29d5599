"""``govinfo convert``."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from govinfo_cli.cli.common import complain, forms_of, readable, source_of, with_progress, writable
from govinfo_cli.errors import EXIT_OK, EXIT_TROUBLE, GovinfoError, UnreadableError, UsageError
from govinfo_cli.messages import say

if TYPE_CHECKING:
    from govinfo_cli.batch import Input
    from govinfo_cli.forms import FormSet
    from govinfo_cli.report import Report
    from govinfo_cli.writers import Writer


def register(app: typer.Typer, lang: str) -> None:
    """Add the command."""
    words = partial(say, lang)

    @app.command(help=words("help.convert"))
    def convert(
        paths: list[str] = typer.Argument(..., help=words("help.paths"), metavar="PATH..."),
        to: str = typer.Option(..., "--to", help=words("help.to", formats=writable())),
        output: Path | None = typer.Option(None, "-o", "--output", help=words("help.output")),
        template: Path | None = typer.Option(None, "--template", help=words("help.template-file")),
        form: str = typer.Option("auto", "--form", help=words("help.form")),
        forms: list[str] | None = typer.Option(None, "--forms", help=words("help.forms")),
        source: str = typer.Option("", "--from", help=words("help.from", formats=readable())),
        force: bool = typer.Option(False, "--force", help=words("help.force")),  # noqa: FBT001
        language: str = typer.Option(lang, "--lang", help=words("help.lang")),
    ) -> int:
        from govinfo_cli.api import convert as convert_file  # noqa: PLC0415
        from govinfo_cli.api import read as read_file  # noqa: PLC0415
        from govinfo_cli.batch import plan  # noqa: PLC0415
        from govinfo_cli.writers import writer_of  # noqa: PLC0415

        del language
        writer = writer_of(to)
        known = forms_of(forms)
        inputs, trouble = _inputs(paths, lang)
        if not inputs:
            return EXIT_TROUBLE
        many = len(inputs) > 1 or any(Path(path).is_dir() for path in paths)
        folder = output is not None and (many or output.is_dir())
        if output is None and writer.binary:
            raise UsageError("output-binary", format=to)
        filled = _template(template, to, output, known, folder=folder)
        step = with_progress(len(inputs), lang)
        if writer.several and many and output is not None and not output.is_dir():
            if not output.suffix:
                raise UsageError("output-one-file", format=to, suffix=writer.suffixes[0])
            reader = partial(read_file, forms=known, form=form)
            done = _together(inputs, output, source, writer, reader, step, force=force, lang=lang)
            return EXIT_OK if done and not trouble else EXIT_TROUBLE
        outputs = plan(inputs, output, writer.suffixes[0], folder=folder)
        make = partial(convert_file, to=to, template=filled, forms=known, form=form)
        for entry, target in zip(inputs, outputs, strict=True):
            try:
                _one(entry, target, source, make, force=force, lang=lang)
            except GovinfoError as error:
                complain(entry.path, error, lang)
                trouble = True
            step()
        return EXIT_TROUBLE if trouble else EXIT_OK


def _inputs(paths: list[str], lang: str) -> tuple[list[Input], bool]:
    from govinfo_cli.batch import expand  # noqa: PLC0415

    found: list[str] = []
    trouble = False
    for path in paths:
        try:
            expand([path])
            found.append(path)
        except GovinfoError as error:
            complain(path, error, lang)
            trouble = True
    return expand(found), trouble


def _template(
    template: Path | None, to: str, output: Path | None, forms: FormSet, *, folder: bool
) -> bytes | None:
    """The template's bytes, once it is clear that it can be filled at all."""
    from govinfo_cli.api import read  # noqa: PLC0415
    from govinfo_cli.outfile import same_file  # noqa: PLC0415
    from govinfo_cli.writers import WRITERS, writer_of  # noqa: PLC0415

    if template is None:
        return None
    if not writer_of(to).filler:
        raise UsageError(
            "template-format", format=to, known=", ".join(w.name for w in WRITERS if w.filler)
        )
    if output is not None and not folder and same_file(template, output):
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
    inputs: list[Input], target: Path, source: str, writer: Writer, reader: partial[Report],
    step: Callable[[], None], *, force: bool, lang: str,
) -> bool:  # fmt: skip
    """All reports into one file; False where one could not be read."""
    from govinfo_cli.batch import STDIN  # noqa: PLC0415
    from govinfo_cli.outfile import replacing, same_file  # noqa: PLC0415

    failed = []

    def reports() -> Iterator[tuple[str, Report]]:
        for entry in inputs:
            try:
                if entry.path != STDIN and same_file(Path(entry.path), target):
                    raise UnreadableError("output-is-input")
                given, format_ = source_of(entry, source)
                yield entry.path, reader(given, format=format_)
            except GovinfoError as error:
                complain(entry.path, error, lang)
                failed.append(entry.path)
            step()

    try:
        with replacing(target, force=force) as temporary:
            count = writer.write_all(reports(), temporary)
    except GovinfoError as error:
        complain(str(target), error, lang)
        return False
    print(say(lang, "written-many", path=target, count=count), file=sys.stderr)
    return not failed


def _one(
    entry: Input, target: Path | None, source: str, make: partial[bytes], *, force: bool, lang: str
) -> None:
    from govinfo_cli.batch import STDIN  # noqa: PLC0415
    from govinfo_cli.outfile import write_file  # noqa: PLC0415

    given, format_ = source_of(entry, source)
    data = make(given, format=format_, name=STDIN if entry.path == STDIN else "")
    if target is None:
        sys.stdout.flush()
        sys.stdout.write(data.decode("utf-8-sig"))
        return
    write_file(target, data, force=force)
    print(say(lang, "written", path=target), file=sys.stderr)
