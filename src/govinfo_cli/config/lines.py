"""On which line of a TOML file a key stands: the parser of the standard library does not say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

_HEADER: Final = re.compile(r"^\s*(\[\[?)\s*([^\[\]]+?)\s*\]\]?\s*(?:#.*)?$")
_ENTRY: Final = re.compile(r"""^\s*((?:[\w-]+|"[^"]*"|'[^']*')(?:\s*\.\s*[\w"'-]+)*)\s*=""")

Path = tuple[str | int, ...]


def line_of(text: str, wanted: Path) -> int | None:
    """The line (from 1) of a key or table, such as ``("per-path", 1, "select")``; or None."""
    return next((line for line, path in _places(text) if path[: len(wanted)] == wanted), None)


def _places(text: str) -> Iterator[tuple[int, Path]]:
    """Every header and key with its line. Lines inside long texts may be taken for keys."""
    counts: dict[tuple[str, ...], int] = {}
    table: Path = ()
    for number, line in enumerate(text.splitlines(), 1):
        if header := _HEADER.match(line):
            names = _parts(header[2])
            table = names
            if header[1] == "[[":
                counts[names] = counts.get(names, -1) + 1
                table = (*names, counts[names])
            elif names[:-1] in counts:  # a table inside a repeated one
                table = (*names[:-1], counts[names[:-1]], names[-1])
            yield number, table
        elif entry := _ENTRY.match(line):
            yield number, (*table, *_parts(entry[1]))


def _parts(dotted: str) -> tuple[str, ...]:
    return tuple(part.strip().strip("\"'") for part in dotted.split("."))
