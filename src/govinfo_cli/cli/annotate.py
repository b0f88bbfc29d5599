"""``--annotate``: copies of the checked files with their wrong cells marked."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from govinfo_cli.cli.common import complain
from govinfo_cli.errors import GovinfoError, UnwritableError
from govinfo_cli.finding import SEVERITIES, Finding
from govinfo_cli.messages import say, word

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from pathlib import Path

    from govinfo_cli.api import Result
    from govinfo_cli.batch import Input
    from govinfo_cli.report import Report
    from govinfo_cli.writers.marked import Mark


def annotate(
    entry: Input, result: Result, folder: Path, known: Collection[object], lang: str, *, force: bool
) -> bool:
    """Write a marked copy, in the layout of the inputs; False where it could not be written.

    Files without a finding at a cell, and types that cannot be marked, have no copy; of the
    latter that is said. ``known``: the inputs, none of which is written over.
    """
    from govinfo_cli.api import bytes_of, places_of  # noqa: PLC0415
    from govinfo_cli.batch import spare  # noqa: PLC0415
    from govinfo_cli.names import safe_path  # noqa: PLC0415
    from govinfo_cli.outfile import write_file  # noqa: PLC0415
    from govinfo_cli.readers import format_of  # noqa: PLC0415
    from govinfo_cli.writers.marked import MARKERS  # noqa: PLC0415

    report = result.report
    if report is None or not result.findings:
        return True
    target = folder / safe_path(entry.relative)
    try:
        marker = MARKERS.get(format_of(entry.path).name)
        if marker is None:
            raise UnwritableError("cannot-annotate", known=", ".join(MARKERS))
        spare(known, [target])
        places = places_of(report)
        marks = {
            places[index]: mark
            for index, mark in _marks(report, result.findings, lang).items()
            if index in places
        }
        if marks:
            marked = marker(bytes_of(entry.path), marks)
            write_file(target, marked, force=force, below=folder)
            print(say(lang, "written", path=target), file=sys.stderr)
    except GovinfoError as error:
        complain(entry.path, error, lang)
        return False
    return True


def _marks(report: Report, findings: list[Finding], lang: str) -> Mapping[int, Mark]:
    from govinfo_cli.writers.marked import Mark  # noqa: PLC0415

    made: dict[int, Mark] = {}
    for severity in SEVERITIES:
        for entry in findings:
            if entry.severity != severity:
                continue
            for index, text in _said(report, entry, lang):
                before = made.get(index)
                words = f"{before.text}\n{text}" if before else text
                made[index] = Mark(before.severity if before else severity, words)
    return made


def _said(report: Report, entry: Finding, lang: str) -> Iterator[tuple[int, str]]:
    """Index and sentence, for each cell that a finding is about."""
    from govinfo_cli.messages.causes import cause  # noqa: PLC0415

    index = report.form.index
    if entry.suggestions and entry.code != "S107":
        best = entry.suggestions[0]
        for change in best.changes:
            yield index[change.where.cell], cause(best, report.form, lang)
        return
    if entry.because is None:
        for where in entry.cells[:1]:
            if where.cell in index:
                yield index[where.cell], word(entry, report.form, lang)
