"""A Document is what any file is to us: paragraphs and grids, each knowing where it stood."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

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
    layout: what is found out about a skeleton holds for each of them. Its hash is kept, as it
    is asked for often.
    """

    __slots__ = ("_hash", "cells")

    def __init__(self, cells: tuple[tuple[object, ...], ...]) -> None:
        self.cells = cells
        self._hash = hash(cells)

    def __hash__(self) -> int:
        return self._hash

    def __eq__(self, other: object) -> bool:
        return self is other or (isinstance(other, Skeleton) and self.cells == other.cells)


def skeleton_of(rows: list[list[RawCell]]) -> Skeleton:
    """The texts of rows, None where nothing can stand and 0 for every other cell."""
    return Skeleton(
        tuple([tuple([c if type(c) is str else None if c is None else 0 for c in r]) for r in rows])
    )


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
