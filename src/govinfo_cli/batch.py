"""Many files: what the user's words stand for, and where each output goes."""

from __future__ import annotations

import glob
import os
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

from govinfo_cli.errors import GovinfoError, UnreadableError, UnwritableError, UsageError
from govinfo_cli.names import safe_path
from govinfo_cli.outfile import identity
from govinfo_cli.readers import BY_SUFFIX, can_read

STDIN = "-"
HIDDEN: Final = (".", "~$")  # how hidden files begin, and locks of open workbooks


class Input(NamedTuple):
    """A file to read. ``start``: where the part of its path begins that an output keeps."""

    path: str
    start: int = -1

    @property
    def relative(self) -> Path:
        """Its path below the folder or pattern that it was found by; else its name."""
        if self.path == STDIN:
            return Path("stdin")
        return Path(self.path[self.start :]) if self.start >= 0 else Path(Path(self.path).name)


class _Group(NamedTuple):
    """The files of a word: their names below a base, which ends with its separator."""

    base: str
    names: list[str]
    start: int  # of an Input


class Inputs:
    """Many inputs in little room: a folder's path once, and the names below it.

    What stands among them in place of a word that could not be expanded is given as it is.
    """

    def __init__(self) -> None:
        self._groups: list[_Group | object] = []
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Any]:
        for group in self._groups:
            if isinstance(group, _Group):
                base, names, start = group
                yield from (Input(base + name, start) for name in names)
            else:
                yield group

    def add(self, group: _Group) -> None:
        """Add the files of a word."""
        if group.names:
            self._groups.append(group)
            self._count += len(group.names)

    def put(self, other: object) -> None:
        """Add what is no input."""
        self._groups.append(other)
        self._count += 1


def expand(
    words: Iterable[str], lost: Callable[[str, GovinfoError], object] | None = None
) -> Inputs:
    """The files that paths, folders and patterns stand for, each once, in a steady order.

    A file that does not exist stays among them, so that the run says so. A folder or pattern in
    which nothing can be read raises UnreadableError, or is given to ``lost``, whose answer
    stands in its place unless it is None.
    """
    found = Inputs()
    words = list(words)
    seen: set[str] | None = set() if len(words) > 1 else None  # one word names no file twice
    for word in words:
        try:
            group = _expand(word)
        except UnreadableError as error:
            if lost is None:
                raise
            if (other := lost(word, error)) is not None:
                found.put(other)
            continue
        found.add(group if seen is None else _new(group, seen))
    return found


def _new(group: _Group, seen: set[str]) -> _Group:
    """The files of a word that no word before it named."""
    made = []
    for name in group.names:
        path = group.base + name
        key = path if path == STDIN else os.path.realpath(path)
        if key not in seen:
            seen.add(key)
            made.append(name)
    return group._replace(names=made)


def _expand(word: str) -> _Group:
    if os.path.isdir(word) and word != STDIN:  # noqa: PTH112  asked for each word
        base = os.path.join(word, "")  # noqa: PTH118
        found = list(_below(word, ""))
    elif any(mark in word for mark in "*?[") and not os.path.exists(word):  # noqa: PTH110
        base = os.path.join(str(_fixed_part(word)), "")  # noqa: PTH118
        base = base if word.startswith(base) else ""
        matches = sorted(glob.glob(word, recursive=True))  # noqa: PTH207
        found = [match[len(base) :] for match in matches if _fits(match)]
    else:
        return _Group("", [word], -1)
    if not found:
        raise UnreadableError("nothing-found", path=word, known=" ".join(BY_SUFFIX))
    return _Group(base, found, len(base))


def _below(folder: str, prefix: str) -> Iterator[str]:
    """The files in a folder, folders in their place among them, by name.

    Neither what is hidden nor the lock file of an open workbook. A folder that cannot be looked
    into stands for itself, so that the run says so.
    """
    try:
        with os.scandir(folder) as found:
            entries = sorted(found, key=lambda entry: entry.name)
    except OSError:
        if prefix:
            yield prefix.rstrip(os.sep)
        return
    for entry in entries:
        if entry.name.startswith(HIDDEN):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _below(entry.path, prefix + entry.name + os.sep)
        elif is_report_name(entry.name) and entry.is_file():
            yield prefix + entry.name


def _fits(match: str) -> bool:
    name = os.path.basename(match)  # noqa: PTH119
    return not name.startswith(HIDDEN) and is_report_name(name) and os.path.isfile(match)  # noqa: PTH113


def is_report_name(name: str) -> bool:
    """Whether a file of this name is of a type that can be read."""
    return can_read(os.path.splitext(name)[1].lower())  # noqa: PTH122  asked for each file


def _fixed_part(pattern: str) -> Path:
    """The folders of a pattern before its first wild card."""
    fixed = []
    for part in Path(pattern).parts[:-1]:
        if any(mark in part for mark in "*?["):
            break
        fixed.append(part)
    return Path(*fixed)


def plan(inputs: Inputs, output: Path | None, suffix: str, *, folder: bool) -> list[Path | None]:
    """Where each input's output goes; None is standard output.

    Into a folder the relative layout is kept; inputs that differ only in their suffix keep it
    (``a.xlsx.md`` beside ``a.json.md``). Raises UsageError or UnwritableError before anything
    is written.
    """
    if output is None:
        if len(inputs) > 1:
            raise UsageError("output-needed")
        return [None]
    if not folder:
        planned = [output]
    else:
        if output.exists() and not output.is_dir():
            raise UsageError("output-folder", path=str(output))
        short = [output / safe_path(entry.relative.with_suffix(suffix)) for entry in inputs]
        names = Counter(str(path).casefold() for path in short)
        planned = [
            path if names[str(path).casefold()] == 1
            else output / safe_path(entry.relative.with_name(entry.relative.name + suffix))
            for entry, path in zip(inputs, short, strict=True)
        ]  # fmt: skip
    first: dict[str, str] = {}
    for entry, path in zip(inputs, planned, strict=True):
        other = first.setdefault(str(path).casefold(), entry.path)
        if other is not entry.path:
            raise UnwritableError("output-twice", one=other, other=entry.path)
    spare(identities(entry.path for entry in inputs), planned)
    return list(planned)


def identities(paths: Iterable[str | Path]) -> frozenset[object]:
    """What files are, whatever they are called: links and other spellings are one."""
    return frozenset(identity(path) for path in paths if path != STDIN)


def spare(known: Collection[object], outputs: Iterable[Path]) -> None:
    """Raise UnwritableError where an output would take the place of a known file."""
    for path in outputs:
        if identity(path) in known:
            raise UnwritableError("output-is-input", path=str(path))
