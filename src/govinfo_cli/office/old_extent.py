"""How many cells the sheets of an old workbook come to. Source: MS-XLS 2.4.

Most records are near the sheet's start, and short: those are gone over by one expression, which
knows where each ends, in a fraction of what it takes to look at each.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from re import Pattern
from struct import unpack_from
from typing import Final

from govinfo_cli.errors import UnreadableError
from govinfo_cli.late import late
from govinfo_cli.limits import now, reached
from govinfo_cli.office.amount import check_amount, old_lengths, sum_of
from govinfo_cli.office.binary_extent import NEAR, sized
from govinfo_cli.office.compound import Compound, broken

_SHEET, _EOF, _DIMENSIONS, _STRINGS = 0x0085, 0x000A, 0x0200, 0x00FC
_PASSWORD: Final = 0x002F  # FilePass (MS-XLS 2.4.117): all that follows is ciphered
# Records that begin with a row and a column; the last one holds several cells of one row.
_CELLS: Final = frozenset({0x0006, 0x00BD, 0x00FD, 0x0203, 0x0204, 0x0205, 0x027E})
_MANY: Final = 0x00BD
_MAX_ROWS, _MAX_COLUMNS = 65_536, 256

# Records of a workbook but its sheets' places, its texts, its password, its end; of a sheet but
# its own word on its size, its end, and cells far away.
_SIZES: Final = sorted(range(128), key=lambda n: (n not in {2, 6, 10, 16, 20}, n))
_LIKELY: Final = sorted(range(4, 128), key=lambda n: (n not in {10, 14, 16}, n))
_OTHER: Final = sized(_SIZES, r"\x00")
_OTHERS: Final = late(rf"(?s:(?:[^\x85\xfc\x0a\x2f]\x00|.[^\x00]){_OTHER})*+".encode())
_PLACE: Final = r"\x00.[\x00\x01].\x00"
_RECORDS: Final = (
    r"(?:[\x06\xfd]\x00|[\x03-\x05]\x02|\x7e\x02)" + sized(_LIKELY, _PLACE, given=4),
    r"\xbd\x00" + sized(range(12, 128, 6), _PLACE, r".\x00", given=6),
    r"(?:[^\x06\x0a\xbd\xfd]\x00|[^\x00\x03-\x05\x7e]\x02|.[^\x00\x02])" + sized(_SIZES, r"\x00"),
)
_NEAR: Final = late(f"(?s:{'|'.join(_RECORDS)})*+".encode())


def scan_old_workbook(data: bytes) -> None:
    """Check a workbook of the old Office. Raises UnreadableError for what is a trap or no book."""
    container = Compound(data)
    names = container.streams
    if "EncryptedPackage" in names:
        raise UnreadableError("encrypted")
    if "WordDocument" in names:
        raise UnreadableError("old-word")
    name = next((name for name in ("Workbook", "Book") if name in names), "")
    if not name:
        raise broken("no workbook")
    book = container.stream(name)
    sheets = [unpack_from("<I", book, at)[0] for at in _starts(book)]
    if len(sheets) > now().parts:
        raise reached("too-many-parts", "parts", found=len(sheets))
    if sum(sheet_extent(book, start, near=True) for start in sheets) > now().cells:
        cells = sum(sheet_extent(book, start, near=False) for start in sheets)
        if cells > now().cells:
            raise reached("too-many-cells", "cells", found=cells)
    check_amount(_texts(book, sheets))


def _texts(book: bytes, sheets: Iterable[int]) -> int:
    """The characters of all texts as often as cells name them; 0 where it cannot be much."""
    # By chance the mark stands in the middle of a record, too.
    if book.count(_TEXT.to_bytes(2, "little")) * min(len(book), _LONGEST) <= now().unpacked:
        return 0
    pieces: list[bytes] = []
    before = 0
    for kind, at, size in _records(book, 0, None):
        if kind == _STRINGS or (kind == _CONTINUE and before == _STRINGS):
            pieces.append(book[at : at + size])
        before = before if kind == _CONTINUE else kind
    numbers = [
        unpack_from("<I", book, at + 6)[0]
        for start in set(sheets)
        for kind, at, size in _records(book, start, None)
        if kind == _TEXT and size >= 10 and at + 10 <= len(book)
    ]
    lengths = old_lengths(pieces)
    return len(numbers) * _LONGEST if lengths is None else sum_of(lengths, numbers)


_TEXT, _CONTINUE = 0x00FD, 0x003C
_LONGEST: Final = 65_535


def _starts(book: bytes) -> Iterator[int]:
    """Where each record of a sheet's place stands. Raises UnreadableError for a password."""
    for kind, at, size in _records(book, 0, _OTHERS):
        if kind == _PASSWORD:
            raise UnreadableError("encrypted")
        if kind == _SHEET and size >= 4:
            yield at
        if kind == _STRINGS and size >= 8 and unpack_from("<I", book, at + 4)[0] > len(book):
            raise broken("string count")


def _records(
    book: bytes, at: int, skipped: Pattern[bytes] | None
) -> Iterator[tuple[int, int, int]]:
    """Kind, place and size of each record up to the end of its part of the book."""
    while True:
        if skipped:
            at = skipped.match(book, at).end()  # type: ignore[union-attr]  # it may be empty
        if at + 4 > len(book):
            return
        kind, size = unpack_from("<HH", book, at)
        yield kind, at + 4, size
        if kind == _EOF:
            return
        at += 4 + size


def sheet_extent(book: bytes, start: int, *, near: bool) -> int:
    """The cells of the rectangle around all cells of a sheet; ``near``: no fewer, and at once."""
    rows: list[int] = [0, NEAR[0] - 1] if near else []
    columns: list[int] = [0, NEAR[1] - 1] if near else []
    for kind, at, size in _records(book, start, _NEAR if near else None):
        if kind in _CELLS and size >= 4 and at + 4 <= len(book):
            row, column = unpack_from("<HH", book, at)
            rows.append(row)
            columns.append(column)
            if kind == _MANY and 6 <= size <= len(book) - at:
                columns.append(unpack_from("<H", book, at + size - 2)[0])
        elif kind == _DIMENSIONS and size in (10, 14) and at + size <= len(book):
            _claimed(unpack_from("<IIHH" if size == 14 else "<HHHH", book, at))
    if not rows:
        return 0
    return (max(rows) - min(rows) + 1) * (max(columns) - min(columns) + 1)


def _claimed(numbers: tuple[int, ...]) -> None:
    """A sheet's own word on its size, for which memory is taken before any cell is read."""
    top, bottom, left, right = numbers
    if bottom > _MAX_ROWS or right > _MAX_COLUMNS or top > bottom or left > right:
        raise broken("dimensions")
