"""Why a report is not the sum of those below it: which child, which cell, left out or twice.

Many cells of one cause are one finding with the others folded under it. A child is named where
the data can tell; otherwise those that it may be are listed, or nothing is said.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from govinfo_cli.checks.levels import RollUp, named, roll_up, twin_cells
from govinfo_cli.localise.culprits import PARENT, Altered, Child, altered_cells
from govinfo_cli.localise.system import System, system_of
from govinfo_cli.number import show, total
from govinfo_cli.organ import find_organ, same_organ

if TYPE_CHECKING:
    from govinfo_cli.finding import Finding
    from govinfo_cli.number import Number
    from govinfo_cli.report import Report

LEVELS: Final = "L501"
TELLING: Final = 6  # so many cells that agree are no chance
MOSTLY: Final = 4  # a cause that leaves a fourth of the cells unexplained is still one
MOST: Final = 5  # names that are listed

Gaps = dict[int, "Number"]


@dataclass(slots=True)
class Cause:
    """One cause: its case (see the words of L501), the cells it explains, and what it names."""

    case: str
    cells: list[int]
    facts: dict[str, object] = field(default_factory=dict)


def explain_levels(
    report: Report,
    children: Sequence[Report],
    findings: Sequence[Finding],
    before: Mapping[int, Report],
) -> list[Finding]:
    """The findings, those of L501 with their causes and folded under the first of each.

    ``before``: last year's reports of children, by their place in ``children``.
    """
    index = report.form.index
    told = {index[f.cells[0].cell]: f for f in findings if f.code == LEVELS and not f.case}
    gaps = {
        cell: total((f.actual, -f.expected))
        for cell, f in told.items()
        if f.actual is not None and f.expected is not None
    }
    if not gaps:
        return list(findings)
    changed: dict[int, Finding] = {}
    for entry in findings:
        _fold(entry, told, gaps, index, changed)
    for cause in _causes(report, children, gaps, before):
        first, *others = cause.cells
        lead = told[first]
        lead = replace(lead, case=cause.case, facts={**lead.facts, **cause.facts})
        changed[id(told[first])] = lead
        for cell in others:
            changed[id(told[cell])] = replace(told[cell], because=lead)
    return [changed.get(id(entry), entry) for entry in findings]


def _fold(
    lead: Finding, told: Mapping[int, Finding], gaps: Gaps, index: Mapping[str, int],
    changed: dict[int, Finding],
) -> None:  # fmt: skip
    """What this report's own failing sums set right follows from them and needs no other cause."""
    if lead.because is not None or not lead.suggestions:
        return
    for change in lead.suggestions[0].changes:
        cell = index.get(change.where.cell, -1)
        if cell in gaps and told[cell].expected == change.new:
            changed[id(told[cell])] = replace(told[cell], because=lead)
            del gaps[cell]


def _causes(
    report: Report, children: Sequence[Report], gaps: Gaps, before: Mapping[int, Report]
) -> Iterator[Cause]:
    """Whole children first, then parts of them, then single cells of them."""
    rolled = roll_up(report.form, children)
    gaps = dict(gaps)
    yield from _changed_since(report, children, rolled, gaps)
    for _ in range(len(children)):
        found = _whole_child(children, rolled, gaps)
        if found is None:
            break
        yield found
    for table in report.form.tables:
        cells = [c for c in rolled.sums if report.form.cells[c].table == table.key]
        part = {cell: gaps[cell] for cell in cells if cell in gaps}
        if part and (found := _part_of_child(children, rolled, cells, part)):
            yield found
            for cell in part:
                del gaps[cell]
    if gaps and (found := _consistent(report, children, gaps)):
        yield found
        return
    below = [
        Child(child, system_of(child), twin_cells(report.form, child.form), before.get(number))
        for number, child in enumerate(children)
    ]
    for altered in altered_cells(report, below, gaps):
        yield _cause_of(report, children, altered)


def _changed_since(
    report: Report, children: Sequence[Report], rolled: RollUp, gaps: Gaps
) -> Iterator[Cause]:
    """Children that gave other figures when the sum was made of them, by its own list."""
    then = {entry.organ: entry.cells for entry in report.contributions}
    for child, part in zip(children, rolled.parts, strict=True):
        known = find_organ(named(child), then)
        if len(known) != 1:
            continue
        before = then[known[0]]
        cells = [
            cell
            for cell, gap in gaps.items()
            if part[cell] - (before.get(report.form.cells[cell].path) or 0) == -gap
        ]
        if cells:
            yield Cause(
                "changed", cells,
                {"organ": named(child), "file": child.path, "cells_count": len(cells)},
            )  # fmt: skip
        for cell in cells:
            del gaps[cell]


