"""What of a grid has a say in its layout, so that it is found out once for many files."""

from __future__ import annotations

from typing import Final

from govinfo_cli.document import MAX_KEPT, Grid, Skeleton, skeleton_of
from govinfo_cli.forms import Form
from govinfo_cli.number import looks_numeric
from govinfo_cli.recognise.labels import LabelIndex, label_index
from govinfo_cli.recognise.settings import KEYS
from govinfo_cli.text import fold

MAX_KNOWN: Final = 200  # grids whose layout is kept
LINE_OF_WORDS: Final = 2
SHORT: Final = 20  # no part of a header is longer
NO_NUMBER: Final = 60  # no number with its note is as long
PROSE: Final = "\0"


def bones_of(grid: Grid) -> Skeleton:
    """A grid's skeleton, kept with it."""
    if grid.skeleton is None:
        grid.skeleton = skeleton_of(grid.rows)
    return grid.skeleton


def masked(bones: Skeleton, form: Form) -> Skeleton:
    """The skeleton without the words that only fill a line: an organ's name, a paragraph.

    They differ from file to file and have no say in the layout. A short word stays, since it
    may be half of a header, and so does every word in a line that has a label or a number.
    """
    index = label_index(form)
    known = _MASKS.get((id(form), bones))
    if known is None:
        if len(_MASKS) >= MAX_KNOWN:
            _MASKS.clear()
        rows = tuple([masked_line(row, index) for row in bones.cells])
        known = form, bones if rows == bones.cells else Skeleton(rows)
        if len(rows) < MAX_KEPT:
            _MASKS[id(form), bones] = known
    return known[1]


_MASKS: dict[tuple[int, Skeleton], tuple[Form, Skeleton]] = {}


def masked_line(row: tuple[object, ...], index: LabelIndex) -> tuple[object, ...]:
    """One line of a skeleton, masked."""
    short = shortest(row, index)
    if short is None:
        return row
    first = next(cell for cell in row if cell) if short == 0 else None
    return tuple([cell if cell == first else _mask(cell, index, short) for cell in row])


def shortest(row: tuple[object, ...], index: LabelIndex) -> int | None:
    """The words of a line that are longer may only fill it; None where all of them count."""
    if 0 in row:  # a number
        return None
    words = [cell for cell in row if type(cell) is str and cell]
    if not 0 < len(words) <= LINE_OF_WORDS:
        return None
    if len(words) > 1 and fold(words[0]) in KEYS:
        return 0
    if any(target.kind != "section" for word in words for target in index.match(word).targets):
        return None
    return SHORT


def _mask(cell: object, index: LabelIndex, short: int) -> object:
    return PROSE if type(cell) is str and only_fills(cell, index, short) else cell


def only_fills(word: str, index: LabelIndex, short: int) -> bool:
    """Whether a word longer than ``short`` is neither a label nor a number."""
    if len(word) <= short or index.match(word).targets:
        return False
    return len(word) >= NO_NUMBER or (bool(word) and not looks_numeric(word))
