"""One sheet of a make of workbooks: which cells the values between its XML fill.

For the plain cases only: whatever a mould cannot account for to the last byte is calamine's.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache, partial
from itertools import chain, compress
from operator import ne
from typing import Final, Literal, NamedTuple, cast

from govinfo_cli.compiled import all_hold, taker
from govinfo_cli.document import Grid, RawCell
from govinfo_cli.formula import terms_of
from govinfo_cli.limits import now
from govinfo_cli.number import Number, from_float
from govinfo_cli.readers.parts import Source, Special, column_number, formulas_of
from govinfo_cli.readers.strings import decode

_VALUE: Final = re.compile(rb"<v>([^<]*)")
_VALUE_OR_TEXT: Final = re.compile(rb'<(?:v|t|t xml:space="preserve")>([^<]*)')
_REFERENCE: Final = re.compile(rb'\br="([A-Z]{1,3})([1-9]\d{0,6})"')
_TYPE: Final = re.compile(rb'\bt="(\w+)"')
_NUMBER: Final = re.compile(rb"-?\d{1,15}(?:\.\d{1,20})?(?:E[+-]?\d{1,2})?")
_EXACT: Final = 15  # digits that a stored double holds for certain
_FEW: Final = 16  # wordings of one mould that are kept
_OWN: Final = 32  # words that may differ from one of them


class Wording:
    """The texts of a sheet as they are written in the file, and its rows with them."""

    __slots__ = ("rows", "size", "words")

    def __init__(self, words: list[bytes], rows: list[list[RawCell]]) -> None:
        self.words = words
        self.rows = rows
        self.size = sum(map(len, words))


class Poured(NamedTuple):
    """What the values of a sheet say.

    ``numbers``: as in the mould, "" for none. ``words``: those other than in the wording, by row
    and column. ``whole``: every number is there, and every formula gives what is stored.
    """

    wording: Wording
    numbers: list[Number | Literal[""]]
    words: dict[tuple[int, int], str]
    whole: bool


class Mould(NamedTuple):
    """One sheet: which cells the values in its XML fill.

    ``numbers`` and ``texts`` say the row and column that a value goes to. ``counted`` takes the
    numbers out of the values, ``inline`` those that are texts, as many as ``own``, and ``named``
    those that count the package's shared strings, whose texts come after the others.
    ``wordings``: a few that many files share; those of a file differ from one of them in what
    its office wrote.
    """

    counted: Callable[[Sequence[bytes]], Sequence[bytes]]
    numbers: tuple[tuple[int, int], ...]
    texts: tuple[tuple[int, int], ...]
    inline: Callable[[Sequence[bytes]], Sequence[bytes]]
    own: int
    named: Callable[[Sequence[bytes]], Sequence[bytes]]
    special: Special
    formulas: dict[tuple[int, int], str]
    holds: Callable[[Sequence[Number]], bool] | None
    wordings: list[Wording]
    new_grid: Callable[[list[list[RawCell]]], Grid]


def cut(xml: bytes) -> tuple[list[bytes], list[bytes]]:
    """A sheet's XML around its values, and these."""
    pieces = (_VALUE_OR_TEXT if b'"inlineStr"' in xml else _VALUE).split(xml)
    return pieces[::2], pieces[1::2]


def pour(mould: Mould, values: Sequence[bytes], strings: Sequence[bytes]) -> Poured | None:
    """What the values say; None where one is of another kind than in the mould."""
    words = _written(mould, values, strings)
    written = mould.counted(values)
    numbers = _numbers(written)
    if words is None or numbers is None:
        return None
    told = _worded(mould, words)
    if told is None:
        return None
    wording, own = told
    if wording.size + sum(map(len, own.values())) > now().unpacked:
        return None  # to be told where all is looked through
    whole = b"" not in written and (not mould.special or _all_right(mould, numbers))
    return Poured(wording, numbers, own, whole)


def _all_right(mould: Mould, numbers: Sequence[object]) -> bool:
    return mould.holds is not None and mould.holds(cast("Sequence[Number]", numbers))


def grid_of(mould: Mould, poured: Poured, resolve: Callable[[Grid, Special], None]) -> Grid:
    """The grid of one sheet.

    ``resolve`` works out the formulas that were not stored with their values.
    """
    rows = [row[:] for row in poured.wording.rows]
    numbers = zip(mould.numbers, poured.numbers, strict=True)
    for (row, column), cell in chain(numbers, poured.words.items()):
        rows[row][column] = cell
    grid = mould.new_grid(rows)
    if poured.whole:
        grid.formulas = mould.formulas
    elif mould.special:
        resolve(grid, mould.special)
    return grid


def _written(mould: Mould, values: Sequence[bytes], strings: Sequence[bytes]) -> list[bytes] | None:
    """The texts as they are written, those that are shared looked up."""
    named = mould.named(values)
    if not all(map(bytes.isdigit, named)):  # -1 or 1_0 would count, too
        return None
    try:
        return [*mould.inline(values), *map(strings.__getitem__, map(int, named))]
    except IndexError:
        return None


