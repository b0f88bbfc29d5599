"""What is found in a grid: regions of a table, their lines, and where their numbers go."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from govinfo_cli.document import Grid, RawCell
from govinfo_cli.number import looks_numeric


class DataLine(NamedTuple):
    """A line of numbers: its row key ("" in a wide table), and where its last label stands."""

    line: int
    row: str
    label_end: int
    label: str


class Plan(NamedTuple):
    """Where the numbers of a region go, worked out once.

    ``lines``: for each line its cells as (grid column, index), or None where the header cannot
    tell. ``optional``: the cells of each row that a report need not have. ``plain``: all cells as
    (line, grid column, index), where every line is told by the header and no cell is named
    twice, otherwise empty; ``indexes`` are theirs. ``run``: the lines and the columns of
    ``plain`` by index, where the indexes from ``start`` on have no gap.
    """

    lines: list[tuple[DataLine, list[tuple[int, int]] | None]]
    optional: list[list[int]]
    plain: Sequence[tuple[int, int, int]] = ()
    indexes: frozenset[int] = frozenset()
    run: tuple[tuple[int, ...], tuple[int, ...]] | None = None
    start: int = 0


@dataclass(slots=True, eq=False, repr=False)
class Region:
    """A header and the data lines below it, up to the next header."""

    table: str
    columns: dict[int, str] = field(default_factory=dict)  # grid column -> column key
    groups: dict[int, str] = field(default_factory=dict)  # wide: grid column -> row key
    strangers: dict[int, str] = field(default_factory=dict)  # grid column -> unknown header
    data: list[DataLine] = field(default_factory=list)
    unknown: list[DataLine] = field(default_factory=list)
    foreign: list[DataLine] = field(default_factory=list)  # a row that only another form has
    plan: Plan | None = None

    def row_at(self, column: int) -> str:
        """Wide tables: the row whose group label stands over a grid column, or before it."""
        before = [at for at in self.groups if at <= column]
        return self.groups[max(before)] if before else ""


@dataclass(slots=True, eq=False, repr=False)
class Layout:
    """What one grid holds.

    ``prose``: lines that belong to no table. ``labels``: odd wordings, as (line, column, text,
    official text, table).
    """

    regions: list[Region] = field(default_factory=list)
    prose: list[int] = field(default_factory=list)
    labels: list[tuple[int, int, str, str, str]] = field(default_factory=list)


def is_misaligned(grid: Grid, region: Region, data: DataLine) -> bool:
    """Whether a line's numbers cannot be told by the header above them.

    So it is when its label stands in a number column, or a value stands outside all columns.
    """
    cells = grid.rows[data.line]
    if data.label_end >= min(region.columns):
        return True
    if not grid.aligned and len(cells) <= max(region.columns):
        return True  # a line of text that is too short: any of its numbers may be the lost one
    return any(
        at not in region.columns and at not in region.strangers and _is_value(cell)
        for at, cell in enumerate(cells)
        if at > data.label_end
    )


def _is_value(cell: RawCell) -> bool:
    if cell is None or cell == "":
        return False
    return looks_numeric(cell) if isinstance(cell, str) else True
