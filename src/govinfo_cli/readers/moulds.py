"""Workbooks of one make: but for its values, a sheet's XML is the same in all of them.

Sixty offices fill in one template. What calamine made of the first file is kept as a mould, and
of the others only the values are looked at, which takes half of calamine's time. A mould is held
against calamine's own result before it is used.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import chain
from typing import Final, NamedTuple, cast

from govinfo_cli.document import Document, Grid
from govinfo_cli.makes import Filled, Make
from govinfo_cli.number import Number, from_float
from govinfo_cli.office.package import Part, packed_bytes, part_bytes
from govinfo_cli.readers.mould import Mould, Poured, Wording, cut, grid_of, mould_of, pour
from govinfo_cli.readers.parts import RELATIONS, WORKBOOK, SheetPart, Source, Special, sheet_parts
from govinfo_cli.readers.strings import shared_strings

STYLES: Final = "xl/styles.xml"
_MOST: Final = 128  # moulds that are kept
_LARGEST: Final = 1_000_000  # bytes of a sheet worth a mould
_TRIES: Final = 200  # after so many files it is clear whether moulds are worth it


class _Again(NamedTuple):
    """A sheet that more than one file has, such as a table in which all is 0."""

    packed: bytes
    styles: bytes
    sheet: SheetPart
    mould: Mould
    values: Sequence[bytes]


class Moulds:
    """What is known of the workbooks of one run. ``resolve`` works out a grid's formulas."""

    def __init__(self, resolve: Callable[[Grid, Special], None]) -> None:
        self._resolve = resolve
        self._sheets: dict[tuple[bytes, bytes], list[SheetPart]] = {}
        self._styles: dict[bytes, bytes] = {}
        # By styles and sheet: XML without its values, and its mould where it is good for one.
        self._moulds: dict[tuple[bytes, SheetPart], list[tuple[list[bytes], Mould | None]]] = {}
        self._again: dict[tuple[int, int], _Again | None] = {}
        self._makes: dict[tuple[Wording, ...], Make | None] = {}  # None until the second file
        self._count = self._tries = self._hits = 0

    def cast(self, data: bytes, package: Mapping[str, Part], name: str) -> Document | None:
        """A workbook whose sheets are all known, otherwise None."""
        if not self._moulds or (self._tries > _TRIES and self._hits * 4 < self._tries):
            return None
        self._tries += 1
        styles, strings = self._styles_of(data, package), shared_strings(data, package)
        if strings is None:
            return None
        found = []
        for sheet in self._sheets_of(data, package):
            mould, values = self._recognised(data, package.get(sheet.part), styles, sheet)
            poured = pour(mould, values, strings) if mould else None
            if mould is None or poured is None:
                return None
            found.append((mould, poured))
        self._hits += 1
        if filled := self._filled(found):
            return Document(name, filled=filled)
        grids = [grid_of(*each, self._resolve) for each in found]
        return Document(name, [grid for grid in grids if grid.rows])

    def _filled(self, found: Sequence[tuple[Mould, Poured]]) -> Filled | None:
        """What the sheets have of their own, once a second file has their wordings."""
        if not all(poured.whole for _, poured in found):
            return None
        wordings = tuple([poured.wording for _, poured in found])
        if wordings not in self._makes:
            if len(self._makes) >= _MOST:
                self._makes.clear()
            self._makes[wordings] = None
            return None
        make = self._makes[wordings]
        if make is None:
            make = self._makes[wordings] = self._make_of(found)
        filled = [poured for _, poured in found if poured.wording.rows]
        numbers = [*chain.from_iterable([poured.numbers for poured in filled])]
        words = {
            (block, row, column): text for block, poured in enumerate(filled)
            for (row, column), text in poured.words.items()
        }  # fmt: skip
        return Filled(make, cast("list[Number]", numbers), words)

    def _make_of(self, found: Sequence[tuple[Mould, Poured]]) -> Make:
        """A make by its first file, in whose place stands one without words of its own."""
        filled = [(mould, poured) for mould, poured in found if poured.wording.rows]
        grids = [
            grid_of(mould, poured._replace(words={}), self._resolve) for mould, poured in filled
        ]
        numbers = [
            (block, row, column) for block, (mould, _) in enumerate(filled)
            for row, column in mould.numbers
        ]  # fmt: skip
        return Make(Document("", [*grids]), numbers)

    def _recognised(
        self, data: bytes, part: Part | None, styles: bytes, sheet: SheetPart
    ) -> tuple[Mould | None, Sequence[bytes]]:
        """The mould of a sheet, and the values in it; inflated once if it comes again and again."""
        if part is None:
            return None, ()
        sign = part.crc, part.size
        again = self._again.get(sign)
        if again and again[:3] == (packed_bytes(data, part), styles, sheet):
            return again.mould, again.values
        around, values = cut(part_bytes(data, part))
        known = self._moulds.get((styles, sheet), ())
        mould = next((mould for xml, mould in known if xml == around), None)
        if mould is not None:
            if len(self._again) >= 2 * _MOST:
                self._again.clear()
            seen = sign in self._again
            packed = packed_bytes(data, part) if seen else b""
            self._again[sign] = _Again(packed, styles, sheet, mould, values) if seen else None
        return mould, values

    def learn(self, data: bytes, package: Mapping[str, Part], read: Sequence[Source]) -> None:
        """Keep the moulds of a workbook that was read in full, once each has been proved."""
        sheets = self._sheets_of(data, package)
        strings = shared_strings(data, package)
        names = [(source.grid.name, source.grid.hidden) for source in read]
        if not all(sheet.part in package for sheet in sheets):
            return  # calamine finds its sheets by other ways, too
        if strings is None or [(sheet.name, sheet.hidden) for sheet in sheets] != names:
            return
        styles = self._styles_of(data, package)
        for sheet, source in zip(sheets, read, strict=True):
            around, values = cut(part_bytes(data, package[sheet.part]))
            if sum(map(len, around)) > _LARGEST:
                continue
            if self._count >= _MOST:
                self._moulds.clear()
                self._count = 0
            known = self._moulds.setdefault((styles, sheet), [])
            if any(xml == around for xml, _ in known):
                continue
            mould = mould_of(around, values, source, strings)
            known.append((around, mould if self._proves(mould, values, strings, source) else None))
            self._count += 1

    def _proves(
        self, mould: Mould | None, values: Sequence[bytes], strings: Sequence[bytes], source: Source
    ) -> bool:
        """Whether a mould gives what calamine gave."""
        poured = pour(mould, values, strings) if mould else None
        if mould is None or poured is None:
            return False
        return _equal(grid_of(mould, poured, self._resolve), source.grid)

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


def _packed(data: bytes, package: Mapping[str, Part], name: str) -> bytes:
    """A part as it lies in the package: equal bytes are equal parts, and none is inflated."""
    part = package.get(name)
    return packed_bytes(data, part) if part else b""


def _equal(made: Grid, grid: Grid) -> bool:
    """The same texts, and numbers that Excel shows so."""
    if made.formulas != grid.formulas or made.stale != grid.stale:
        return False
    pairs = (
        pair for one, other in zip(made.rows, grid.rows, strict=True)
        for pair in zip(one, other, strict=True)
    )  # fmt: skip
    return all(
        one == (from_float(other) if type(other) is float else other) for one, other in pairs
    )
