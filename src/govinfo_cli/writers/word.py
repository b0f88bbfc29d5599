"""Any organ's own Word file filled: its number cells take the figures, all else stays."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import TYPE_CHECKING, Any, Final

from govinfo_cli.errors import UnwritableError
from govinfo_cli.number import show
from govinfo_cli.office.repack import opened, repack
from govinfo_cli.office.wordml import W, table_cells, tables
from govinfo_cli.office.xml_ import parse
from govinfo_cli.text import printable
from govinfo_cli.writers.raw import contents

if TYPE_CHECKING:
    from govinfo_cli.report import Report

_DOCUMENT: Final = "word/document.xml"
_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"


def fill_template(
    package: bytes, report: Report, places: Mapping[int, tuple[str, int, int]]
) -> bytes:
    """Fill a Word file: each cell of the form into its place, in the look that it has there.

    ``places``: index into ``form.cells`` to the table's name (``table 2``), row and column
    from 0. Only the document part is written anew. Raises UnreadableError, and UnwritableError
    where the file has no cell of its own at a place.
    """
    from lxml import etree  # a compiled library, only for Word files  # noqa: PLC0415

    texts = contents(report)
    with opened(package) as source:
        root = parse(source.read(_DOCUMENT))
        grids = {
            f"table {number}": table_cells(table)
            for number, table in enumerate(tables(root.find(W + "body")), 1)
        }
        for index, (table, row, column) in places.items():
            value = texts[index]
            cells = grids[table][row]
            cell = cells[column] if column < len(cells) else None
            if cell is None:  # its row ends before, or another cell reaches over it
                raise UnwritableError("no-cell", cell=report.form.cells[index].path,
                                      table=table.removeprefix("table "),
                                      row=row + 1, column=column + 1)  # fmt: skip
            _set(cell, value if isinstance(value, str) else show(value))
        new = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
        return repack(
            (info, new if info.filename == _DOCUMENT else source.read(info))
            for info in source.infolist()
        )


def _set(cell: Any, text: str) -> None:
    """Put a text into a cell's first paragraph, in the look of its first run or its mark."""
    first, *others = cell.findall(W + "p") or [cell.makeelement(W + "p")]
    if first.getparent() is None:  # each cell has one, but for those of damaged files
        cell.append(first)
    run = first.find(f".//{W}r")
    look = run.find(W + "rPr") if run is not None else first.find(f"{W}pPr/{W}rPr")
    for entry in [child for child in first if child.tag != W + "pPr"]:
        first.remove(entry)
    for other in others:
        cell.remove(other)
    if not text:
        return
    made = first.makeelement(W + "r")
    if look is not None:
        look = deepcopy(look)
        for mark in [child for child in look if child.tag in (W + "ins", W + "del")]:
            look.remove(mark)
        made.append(look)
    words = first.makeelement(W + "t")
    words.text = printable(text)
    words.set(_SPACE, "preserve")
    made.append(words)
    first.append(made)
