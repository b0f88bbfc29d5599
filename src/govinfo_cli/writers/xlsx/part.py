"""One worksheet part, edited cell by cell with lxml; everything else in it stays as it stood."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING, Final

from govinfo_cli.errors import UnreadableError
from govinfo_cli.writers.xlsx.grid import At, address, corners, parse_address

if TYPE_CHECKING:
    from lxml.etree import _Element

# The number of a row or column, in as many digits as a sheet has rows.
_WHOLE: Final = re.compile(r"[0-9]{1,7}")


def to_xml(root: _Element) -> bytes:
    """A part's bytes, with the declaration that spreadsheet programs write."""
    from lxml import etree  # noqa: PLC0415  slow to import

    tree = root.getroottree()
    return etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)


class SheetPart:
    """A worksheet's cells. ``tag`` prefixes its namespace, be it transitional or strict."""

    def __init__(self, root: _Element, name: str) -> None:
        self.root, self.name = root, name
        self.tag = root.tag[: root.tag.index("}") + 1] if "}" in root.tag else ""
        found = root.find(f"{self.tag}sheetData")
        if found is None:
            raise UnreadableError("package-corrupt", reason=f"{name}: sheetData")
        self.data: _Element = found
        self.rows: dict[int, _Element] = {}
        self.cells: dict[At, _Element] = {}
        self._index()

    def _index(self) -> None:
        """Find each row and cell; those without a reference follow the one before."""
        number = -1
        for row in self.data.iterchildren(f"{self.tag}row"):
            written = row.get("r", str(number + 2))
            if not _WHOLE.fullmatch(written):
                raise UnreadableError("package-corrupt", reason=f"{self.name}: row {written}")
            number = int(written) - 1
            self.rows[number] = row
            column = -1
            for cell in row.iterchildren(f"{self.tag}c"):
                place = parse_address(cell.get("r", ""))
                column = place[1] if place else column + 1
                self.cells[number, column] = cell
        # In order, so that what stands before a new one is found without a look at all.
        self._rows = sorted(self.rows)
        self._columns_of: dict[int, list[int]] = {}
        for line, column in sorted(self.cells):
            self._columns_of.setdefault(line, []).append(column)

    def value(self, text: str) -> _Element:
        """A new ``v`` element."""
        made = self.data.makeelement(f"{self.tag}v")
        made.text = text
        return made

    def clear(self, cell: _Element, children: Iterable[str], attributes: Iterable[str]) -> None:
        """Take children and attributes out of a cell, and the white space before its children."""
        cell.text = None
        for name in children:
            for child in cell.findall(self.tag + name):
                cell.remove(child)
        for name in attributes:
            cell.attrib.pop(name, "")

    def _row(self, number: int) -> _Element:
        if number not in self.rows:
            row = self.data.makeelement(f"{self.tag}row", {"r": str(number + 1)})
            before = bisect_left(self._rows, number)
            if before == 0:
                self.data.insert(0, row)
            else:
                self.rows[self._rows[before - 1]].addnext(row)
            self._rows.insert(before, number)
            self.rows[number] = row
        return self.rows[number]

    def cell(self, at: At) -> _Element:
        """A cell, made in its row and with its style where there is none yet."""
        if at not in self.cells:
            row = self._row(at[0])
            cell = row.makeelement(f"{self.tag}c", {"r": address(at)})
            if style := self._style(row, at[1]):
                cell.set("s", style)
            columns = self._columns_of.setdefault(at[0], [])
            before = bisect_left(columns, at[1])
            if before == 0:
                row.insert(0, cell)
            else:
                self.cells[at[0], columns[before - 1]].addnext(cell)
            columns.insert(before, at[1])
            row.attrib.pop("spans", "")
            self.cells[at] = cell
        return self.cells[at]

    def _style(self, row: _Element, column: int) -> str:
        """The style that a new cell takes over: its row's, or else its column's."""
        if row.get("customFormat") in ("1", "true"):
            return row.get("s", "")
        for entry in self._columns():
            ends = entry.get("min", ""), entry.get("max", "")
            if not all(map(_WHOLE.fullmatch, ends)):
                continue
            if int(ends[0]) <= column + 1 <= int(ends[1]):
                return entry.get("style", "")
        return ""

    def _columns(self) -> Iterator[_Element]:
        yield from self.root.iterfind(f"{self.tag}cols/{self.tag}col")

    def widen(self, places: Collection[At]) -> None:
        """Make the dimension that the part declares take in the new cells."""
        dimension = self.root.find(f"{self.tag}dimension")
        found = corners(dimension.get("ref", "")) if dimension is not None else None
        if dimension is None or found is None or not places:
            return
        rows = [at[0] for at in (*found, *places)]
        columns = [at[1] for at in (*found, *places)]
        start, end = (min(rows), min(columns)), (max(rows), max(columns))
        if (start, end) != found:
            dimension.set("ref", f"{address(start)}:{address(end)}")


def covers(reference: str, places: Collection[At]) -> bool:
    """Whether a range has one of the cells that are to be filled."""
    found = corners(reference)
    if found is None:
        return False
    (top, left), (bottom, right) = found
    return any(top <= row <= bottom and left <= column <= right for row, column in places)
