"""Many files: what the user's words stand for, and where each output goes."""

from __future__ import annotations

import glob
import os
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from govinfo_cli.errors import UnreadableError, UnwritableError, UsageError
from govinfo_cli.names import safe_path
from govinfo_cli.readers import BY_SUFFIX, can_read

STDIN = "-"


class Input(NamedTuple):
    """A file to read, and its path below the folder or pattern that it was found by."""

    path: str
    relative: Path


def expand(words: Iterable[str]) -> list[Input]:
    """The files that paths, folders and patterns stand for, each once, in a steady order.

    A file that does not exist stays in the list, so that the run says so. Raises
    UnreadableError for a folder or pattern in which nothing can be read.
    """
    found: dict[str, Input] = {}
    for word in words:
        for entry in _expand(word):
            key = entry.path if entry.path == STDIN else str(Path(entry.path).resolve())
            found.setdefault(key, entry)
    return list(found.values())


def _expand(word: str) -> Iterator[Input]:
    path = Path(word)
    if word == STDIN:
        yield Input(STDIN, Path("stdin"))
    elif path.is_dir():
        files = [file for file in sorted(path.rglob("*")) if _is_readable(file, path)]
        if not files:
            raise UnreadableError("nothing-found", path=word, known=" ".join(BY_SUFFIX))
        for file in files:
            yield Input(str(file), file.relative_to(path))
    elif not path.exists() and any(mark in word for mark in "*?["):
        matches = [Path(match) for match in sorted(glob.glob(word, recursive=True))]  # noqa: PTH207
        files = [
            match for match in matches if match.is_file() and _is_readable(match, match.parent)
        ]
        if not files:
            raise UnreadableError("nothing-found", path=word, known=" ".join(BY_SUFFIX))
        base = _fixed_part(word)
        for file in files:
            yield Input(
                str(file), file.relative_to(base) if base in file.parents else Path(file.name)
            )
    else:
        yield Input(word, Path(path.name))


def _is_readable(file: Path, below: Path) -> bool:
    """Of a known type, and neither hidden nor the lock file of an open workbook."""
    parts = file.relative_to(below).parts
    hidden = any(part.startswith((".", "~$")) for part in parts)
    return not hidden and is_report_name(file.name) and file.is_file()


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


def plan(
    inputs: list[Input], output: Path | None, suffix: str, *, folder: bool
) -> list[Path | None]:
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
        names = [str(path).casefold() for path in short]
        planned = [
            path if names.count(name) == 1
            else output / safe_path(entry.relative.with_name(entry.relative.name + suffix))
            for entry, path, name in zip(inputs, short, names, strict=True)
        ]  # fmt: skip
    if len({str(path).casefold() for path in planned}) != len(planned):
        raise UnwritableError("output-twice")
    spare(identities(entry.path for entry in inputs), planned)
    return list(planned)


def identities(paths: Iterable[str | Path]) -> frozenset[object]:
    """What files are, whatever they are called: links and other spellings are one."""
    return frozenset(_identity(Path(path)) for path in paths if path != STDIN)


def spare(known: Collection[object], outputs: Iterable[Path]) -> None:
    """Raise UnwritableError where an output would take the place of a known file."""
    for path in outputs:
        if _identity(path) in known:
            raise UnwritableError("output-is-input", path=str(path))


def _identity(path: Path) -> object:
    try:
        found = path.stat()
    except OSError:
        return path.absolute()
    return found.st_dev, found.st_ino
