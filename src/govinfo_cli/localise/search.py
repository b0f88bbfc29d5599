"""The exact search: all smallest sets of cells whose change makes every equation hold.

Each step takes an equation that fails and lets one of its cells go free; that cell is then
eliminated from all others, so that what still fails is an implied edit in the sense of Fellegi
and Holt, and one of its cells must change too. The cells of a set are linearly independent, so
their new values are the only ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from time import perf_counter
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from govinfo_cli.localise.system import System
    from govinfo_cli.number import Number

MOST_CELLS = 8
SECONDS = 0.5
MOST_FOUND = 200


class _Row(NamedTuple):
    """An equation in the state of the search: what is left over, and its cells."""

    left: Number
    cells: dict[int, int]


@dataclass(slots=True)
class Found:
    """The smallest solutions: new values by cell. ``complete`` is False when time ran out."""

    solutions: list[dict[int, Number]] = field(default_factory=list)
    complete: bool = True


def smallest(
    system: System, rules: Sequence[int], *, most: int = MOST_CELLS, seconds: float = SECONDS
) -> Found:
    """All smallest sets of changes for equations that belong together.

    Values are whole and not negative. Where the only smallest sets would need a negative
    number, larger ones with one cell more are looked for.
    """
    search = _Search(system, rules, seconds)
    rows = {rule: _Row(system.left[rule], system.cells(rule)) for rule in rules}
    whole = len(rows)
    rows = search.without_followers(rows)
    if not any(row.left for row in rows.values()):
        return Found()
    for size in range(1, most + 1):
        search.deepen(rows, size, mixed=len(rows) < whole)
        if search.found or search.late:
            break
    return Found(list(search.found.values()), not search.late)


class _Search:
    def __init__(self, system: System, rules: Sequence[int], seconds: float) -> None:
        self.system = system
        self.codes = system.shape.codes
        self.end = perf_counter() + seconds
        self.late = False
        self.found: dict[frozenset[int], dict[int, Number]] = {}
        self.seen: set[frozenset[int]] = set()
        shape = system.shape
        self.kind = shape.codes[min(rules)]
        self.firsts = {
            cell: rule
            for rule in rules
            if shape.codes[rule] == self.kind
            for cell in shape.rows[rule]
        }

    def without_followers(self, rows: dict[int, _Row]) -> dict[int, _Row]:
        """Take out the cells that follow the others: those not read, and totals by formula."""
        for total, rule in self.system.worked_out.items():
            if rule in rows:
                rows, _ = _eliminate(rows, rule, total)
        for cell in self.system.unknown:
            holder = next((rule for rule, row in rows.items() if cell in row.cells), None)
            if holder is not None:
                rows, _ = _eliminate(rows, holder, cell)
        return rows

    def deepen(self, rows: dict[int, _Row], size: int, *, mixed: bool) -> None:
        """Look for all solutions of just so many cells."""
        self.seen.clear()
        self._step(rows, [], size, mixed=mixed)

    def _step(
        self,
        rows: dict[int, _Row],
        pivots: list[tuple[int, _Row]],
        rest: int,
        *,
        mixed: bool = False,
    ) -> None:
        """Go on from a state. ``mixed``: equations of the second kind have been joined."""
        if self.late or len(self.found) >= MOST_FOUND:
            return
        failing = [rule for rule, row in rows.items() if row.left]
        if not failing:
            if rest == 0:
                self._add(_solve(pivots, {}))
            elif rest == 1:
                self._keep_with_one_more(rows, pivots)
            return
        if rest == 0 or self._hopeless(failing, len(pivots), rest, mixed=mixed):
            return
        if perf_counter() > self.end:
            self.late = True
            return
        taken = frozenset(cell for cell, _ in pivots)
        rule = min(failing, key=lambda entry: len(rows[entry].cells))
        for cell in rows[rule].cells:
            chosen = taken | {cell}
            if chosen in self.seen:
                continue
            self.seen.add(chosen)
            if rest == 1 and not _fits_all(rows, failing, cell):
                continue
            # A cell is in one equation of the first kind at most. Eliminated by that one, the
            # other equations of the kind stay as they are, and the bound lives on that.
            own = self.firsts.get(cell, -1)
            holder = own if own in rows else rule
            after, pivot = _eliminate(rows, holder, cell)
            self._step(after, [*pivots, (cell, pivot)], rest - 1, mixed=mixed or holder != own)

    def _hopeless(self, failing: list[int], pivots: int, rest: int, *, mixed: bool) -> bool:
        """A bound: of each kind of sum a cell mends one, or two through a cell chosen before."""
        counts: dict[str, int] = {}
        for rule in failing:
            counts[self.codes[rule]] = counts.get(self.codes[rule], 0) + 1
        first = counts.pop(self.kind, 0)
        if first > rest:
            return True
        if mixed:
            return False
        spare = (rest - first) * (2 if pivots else 1)
        return any(count > first + spare for count in counts.values())

    def _add(self, steps: dict[int, Number]) -> None:
        made: dict[int, Number] = {}
        for cell, step in steps.items():
            new = self.system.values[cell] + step
            if step == 0 or new < 0 or new != int(new):
                return
            made[cell] = int(new)
        self.found.setdefault(frozenset(made), made)

    def _keep_with_one_more(self, rows: dict[int, _Row], pivots: list[tuple[int, _Row]]) -> None:
        """A set that would need a negative number may do with one cell more, moved just enough."""
        steps = _solve(pivots, {})
        short = {cell: self.system.values[cell] + step for cell, step in steps.items()}
        if not any(value < 0 for value in short.values()):
            return
        others = {other for _, pivot in pivots for other in pivot.cells} - set(steps)
        for other in others - self.system.unknown:
            if any(other in row.cells for row in rows.values()):
                continue  # it would break a sum that holds
            for need in {-value for value in short.values() if value < 0}:
                for move in (need, -need):
                    self._add({**_solve(pivots, {other: move}), other: move})


def _fits_all(rows: dict[int, _Row], failing: list[int], cell: int) -> bool:
    """Whether one change can mend all that fails: the same step everywhere."""
    step: Number | None = None
    for rule in failing:
        factor = rows[rule].cells.get(cell)
        if not factor:
            return False
        this = -rows[rule].left * factor
        if step is not None and this != step:
            return False
        step = this
    return True


def _eliminate(rows: dict[int, _Row], holder: int, cell: int) -> tuple[dict[int, _Row], _Row]:
    """Take one equation and its cell out; the others get a multiple of it that drops the cell."""
    pivot = rows[holder]
    factor = pivot.cells[cell]
    made = {}
    for rule, row in rows.items():
        if rule == holder:
            continue
        other = row.cells.get(cell)
        if not other:
            made[rule] = row
            continue
        times = other * factor  # coefficients are 1 and -1
        cells = dict(row.cells)
        for at, coefficient in pivot.cells.items():
            new = cells.get(at, 0) - times * coefficient
            if new:
                cells[at] = new
            else:
                cells.pop(at, None)
        made[rule] = _Row(row.left - times * pivot.left, cells)
    return made, pivot


def _solve(pivots: list[tuple[int, _Row]], given: dict[int, Number]) -> dict[int, Number]:
    """The steps of the free cells, last one first."""
    steps: dict[int, Number] = {}
    for cell, pivot in reversed(pivots):
        left = pivot.left
        for at, factor in pivot.cells.items():
            if at != cell and (at in steps or at in given):
                left += factor * (steps[at] if at in steps else given[at])
        steps[cell] = -left * pivot.cells[cell]
    return steps
