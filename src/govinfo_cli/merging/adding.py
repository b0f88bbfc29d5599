"""The sum itself: each cell exactly, with what could not be read marked, and who gave what."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from govinfo_cli.checks.sums import counted
from govinfo_cli.number import Number, show, total
from govinfo_cli.report import Contribution, Extra, Report

if TYPE_CHECKING:
    from govinfo_cli.forms import Form

NOTE: Final = "注：由{count}份报告逐格相加：{organs}。"
NOTE_LOST: Final = "标有“?”的格有单位没有读出数字，不是完整的和。"
LOST: Final = "{known}+?"


def label_of(report: Report) -> str:
    """How a report is called among others: by its organ, or by its file's name."""
    return report.organ or Path(report.path).stem or "?"


def add_up(reports: Sequence[Report], form: Form, organ: str) -> Report:
    """The sum as a report of ``organ``, without text; a cell that one lacks is not known."""
    made = Report(form, organ=organ, narrative=dict.fromkeys(form.texts[1:], ""))
    made.year = max((r.year for r in reports if r.year is not None), default=None)
    numbers = [counted(report) for report in reports]
    for index, cell in enumerate(form.cells):
        known, lost = _column(reports, numbers, cell.path)
        if not known and not _anywhere(reports, cell.path):
            continue
        made.absent.discard(index)
        if not lost:
            made.values[index] = total(known)
            continue
        made.unread.add(index)
        raw = LOST.format(known=show(total(known)))
        sources = "；".join(label_of(report) for report in lost)
        made.extra.append(
            Extra("V202", cell.table, cell.row, cell.column, values=(raw,), source=sources)
        )
    made.contributions = [
        _contribution(report, form, given) for report, given in zip(reports, numbers, strict=True)
    ]
    organs = "、".join(entry.organ for entry in made.contributions)
    note = NOTE.format(count=len(reports), organs=organs)
    made.notes[form.tables[0].key] = note + (NOTE_LOST if made.unread else "")
    return made


def _column(
    reports: Sequence[Report], numbers: Sequence[Sequence[Number | None]], path: str
) -> tuple[list[Number], list[Report]]:
    """The numbers that reports give for a cell, and the reports that should and do not."""
    known: list[Number] = []
    lost = []
    for report, given in zip(reports, numbers, strict=True):
        index = report.form.index.get(path)
        if index is None or index in optional_cells(report):
            continue
        value = given[index]
        if value is None:
            lost.append(report)
        else:
            known.append(value)
    return known, lost


def optional_cells(report: Report) -> set[int]:
    """Absent cells that need not be there."""
    return {
        index
        for index in report.absent - report.unread
        if not report.form.table(report.form.cells[index].table)
        .rows[report.form.cells[index].row]
        .required
    }


def _anywhere(reports: Sequence[Report], path: str) -> bool:
    """Whether any file has this cell at all."""
    return any(
        (index := r.form.index.get(path)) is not None and index not in r.absent for r in reports
    )


def _contribution(report: Report, form: Form, given: Sequence[Number | None]) -> Contribution:
    cells: dict[str, Number | None] = {}
    lost = []
    optional = optional_cells(report)
    for index, cell in enumerate(report.form.cells):
        if cell.path not in form.index or index in optional:
            continue
        value = given[index]
        if value is None:
            lost.append(cell.path)
        elif value != 0:
            cells[cell.path] = value
        elif report.is_blank(index):
            cells[cell.path] = None
    return Contribution(label_of(report), Path(report.path).name, cells, tuple(lost))
