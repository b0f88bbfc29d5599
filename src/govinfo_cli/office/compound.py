"""The container of the old Office: its streams, walked without trust in any chain or count.

Source: MS-CFB (sectors, allocation tables, directory) and MS-XLS 2.4 (records of a workbook).
"""

from __future__ import annotations

from collections.abc import Iterator
from struct import Struct, unpack_from
from struct import error as struct_error
from typing import Final

from govinfo_cli.errors import UnreadableError
from govinfo_cli.limits import now, reached

_END: Final = 0xFFFFFFFE
_FREE: Final = 0xFFFFFFFF
_ENTRY: Final = 128
_MINI: Final = 64
_MINI_BELOW: Final = 4096
_IN_HEADER: Final = 109


def _broken(reason: str) -> UnreadableError:
    return UnreadableError("package-corrupt", reason=reason)


class Compound:
    """A container opened: ``streams`` are the names and places of what it holds.

    Raises UnreadableError for chains that run in a circle and counts that the file cannot hold.
    """

    def __init__(self, data: bytes) -> None:
        self._data = data
        try:
            self._open()
        except (struct_error, IndexError) as error:
            raise _broken("cut off") from error

    def _open(self) -> None:
        (shift,) = unpack_from("<H", self._data, 30)
        if shift not in (9, 12):
            raise _broken("sector size")
        self._size = 1 << shift
        self._count = len(self._data) // self._size + 1
        counts = unpack_from("<II", self._data, 40) + unpack_from("<I", self._data, 64)
        if max(*counts, unpack_from("<I", self._data, 72)[0]) > self._count:
            raise _broken("sector count")
        self._table = self._allocation()
        (start,) = unpack_from("<I", self._data, 48)
        directory = self._chain(start)
        self.streams: dict[str, tuple[int, int]] = {}
        for at in range(0, len(directory) - _ENTRY + 1, _ENTRY):
            name = directory[at : at + 64].decode("utf-16-le", "replace").partition("\0")[0]
            begin, length = unpack_from("<II", directory, at + 116)
            if length > len(self._data):
                raise _broken("stream size")
            self.streams.setdefault(name, (begin, length))
            if at == 0:
                self._minis = self._chain(begin)
        mini = self._chain(unpack_from("<I", self._data, 60)[0])
        self._mini_table = unpack_from(f"<{len(mini) // 4}I", mini)

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._size
        return self._data[start : start + self._size]

    def _allocation(self) -> tuple[int, ...]:
        sectors = list(unpack_from(f"<{_IN_HEADER}I", self._data, 76))
        (next_,) = unpack_from("<I", self._data, 68)
        for _ in range(self._count):
            if next_ in (_END, _FREE):
                break
            more = unpack_from(f"<{self._size // 4}I", self._sector(next_))
            sectors += more[:-1]
            next_ = more[-1]
        else:
            raise _broken("loop")
        used = [number for number in sectors if number != _FREE]
        if len(used) > self._count:
            raise _broken("sector count")
        table = b"".join(self._sector(number) for number in used)
        return unpack_from(f"<{len(table) // 4}I", table)

    def _chain(self, number: int) -> bytes:
        found: list[bytes] = []
        while number not in (_END, _FREE):
            if number >= len(self._table) or len(found) > self._count:
                raise _broken("loop" if len(found) > self._count else "chain")
            found.append(self._sector(number))
            number = self._table[number]
        return b"".join(found)

    def stream(self, name: str) -> bytes:
        """A stream's content. Raises UnreadableError; KeyError for one that is not there."""
        number, length = self.streams[name]
        if length >= _MINI_BELOW:
            return self._chain(number)[:length]
        found: list[bytes] = []
        while number != _END:
            if number >= len(self._mini_table) or len(found) > len(self._mini_table):
                raise _broken("loop")
            found.append(self._minis[number * _MINI : (number + 1) * _MINI])
            number = self._mini_table[number]
        return b"".join(found)[:length]


_SHEET, _EOF, _DIMENSIONS, _STRINGS = 0x0085, 0x000A, 0x0200, 0x00FC
# Records that begin with a row and a column; the last one holds several cells of one row.
_CELLS: Final = frozenset({0x0006, 0x00BD, 0x00FD, 0x0203, 0x0204, 0x0205, 0x027E})
_MANY: Final = 0x00BD
_MAX_ROWS, _MAX_COLUMNS = 65_536, 256


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
        raise _broken("no workbook")
    book = container.stream(name)
    sheets = [unpack_from("<I", book, at)[0] for at in _starts(book)]
    if len(sheets) > now().parts:
        raise reached("too-many-parts", "parts", found=len(sheets))
    cells = 0
    for start in sheets:
        cells += _sheet(book, start)
        if cells > now().cells:
            raise reached("too-many-cells", "cells", found=cells)


def _records(book: bytes, at: int) -> Iterator[tuple[int, int, int]]:
    """Kind, place and size of each record."""
    while at + 4 <= len(book):
        kind, size = unpack_from("<HH", book, at)
        yield kind, at + 4, size
        if kind == _EOF:
            return
        at += 4 + size


def _starts(book: bytes) -> Iterator[int]:
    """Where each record of a sheet's place stands."""
    for kind, at, size in _records(book, 0):
        if kind == _SHEET and size >= 4:
            yield at
        if kind == _STRINGS and size >= 8 and unpack_from("<I", book, at + 4)[0] > len(book):
            raise _broken("string count")


def _sheet(book: bytes, start: int) -> int:
    """The cells of the rectangle around all cells of a sheet, in one loop: each file is asked."""
    rows: list[int] = []
    columns: list[int] = []
    at, last = start, len(book) - 8
    while at <= last:
        kind, size, row, column = _CELL(book, at)
        if kind in _CELLS:
            if size >= 4:
                rows.append(row)
                columns.append(column)
            if kind == _MANY and 6 <= size <= last + 4 - at:
                columns.append(unpack_from("<H", book, at + size + 2)[0])
        elif kind == _DIMENSIONS and size in (10, 14) and at + 4 + size <= len(book):
            _claimed(unpack_from("<IIHH" if size == 14 else "<HHHH", book, at + 4))
        elif kind == _EOF:
            break
        at += 4 + size
    if not rows:
        return 0
    return (max(rows) - min(rows) + 1) * (max(columns) - min(columns) + 1)


_CELL: Final = Struct("<HHHH").unpack_from  # kind, size, and of a cell's record row and column


def _claimed(numbers: tuple[int, ...]) -> None:
    """A sheet's own word on its size, for which memory is taken before any cell is read."""
    top, bottom, left, right = numbers
    if bottom > _MAX_ROWS or right > _MAX_COLUMNS or top > bottom or left > right:
        raise _broken("dimensions")
