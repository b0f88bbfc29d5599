"""Which child's cell keeps a report from being the sum of those below it.

A child whose own sums fail tells by itself what its cell should be. Where no sum fails, a slip
of the keyboard or a number in the narrative may single one out; if several fit, all are named.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from govinfo_cli.checks.levels import apart
from govinfo_cli.localise.rank import RIVAL, explain, said_in
from govinfo_cli.localise.slips import slip
from govinfo_cli.localise.system import system_of

if TYPE_CHECKING:
    from govinfo_cli.localise.system import System
    from govinfo_cli.number import Number
    from govinfo_cli.report import Report

PARENT: Final = -1
CLOSER: Final = 4  # so many times closer to last year's figure is no chance
# A child that has 0, or what looks like nothing, could be any of them.
_NO_EVIDENCE: Final = frozenset({"only-fit", "not-filled", "total-blank", "subtotal-as-detail"})

Gaps = Mapping[int, "Number"]


@dataclass(frozen=True, slots=True)
class Altered:
    """Cells of the report above, and what made them differ.

    ``children``: those that it may be, by place; one where the data can tell, PARENT is the
    report itself. ``child_cell``, ``old`` and ``new``: the cell of the first of them.
    """

    cells: list[int]
    children: tuple[int, ...] = ()
    child_cell: int = -1
    old: Number | None = None
    new: Number = 0
    why: str = "several"
    certain: bool = False  # by sums of their own; several children are wrong then, each of them


class Correction(NamedTuple):
    """What one child's own sums say of one of its cells."""

    child: int
    cell: int
    old: Number | None
    new: Number
    why: str

    @property
    def step(self) -> Number:
        """By how much the child's figure grows."""
        return self.new - (self.old or 0)


class Child(NamedTuple):
    """A report of an organ below: its equations, its cells by those above, and last year's."""

    report: Report
    system: System
    twins: Mapping[int, int]
    before: Report | None = None


def altered_cells(report: Report, children: Sequence[Child], gaps: Gaps) -> Iterator[Altered]:
    """Explain differences cell by cell; cells of one cause together, details before totals."""
    left = dict(gaps)
    for altered in _by_sums(report, children, gaps):
        yield altered
        for cell in altered.cells:
            del left[cell]
    mine = Child(report, system_of(report), {cell: cell for cell in gaps})
    for unit in _units(mine.system, left):
        yield _by_slips(mine, children, unit)


def _by_sums(report: Report, children: Sequence[Child], gaps: Gaps) -> Iterator[Altered]:
    """Children whose own failing sums are set right by just what is missing above."""
    by_cell: dict[int, list[Correction]] = {}
    for number, child in enumerate(children):
        if _fails_at(child, gaps):
            for cell, one in _corrections(number, child, gaps):
                by_cell.setdefault(cell, []).append(one)
    groups: dict[tuple[int, ...], list[tuple[int, Correction]]] = {}
    for cell, found in by_cell.items():
        if cell in gaps and sum((entry.step for entry in found), 0) == gaps[cell]:
            who = tuple(sorted(entry.child for entry in found))
            groups.setdefault(who, []).append((cell, found[0]))
    for who, members in groups.items():
        members.sort(key=lambda member: _order(report, member[0]))
        first = members[0][1]
        cells = [cell for cell, _ in members]
        yield Altered(cells, who, first.cell, first.old, first.new, first.why, certain=True)


def _fails_at(child: Child, gaps: Gaps) -> bool:
    """Whether a sum fails that has to do with one of these cells."""
    left, holders = child.system.left, child.system.shape.holders
    broken = {rule for rule, rest in enumerate(left) if rest != 0}
    return bool(broken) and any(
        not broken.isdisjoint(holders.get(child.twins.get(cell, -1), ())) for cell in gaps
    )


def _corrections(number: int, child: Child, gaps: Gaps) -> Iterator[tuple[int, Correction]]:
    """What a child's failing sums say of its cells, with the cells above."""
    back = {twin: cell for cell, twin in child.twins.items()}
    values = child.system.values
    anchors = {twin: values[twin] + gaps[cell] for twin, cell in back.items() if cell in gaps}
    for causes in explain(child.report, child.system, anchors):
        for new in causes[0].changes:
            old = child.report.values[new.cell]
            one = Correction(number, new.cell, old, new.value, causes[0].why)
            yield back.get(new.cell, -1), one


def _order(report: Report, cell: int) -> tuple[bool, int]:
    """Details before totals, otherwise in printed order."""
    return any(rule.result == cell for rule in report.form.constraints), cell


def _units(system: System, gaps: Gaps) -> Iterator[dict[int, Number]]:
    """Cells that no sum joins are separate; the others of a table belong together."""
    joined: dict[str, dict[int, Number]] = {}
    for cell, gap in gaps.items():
        if system.shape.holders.get(cell):
            table = system.shape.form.cells[cell].table
            joined.setdefault(table, {})[cell] = gap
        else:
            yield {cell: gap}
    yield from joined.values()


class _Weighed(NamedTuple):
    cost: int
    child: int
    cell: int
    old: Number | None
    new: Number
    why: str


def _by_slips(mine: Child, children: Sequence[Child], unit: Gaps) -> Altered:
    """The child, or the report itself, in which a slip explains all of these differences."""
    cells = sorted(unit, key=lambda cell: _order(mine.report, cell))
    found: list[_Weighed] = []
    for number, child in enumerate(children):
        found += _weighed(number, child, {child.twins[cell]: unit[cell] for cell in cells})
    found += _weighed(PARENT, mine, {cell: -unit[cell] for cell in cells})
    found.sort(key=lambda entry: entry[:2])
    if not found:
        return Altered(cells)
    best = found[0]
    rivals = [entry.child for entry in found if entry.cost <= best.cost + RIVAL]
    return Altered(cells, tuple(rivals), best.cell, best.old, best.new, best.why)


def _weighed(number: int, child: Child, steps: Gaps) -> Iterator[_Weighed]:
    """How unlikely it is that these cells of a report should be so much more; none if it is."""
    report, values, results = child.report, child.system.values, child.system.shape.results
    changes = {cell: values[cell] + step for cell, step in steps.items()}
    cells = report.form.cells
    if any(new < 0 and cells[cell].kind != "change" for cell, new in changes.items()):
        return
    if not child.system.holds(changes):
        return
    said = said_in(report)
    details = [cell for cell in changes if cell not in results] or list(changes)
    cost, whys = 0, list[str]()
    for cell in details:
        found = slip(report.values[cell], changes[cell], total=False)
        speaks = (changes[cell] in said) - (values[cell] in said)
        speaks += _before(child, cell, changes[cell])
        if found.why in _NO_EVIDENCE and speaks <= 0:
            return
        cost += found.cost - 2 * RIVAL * speaks
        whys.append(found.why)
    first = details[0]
    yield _Weighed(cost, number, first, report.values[first], changes[first], whys[0])


def _before(child: Child, cell: int, new: Number) -> int:
    """Whether last year's figure speaks for the new one (1), for what stands (-1), or for none."""
    path = child.report.form.cells[cell].path
    index = child.before.form.index.get(path) if child.before else None
    last = child.before.values[index] if child.before and index is not None else None
    if last is None:
        return 0
    now, then = apart(last, child.system.values[cell]), apart(last, new)
    return int(now > CLOSER * then) - int(then > CLOSER * now)
