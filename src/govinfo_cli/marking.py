"""Marked copies: a report's own file, its wrong cells coloured and commented."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from govinfo_cli.api import places_of, within
from govinfo_cli.errors import UnwritableError
from govinfo_cli.finding import SEVERITIES, Finding
from govinfo_cli.messages import word
from govinfo_cli.messages.causes import cause
from govinfo_cli.readers import format_of
from govinfo_cli.writers.marked import MARKERS, Mark

if TYPE_CHECKING:
    from govinfo_cli.report import Report


def can_be_marked(name: str) -> bool:
    """Whether a file of this name is of a type that can be marked."""
    return format_of(name).name in MARKERS


def marked_copy(
    data: bytes, name: str, report: Report, findings: list[Finding], lang: str
) -> bytes | None:
    """The file with its wrong cells marked; None where no finding stands at a cell.

    Raises UnwritableError for a type that cannot be marked.
    """
    marker = MARKERS.get(format_of(name).name)
    if marker is None:
        raise UnwritableError("cannot-annotate", known=", ".join(MARKERS))
    places = places_of(report)
    marks = {
        places[index]: mark
        for index, mark in _marks(report, findings, lang).items()
        if index in places
    }
    if not marks:
        return None
    with within(name):
        return marker(data, marks)


def _marks(report: Report, findings: list[Finding], lang: str) -> Mapping[int, Mark]:
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
