"""The formulas of a worksheet part: shared ones told apart, arrays dissolved where needed."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from govinfo_cli.writers.xlsx.grid import At, address
from govinfo_cli.writers.xlsx.part import covers

if TYPE_CHECKING:
    from lxml.etree import _Element

    from govinfo_cli.writers.xlsx.part import SheetPart


class Formulas:
    """The ``f`` elements of one part, and the masters of its shared formulas."""

    def __init__(self, part: SheetPart) -> None:
        self._elements: dict[At, _Element] = {}
        self._masters: dict[str, At] = {}  # shared index -> the cell that has the text
        for at, cell in part.cells.items():
            found = cell.find(f"{part.tag}f")
            if found is not None:
                self._elements[at] = found
                if found.get("t") == "shared" and found.text:
                    self._masters.setdefault(found.get("si", ""), at)

    @property
    def masters(self) -> frozenset[At]:
        """The cells that hold the text of a shared formula."""
        return frozenset(self._masters.values())

    def has(self, at: At) -> bool:
        """Whether a cell holds a formula."""
        return at in self._elements

    def text(self, at: At) -> str:
        """A cell's formula without ``=``, worked out for its place; "" where there is none."""
        found = self._elements.get(at)
        if found is None or found.get("t") == "dataTable":
            return ""
        master = self._masters.get(found.get("si", "")) if found.get("t") == "shared" else None
        if found.text or master is None:
            return found.text or ""
        return self._moved(master, at)

    def _moved(self, master: At, at: At) -> str:
        from openpyxl.formula.translate import Translator  # noqa: PLC0415  slow to import

        formula = f"={self._elements[master].text}"
        return str(Translator(formula, address(master)).translate_formula(address(at)))[1:]

    def dissolve(self, places: Collection[At]) -> bool:
        """Turn array formulas that cover a place to be filled besides their own into values."""
        gone = []
        for at, found in self._elements.items():
            if found.get("t") in ("array", "dataTable"):
                reference = found.get("ref", "")
                if reference != address(at) and covers(reference, places):
                    gone.append(at)
        for at in gone:
            found = self._elements.pop(at)
            cell = found.getparent()
            if cell is not None:
                cell.remove(found)
                cell.attrib.pop("cm", "")
        return bool(gone)

    def release(self, dropped: Iterable[At]) -> None:
        """Give the dependants of a shared formula their own text before its master goes."""
        leaving = set(dropped)
        for index, master in self._masters.items():
            if master not in leaving:
                continue
            for at, found in self._elements.items():
                if found.get("si") == index and found.get("t") == "shared" and at != master:
                    if not found.text:
                        found.text = self._moved(master, at)
                    for name in ("t", "si", "ref"):
                        found.attrib.pop(name, "")
