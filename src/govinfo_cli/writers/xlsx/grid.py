"""Cell addresses: letters, and many cells as few ranges. Rows and columns count from 0."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

At = tuple[int, int]  # row, column

_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")


def letters(column: int) -> str:
    """The letters of a column: 0 is A, 26 is AA."""
    made = ""
    column += 1
    while column:
        column, digit = divmod(column - 1, 26)
        made = chr(65 + digit) + made
    return made


def address(at: At, mark: str = "") -> str:
    """``A1`` for (0, 0); with ``mark`` ``$`` the absolute ``$A$1``."""
    return f"{mark}{letters(at[1])}{mark}{at[0] + 1}"


def parse_address(text: str) -> At | None:
    """The place of ``A1``, or None for a text that is no address."""
    match = _REFERENCE.fullmatch(text)
    if not match:
        return None
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    return int(match[2]) - 1, column - 1


def corners(text: str) -> tuple[At, At] | None:
    """The first and last cell of ``A1:B2`` or of ``A1``, or None."""
    first, _, last = text.partition(":")
    start, end = parse_address(first), parse_address(last or first)
    return (start, end) if start and end else None


def cells_of(start: At, end: At) -> Iterator[At]:
    """All cells of a range, line by line."""
    for row in range(start[0], end[0] + 1):
        for column in range(start[1], end[1] + 1):
            yield row, column


def ranges(cells: Iterable[At], mark: str = "") -> list[str]:
    """Cells as ranges: neighbours in a row first, then equal runs one below the other."""
    runs: list[tuple[int, int, int]] = []  # first column, last column, row
    for row, members in groupby(sorted(set(cells)), lambda at: at[0]):
        columns = [column for _, column in members]
        for _, run in groupby(enumerate(columns), lambda pair: pair[1] - pair[0]):
            part = [column for _, column in run]
            runs.append((part[0], part[-1], row))
    made: list[tuple[At, At]] = []
    for left, right, row in sorted(runs):
        if made and made[-1][1] == (row - 1, right) and made[-1][0][1] == left:
            made[-1] = (made[-1][0], (row, right))
        else:
            made.append(((row, left), (row, right)))
    return [
        address(start, mark) if start == end else f"{address(start, mark)}:{address(end, mark)}"
        for start, end in sorted(made)
    ]
