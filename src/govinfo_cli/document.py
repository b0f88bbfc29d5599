"""A Document is what any file is to us: paragraphs and grids, each knowing where it stood."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from govinfo_cli.makes import Filled

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

    Grids that differ in their numbers only have one: what is found out about a skeleton holds
    for each of them. The hash is kept, as it is asked for often.
    """

    __slots__ = ("_hash", "cells")

    def __init__(self, cells: tuple[tuple[object, ...], ...]) -> None:
        self.cells = cells
        self._hash: int | None = None

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
    made = Skeleton(tuple([bare(row) for row in rows]))
    if len(rows) >= MAX_KEPT:
        return made
    if len(_MET) >= _MOST:
        _MET.clear()
    return _MET.setdefault(made, made)


MAX_KEPT: Final = 1000  # lines of a grid: a longer one would only fill the memory
_MOST: Final = 400
_MET: dict[Skeleton, Skeleton] = {}


def bare(row: Sequence[RawCell]) -> tuple[object, ...]:
    """The texts of one row, as a skeleton has them."""
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
    skeleton: Skeleton | None = None  # once recognition has asked for it


class Document:
    """All blocks of one file, in reading order. ``kind`` is the reader's name.

    ``metadata``: what the file tells besides its content (author, comments, tracked changes,
    macros, external links), by the case of P802. ``filled``: how the file differs from another,
    where the reader knows its make; its blocks are made when they are asked for.
    """

    __slots__ = ("_blocks", "filled", "kind", "metadata")

    def __init__(
        self,
        kind: str,
        blocks: list[Paragraph | Grid] | None = None,
        metadata: dict[str, str] | None = None,
        filled: Filled | None = None,
    ) -> None:
        self.kind = kind
        self._blocks = [] if blocks is None and filled is None else blocks
        self.metadata = {} if metadata is None else metadata
        self.filled = filled

    @property
    def blocks(self) -> list[Paragraph | Grid]:
        """Its paragraphs and grids."""
        if self._blocks is None:
            self._blocks = self.filled.blocks() if self.filled else []
        return self._blocks
