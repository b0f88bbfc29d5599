"""How many cells a sheet would come to as a grid, before anybody makes the grid.

The rules are those by which calamine places cells: by their reference, otherwise one further
than the one before. An empty cell between two filled ones counts, for it will be made.
"""

from __future__ import annotations

import re
from typing import Final

from govinfo_cli.errors import UnreadableError
from govinfo_cli.late import late

MAX_ROWS: Final = 1_048_576
MAX_COLUMNS: Final = 16_384
_DIGITS: Final = 12
# A cell or row of a sheet that does not name its place at once, or a place far away.
_ODD: Final = late(rb'<(?:c(?! r="[A-Z]{1,2}\d{1,4}")|row(?! r="\d{1,4}"))')
_PREFIXED: Final = late(rb":(?:c|row)[\s/>]")
ATTRIBUTES: Final = rb"""((?:\s+[^\s=<>/"']+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(/?)>"""
_TAG: Final = late(rb"<(/?)(?:[\w.-]+:)?(row|c)" + ATTRIBUTES)
_ANY_TAG: Final = late(rb"</?(?:[\w.-]+:)?(?:row|c)[\s/>]")
_PLACE: Final = late(rb"""\sr\s*=\s*["']([A-Za-z]*)(\d*)(.)""", re.DOTALL)
# What openpyxl makes every cell of.
_REACHING: Final = late(rb"<(?:[\w.-]+:)?(?:mergeCell|hyperlink|comment)" + ATTRIBUTES)
_REFERENCE: Final = late(rb"""\sref\s*=\s*["']([^"']*)["']""")
_CORNERS: Final = late(rb"\$?([A-Z]+)\$?(\d+):\$?([A-Z]+)\$?(\d+)")


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
    """The cells that merges, links and comments of a range cover: openpyxl makes each of them."""
    total = 0
    for match in _REACHING.finditer(part):
        found = _REFERENCE.search(match[1])
        if found is None or b":" not in found[1]:
            continue
        corners = _CORNERS.fullmatch(found[1].upper())
        if corners is None:  # whole rows or columns
            return MAX_ROWS * MAX_COLUMNS
        left, top, right, bottom = corners.groups()
        width, height = column_of(right) - column_of(left), whole(bottom) - whole(top)
        total += (abs(width) + 1) * (abs(height) + 1)
    return total


def column_of(letters: bytes) -> int:
    """Counted from 0: A is 0, XFD is 16,383."""
    number = 0
    for letter in letters[:_DIGITS].upper():
        number = number * 26 + letter - 64
    return number - 1


def whole(digits: bytes) -> int:
    """A whole number of a file; one that is too long is too large for anything."""
    return int(digits or 0) if len(digits) <= _DIGITS else 10**_DIGITS


def _exact(inner: bytes, name: str) -> int:
    """The cells; with a comment, which may hide a tag, as many as there can be at the most."""
    box = Box()
    row = column = seen = rows = cells = last = 0
    for match in _TAG.finditer(inner):
        seen += 1
        closing, tag, attributes, empty = match.groups()
        if closing:
            if tag == b"row":
                row, column = row + 1, 0
            continue
        place = _place(attributes, name)
        if tag == b"row":
            rows += 1
            row = place[0] if place else row
        else:
            cells += 1
            at, column = place or (row, column)  # the row of the next one is not this one's
            box.add(at, column)
            column += 1
        last = max(last, row, box.bottom)
        if last >= MAX_ROWS or column > MAX_COLUMNS:
            raise UnreadableError("cell-outside", part=name)
        if empty and tag == b"row":
            row, column = row + 1, 0
    if seen != sum(1 for _ in _ANY_TAG.finditer(inner)):
        raise UnreadableError("package-corrupt", reason=name)
    return (last + rows + 1) * (box.right + cells + 1) if b"<!" in inner else box.cells


def _place(attributes: bytes, name: str) -> tuple[int, int] | None:
    """The row and column of a reference, where there is one. Raises UnreadableError."""
    found = _PLACE.search(attributes)
    if not found:
        return None
    if found[3] not in b"\"'":
        raise UnreadableError("cell-outside", part=name)
    return whole(found[2]) - 1, column_of(found[1])
