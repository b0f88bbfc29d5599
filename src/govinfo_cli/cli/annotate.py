"""``--annotate``: copies of the checked files with their wrong cells marked."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from govinfo_cli.cli.common import complain
from govinfo_cli.errors import GovinfoError, UnwritableError
from govinfo_cli.finding import SEVERITIES, Finding
from govinfo_cli.messages import say, word

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from govinfo_cli.api import Result
    from govinfo_cli.batch import Input
    from govinfo_cli.report import Report
    from govinfo_cli.writers.marked import Mark


def annotate(entry: Input, result: Result, folder: Path, lang: str, *, force: bool) -> bool:
    """Write a marked copy, in the layout of the inputs; False where it could not be written.

    Files without a finding at a cell, and types that cannot be marked, have no copy; of the
    latter that is said.
    """
    from govinfo_cli.api import bytes_of, places_of  # noqa: PLC0415
    from govinfo_cli.outfile import same_file, write_file  # noqa: PLC0415
    from govinfo_cli.readers import format_of  # noqa: PLC0415
    from govinfo_cli.writers.marked import MARKERS  # noqa: PLC0415

    report = result.report
    if report is None or not result.findings:
        return True
    target = folder / entry.relative
    try:
        marker = MARKERS.get(format_of(entry.path).name)
        if marker is None:
            raise UnwritableError("cannot-annotate", known=", ".join(MARKERS))
        if same_file(Path(entry.path), target):
            raise UnwritableError("output-is-input")
        places = places_of(report)
        marks = {
            places[index]: mark
            for index, mark in _marks(report, result.findings, lang).items()
            if index in places
        }
        if marks:
            write_file(target, marker(bytes_of(entry.path), marks), force=force)
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
        # What is wrong in the text is marked at the cell that it was held to.
        first = next((index[where.cell] for where in entry.cells if where.cell in index), None)
        if first is not None:
            yield first, word(entry, report.form, lang)
