"""The formulas of a filled workbook: a range that misses a cell, a broken pattern, a constant."""

from __future__ import annotations

from typing import Final

from govinfo_cli.document import Grid
from govinfo_cli.finding import finding
from govinfo_cli.forms import Form
from govinfo_cli.recognise.verdict import Audit, Verdict
from govinfo_cli.report import Report

SHOWN: Final = 5


def remark_formulas(report: Report) -> None:
    """Add what is odd about a report's formulas (V210), each cell once.

    A formula that gives what the form's own sums say is right, in whatever way it is written.
    Workbooks of one make have the same formulas, so the verdict on them is kept.
    """
    grids: dict[int, Grid] = {}
    placed = []
    for index, place in enumerate(report.places):
        if type(place) is tuple:
            grid, row, column = place
            grids.setdefault(id(grid), grid)
            placed.append((index, id(grid), row, column))
    order = {key: number for number, key in enumerate(grids)}
    key = (
        id(report.form),
        tuple([(index, order[grid], row, column) for index, grid, row, column in placed]),
        tuple([(grid.origin, *grid.formulas.items()) for grid in grids.values()]),
    )
    known = _KNOWN.get(key)
    if known is None:
        if len(_KNOWN) >= MAX_KNOWN:
            _KNOWN.clear()
        known = _KNOWN[key] = report.form, Audit(report).verdict()
    _tell(report, known[1])


MAX_KNOWN: Final = 64
# With the form, so that its id stays its own.
_KNOWN: dict[object, tuple[Form, Verdict]] = {}


def _tell(report: Report, verdict: Verdict) -> None:
    told = {entry.cell for entry in verdict.odd}
    for index, case, odd in verdict.odd:
        place = report.places[index]
        assert isinstance(place, tuple)
        formula = "=" + place[0].formulas[place[1], place[2]]
        cells = [report.where(i) for i in (index, *odd)]
        names = tuple(where.source.rpartition("!")[2] for where in cells[1:])
        names = names if len(names) <= SHOWN else (*names[: SHOWN - 1], "…")
        report.remarks.append(finding("V210", *cells, case=case, formula=formula, odd=names))
    for count, others in verdict.lines:
        typed = [index for index in others if report.values[index] is not None]
        if 4 * len(typed) <= count:
            for index in typed:
                if index not in told:
                    told.add(index)
                    value = report.values[index]
                    where = report.where(index)
                    report.remarks.append(finding("V210", where, case="constant", actual=value))