def _whole_child(children: Sequence[Report], rolled: RollUp, gaps: Gaps) -> Cause | None:
    """One child whose figures, left out or counted twice, are what the cells lack or have over.

    The cells that it explains are taken out of ``gaps``; few others may be left.
    """
    if len(gaps) < 2:
        return None
    ranked = []
    for number, part in enumerate(rolled.parts):
        for sign in (1, -1):
            left = _left(rolled, gaps, part, sign)
            ranked.append((len(left), number, sign, left))
    count, number, sign, left = min(ranked, key=lambda entry: entry[:2])
    rivals = [entry for entry in ranked if entry[0] == count]
    if len(gaps) < TELLING and count:
        return None
    if count * MOSTLY > len(gaps):
        return None
    cells = [cell for cell in gaps if cell not in left]
    gaps.clear()
    gaps.update(left)
    return _omission(children, [(entry[1], entry[2]) for entry in rivals], cells, whole=True)


def _left(rolled: RollUp, gaps: Gaps, part: Mapping[int, Number], sign: int) -> Gaps:
    """What remains unexplained: with +1 the child was left out above, with -1 counted twice."""
    left = {}
    for cell in rolled.sums:
        rest = gaps.get(cell, 0) + sign * part[cell]
        if rest != 0:
            left[cell] = rest
    return left


def _part_of_child(
    children: Sequence[Report], rolled: RollUp, cells: Sequence[int], gaps: Gaps
) -> Cause | None:
    """One child of which just this table was left out above, or counted twice."""
    if len(gaps) < 2:
        return None
    found = [
        (number, sign)
        for number, part in enumerate(rolled.parts)
        for sign in (1, -1)
        if all(gaps.get(cell, 0) + sign * part[cell] == 0 for cell in cells)
    ]
    return _omission(children, found, list(gaps), whole=False) if found else None


def _omission(
    children: Sequence[Report], found: Sequence[tuple[int, int]], cells: list[int], *, whole: bool
) -> Cause:
    numbers = [number for number, _ in found]
    names = tuple(dict.fromkeys(named(children[number]) for number in numbers))
    child, sign = children[numbers[0]], found[0][1]
    facts: dict[str, object] = {"organ": names[0], "cells_count": len(cells)}
    if len(names) > 1:
        return Cause("omitted-one-of", cells, {"organs": names[:MOST], "cells_count": len(cells)})
    twin = sum(same_organ(other.organ, child.organ) for other in children) > 1
    if sign < 0:
        return Cause("doubled" if whole else "doubled-table", cells, facts)
    if twin:
        return Cause("given-twice", cells, facts)
    return Cause("omitted" if whole else "omitted-table", cells, facts)


def _consistent(report: Report, children: Sequence[Report], gaps: Gaps) -> Cause | None:
    """The differences are a report of their own: whole, none below 0, and their sums hold."""
    system = system_of(report)
    tables = {report.form.cells[cell].table for cell in gaps}
    summed = [cell for cell in gaps if system.shape.holders.get(cell)]
    if len(summed) < TELLING or len(tables) == 1 or min(gaps.values()) < 0:
        return None
    if any(left != 0 for left in system.left) or any(map(_fails, map(system_of, children))):
        return None
    for row in system.shape.rows:
        if sum((factor * gaps.get(cell, 0) for cell, factor in row.items()), 0) != 0:
            return None
    return Cause("absent", list(gaps), {"cells_count": len(gaps)})


def _fails(system: System) -> bool:
    return any(left != 0 for left in system.left)


def _cause_of(report: Report, children: Sequence[Report], altered: Altered) -> Cause:
    """A child's cell that is wrong, or the children of which one is."""
    facts: dict[str, object] = {"cells_count": len(altered.cells)}
    reports = [report if number == PARENT else children[number] for number in altered.children]
    if not reports:
        return Cause("", altered.cells)
    if len(reports) == 1:
        where = reports[0].where(altered.child_cell)
        facts |= {
            "organ": named(reports[0]), "file": reports[0].path, "child_source": where.source,
            "old": show(altered.old) or "∅", "new": show(altered.new), "why": altered.why,
        }  # fmt: skip
        if altered.children == (PARENT,):
            return Cause("parent", altered.cells, facts)
        return Cause("child" if altered.certain else "child-likely", altered.cells, facts)
    facts["organs"] = tuple(named(entry) for entry in reports[:MOST])
    if altered.certain_of_all:
        return Cause("children", altered.cells, facts)
    return Cause("one-of" if len(reports) <= MOST else "", altered.cells, facts)
