"""Workbooks of one make: but for its values, a sheet's XML is the same in all of them.

Sixty offices fill in one template. What calamine made of the first file is kept as a mould, and
of the others only the values are looked at, which takes 0.4 of calamine's time. A mould is held
against calamine's own result before it is used, and whatever it cannot account for to the last
byte is calamine's again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Final, NamedTuple

from govinfo_cli.compiled import all_hold
from govinfo_cli.document import Grid, RawCell, Skeleton, skeleton_of
from govinfo_cli.formula import terms_of
from govinfo_cli.number import Number, from_float
from govinfo_cli.office.package import Part, packed_bytes, part_bytes
from govinfo_cli.readers.parts import (
    RELATIONS,
    WORKBOOK,
    SheetPart,
    Source,
    Special,
    column_number,
    formulas_of,
    sheet_parts,
)
from govinfo_cli.readers.strings import decode, shared_strings

_VALUE: Final = re.compile(rb"<v>([^<]*)")
_VALUE_OR_TEXT: Final = re.compile(rb'<(?:v|t|t xml:space="preserve")>([^<]*)')
_REFERENCE: Final = re.compile(rb'\br="([A-Z]{1,3})([1-9]\d{0,6})"')
_TYPE: Final = re.compile(rb'\bt="(\w+)"')
_NUMBER: Final = re.compile(rb"-?\d{1,15}(?:\.\d{1,20})?(?:E[+-]?\d{1,2})?")
_EXACT: Final = 15  # digits that a stored double holds for certain
STYLES: Final = "xl/styles.xml"
_MOST: Final = 128  # moulds, and wordings of one mould, that are kept
_LARGEST: Final = 1_000_000  # bytes of a sheet worth a mould
_TRIES: Final = 200  # after so many files it is clear whether moulds are worth it


class _Mould(NamedTuple):
    """One sheet: its cells as calamine gave them, and which of them the values fill.

    ``numbers`` and ``texts`` say the row and column that a value goes to; ``written`` are the
    values that are texts, and whether they count the package's shared strings. ``worded``: the
    rows with their texts filled in, which many files share.
    """

    rows: list[list[RawCell]]
    numbers: tuple[tuple[int, int, int], ...]
    texts: tuple[tuple[int, int], ...]
    written: tuple[tuple[int, bool], ...]
    shared: bool
    special: Special
    formulas: dict[tuple[int, int], str]
    holds: Callable[[Sequence[Number]], bool] | None
    worded: dict[tuple[bytes, ...], tuple[list[list[RawCell]], Skeleton]]
    new_grid: Callable[[list[list[RawCell]]], Grid]


class Moulds:
    """What is known of the workbooks of one run. ``resolve`` works out a grid's formulas."""

    def __init__(self, resolve: Callable[[Grid, Special], None]) -> None:
        self._resolve = resolve
        self._sheets: dict[tuple[bytes, bytes], list[SheetPart]] = {}
        self._styles: dict[bytes, bytes] = {}
        self._moulds: dict[tuple[bytes, SheetPart, bytes], _Mould | None] = {}
        self._tries = self._hits = 0

    def cast(self, data: bytes, package: Mapping[str, Part]) -> list[Grid] | None:
        """The grids of a workbook whose sheets are all known, otherwise None."""
        if not self._moulds or (self._tries > _TRIES and self._hits * 4 < self._tries):
            return None
        self._tries += 1
        styles = self._styles_of(data, package)
        strings: list[bytes] | None = None
        grids = []
        for sheet in self._sheets_of(data, package):
            if sheet.part not in package:
                return None
            around, values = _cut(part_bytes(data, package[sheet.part]))
            mould = self._moulds.get((styles, sheet, b"".join(around)))
            if mould is None:
                return None
            if strings is None and mould.shared:
                strings = shared_strings(data, package)
                if strings is None:
                    return None
            grid = self._pour(mould, values, strings or [])
            if grid is None:
                return None
            grids.append(grid)
        self._hits += 1
        return grids

    def learn(self, data: bytes, package: Mapping[str, Part], read: Sequence[Source]) -> None:
        """Keep the moulds of a workbook that was read in full, once each has been proved."""
        sheets = self._sheets_of(data, package)
        strings = shared_strings(data, package)
        names = [(source.grid.name, source.grid.hidden) for source in read]
        if not all(sheet.part in package for sheet in sheets):
            return  # calamine finds its sheets by other ways, too
        if strings is None or [(sheet.name, sheet.hidden) for sheet in sheets] != names:
            return
        if len(self._moulds) >= _MOST:
            self._moulds.clear()
        styles = self._styles_of(data, package)
        for sheet, source in zip(sheets, read, strict=True):
            around, values = _cut(part_bytes(data, package[sheet.part]))
            key = styles, sheet, b"".join(around)
            if key in self._moulds or len(key[2]) > _LARGEST:
                continue
            mould = _mould_of(around, source)
            if mould is not None and not _equal(self._pour(mould, values, strings), source.grid):
                mould = None
            self._moulds[key] = mould

    def _styles_of(self, data: bytes, package: Mapping[str, Part]) -> bytes:
        """The styles, which say what is a date; inflated once for equal packed ones."""
        key = _packed(data, package, STYLES)
        known = self._styles.get(key)
        if known is None:
            if len(self._styles) >= _MOST:
                self._styles.clear()
            part = package.get(STYLES)
            known = self._styles[key] = part_bytes(data, part) if part else b""
        return known

    def _sheets_of(self, data: bytes, package: Mapping[str, Part]) -> list[SheetPart]:
        key = _packed(data, package, WORKBOOK), _packed(data, package, RELATIONS)
        known = self._sheets.get(key)
        if known is None:
            if len(self._sheets) >= _MOST:
                self._sheets.clear()
            known = self._sheets[key] = sheet_parts(data, package)
        return known

    def _pour(
        self, mould: _Mould, values: Sequence[bytes], strings: Sequence[bytes]
    ) -> Grid | None:
        """The grid of one sheet; None where a value is of another kind than in the mould."""
        try:
            words = tuple(
                [strings[int(values[at])] if shared else values[at] for at, shared in mould.written]
            )
        except (IndexError, ValueError):
            return None
        known = mould.worded.get(words) or _word(mould, words)
        if known is None:
            return None
        rows = [row[:] for row in known[0]]
        numbers: list[Number] = []
        for at, row, column in mould.numbers:
            value = values[at]
            number = int(value) if value.isdigit() and len(value) <= _EXACT else _number(value)
            if number is None and value:
                return None
            rows[row][column] = "" if number is None else number
            numbers.append(number or 0)
        grid = mould.new_grid(rows)
        whole = b"" not in values
        if whole and mould.holds is not None and mould.holds(numbers):
            grid.formulas = mould.formulas
        elif mould.special:
            self._resolve(grid, mould.special)
            whole = False  # what was worked out may be a text
        grid.skeleton = known[1] if whole else None
        return grid


