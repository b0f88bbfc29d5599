"""Marked copies: wrong cells coloured, and what is wrong said in a comment or beside them."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from govinfo_cli.office.repack import opened, repack
from govinfo_cli.office.wordml import W, parse, table_cells, tables
from govinfo_cli.text import printable

if TYPE_CHECKING:
    from govinfo_cli.report import Report

COLOURS: Final = {"error": "F8C9C4", "warning": "FCE8B2", "info": "D6E6F7"}
_DOCUMENT: Final = "word/document.xml"
_AFTER_SHADE: Final = frozenset(
    W + n for n in ("noWrap", "tcMar", "textDirection", "tcFitText", "vAlign", "hideMark")
)


class Mark(NamedTuple):
    """What is said at a cell: its severity, its sentences, and what is due ("" if not known)."""

    severity: str
    text: str
    due: str


def mark_workbook(
    package: bytes, report: Report, marks: Mapping[tuple[str, int, int], Mark]
) -> bytes:
    """A copy of a workbook with cells coloured and commented; by sheet, row and column from 0.

    The copy is for reading: openpyxl writes it, and drops what it does not know (rich text
    inside a cell, for one). The original is what is corrected.
    """
    from openpyxl import load_workbook  # slow to import, only for writing  # noqa: PLC0415
    from openpyxl.comments import Comment  # noqa: PLC0415
    from openpyxl.styles import PatternFill  # noqa: PLC0415

    del report
    book = load_workbook(BytesIO(package), keep_vba=False)
    for (sheet, row, column), mark in marks.items():
        cell = book[sheet].cell(row + 1, column + 1)
        cell.fill = PatternFill("solid", fgColor=COLOURS[mark.severity])
        if hasattr(cell, "comment"):
            cell.comment = Comment(printable(mark.text), "govinfo", height=160, width=360)
    made = BytesIO()
    book.save(made)
    return made.getvalue()


def mark_word(package: bytes, report: Report, marks: Mapping[tuple[str, int, int], Mark]) -> bytes:
    """A copy of a Word file with cells shaded, and what is due written behind the number."""
    from lxml import etree  # a compiled library, only for Word files  # noqa: PLC0415

    del report
    with opened(package) as source:
        root = parse(source.read(_DOCUMENT))
        grids = {
            f"table {number}": table_cells(table)
            for number, table in enumerate(tables(root.find(W + "body")), 1)
        }
        for (table, row, column), mark in marks.items():
            cell = grids[table][row][column]
            if cell is not None:
                _shade(cell, COLOURS[mark.severity])
                _append(cell, f"（→{mark.due}）" if mark.due else "（!）")
        new = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
        return repack(
            (info, new if info.filename == _DOCUMENT else source.read(info))
            for info in source.infolist()
        )


def _shade(cell: Any, colour: str) -> None:
    properties = cell.find(W + "tcPr")
    if properties is None:
        properties = cell.makeelement(W + "tcPr")
        cell.insert(0, properties)
    for old in properties.findall(W + "shd"):
        properties.remove(old)
    shade = cell.makeelement(W + "shd", {W + "val": "clear", W + "fill": colour})
    after = next((child for child in properties if child.tag in _AFTER_SHADE), None)
    if after is None:
        properties.append(shade)
    else:
        after.addprevious(shade)


def _append(cell: Any, text: str) -> None:
    paragraph = cell.findall(W + "p")[-1]
    run = paragraph.makeelement(W + "r")
    looks = [found for found in paragraph.iter(W + "rPr") if found.getparent().tag == W + "r"]
    look = deepcopy(looks[-1]) if looks else run.makeelement(W + "rPr")
    for old in look.findall(W + "color"):
        look.remove(old)
    red = look.makeelement(W + "color", {W + "val": "B3261E"})
    after = next((c for c in look if c.tag in (W + "sz", W + "szCs", W + "lang")), None)
    if after is None:
        look.append(red)
    else:
        after.addprevious(red)
    words = run.makeelement(W + "t")
    words.text = text
    run.extend([look, words])
    paragraph.append(run)


MARKERS: Final = {"xlsx": mark_workbook, "docx": mark_word}
