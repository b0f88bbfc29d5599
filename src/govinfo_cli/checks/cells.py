"""Each cell by itself: blank, negative, not whole, in the wrong unit (V201, V203, V204, V206)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final

from govinfo_cli.checks.sums import due_totals
from govinfo_cli.context import Context
from govinfo_cli.finding import Finding, finding
from govinfo_cli.forms import Form
from govinfo_cli.number import Number, show_raw
from govinfo_cli.report import Report

# An amount above this, in 万元, is more likely to be in 元 (domain.md 3.1, T2-UNIT).
LARGE_AMOUNT: Final = 1_000_000


def check_cells(report: Report, context: Context) -> Iterator[Finding]:
    """Check every cell that the file has. Source: the form; domain.md 3.1, T3-INT, T2-INT."""
    del context
    odd = _odd(report)
    if not odd:
        return
    cells = report.form.cells
    due = due_totals(report) if any(report.is_blank(index) for index in odd) else {}
    for index in odd:
        value = report.values[index]
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


def _odd(report: Report) -> list[int]:
    """Which values are worth a look: in most reports none, and that is told at once."""
    values: Sequence[Number | None] = report.values
    apart: Sequence[int] = _other_kinds(report.form)
    if report.absent or report.unread:
        apart = sorted({*apart, *report.absent, *report.unread})
    counts = [*values]
    for index in reversed(apart):
        del counts[index]
    looked = apart if _are_counts(counts) else range(len(values))
    return [i for i in looked if type(v := values[i]) is not int or not 0 <= v <= LARGE_AMOUNT]


def _are_counts(values: Sequence[Any]) -> bool:
    """Whether all are whole and none is below 0 or blank."""
    try:  # one Decimal makes the sum one
        return type(sum(values)) is int and min(values, default=0) >= 0
    except TypeError:  # a blank
        return False


@lru_cache(maxsize=8)
def _other_kinds(form: Form) -> tuple[int, ...]:
    """The cells that are no counts: amounts and changes."""
    return tuple(i for i, cell in enumerate(form.cells) if cell.kind in ("amount", "change"))


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
