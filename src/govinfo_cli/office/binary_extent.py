"""How many cells the sheets of a binary workbook come to. Source: MS-XLSB 2.1.4.

Most records are near the sheet's start, and short: those are gone over by one expression, which
knows where each ends, a tenth of what it takes to look at each.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from struct import Struct
from struct import error as struct_error
from typing import Final

from govinfo_cli.errors import UnreadableError
from govinfo_cli.late import late
from govinfo_cli.limits import now
from govinfo_cli.office.amount import sum_of
from govinfo_cli.office.extent import MAX_COLUMNS, MAX_ROWS, Box

_ROW, _STRINGS, _CELLS = 0, 0x9F, range(1, 12)
_NUMBER: Final = Struct("<I").unpack_from
NEAR: Final = 512, 256  # rows and columns


def sized(sizes: Iterable[int], then: str = "", end: str = "", given: int = 0) -> str:
    """Alternatives: a size and so many bytes, of which ``then`` and ``end`` tell ``given``."""
    return "(?:" + "|".join(f"\\x{n:02x}{then}.{{{n - given}}}{end}" for n in sizes) + ")"


_SHORTEST: Final = 8  # a cell: its column, its format
# A row has 17 bytes and 8 for each span; a number 16 or 12; the rest in the order of size.
_LIKELY: Final = sorted(range(_SHORTEST, 128), key=lambda n: (n not in {16, 12, 25, 17}, n))
_RECORDS: Final = (
    r"[\x01-\x0b]" + sized(_LIKELY, r".\x00\x00\x00", given=4),
    r"\x00" + sized(_LIKELY, r".[\x00\x01]\x00\x00", given=4),
    r"(?:[\x0c-\x7f]|[\x80-\x9e\xa0-\xff][\x01-\x7f])" + sized(range(128)),
)
_RUN: Final = late(f"(?s:{'|'.join(_RECORDS)})*+".encode())


def binary_extent(part: bytes, name: str, *, near: bool) -> int:
    """The cells of a part of records; ``near``: no fewer, and at once. Raises UnreadableError."""
    box = Box()
    if near:
        if _run(part, 0) == len(part):
            return NEAR[0] * NEAR[1]
        box.add(0, 0)
        box.add(NEAR[0] - 1, NEAR[1] - 1)
    row = 0
    try:
        for kind, at, size in _records(part, near=near):
            if kind == _ROW:
                (row,) = _number(part, at, size)
                if near:  # its cells may be left out
                    box.add(row, 0)
            elif kind in _CELLS:
                (column,) = _number(part, at, size)
                if not near and (row > MAX_ROWS or column > MAX_COLUMNS):
                    raise UnreadableError("cell-outside", part=name)
                box.add(row, column)
            elif kind == _STRINGS:
                _check_count(part, at, size)
    except (struct_error, IndexError) as error:
        raise UnreadableError("package-corrupt", reason=name) from error
    return box.cells


def binary_amount(parts: Sequence[bytes]) -> int:
    """The bytes of all shared texts as often as cells name them; 0 where it cannot be much."""
    if max(map(len, parts), default=0) * sum(map(len, parts)) // _OF_NAME <= now().unpacked:
        return 0
    lengths: list[int] = []
    named: list[int] = []
    for part in parts:
        for kind, at, size in _records(part, near=False):
            if kind == _TEXT:
                lengths.append(size)
            elif kind == _NAMED and size >= _OF_NAME:
                named.append(_number(part, at + 8, size)[0])
    return sum_of(lengths, named)


_NAMED, _TEXT, _OF_NAME = 7, 0x13, 12


def _check_count(part: bytes, at: int, size: int) -> None:
    """Raise struct.error for more texts than there can be."""
    if _number(part, at + 4, size)[0] > len(part):
        raise struct_error


def _number(part: bytes, at: int, size: int) -> tuple[int]:
    """A number of a record. Raises struct.error for a short one: calamine reads what was before."""
    if size < _SHORTEST:
        raise struct_error
    return _NUMBER(part, at)


def _run(part: bytes, at: int) -> int:
    """Where the records that are near and short end."""
    return _RUN.match(part, at).end()  # type: ignore[union-attr]  # it may be empty


def _records(part: bytes, *, near: bool) -> Iterator[tuple[int, int, int]]:
    """Kind, place and size of each record: both numbers are written in groups of seven bits.

    ``near``: those of rows and columns that are near are left out, and what is no cell.
    """
    at, end = 0, len(part)
    while at < end:
        if near:
            at = _run(part, at)
            if at == end:
                return
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
