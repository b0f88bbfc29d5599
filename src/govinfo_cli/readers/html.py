"""HTML tables to grids: spans laid out, covered cells left None."""

from __future__ import annotations

from functools import partial
from typing import Any, Final

from govinfo_cli.document import Grid, RawCell
from govinfo_cli.errors import UnreadableError

MAX_SPAN: Final = 1000
MAX_CELLS: Final = 1_000_000


def grids(source: str, place: str) -> list[Grid]:
    """Every table of a piece of HTML, in order; ``place`` is where the piece begins."""
    from lxml import html  # a compiled library, only for HTML  # noqa: PLC0415

    found = html.fragment_fromstring(source, create_parent="div").iter("table")
    return [
        Grid(rows, partial(_locate, place, number))
        for number, table in enumerate(found, 1)
        if (rows := _lay_out(table, place))
    ]


def _locate(place: str, number: int, row: int, column: int) -> str:
    return f"{place}, table {number}, row {row + 1}, column {column + 1}"


def _span(cell: Any, name: str) -> int:
    value = cell.get(name, "1").strip()
    return min(max(int(value), 1), MAX_SPAN) if value.isascii() and value.isdigit() else 1


def _lay_out(table: Any, place: str) -> list[list[RawCell]]:
    taken: dict[tuple[int, int], RawCell] = {}
    lines = [line for line in table.iter("tr") if next(line.iterancestors("table")) is table]
    for row, line in enumerate(lines):
        column = 0
        for cell in line.iterchildren("td", "th"):
            while (row, column) in taken:
                column += 1
            down, across = _span(cell, "rowspan"), _span(cell, "colspan")
            for r in range(row, min(row + down, len(lines))):
                for c in range(column, column + across):
                    taken[r, c] = None
            if len(taken) > MAX_CELLS:
                raise UnreadableError("table-too-large", source=place, limit=MAX_CELLS)
            taken[row, column] = " ".join("".join(cell.itertext()).split())
            column += across
    width = 1 + max((c for _, c in taken), default=-1)
    return [[taken.get((r, c)) for c in range(width)] for r in range(len(lines))]
