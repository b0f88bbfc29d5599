"""The sums of a form as equations over the cells of one report, with what is left over."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from govinfo_cli.checks.sums import numbers_of
from govinfo_cli.report import Report

if TYPE_CHECKING:
    from govinfo_cli.forms import Form
    from govinfo_cli.number import Number


@dataclass(slots=True)
class Shape:
    """What is the same for every report of a form: the equations, and where each cell is in."""

    form: Form
    rows: list[dict[int, int]]  # per equation: cell -> coefficient
    codes: list[str]
    results: list[int]  # per equation: its total, or -1
    holders: dict[int, list[int]]  # cell -> equations
    components: list[list[int]]  # equations that share cells, directly or by others
    by_place: dict[tuple[str, tuple[str, ...]], int]


@dataclass(slots=True)
class System:
    """The equations with the numbers of one report: ``left[i]`` is 0 where a sum holds."""

    shape: Shape
    values: list[Number]
    left: list[Number]
    unknown: frozenset[int]
    worked_out: dict[int, int]  # totals that are formulas and hold, with their equation

    @property
    def by_place(self) -> dict[tuple[str, tuple[str, ...]], int]:
        """From a finding's code and cells to its equation."""
        return self.shape.by_place

    def cells(self, rule: int) -> dict[int, int]:
        """The cells of an equation with their coefficients."""
        return self.shape.rows[rule]

    def may_hold(self, changes: dict[int, Number]) -> bool:
        """Whether the equations that are whole with these values of unread cells hold."""
        rest = self.unknown - changes.keys()
        touched = {rule for cell in changes for rule in self.shape.holders.get(cell, ())}
        return all(
            sum(f * changes.get(c, self.values[c]) for c, f in self.shape.rows[rule].items()) == 0
            for rule in touched
            if rest.isdisjoint(self.shape.rows[rule])
        )

    def holds(self, changes: dict[int, Number]) -> bool:
        """Whether all equations that these cells are in hold with the new values."""
        touched = {rule for cell in changes for rule in self.shape.holders.get(cell, ())}
        for rule in touched:
            left = self.left[rule]
            for cell, factor in self.shape.rows[rule].items():
                if cell in changes:
                    left += factor * (changes[cell] - self.values[cell])
            if left != 0:
                return False
        return True


def system_of(report: Report) -> System:
    """The equations of a report. A blank counts as 0, a blank total as what is due there."""
    shape = _shape(report.form)
    values = list(numbers_of(report))
    unknown = frozenset((report.absent - report.covered) | report.unread)
    left = [
        sum((factor * values[cell] for cell, factor in row.items()), 0) for row in shape.rows
    ]  # fmt: skip
    worked_out = {
        total: rule
        for rule, total in enumerate(shape.results)
        if total >= 0 and left[rule] == 0 and is_formula(report, total)
    }
    return System(shape, values, left, unknown, worked_out)


def is_formula(report: Report, cell: int) -> bool:
    """Whether a formula stands in a cell's place."""
    place = report.places[cell]
    return isinstance(place, tuple) and (place[1], place[2]) in place[0].formulas


@lru_cache(maxsize=8)
def _shape(form: Form) -> Shape:
    rules = [rule for rule in form.constraints if rule.relation == "="]
    rows: list[dict[int, int]] = []
    holders: dict[int, list[int]] = {}
    by_place = {}
    for number, rule in enumerate(rules):
        row = dict(rule.left) | {cell: -factor for cell, factor in rule.right}
        rows.append(row)
        for cell in row:
            holders.setdefault(cell, []).append(number)
        told = (rule.result,) if rule.result >= 0 else rule.indexes
        by_place[rule.code, tuple(form.cells[cell].path for cell in told)] = number
    return Shape(
        form, rows, [rule.code for rule in rules], [rule.result for rule in rules], holders,
        _components(rows, holders), by_place,
    )  # fmt: skip


def _components(rows: list[dict[int, int]], holders: dict[int, list[int]]) -> list[list[int]]:
    seen: set[int] = set()
    found = []
    for start in range(len(rows)):
        if start in seen:
            continue
        part, waiting = [], [start]
        seen.add(start)
        while waiting:
            rule = waiting.pop()
            part.append(rule)
            for cell in rows[rule]:
                new = [other for other in holders[cell] if other not in seen]
                seen.update(new)
                waiting += new
        found.append(sorted(part))
    return found
