"""What the sheets beside the tables say: particulars, narrative, and what found no cell."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from govinfo_cli.marks import (
    EXTRA_HEADER,
    EXTRA_SHEET,
    INFO_LABELS,
    INFO_SHEET,
    LEVELS,
    NOTE_CODE,
    TEXT_SHEET,
)
from govinfo_cli.writers.raw import extra_rows

if TYPE_CHECKING:
    from govinfo_cli.forms import Form
    from govinfo_cli.number import Number
    from govinfo_cli.report import Report
    from govinfo_cli.writers.xlsx.grid import At

Cells = dict["At", "Number | str | None"]


def sheets(report: Report, tables: Sequence[str]) -> dict[str, Cells]:
    """All texts of the built-in workbook, by sheet and place."""
    made = {INFO_SHEET: _info(report), TEXT_SHEET: _narrative(report)}
    headings = {section.key: section.label for section in report.form.sections}
    for key in tables:
        table = report.form.table(key)
        if table.section in report.narrative:
            made[table.sheet] = {(0, 0): headings[table.section]}
    if report.extra or report.notes:
        notes = [
            (NOTE_CODE, key, "", "", "", text, "") for key, text in report.notes.items() if text
        ]
        made[EXTRA_SHEET] = _lines([EXTRA_HEADER, *extra_rows(report), *notes])
    return made


def _lines(rows: Iterable[Sequence[str]]) -> Cells:
    return {
        (row, column): text
        for row, texts in enumerate(rows)
        for column, text in enumerate(texts)
        if text
    }


def _info(report: Report) -> Cells:
    values: dict[str, Number | str | None] = {
        "title": report.title,
        "organ": report.organ,
        "year": report.year,
        "form": report.form.name,
        "organ_level": LEVELS.get(report.organ_level, report.organ_level),
        "published": report.published,
        "contact": report.contact,
    }
    made: Cells = {}
    for row, (key, _) in enumerate(INFO_LABELS):
        if values[key] not in ("", None):
            made[row, 1] = values[key]
    return made


def _narrative(report: Report) -> Cells:
    """Headings in the first column, paragraphs in the second, one a row."""
    made: Cells = {}
    row = 0
    for key, heading in _headings(report.form):
        if key in report.narrative:
            made[row, 0] = heading
            for text in report.narrative[key].split("\n"):
                if text:
                    made[row, 1] = text
                row += 1
    return made


def _headings(form: Form) -> list[tuple[str, str]]:
    return [("preface", form.preface), *((s.key, s.label) for s in form.sections)]
