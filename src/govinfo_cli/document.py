"""A Document is what any file is to us: paragraphs and grids, each knowing where it stood."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

RawCell = object  # str | int | float | Decimal | date | bool | Raw | None: as the library gave it


@dataclass(slots=True, eq=False, repr=False)
class Paragraph:
    """A line of prose. ``level`` is 1 to 6 for a heading marked as one, otherwise 0.

    ``aside``: it stands around the article (navigation, a footer) and not in it.
    """

    text: str
    source: str
    level: int = 0
    aside: bool = False


class Skeleton:
    """A grid's texts, with its numbers left out.

    Files filled from one template differ in their numbers only, and these have no say in the
    layout: what is found out about a skeleton holds for each of them. Where they differ in some
    words, too, ``near`` is the skeleton of another file, and ``lines`` are those that differ.
    ``kept`` is recognition's, for what it found out of the lines. The hash is kept, as it is
    asked for often.
    """

    __slots__ = ("_hash", "cells", "kept", "lines", "near")

    def __init__(
        self,
        cells: tuple[tuple[object, ...], ...],
        near: Skeleton | None = None,
        lines: Sequence[int] = (),
    ) -> None:
        self.cells = cells
        self.near = near
        self.lines = lines
        self.kept: object = None
        self._hash: int | None = None

    def with_lines(self, rows: Sequence[Sequence[RawCell]], lines: Sequence[int]) -> Skeleton:
        """This skeleton with some of its lines as they are in other rows."""
        cells = [*self.cells]
        for line in lines:
            cells[line] = _bones(rows[line])
        return Skeleton(tuple(cells), self, lines)

    def __hash__(self) -> int:
        if self._hash is None:
            self._hash = hash(self.cells)
        return self._hash

    def __eq__(self, other: object) -> bool:
        return self is other or (isinstance(other, Skeleton) and self.cells == other.cells)


def skeleton_of(rows: Sequence[Sequence[RawCell]]) -> Skeleton:
    """The texts of rows, None where nothing can stand and 0 for every other cell.

    Of equal ones there is one object, so that looking up what is kept for it compares no cells.
    """
    made = Skeleton(tuple([_bones(row) for row in rows]))
    if len(rows) >= MAX_KEPT:
        return made
    if len(_MET) >= _MOST:
        _MET.clear()
    return _MET.setdefault(made, made)


MAX_KEPT: Final = 1000  # lines of a grid: a longer one would only fill the memory
_MOST: Final = 400
_MET: dict[Skeleton, Skeleton] = {}


def _bones(row: Sequence[RawCell]) -> tuple[object, ...]:
    return tuple([c if type(c) is str else None if c is None else 0 for c in row])


@dataclass(slots=True, eq=False, repr=False)
class Grid:
    """A table as it stood: rows of raw cells, covered cells of a merge left None.

    ``locate(row, column)`` names a cell's place, counting from 0. ``aligned`` is False where
    columns are only as good as the separators of a text line. ``formulas`` and ``stale`` are
    a workbook's: cell to formula text, and cell to the number its formula really gives.
    """

    rows: list[list[RawCell]]
    locate: Callable[[int, int], str]
    name: str = ""
    origin: tuple[int, int] = (0, 0)  # where rows[0][0] stands in its sheet
    aligned: bool = True
    hidden: bool = False
    formulas: dict[tuple[int, int], str] = field(default_factory=dict)
    stale: dict[tuple[int, int], object] = field(default_factory=dict)
    aside: bool = False  # stands around the article and not in it
    skeleton: Skeleton | None = None  # where the reader knows it


@dataclass(slots=True, eq=False, repr=False)
class Document:
    """All blocks of one file, in reading order. ``kind`` is the reader's name.

    ``metadata``: what the file tells besides its content (author, comments, tracked changes,
    macros, external links), by the case of P802.
    """

    kind: str
    blocks: list[Paragraph | Grid] = field(default_factory=list)
    metadata: dict[str, str] = field(default_factory=dict)
