"""Files looked at again and again: which of them were saved, and what checking them comes to.

Polling, not the notices of the operating system: those do not come for folders of other
computers, where offices keep their reports. A look asks for the time and size of each file
and opens none.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from govinfo_cli.batch import expand, is_report_name
from govinfo_cli.errors import GovinfoError, UnreadableError

if TYPE_CHECKING:
    from govinfo_cli.api import Result

PAUSE: Final = 0.5
# The pause grows with the folder, so that looking takes a fiftieth of one processor at most.
SHARE: Final = 50
# Looks for which a file that cannot be read is taken to be half written.
PATIENCE: Final = 4


class Stamp(NamedTuple):
    """What tells that a file was saved. A name put in the place of another changes ``number``."""

    modified: int
    size: int
    number: int


class Saved(NamedTuple):
    """A file as it stands now; ``result`` is None where it is gone."""

    path: str
    result: Result | None


def look(words: Iterable[str]) -> dict[str, Stamp]:
    """The stamps of all files that paths, folders and patterns stand for."""
    found: dict[str, Stamp] = {}
    for word in words:
        if os.path.isdir(word):  # noqa: PTH112  asked twice a second
            found.update(_below(word))
        else:
            found.update(_named(word))
    return found


def _named(word: str) -> Iterator[tuple[str, Stamp]]:
    """A file, or what a pattern stands for."""
    try:
        for entry in expand([word]):
            yield entry.path, _stamp(Path(entry.path).stat())
    except (OSError, UnreadableError):
        return  # gone for the moment


def _below(folder: str) -> Iterator[tuple[str, Stamp]]:
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.name.startswith((".", "~$")):
                    continue
                if entry.is_dir(follow_symlinks=False):
                    yield from _below(entry.path)
                elif is_report_name(entry.name):
                    yield entry.path, _stamp(entry.stat())
    except OSError:
        return  # the folder is being moved, or its computer is away


def _stamp(status: os.stat_result) -> Stamp:
    return Stamp(status.st_mtime_ns, status.st_size, status.st_ino)


@dataclass(slots=True)
class Watch:
    """Which files were told of in which state, and how they stood at the last look."""

    told: dict[str, Stamp] = field(default_factory=dict)
    last: Mapping[str, Stamp] = field(default_factory=dict)
    tries: dict[str, int] = field(default_factory=dict)

    def settled(self, now: Mapping[str, Stamp]) -> list[str]:
        """The files that are other than told and stood still between two looks.

        A program that saves writes a file of another name, deletes, and renames; in the
        course of that a file is cut off or gone. It has settled when two looks see the same.
        """
        found = []
        for path in sorted({*self.told, *now}):
            state = now.get(path)
            if state == self.last.get(path) and state != self.told.get(path):
                found.append(path)
                if state is None:
                    del self.told[path]
                else:
                    self.told[path] = state
        self.last = now
        return found

    def half_written(self, path: str) -> bool:
        """Whether a file that could not be read is given another look, some times over."""
        self.tries[path] = self.tries.get(path, 0) + 1
        if self.tries[path] > PATIENCE:
            return False
        self.told[path] = Stamp(-1, -1, -1)
        return True


def saved(
    words: Iterable[str],
    check: Callable[[str], Result],
    sleep: Callable[[float], None] = time.sleep,
) -> Iterator[Saved]:
    """Check the files, then each again when it was saved, without end.

    ``check``: from a path to its result. Raises UnreadableError for a word that stands for
    nothing at the start.
    """
    words = tuple(words)
    for word in words:
        if not Path(word).exists() and not any(mark in word for mark in "*?["):
            raise UnreadableError("file-missing", path=word)
    watch = Watch(last=look(words))
    while True:
        began = time.thread_time()
        now = look(words)
        for path in watch.settled(now):
            result = check(path) if path in now else None
            if result is None or not isinstance(result.error, GovinfoError):
                watch.tries.pop(path, None)
            elif watch.half_written(path):
                continue
            yield Saved(path, result)
        sleep(max(PAUSE, SHARE * (time.thread_time() - began)))
