"""Numbers that are right but stand in the wrong cells: swaps, shifts, a number cut in two."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from govinfo_cli.localise.system import System
    from govinfo_cli.number import Number


class Move(NamedTuple):
    """A displacement: its name, its cost, and the new values by cell."""

    why: str
    cost: int
    changes: dict[int, Number]


def moves(system: System, broken: Sequence[int]) -> Iterator[Move]:
    """The displacements after which all sums hold."""
    for move in _candidates(system, broken):
        changes = {c: new for c, new in move.changes.items() if new != system.values[c]}
        whole = all(new >= 0 and new == int(new) for new in changes.values())
        mends = all(any(cell in system.cells(rule) for cell in changes) for rule in broken)
        if whole and mends and len(changes) > 1 and system.holds(changes):
            yield Move(move.why, move.cost, {cell: int(new) for cell, new in changes.items()})


def _candidates(system: System, broken: Sequence[int]) -> Iterator[Move]:
    first = min(broken)
    lines = _lines(system, first)
    columns = list(zip(*lines, strict=True))
    touched = {cell for rule in broken for cell in system.cells(rule)}
    odd = [n for n, line in enumerate(lines) if _fails(system, broken, line)]
    for line in lines:
        if not touched.isdisjoint(line):
            yield from _row(system, line)
    yield from _swaps(system, broken, lines, columns)
    if odd:
        for column in columns:
            yield from _down(system, column, min(odd), max(odd))


def _lines(system: System, rule: int) -> list[list[int]]:
    """The table of a rule as a grid of cells, rows with equally many columns."""
    form = system.shape.form
    table = form.table(form.cells[next(iter(system.cells(rule)))].table)
    return [
        line
        for row in table.rows
        if len(line := form.row_indexes(table.key, row)) == len(table.columns)
    ]


def _fails(system: System, broken: Sequence[int], line: Sequence[int]) -> bool:
    cells = set(line)
    return any(set(system.cells(rule)) <= cells for rule in broken)


def _row(system: System, line: Sequence[int]) -> Iterator[Move]:
    """One row moved by a column, or with a number cut in two."""
    v = [system.values[cell] for cell in line]
    last = len(line) - 1
    if v[0] == 0:
        new = v[1:]
        yield Move("shifted-row", 45, dict(zip(line, [*new[:last], sum(new[:last])], strict=True)))
    if v[last] == 0:
        rest = v[:last]
        head = rest[-1] - sum(rest[:-1])
        yield Move("shifted-row", 45, dict(zip(line, [head, *rest], strict=True)))
    if v[0] == 0 and v[last] != 0:
        lost = v[last] - sum(v[1:last])  # the total stands, and what stood before it is gone
        new = [*v[1:last], lost, v[last]]
        yield Move("shifted-row", 45, dict(zip(line, new, strict=True)))
    for at in range(last):
        joined = _joined(v[at], v[at + 1])
        if joined is None:
            continue
        yield Move("number-split", 50, {line[at]: joined, line[at + 1]: 0})
        yield Move("number-split", 50, {line[at]: 0, line[at + 1]: joined})
        if at < last - 1:
            rest = [*v[:at], joined, *v[at + 2 :]]
            yield Move("number-split", 55, dict(zip(line, [*rest, sum(rest)], strict=True)))


def _joined(one: Number, two: Number) -> int | None:
    if one <= 0 or two < 0 or one != int(one) or two != int(two):
        return None
    return int(f"{int(one)}{int(two)}")


def _swaps(
    system: System, broken: Sequence[int], lines: list[list[int]], columns: Sequence[Sequence[int]]
) -> Iterator[Move]:
    """Two cells exchanged in a row, in a column or across; a stretch of two columns exchanged."""
    off = [n for n, c in enumerate(columns) if any(_odd(system, rule, c) for rule in broken)]
    odd = [n for n, line in enumerate(lines) if _fails(system, broken, line)]
    v = system.values
    for a, b in combinations(off[:4], 2):
        for one, two in zip(columns[a], columns[b], strict=True):
            yield Move("cells-swapped", 30 + 3 * (b - a), {one: v[two], two: v[one]})
        for top, bottom in combinations(range(len(lines) + 1), 2):
            if bottom - top > 1 and _even(system, broken, columns, (a, b), top, bottom):
                pairs = list(zip(columns[a], columns[b], strict=True))[top:bottom]
                made = {x: v[y] for x, y in pairs} | {y: v[x] for x, y in pairs}
                yield Move("columns-swapped", 55, made)
    for up, down in combinations(odd[:4], 2):
        for one, two in zip(lines[up], lines[down], strict=True):
            yield Move("cells-swapped", 30 + 3 * (down - up), {one: v[two], two: v[one]})
        for a, b in combinations(off[:4], 2):
            for x, y in ((a, b), (b, a)):
                one, two = lines[up][x], lines[down][y]
                yield Move("cells-swapped", 45, {one: v[two], two: v[one]})


def _odd(system: System, rule: int, column: Sequence[int]) -> bool:
    return set(system.cells(rule)) <= set(column)


def _even(
    system: System, broken: Sequence[int], columns: Sequence[Sequence[int]],
    pair: tuple[int, int], top: int, bottom: int,
) -> bool:  # fmt: skip
    """A quick look whether exchanging a stretch could mend the first failing column sum."""
    a, b = (columns[n] for n in pair)
    rule = next(rule for rule in broken if _odd(system, rule, a) or _odd(system, rule, b))
    cells = system.cells(rule)
    left = system.left[rule]
    for one, two in zip(a[top:bottom], b[top:bottom], strict=True):
        step = system.values[two] - system.values[one]
        left += cells.get(one, 0) * step - cells.get(two, 0) * step
    return left == 0


def _down(system: System, column: Sequence[int], top: int, bottom: int) -> Iterator[Move]:
    """A stretch of one column moved by a row; the number that fell out comes from its row."""
    if bottom <= top:
        return
    part = list(column[top : bottom + 1])
    v = [system.values[cell] for cell in part]
    for new, free in (([*v[1:], 0], part[-1]), ([0, *v[:-1]], part[0])):
        made = dict(zip(part, new, strict=True))
        rule = system.shape.holders[free][0]
        left = system.left[rule]
        for cell, factor in system.cells(rule).items():
            left += factor * (made.get(cell, system.values[cell]) - system.values[cell])
        made[free] -= left * system.cells(rule)[free]
        yield Move("shifted-column", 50, made)
