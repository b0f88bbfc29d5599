"""How many cells a sheet would come to as a grid, before anybody makes the grid.

The rules are those by which calamine places cells: by their reference, otherwise one further
than the one before. An empty cell between two filled ones counts, for it will be made.
"""

from __future__ import annotations

from collections.abc import Iterator
from posixpath import join, normpath
from struct import error as struct_error
from struct import unpack_from
from typing import Final

from govinfo_cli.errors import UnreadableError
from govinfo_cli.late import late
from govinfo_cli.limits import now, reached
from govinfo_cli.office.package import Part, part_bytes

MAX_ROWS: Final = 1_048_576
MAX_COLUMNS: Final = 16_384
_DIGITS: Final = 12
# A cell or row of a sheet that does not name its place at once, or a place far away.
_ODD: Final = late(rb'<(?:c(?! r="[A-Z]{1,2}\d{1,4}")|row(?! r="\d{1,4}"))')
_PREFIXED: Final = late(rb":(?:c|row)[\s/>]")
_ATTRIBUTES: Final = rb"""((?:\s+[^\s=<>/"']+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(/?)>"""
_TAG: Final = late(rb"<(/?)(?:[\w.-]+:)?(row|c)" + _ATTRIBUTES)
_ANY_TAG: Final = late(rb"</?(?:[\w.-]+:)?(?:row|c)[\s/>]")
_PLACE: Final = late(rb"""\sr\s*=\s*["']([A-Z]*)(\d*)["']""")
_MERGE: Final = late(rb"""mergeCell\s[^>]*?ref\s*=\s*["']([A-Z]+)(\d+):([A-Z]+)(\d+)["']""")
_OPEN_TAG: Final = late(
    rb"<(/?)table:(table|table-row|table-cell|covered-table-cell)" + _ATTRIBUTES
)
_ANY_OPEN_TAG: Final = late(rb"</?table:(?:table|table-row|(?:covered-)?table-cell)[\s/>]")
_REPEATED: Final = late(rb"""number-(?:rows|columns)-repeated\s*=\s*["']\s*\+?(\d+)""")
_SPACES: Final = late(rb"""text:c\s*=\s*["']\s*\+?(\d+)""")
_TARGET: Final = late(rb"""\bTarget\s*=\s*["']([^"']+)["']""")


class Box:
    """The smallest rectangle around all cells seen."""

    def __init__(self) -> None:
        self.top = self.left = 1 << 40
        self.bottom = self.right = -1

    def add(self, row: int, column: int) -> None:
        """Take in a cell."""
        self.top, self.bottom = min(self.top, row), max(self.bottom, row)
        self.left, self.right = min(self.left, column), max(self.right, column)

    @property
    def cells(self) -> int:
        """How many cells the rectangle has."""
        return max(self.bottom - self.top + 1, 0) * max(self.right - self.left + 1, 0)


def sheet_extent(part: bytes, name: str) -> int:
    """The cells of a part of an xlsx as a grid; 0 for one that is no sheet, or small.

    Raises UnreadableError for tags that cannot be told, and places outside of any sheet.
    """
    start = part.find(b"sheetData")
    if start < 0:
        return 0
    end = part.rfind(b"sheetData")
    inner = part[start:end] if end > start else part[start:]
    if not _ODD.search(inner) and not (b":" in inner and _PREFIXED.search(inner)):
        return 0
    return _exact(inner, name)


def merged_cells(part: bytes) -> int:
    """The cells that merges cover, far away ones too: openpyxl makes each of them."""
    total = 0
    for left, top, right, bottom in _MERGE.findall(part):
        width, height = column_of(right) - column_of(left), _whole(bottom) - _whole(top)
        total += (abs(width) + 1) * (abs(height) + 1)
    return total


def column_of(letters: bytes) -> int:
    """Counted from 0: A is 0, XFD is 16,383."""
    number = 0
    for letter in letters[:_DIGITS]:
        number = number * 26 + letter - 64
    return number - 1


def _whole(digits: bytes) -> int:
    """A whole number of a file; one that is too long is too large for anything."""
    return int(digits or 0) if len(digits) <= _DIGITS else 10**_DIGITS


