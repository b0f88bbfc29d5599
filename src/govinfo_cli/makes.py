"""Makes: what the files filled in from one template share, and what each has of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain
from typing import NamedTuple

from govinfo_cli.document import Document, Grid, Paragraph
from govinfo_cli.number import Number

At = tuple[int, int, int]
"""A cell of a document: the number of its block, its row and its column."""


class Make:
    """What files share. ``first``: a document of grids as one of them has, with the same texts.

    ``numbers``: where its numbers stand. ``kept`` is recognition's, for what it found out of
    the first.
    """

    __slots__ = ("first", "kept", "numbers")

    def __init__(self, first: Document, numbers: Sequence[At]) -> None:
        self.first = first
        self.numbers = numbers
        self.kept: object = None


class Filled(NamedTuple):
    """What a file has of its own.

    ``numbers``: int, or Decimal as ``number.tidy`` leaves it. ``words``: those other than the
    first's.
    """

    make: Make
    numbers: Sequence[Number]
    words: Mapping[At, str]

    def blocks(self) -> list[Paragraph | Grid]:
        """The whole of it."""
        grids = [
            Grid([row[:] for row in grid.rows], grid.locate, grid.name, grid.origin,
                 hidden=grid.hidden, formulas=grid.formulas)
            for grid in self.make.first.blocks if isinstance(grid, Grid)
        ]  # fmt: skip
        numbers = zip(self.make.numbers, self.numbers, strict=True)
        for (block, row, column), cell in chain(numbers, self.words.items()):
            grids[block].rows[row][column] = cell
        return [*grids]
