"""Each cell by itself: blank, negative, not whole, in the wrong unit (V201, V203, V204, V206)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from govinfo_cli.checks.sums import due_totals
from govinfo_cli.context import Context
from govinfo_cli.finding import Finding, finding
from govinfo_cli.number import show_raw
from govinfo_cli.report import Report

# An amount above this, in 万元, is more likely to be in 元 (domain.md 3.1, T2-UNIT).
LARGE_AMOUNT: Final = 1_000_000


def check_cells(report: Report, context: Context) -> Iterator[Finding]:
    """Check every cell that the file has. Source: the form; domain.md 3.1, T3-INT, T2-INT."""
    del context
    cells = report.form.cells
    due = due_totals(report) if None in report.values else {}
    for index, value in enumerate(report.values):
        if type(value) is int and 0 <= value <= LARGE_AMOUNT:
            continue
        if value is None:
            if report.is_blank(index):
                yield _blank(report, index, due)
            continue
        kind = cells[index].kind
        if value < 0 and kind != "change":
            yield finding("V203", report.where(index), actual=value)
        if isinstance(value, Decimal) and kind != "amount":
            yield finding("V204", report.where(index), actual=value)
        if kind == "amount" and value > LARGE_AMOUNT:
            yield finding("V206", report.where(index), case="large", actual=value)


def _blank(report: Report, index: int, due: dict[int, int | Decimal]) -> Finding:
    place = report.places[index]
    raw = ""
    if isinstance(place, tuple):
        grid, row, column = place
        cells = grid.rows[row]
        raw = show_raw(cells[column]).strip() if column < len(cells) else ""
    where = report.where(index)
    if index in due:
        return finding("V201", where, case="total", expected=due[index], raw=raw)
    return finding("V201", where, raw=raw)