def _exact(inner: bytes, name: str) -> int:
    box = Box()
    row = column = seen = 0
    for match in _TAG.finditer(inner):
        seen += 1
        closing, tag, attributes, empty = match.groups()
        if closing:
            if tag == b"row":
                row, column = row + 1, 0
            continue
        place = _PLACE.search(attributes)
        if tag == b"row":
            if place:
                row = _whole(place[2]) - 1
        else:
            if place:
                row, column = _whole(place[2]) - 1, column_of(place[1])
            box.add(row, column)
            column += 1
        if row >= MAX_ROWS or column > MAX_COLUMNS:
            raise UnreadableError("cell-outside", part=name)
        if empty and tag == b"row":
            row, column = row + 1, 0
    if seen != sum(1 for _ in _ANY_TAG.finditer(inner)):
        raise UnreadableError("package-corrupt", reason=name)
    return box.cells


class _Table:
    """A table of an OpenDocument: its rows up to the last filled one, its widest row."""

    def __init__(self) -> None:
        self.height = self.widest = 0
        self.gap = self.times = self.width = self.filled = 0

    def row(self, times: int) -> None:
        self.times, self.width, self.filled = times, 0, 0

    def cell(self, times: int, attributes: bytes) -> None:
        self.width += times
        if b"office:" in attributes or b"formula" in attributes:
            self.filled = self.width

    def end_row(self) -> None:
        if self.filled:
            self.height += self.gap + self.times
            self.widest = max(self.widest, self.filled)
            self.gap = 0
        else:
            self.gap += self.times

    @property
    def cells(self) -> int:
        return self.height * self.widest


def open_extents(content: bytes) -> int:
    """The cells of all tables of an OpenDocument's content. Raises UnreadableError."""
    spaces = sum(_whole(count) for count in _SPACES.findall(content))
    if spaces > now().string:
        raise reached("text-too-long", "string", source="content.xml")
    total = seen = 0
    table = _Table()
    for match in _OPEN_TAG.finditer(content):
        seen += 1
        closing, tag, attributes, empty = match.groups()
        found = _REPEATED.search(attributes)
        times = _whole(found[1]) if found else 1
        if tag == b"table":
            total += table.cells
            table = _Table()
        elif tag != b"table-row":
            if not closing:
                table.cell(times, attributes)
            continue
        elif not closing:
            table.row(times)
        if tag == b"table-row" and (closing or empty):
            table.end_row()
    if seen != sum(1 for _ in _ANY_OPEN_TAG.finditer(content)):
        raise UnreadableError("package-corrupt", reason="content.xml")
    return total + table.cells


def binary_extents(data: bytes, package: dict[str, Part], parts: dict[str, bytes]) -> int:
    """The cells of all sheets of an xlsb. Raises UnreadableError. Source: MS-XLSB 2.1.4."""
    total = 0
    for name, relations in parts.items():
        if not name.endswith("workbook.bin.rels"):
            continue
        for target in _TARGET.findall(relations):
            text = target.decode("utf-8", "replace")
            path = normpath(text.lstrip("/") if text.startswith("/") else join("xl", text))
            if path in package and path.endswith(".bin"):
                total += _binary(part_bytes(data, package[path]), path)
    return total


_ROW, _SST, _CELLS = 0, 0x9F, range(1, 12)


def _binary(part: bytes, name: str) -> int:
    box = Box()
    row = 0
    try:
        for kind, at, size in _records(part):
            if kind == _SST and size >= 8 and unpack_from("<I", part, at + 4)[0] > len(part):
                raise UnreadableError("package-corrupt", reason=name)
            if kind == _ROW and size >= 4:
                (row,) = unpack_from("<I", part, at)
            elif kind in _CELLS and size >= 4:
                (column,) = unpack_from("<I", part, at)
                if row > MAX_ROWS or column > MAX_COLUMNS:
                    raise UnreadableError("cell-outside", part=name)
                box.add(row, column)
    except (struct_error, IndexError) as error:
        raise UnreadableError("package-corrupt", reason=name) from error
    return box.cells


def _records(part: bytes) -> Iterator[tuple[int, int, int]]:
    """Kind, place and size of each record: both numbers are written in groups of seven bits."""
    at = 0
    while at < len(part):
        kind = part[at]
        at += 1
        if kind & 0x80:
            kind = (kind & 0x7F) | (part[at] & 0x7F) << 7
            at += 1
        size = 0
        for shift in (0, 7, 14, 21):
            byte = part[at]
            at += 1
            size |= (byte & 0x7F) << shift
            if not byte & 0x80:
                break
        yield kind, at, size
        at += size