def _packed(data: bytes, package: Mapping[str, Part], name: str) -> bytes:
    """A part as it lies in the package: equal bytes are equal parts, and none is inflated."""
    part = package.get(name)
    return packed_bytes(data, part) if part else b""


def _number(value: bytes) -> Number | None:
    return from_float(float(value)) if _NUMBER.fullmatch(value) else None


def _cut(xml: bytes) -> tuple[list[bytes], list[bytes]]:
    """A sheet's XML around its values, and these."""
    pieces = (_VALUE_OR_TEXT if b'"inlineStr"' in xml else _VALUE).split(xml)
    return pieces[::2], pieces[1::2]


def _word(mould: _Mould, words: tuple[bytes, ...]) -> tuple[list[list[RawCell]], Skeleton] | None:
    """The rows with their texts; None where one is not plain."""
    rows = [row[:] for row in mould.rows]
    for (row, column), word, (_, shared) in zip(mould.texts, words, mould.written, strict=True):
        text = decode(word, shared=shared)
        if not text:
            return None
        rows[row][column] = text
    if len(mould.worded) >= _MOST:
        mould.worded.clear()
    found = mould.worded[words] = rows, skeleton_of(rows)
    return found


def _mould_of(around: Sequence[bytes], source: Source) -> _Mould | None:
    """Find the cell of each value that was cut out; None for a sheet with kinds unknown here."""
    grid, rows = source.grid, source.rows
    down, right = grid.origin
    numbers, texts, written = [], [], []
    for number, (kind, row, column) in enumerate(map(_owner, around[:-1])):
        line, at = row - down, column - right
        if not (0 <= line < len(rows) and 0 <= at < len(rows[line])):
            return None
        if kind in (b"", b"n"):
            numbers.append((number, line, at))
        elif kind in (b"s", b"inlineStr"):
            texts.append((line, at))
            written.append((number, kind == b"s"))
        else:
            return None
    new_grid = partial(
        Grid, locate=grid.locate, name=grid.name, origin=grid.origin, hidden=grid.hidden
    )
    return _Mould(
        [row[:] for row in rows], tuple(numbers), tuple(texts), tuple(written),
        any(shared for _, shared in written),
        source.special, formulas_of(source.special, grid.origin),
        _sums(source, numbers), {}, new_grid,
    )  # fmt: skip


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


def _equal(made: Grid | None, grid: Grid) -> bool:
    """Whether a mould gave what calamine gave: the same texts, and numbers that Excel shows so."""
    if made is None or made.formulas != grid.formulas or made.stale != grid.stale:
        return False
    pairs = (
        pair for one, other in zip(made.rows, grid.rows, strict=True)
        for pair in zip(one, other, strict=True)
    )  # fmt: skip
    return all(
        one == (from_float(other) if type(other) is float else other) for one, other in pairs
    )
