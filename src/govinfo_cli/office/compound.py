"""The container of the old Office: its streams, walked without trust in any chain or count.

Source: MS-CFB (sectors, allocation tables, directory).
"""

from __future__ import annotations

from struct import error as struct_error
from struct import unpack_from
from typing import Final

from govinfo_cli.errors import UnreadableError

_END: Final = 0xFFFFFFFE
_FREE: Final = 0xFFFFFFFF
_ENTRY: Final = 128
_MINI: Final = 64
_MINI_BELOW: Final = 4096


def broken(reason: str) -> UnreadableError:
    """The error of a container in which something leads nowhere."""
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
            raise broken("cut off") from error

    def _open(self) -> None:
        (shift,) = unpack_from("<H", self._data, 30)
        if shift not in (9, 12):
            raise broken("sector size")
        self._size = 1 << shift
        self._count = len(self._data) // self._size + 1
        # How many sectors of directory, table, small table and more of the table; where each is.
        ndirs, ntable, directory, _, _, mini, nmini, more, nmore = unpack_from(
            "<9I", self._data, 40
        )
        if max(ndirs, ntable, nmini, nmore) > self._count:
            raise broken("sector count")
        self._table = self._allocation(more)
        self.streams: dict[str, tuple[int, int]] = {}
        self._list(self._chain(directory))
        minis = self._chain(mini)
        self._mini_table = unpack_from(f"<{len(minis) // 4}I", minis)

    def _list(self, directory: bytes) -> None:
        for at in range(0, len(directory) - _ENTRY + 1, _ENTRY):
            name = directory[at : at + 64].decode("utf-16-le", "replace").partition("\0")[0]
            begin, length = unpack_from("<II", directory, at + 116)
            if length > len(self._data):
                raise broken("stream size")
            self.streams.setdefault(name, (begin, length))
            if at == 0:
                self._minis = self._chain(begin)

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._size
        return self._data[start : start + self._size]

    def _allocation(self, next_: int) -> tuple[int, ...]:
        written = len(self._data[76:512].rstrip(b"\xff"))  # what is free is all ones
        sectors = list(unpack_from(f"<{(written + 3) // 4}I", self._data, 76))
        for _ in range(self._count):
            if next_ in (_END, _FREE):
                break
            more = unpack_from(f"<{self._size // 4}I", self._sector(next_))
            sectors += more[:-1]
            next_ = more[-1]
        else:
            raise broken("loop")
        used = [number for number in sectors if number != _FREE]
        if len(used) > self._count:
            raise broken("sector count")
        table = b"".join(self._sector(number) for number in used)
        return unpack_from(f"<{len(table) // 4}I", table)

    def _chain(self, number: int) -> bytes:
        found: list[bytes] = []
        table, length = self._table, 0
        while number not in (_END, _FREE):
            first = number
            while number < len(table) and table[number] == number + 1:  # as most of them lie
                number += 1
            length += number - first + 1
            if number >= len(table) or length > self._count + 1:
                raise broken("loop" if length > self._count + 1 else "chain")
            found.append(self._data[(first + 1) * self._size : (number + 2) * self._size])
            number = table[number]
        return b"".join(found)

    def stream(self, name: str) -> bytes:
        """A stream's content. Raises UnreadableError; KeyError for one that is not there."""
        number, length = self.streams[name]
        if length >= _MINI_BELOW:
            return self._chain(number)[:length]
        found: list[bytes] = []
        while number != _END:
            if number >= len(self._mini_table) or len(found) > len(self._mini_table):
                raise broken("loop")
            found.append(self._minis[number * _MINI : (number + 1) * _MINI])
            number = self._mini_table[number]
        return b"".join(found)[:length]
