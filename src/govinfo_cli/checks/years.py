"""This year's report against last year's (Y401 to Y404)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from govinfo_cli.checks.notes import note_on
from govinfo_cli.context import Context
from govinfo_cli.finding import ERROR, INFO, WARNING, Finding, finding
from govinfo_cli.forms import Form
from govinfo_cli.number import Number
from govinfo_cli.report import Report

JUMP: Final = 5  # so many times as much, or as little
SMALL: Final = 10  # numbers below this jump by chance
TOTAL: Final = "total"


def check_years(report: Report, context: Context) -> Iterator[Finding]:
    """Compare what the two reports say of the same thing; what only one form has is left out.

    Source: domain.md 3.3 (X-CARRY, X-STOCK, X-ITEM, X-JUMP).
    """
    previous = context.previous
    if previous is None:
        return
    yield from _carried(report, previous)
    if report.form.name == previous.form.name:
        yield from _in_force(report, previous)
        yield from _items(report, previous)
        yield from _jumps(report, previous)


def carried_in(report: Report, previous: Report) -> dict[int, Number]:
    """What last year's report says of this year's cells, by index: the cases carried over."""
    made = {}
    for column in report.form.table("requests").columns:
        value = _value(previous, f"requests/carried_out/{column}")
        index = report.form.index.get(f"requests/carried_in/{column}")
        if value is not None and index is not None:
            made[index] = value
    return made


def known_before(form: Form, previous: Report) -> dict[int, Number]:
    """What last year's report settles of this year's, by index into ``form.cells``.

    The cases carried over and, from 2019 form to 2019 form, the items of the year before.
    """
    made = carried_in(Report(form), previous)
    if form.name == previous.form.name:
        for row in form.table("disclosure").rows:
            path = f"disclosure/{row}"
            before, change = (_value(previous, f"{path}/{c}") for c in ("prior_items", "change"))
            if before is not None and change is not None:
                made[form.index[f"{path}/prior_items"]] = before + change
    return made


def _value(report: Report, path: str) -> Number | None:
    index = report.form.index.get(path)
    return None if index is None or index in report.absent else report.values[index]


def _told(
    code: str, report: Report, path: str, due: Number, severity: str = "", **facts: object
) -> Iterator[Finding]:
    """A figure that is not what is due. A note that gives the reason makes it information."""
    actual = _value(report, path)
    if actual is None or actual == due:
        return
    index = report.form.index[path]
    note = note_on(report, report.form.cells[index], code)
    yield finding(
        code, report.where(index), severity=INFO if note else severity, expected=due,
        actual=actual, case="noted" if note else "", note=note, **facts,
    )  # fmt: skip


def _carried(report: Report, previous: Report) -> Iterator[Finding]:
    """Cases carried over arrive."""
    for index, due in carried_in(report, previous).items():
        cell = report.form.cells[index]
        severity = ERROR if cell.column == TOTAL else WARNING
        yield from _told("Y401", report, cell.path, due, severity)


def _in_force(report: Report, previous: Report) -> Iterator[Finding]:
    """Documents in force: last year's, and those made, without those repealed."""
    for row in ("regulations", "normative_documents"):
        path = f"disclosure/{row}"
        before = _value(previous, f"{path}/in_force")
        made, repealed = (_value(report, f"{path}/{c}") for c in ("made", "repealed"))
        if before is not None and made is not None and repealed is not None:
            due = before + made - repealed
            yield from _told(
                "Y402", report, f"{path}/in_force", due, before=before, made=made, repealed=repealed
            )


def _items(report: Report, previous: Report) -> Iterator[Finding]:
    """2019 form: last year's items with last year's change are this year's prior items."""
    for row in report.form.table("disclosure").rows:
        path = f"disclosure/{row}"
        before, change = (_value(previous, f"{path}/{c}") for c in ("prior_items", "change"))
        if before is not None and change is not None:
            yield from _told(
                "Y403", report, f"{path}/prior_items", before + change, before=before, change=change
            )


def _jumps(report: Report, previous: Report) -> Iterator[Finding]:
    """Figures that grow or shrink five-fold: often a slip of the unit or of a digit."""
    for cell in report.form.cells:
        before, now = _value(previous, cell.path), _value(report, cell.path)
        if before is None or now is None:
            continue
        small, large = sorted((abs(Decimal(before)), abs(Decimal(now))))
        if large >= SMALL and large >= JUMP * small:
            where = report.where(report.form.index[cell.path])
            note = note_on(report, cell, "Y404")
            case = "noted" if note else ""
            yield finding("Y404", where, actual=now, before=before, case=case, note=note)