def _numbers(written: Sequence[bytes]) -> list[Number | Literal[""]] | None:
    """The numbers as they are written, "" for none; None where one is something else."""
    try:
        return [*map(_WHOLE.__getitem__, written)]
    except KeyError:  # one is not there, or no whole number
        pass
    numbers = [*map(_number, written)]
    return None if None in numbers else cast("list[Number | Literal['']]", numbers)


@lru_cache(maxsize=2000)
def _number(written: bytes) -> Number | Literal[""] | None:
    """One number as it is written, "" for none, None for something else."""
    return from_float(float(written)) if _NUMBER.fullmatch(written) else None if written else ""


class _Whole(dict[bytes, int]):
    """Whole numbers by their digits: those of most cells are there, which saves half the time."""

    def __missing__(self, digits: bytes) -> int:
        if digits.isdigit() and len(digits) <= _EXACT:
            return int(digits)
        raise KeyError(digits)


_WHOLE: Final = _Whole({b"%d" % number: number for number in range(2000)})


def _worded(mould: Mould, words: list[bytes]) -> tuple[Wording, dict[tuple[int, int], str]] | None:
    """A wording and the words that are others here; None where one of them is not plain."""
    for known in mould.wordings:
        if words == known.words:
            return known, {}
        other = [*compress(range(len(words)), map(ne, words, known.words))]
        if len(other) <= _OWN:
            own = _decoded(mould, words, other)
            return None if own is None else (known, own)
    every = _decoded(mould, words, range(len(words)))
    if every is None:
        return None
    rows = [row[:] for row in mould.wordings[0].rows]
    for (row, column), text in every.items():
        rows[row][column] = text
    made = Wording(words, rows)
    del mould.wordings[_FEW - 1 :]
    mould.wordings.insert(0, made)
    return made, {}


def _decoded(
    mould: Mould, words: Sequence[bytes], which: Iterable[int]
) -> dict[tuple[int, int], str] | None:
    made = {}
    for number in which:
        text = decode(words[number], shared=number >= mould.own)
        if not text:
            return None
        made[mould.texts[number]] = text
    return made


def mould_of(
    around: Sequence[bytes], values: Sequence[bytes], source: Source, strings: Sequence[bytes]
) -> Mould | None:
    """Find the cell of each value that was cut out; None for a sheet with kinds unknown here."""
    grid, rows = source.grid, source.rows
    down, right = grid.origin
    found: dict[bytes, list[tuple[int, int, int]]] = {b"": [], b"inlineStr": [], b"s": []}
    for number, (kind, row, column) in enumerate(map(_owner, around[:-1])):
        line, at = row - down, column - right
        if not (0 <= line < len(rows) and 0 <= at < len(rows[line])):
            return None
        kind = kind.removeprefix(b"n")  # noqa: PLW2901  a number, as it is without a kind
        if kind not in found:
            return None
        found[kind].append((number, line, at))
    numbers, inline, named = found.values()
    new_grid = partial(
        Grid, locate=grid.locate, name=grid.name, origin=grid.origin, hidden=grid.hidden
    )
    mould = Mould(
        taker([at for at, _, _ in numbers]), tuple((r, c) for _, r, c in numbers),
        tuple((r, c) for _, r, c in (*inline, *named)),
        taker([at for at, _, _ in inline]), len(inline), taker([at for at, _, _ in named]),
        source.special, formulas_of(source.special, grid.origin), _sums(source, numbers),
        [], new_grid,
    )  # fmt: skip
    words = _written(mould, values, strings)
    if words is None:
        return None
    mould.wordings.append(Wording(words, [row[:] for row in rows]))
    return mould


def _owner(before: bytes) -> tuple[bytes, int, int]:
    """The kind, row and column of the cell that a value stands in, by what stands before it."""
    start = before.rfind(b"<c ")
    attributes = before[start : before.find(b">", start)] if start >= 0 else b""
    reference, kind = _REFERENCE.search(attributes), _TYPE.search(attributes)
    if reference is None or b"</c>" in before[start:]:
        return b"?", 0, 0  # no cell, or a second text in one: not for moulds
    letters = reference[1].decode()
    return kind[1] if kind else b"", int(reference[2]) - 1, column_number(letters)


def _sums(
    source: Source, numbers: Sequence[tuple[int, int, int]]
) -> Callable[[Sequence[Number]], bool] | None:
    """Whether all formulas give what is stored; None where that cannot be told so simply."""
    down, right = source.grid.origin
    slots = {(row + down, column + right): slot for slot, (_, row, column) in enumerate(numbers)}
    sums = []
    for at, (formula, error) in source.special.items():
        terms = terms_of(formula)
        if error or terms is None or at not in slots:
            return None
        side = []
        for factor, place, constant, strict in terms:
            if place in slots and abs(factor) == 1:
                side.append((slots[place], factor))
            elif place is None or strict or constant or _number_at(source, place):
                return None
        sums.append((((slots[at], 1),), "=", side))
    return all_hold(sums)


def _number_at(source: Source, place: tuple[int, int]) -> bool:
    row, column = place[0] - source.grid.origin[0], place[1] - source.grid.origin[1]
    inside = 0 <= row < len(source.rows) and 0 <= column < len(source.rows[row])
    return inside and not isinstance(source.rows[row][column], str)
