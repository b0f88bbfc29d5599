"""``govinfo merge``."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from govinfo_cli.cli.common import (
    complain,
    forms_of,
    inputs_of,
    readable,
    source_of,
    with_progress,
)
from govinfo_cli.cli.options import ReadingOptions, arguments, file, flag, many, text
from govinfo_cli.cli.organs import known_aliases
from govinfo_cli.errors import EXIT_FINDINGS, EXIT_OK, EXIT_TROUBLE, GovinfoError, UsageError
from govinfo_cli.messages import say

if TYPE_CHECKING:
    from govinfo_cli.batch import Input
    from govinfo_cli.forms import FormSet
    from govinfo_cli.merging import Merged
    from govinfo_cli.report import Report


def whole_types(lang: str) -> str:
    """The file types that hold a report with all that belongs to it, for a help text."""
    from govinfo_cli.writers import WRITERS  # noqa: PLC0415

    del lang
    return ", ".join(writer.name for writer in WRITERS if writer.whole)


@dataclass(frozen=True, kw_only=True)
class MergeOptions(ReadingOptions):
    """What ``govinfo merge`` takes."""

    paths: tuple[str, ...] = arguments("PATH...", help="help.paths")
    output: Path = file("-o", "--output", help="help.merge-output", required=True)
    to: str = text("--to", help="help.to", facts=whole_types)
    organ: str = text("--organ", help="help.merge-organ")
    expect: Path | None = file("--expect", help="help.expect")
    allow_unreadable: bool = flag("--allow-unreadable", help="help.allow-unreadable")
    allow_years: bool = flag("--allow-years", help="help.allow-years")
    allow_forms: bool = flag("--allow-forms", help="help.allow-forms")
    allow_repeated: bool = flag("--allow-repeated", help="help.allow-repeated")
    alias: tuple[str, ...] = many("--alias", help="help.alias")
    aliases: Path | None = file("--aliases", help="help.aliases")
    form: str = text("--form", default="auto", help="help.form")
    forms: tuple[str, ...] = many("--forms", help="help.forms")
    source: str = text("--from", help="help.from", facts=readable)
    force: bool = flag("--force", help="help.force")


def merge(options: MergeOptions) -> int:
    """Add files up; the exit status."""
    from govinfo_cli.api import convert  # noqa: PLC0415
    from govinfo_cli.merging import merge as merge_reports  # noqa: PLC0415
    from govinfo_cli.outfile import write_file  # noqa: PLC0415

    known = forms_of(options.forms)
    to = _type_of(options)
    expected = _expected(options.expect)
    reports, failed = _read(options, known)
    if failed and not options.allow_unreadable:
        print(f"govinfo: {say(options.lang, 'merge-stopped', count=failed)}", file=sys.stderr)
        return EXIT_TROUBLE
    merged = merge_reports(
        reports, organ=options.organ, expect=expected, forms=known,
        aliases=known_aliases(options.alias, options.aliases),
        allow_years=options.allow_years, allow_forms=options.allow_forms,
        allow_repeated=options.allow_repeated,
    )  # fmt: skip
    write_file(options.output, convert(merged.report, to, forms=known), force=options.force)
    wrong = _tell(merged, reports, options.lang)
    words = say(options.lang, "merge-done", count=len(reports), path=options.output)
    print(words, file=sys.stderr)
    if failed:
        return EXIT_TROUBLE
    return EXIT_OK if merged.whole and not wrong else EXIT_FINDINGS


def _type_of(options: MergeOptions) -> str:
    """The file type to write: ``--to``, or what the suffix says."""
    from govinfo_cli.writers import BY_SUFFIX, writer_of  # noqa: PLC0415

    suffix = options.output.suffix.lower()
    if not options.to and suffix not in BY_SUFFIX:
        raise UsageError("merge-type", suffix=suffix, known=whole_types(options.lang))
    writer = writer_of(options.to) if options.to else BY_SUFFIX[suffix]
    if not writer.whole:
        raise UsageError("merge-type", suffix=writer.name, known=whole_types(options.lang))
    return writer.name


def _expected(path: Path | None) -> list[str]:
    """The organs of the list; what is wrong with the file names the file."""
    if path is None:
        return []
    from govinfo_cli.api import bytes_of  # noqa: PLC0415
    from govinfo_cli.errors import UnreadableError  # noqa: PLC0415
    from govinfo_cli.merging import organ_list  # noqa: PLC0415
    from govinfo_cli.readers.encoding import decode  # noqa: PLC0415

    try:
        return organ_list(decode(bytes_of(path)))
    except UnreadableError as error:
        raise UnreadableError(error.key, **error.facts | {"path": str(path)}) from error


def _read(options: MergeOptions, known: FormSet) -> tuple[list[Report], int]:
    """All reports that can be read, and how many files cannot."""
    reports = []
    entries, failed = inputs_of(options.paths, options.lang)
    step = with_progress(len(entries), options.lang)
    for entry in entries:
        try:
            reports.append(_one(entry, options, known))
        except GovinfoError as error:
            complain(entry.path, error, options.lang)
            failed += 1
        step()
    return reports, failed


def _one(entry: Input, options: MergeOptions, known: FormSet) -> Report:
    from govinfo_cli.api import read  # noqa: PLC0415
    from govinfo_cli.batch import STDIN  # noqa: PLC0415
    from govinfo_cli.outfile import same_file  # noqa: PLC0415

    if entry.path != STDIN and same_file(Path(entry.path), options.output):
        raise UsageError("output-is-input")
    given, format_ = source_of(entry, options.source)
    name = entry.path if format_ == "" else ""
    return read(given, format=format_, forms=known, form=options.form, name=name)


def _tell(merged: Merged, reports: Sequence[Report], lang: str) -> bool:
    """Say on standard error what the sum lacks; whether a report has errors of its own."""
    from govinfo_cli.checks import run_checks  # noqa: PLC0415
    from govinfo_cli.context import Context  # noqa: PLC0415
    from govinfo_cli.merging.remarks import remarks  # noqa: PLC0415

    for words in remarks(merged, lang):
        print(words, file=sys.stderr)
    wrong = False
    for report in reports:
        errors = sum(f.severity == "error" for f in run_checks(report, Context()))
        if errors:
            print(say(lang, "merge-errors", path=report.path, count=errors), file=sys.stderr)
            wrong = True
    return wrong
