"""What is odd about formulas, whatever the numbers are: ranges and broken patterns."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from govinfo_cli.document import Grid
from govinfo_cli.forms import Form
from govinfo_cli.formula import terms_of
from govinfo_cli.report import Report

At = tuple[int, int]
Sum = Mapping[int, int]  # cell -> coefficient

DEEPEST: Final = 5  # subtotals that are no cells of the form, one inside the other
FEW: Final = 3  # so many formulas make a pattern
_REFERENCE: Final = re.compile(r"(\$?)([A-Z]{1,3})(\$?)(\d{1,7})(?![\w(!])", re.IGNORECASE)


class Odd(NamedTuple):
    """What is odd about one formula; ``odd``: the places that are meant."""

    cell: int
    case: str
    odd: tuple[int, ...] = ()


class Verdict(NamedTuple):
    """What formulas alone show, whatever the numbers are.

    ``lines``: how many formulas stand in a row or column that has a pattern, and its other cells.
    """

    odd: tuple[Odd, ...]
    lines: tuple[tuple[int, tuple[int, ...]], ...]


@dataclass(slots=True)
class Audit:
    """The formulas of one report, and what they are compared with."""

    report: Report
    formulas: dict[int, str] = field(default_factory=dict)  # cell -> its formula
    cells: dict[tuple[int, At], int] = field(default_factory=dict)  # grid and place -> cell
    right: set[int] = field(default_factory=set)  # formulas that the form itself gives

    def __post_init__(self) -> None:
        for index, place in enumerate(self.report.places):
            if isinstance(place, tuple):
                grid, row, column = place
                self.cells[id(grid), (row, column)] = index
                if (row, column) in grid.formulas:
                    self.formulas[index] = grid.formulas[row, column]

    def verdict(self) -> Verdict:
        """All that is odd, each cell once, and the lines in which a constant would be."""
        told = {entry.cell: entry for entry in self.sums()}
        for entry in self.patterns():
            told.setdefault(entry.cell, entry)
        placed = set(self.cells.values())
        lines = []
        for line in _lines(self.report.form):
            count = sum(index in self.formulas for index in line)
            if count >= FEW:
                others = tuple(i for i in line if i in placed and i not in self.formulas)
                lines.append((count, others))
        return Verdict(tuple(told.values()), tuple(line for line in lines if line[1]))

    def place(self, index: int) -> tuple[Grid, At]:
        """The grid and the place of a cell that has one."""
        place = self.report.places[index]
        assert isinstance(place, tuple)
        return place[0], (place[1], place[2])

    def sums(self) -> Iterator[Odd]:
        """Totals that leave a cell out or take one too many."""
        ways = _ways(self.report.form)
        for index, text in self.formulas.items():
            got = self._adds_up(index, text)
            if got is None or not (due := ways.get(index)):
                continue
            if any(got == way for way in due):
                self.right.add(index)
                continue
            best = max(due, key=lambda way: len(way.items() & got.items()))
            shared = best.items() & got.items()
            if len(shared) < FEW - 1 or 2 * len(shared) < len(best):
                continue
            missing, strange = best.keys() - got.keys(), got.keys() - best.keys()
            if missing:
                yield Odd(index, "missing", tuple(sorted(missing)))
            elif strange:
                yield Odd(index, "strange", tuple(sorted(strange)))
            else:
                yield Odd(index, "sign", tuple(sorted(i for i, _ in got.items() - shared)))

    def _adds_up(self, index: int, text: str) -> dict[int, int] | None:
        """A formula as a sum over cells of the form; None where it is more than that."""
        grid, _ = self.place(index)
        made: dict[int, int] = {}
        return made if self._expand(grid, text, 1, made, DEEPEST) else None

    def _expand(self, grid: Grid, text: str, times: int, made: dict[int, int], deep: int) -> bool:
        terms = terms_of(text)
        if terms is None or not deep:
            return False
        down, right = grid.origin
        for factor, at, constant, _ in terms:
            if at is None:
                if constant:
                    return False
                continue
            here = (at[0] - down, at[1] - right)
            index = self.cells.get((id(grid), here))
            if index is not None:
                made[index] = made.get(index, 0) + factor * times
            elif here in grid.formulas and not self._expand(
                grid, grid.formulas[here], factor * times, made, deep - 1
            ):
                return False
        return True

    def patterns(self) -> Iterator[Odd]:
        """Formulas unlike those of their neighbours, which are all alike."""
        for line in _lines(self.report.form):
            inside = [index for index in line if index in self.formulas]
            alike = Counter(self._relative(index) for index in inside)
            if len(inside) <= FEW or len(alike) != 2:
                continue
            (usual, _), (_, odd) = alike.most_common()
            if odd == 1:
                index = next(i for i in inside if self._relative(i) != usual)
                if index not in self.right:
                    yield Odd(index, "pattern")

    def _relative(self, index: int) -> str:
        """A formula with its references as steps from its cell, as R1C1 has them."""
        _, (row, column) = self.place(index)
        grid, _ = self.place(index)
        at = row + grid.origin[0], column + grid.origin[1]

        def step(match: re.Match[str]) -> str:
            fixed_column, letters, fixed_row, digits = match.groups()
            across, down = _number(letters) - at[1], int(digits) - 1 - at[0]
            shown = letters.upper() if fixed_column else f"C[{across}]"
            return f"{digits if fixed_row else f'R[{down}]'}{shown}"

        return _REFERENCE.sub(step, self.formulas[index])


def _ways(form: Form) -> dict[int, list[Sum]]:
    """For each cell the sums that the form's equations make of it."""
    made: dict[int, list[Sum]] = {}
    for rule in form.constraints:
        if rule.relation != "=":
            continue
        row = dict(rule.left) | {cell: -factor for cell, factor in rule.right}
        for cell, factor in row.items():
            way = {other: -f * factor for other, f in row.items() if other != cell}
            made.setdefault(cell, []).append(way)
    return made


def _lines(form: Form) -> Iterator[list[int]]:
    """The cells of each row and of each column, in printed order."""
    for table in form.tables:
        for row in table.rows:
            yield form.row_indexes(table.key, row)
        for column in table.columns:
            paths = (f"{table.key}/{row}/{column}" for row in table.rows)
            yield [form.index[path] for path in paths if path in form.index]


def _number(letters: str) -> int:
    """A column by its letters, from 0."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1
