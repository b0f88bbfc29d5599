"""The formulas of a filled workbook: a range that misses a cell, a broken pattern, a constant."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from govinfo_cli.document import Grid
from govinfo_cli.finding import finding
from govinfo_cli.forms import Form
from govinfo_cli.recognise.regions import Layout
from govinfo_cli.recognise.verdict import Audit, Verdict
from govinfo_cli.report import Report

SHOWN: Final = 5


def verdict_on(report: Report, taken: Sequence[tuple[Grid, Layout]]) -> Verdict:
    """What the formulas of a report's grids show.

    A formula that gives what the form's own sums say is right, in whatever way it is written.
    Workbooks of one make have the same formulas, so the verdict on them is kept. ``taken``: the
    report's grids with their layouts.
    """
    key = _make_of(report, taken)
    known = _KNOWN.get(key) if key else None
    if known is None:
        known = report.form, taken, Audit(report).verdict()
        if key:
            if len(_KNOWN) >= MAX_KNOWN:
                _KNOWN.clear()
            _KNOWN[key] = known
    return known[2]


def _make_of(report: Report, taken: Sequence[tuple[Grid, Layout]]) -> object:
    """What two reports of one make share: the form, the layouts and the formulas themselves.

    None for a report in which the layouts alone do not say where each cell stands.
    """
    plans = [region.plan for _, layout in taken for region in layout.regions]
    placed = sum(len(plan.indexes) for plan in plans if plan is not None)
    if placed != len(report.values) - len(report.absent):
        return None
    grids = [(id(layout), grid.origin, *grid.formulas.items()) for grid, layout in taken]
    return id(report.form), tuple(grids), frozenset(report.absent)


MAX_KNOWN: Final = 64
# With what the key names by its id, so that the ids stay their own.
_KNOWN: dict[object, tuple[Form, Sequence[tuple[Grid, Layout]], Verdict]] = {}


def tell(report: Report, verdict: Verdict) -> None:
    """Add what is odd about a report's formulas (V210), each cell once."""
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
