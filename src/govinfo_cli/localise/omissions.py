"""Whole reports that a sum lacks or has over: left out, counted twice, changed since, missing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from govinfo_cli.checks.levels import Below, RollUp, named
from govinfo_cli.localise.system import System, system_of
from govinfo_cli.number import total
from govinfo_cli.organ import find_organ, same_organ

if TYPE_CHECKING:
    from govinfo_cli.number import Number
    from govinfo_cli.report import Report

MOST: Final = 5  # names that are listed
TELLING: Final = 6  # so many cells that agree are no chance
MOSTLY: Final = 4  # a cause that leaves a fourth of the cells unexplained is still one

Gaps = dict[int, "Number"]


@dataclass(slots=True)
class Cause:
    """One cause: its case (see the words of L501), the cells it explains, and what it names."""

    case: str
    cells: list[int]
    facts: dict[str, object] = field(default_factory=dict)


def changed_since(report: Report, parts: Below, rolled: RollUp, gaps: Gaps) -> Iterator[Cause]:
    """Children that gave other figures when the sum was made of them, by its own list."""
    then = {entry.organ: entry.cells for entry in report.contributions}
    for child, part in zip(parts.children, rolled.parts, strict=True):
        known = find_organ(named(child), then, parts.aliases)
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


def not_given(report: Report, parts: Below, rolled: RollUp, gaps: Gaps) -> Cause | None:
    """Organs that the sum was made of, by its own list, whose reports are not given now."""
    given = [named(child) for child in parts.children]
    absent = [
        entry for entry in report.contributions
        if given and not find_organ(entry.organ, given, parts.aliases)
    ]  # fmt: skip
    paths = {cell: report.form.cells[cell].path for cell in rolled.sums}
    lack = {c: total(entry.cells.get(path) or 0 for entry in absent) for c, path in paths.items()}
    cells = [cell for cell, gap in gaps.items() if lack[cell] == gap != 0]
    if not cells:
        return None
    for cell in cells:
        del gaps[cell]
    organs = tuple(entry.organ for entry in absent[:MOST])
    return Cause("not-given", cells, {"organs": organs, "cells_count": len(cells)})


def whole_child(parts: Below, rolled: RollUp, gaps: Gaps) -> Cause | None:
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
    return _omission(parts, [(entry[1], entry[2]) for entry in rivals], cells, whole=True)


def _left(rolled: RollUp, gaps: Gaps, part: Mapping[int, Number], sign: int) -> Gaps:
    """What remains unexplained: with +1 the child was left out above, with -1 counted twice."""
    left = {}
    for cell in rolled.sums:
        rest = gaps.get(cell, 0) + sign * part[cell]
        if rest != 0:
            left[cell] = rest
    return left


def part_of_child(parts: Below, rolled: RollUp, cells: Sequence[int], gaps: Gaps) -> Cause | None:
    """One child of which just this table was left out above, or counted twice."""
    if len(gaps) < 2:
        return None
    found = [
        (number, sign)
        for number, part in enumerate(rolled.parts)
        for sign in (1, -1)
        if all(gaps.get(cell, 0) + sign * part[cell] == 0 for cell in cells)
    ]
    return _omission(parts, found, list(gaps), whole=False) if found else None


def _omission(
    parts: Below, found: Sequence[tuple[int, int]], cells: list[int], *, whole: bool
) -> Cause:
    children = parts.children
    numbers = [number for number, _ in found]
    names = tuple(dict.fromkeys(named(children[number]) for number in numbers))
    child, sign = children[numbers[0]], found[0][1]
    facts: dict[str, object] = {"organ": names[0], "cells_count": len(cells)}
    if len(names) > 1:
        return Cause("omitted-one-of", cells, {"organs": names[:MOST], "cells_count": len(cells)})
    twin = sum(same_organ(other.organ, child.organ, parts.aliases) for other in children) > 1
    if sign < 0:
        return Cause("doubled" if whole else "doubled-table", cells, facts)
    if twin:
        return Cause("given-twice", cells, facts)
    return Cause("omitted" if whole else "omitted-table", cells, facts)


def consistent(report: Report, children: Sequence[Report], gaps: Gaps) -> Cause | None:
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
