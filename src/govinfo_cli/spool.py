"""A long list in little memory: its beginning as it is, the rest in a temporary file."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from tempfile import TemporaryFile
from typing import IO, Final, Generic, Self, TypeVar

KEPT: Final = 2000  # entries held as they are
TOGETHER: Final = 32  # entries in one stretch of the file: what they share is written once
OPEN: Final = 8  # stretches held after they were read again

Entry = TypeVar("Entry")


class Spool(Generic[Entry]):
    """Entries in their order, each found again by its number.

    The file is no one else's and goes when the spool is closed.
    """

    def __init__(self) -> None:
        self._near: list[Entry] = []
        self._pending: list[Entry] = []
        self._places: list[int] = []
        self._open: dict[int, list[Entry]] = {}
        self._file: IO[bytes] | None = None

    def append(self, entry: Entry) -> None:
        """Put an entry behind the others."""
        if len(self._near) < KEPT:
            self._near.append(entry)
            return
        self._pending.append(entry)
        if len(self._pending) == TOGETHER:
            self._write()

    def _write(self) -> None:
        if self._file is None:
            self._file = TemporaryFile()  # noqa: SIM115  closed with the spool
        self._places.append(self._file.seek(0, 2))
        pickle.dump(self._pending, self._file, pickle.HIGHEST_PROTOCOL)
        self._pending = []

    def __len__(self) -> int:
        return len(self._near) + len(self._places) * TOGETHER + len(self._pending)

    def __getitem__(self, number: int) -> Entry:
        if number < len(self._near):
            return self._near[number]
        stretch, at = divmod(number - len(self._near), TOGETHER)
        return (self._read(stretch) if stretch < len(self._places) else self._pending)[at]

    def __iter__(self) -> Iterator[Entry]:
        return (self[number] for number in range(len(self)))

    def _read(self, stretch: int) -> list[Entry]:
        found = self._open.pop(stretch, None)
        if found is None:
            assert self._file is not None
            self._file.seek(self._places[stretch])
            found = pickle.load(self._file)  # noqa: S301  our own, of this process
            if len(self._open) >= OPEN:
                del self._open[next(iter(self._open))]
        self._open[stretch] = found  # used last, so let go last
        return found

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *stopped: object) -> None:
        if self._file is not None:
            self._file.close()
