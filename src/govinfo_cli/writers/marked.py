"""Marked copies: wrong cells coloured, and what is wrong said in a comment."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO
from typing import Any, Final, NamedTuple
from zipfile import ZipInfo

from govinfo_cli.errors import GovinfoError, UnwritableError
from govinfo_cli.office.book import CORE, MADE, packed
from govinfo_cli.office.repack import opened, repack
from govinfo_cli.office.scan import scan_for_openpyxl
from govinfo_cli.office.wordml import W, table_cells, tables
from govinfo_cli.office.xml_ import parse
from govinfo_cli.text import printable

COLOURS: Final = {"error": "F8C9C4", "warning": "FCE8B2", "info": "D6E6F7"}
_DOCUMENT: Final = "word/document.xml"
_COMMENTS: Final = "word/comments.xml"
# What a package must say of comments that it did not have: part, element, attributes.
_ANNOUNCED: Final = (
    ("[Content_Types].xml", "Override", {
        "PartName": f"/{_COMMENTS}",
        "ContentType": "application/vnd.openxmlformats-officedocument.wordprocessingml"
        ".comments+xml",
    }),
    ("word/_rels/document.xml.rels", "Relationship", {
        "Id": "rIdGovinfoComments", "Target": "comments.xml",
        "Type": "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments",
    }),
)  # fmt: skip
_AFTER_SHADE: Final = frozenset(
    W + n for n in ("noWrap", "tcMar", "textDirection", "tcFitText", "vAlign", "hideMark")
)


class Mark(NamedTuple):
    """What is said at a cell: its severity, and its sentences."""

    severity: str
    text: str


def mark_workbook(package: bytes, marks: Mapping[tuple[str, int, int], Mark]) -> bytes:
    """A copy of a workbook with cells coloured and commented; by sheet, row and column from 0.

    The copy is for reading: openpyxl writes it, and drops what it does not know (rich text
    inside a cell, for one). The original is what is corrected. Raises UnwritableError for a
    workbook that openpyxl cannot take.
    """
    with _said():
        return _mark_workbook(package, marks)


@contextmanager
def _said() -> Iterator[None]:
    """Libraries raise whatever their parts raise, of which nothing but the words is ours."""
    try:
        yield
    except (GovinfoError, MemoryError):
        raise
    except Exception as error:
        reason = f"{type(error).__name__}: {str(error).splitlines()[0] if str(error) else ''}"
        raise UnwritableError("mark-failed", reason=reason) from error


def _mark_workbook(package: bytes, marks: Mapping[tuple[str, int, int], Mark]) -> bytes:
    from openpyxl import load_workbook  # slow to import, only for writing  # noqa: PLC0415
    from openpyxl.comments import Comment  # noqa: PLC0415
    from openpyxl.styles import PatternFill  # noqa: PLC0415

    scan_for_openpyxl(package)
    book = load_workbook(BytesIO(package), keep_vba=False)
    with opened(package) as source:
        if CORE not in source.namelist() or b"dcterms:created" not in source.read(CORE):
            book.properties.created = MADE  # not the present time
    for (sheet, row, column), mark in marks.items():
        cell = _visible_cell(book[sheet], row + 1, column + 1)
        cell.fill = PatternFill("solid", fgColor=COLOURS[mark.severity])
        cell.comment = Comment(printable(mark.text), "govinfo", height=160, width=360)
    return packed(book)


def _visible_cell(sheet: Any, row: int, column: int) -> Any:
    """The cell at a place, or the one that a merge shows in its stead."""
    for merged in sheet.merged_cells.ranges:
        if merged.min_row <= row <= merged.max_row and merged.min_col <= column <= merged.max_col:
            return sheet.cell(merged.min_row, merged.min_col)
    return sheet.cell(row, column)


def mark_word(package: bytes, marks: Mapping[tuple[str, int, int], Mark]) -> bytes:
    """A copy of a Word file with cells shaded and commented; all other parts as they stood.

    Raises UnwritableError for a file whose parts are not as they must be.
    """
    with _said():
        return _mark_word(package, marks)


def _mark_word(package: bytes, marks: Mapping[tuple[str, int, int], Mark]) -> bytes:
    from lxml import etree  # a compiled library, only for Word files  # noqa: PLC0415

    with opened(package) as source:
        root = parse(source.read(_DOCUMENT))
        grids = {
            f"table {number}": table_cells(table)
            for number, table in enumerate(tables(root.find(W + "body")), 1)
        }
        names = source.namelist()
        old = source.read(_COMMENTS) if _COMMENTS in names else None
        comments = parse(old) if old else etree.Element(W + "comments", nsmap={"w": W[1:-1]})
        used = [c.get(W + "id", "") for c in comments]
        number = 1 + max((int(n) for n in used if n.isdecimal() and len(n) < 10), default=-1)
        for (table, row, column), mark in marks.items():
            cells = grids[table][row]
            # A row may end before the column that is spoken of: its last cell stands for it.
            cell = next(reversed(cells), None) if column >= len(cells) else cells[column]
            if cell is not None:
                _shade(cell, COLOURS[mark.severity])
                _comment(cell, comments, number, mark.text)
                number += 1
        new = {_DOCUMENT: root, _COMMENTS: comments}
        if old is None:
            for name, tag, values in _ANNOUNCED:
                new[name] = parse(source.read(name))
                space = new[name].tag.partition("}")[0] + "}"
                new[name].append(new[name].makeelement(space + tag, values))
        made = {
            name: etree.tostring(part, xml_declaration=True, encoding="UTF-8", standalone=True)
            for name, part in new.items()
        }
        entries = [(info, made.pop(info.filename, None)) for info in source.infolist()]
        added = [(ZipInfo(name, (1980, 1, 1, 0, 0, 0)), part) for name, part in made.items()]
        return repack(
            (info, source.read(info) if part is None else part) for info, part in [*entries, *added]
        )


def _comment(cell: Any, comments: Any, number: int, text: str) -> None:
    """Hang a comment on the first paragraph of a cell."""
    paragraph = cell.find(W + "p")
    if paragraph is None:  # each cell has one, but for those of damaged files
        paragraph = cell.makeelement(W + "p")
        cell.append(paragraph)
    name = {W + "id": str(number)}
    start = paragraph.makeelement(W + "commentRangeStart", name)
    properties = paragraph.find(W + "pPr")
    if properties is None:
        paragraph.insert(0, start)
    else:
        properties.addnext(start)
    mark = paragraph.makeelement(W + "r")
    mark.append(mark.makeelement(W + "commentReference", name))
    paragraph.extend([paragraph.makeelement(W + "commentRangeEnd", name), mark])
    said = comments.makeelement(
        W + "comment", name | {W + "author": "govinfo", W + "initials": "g"}
    )
    for line in printable(text).split("\n"):
        words = said.makeelement(W + "t")
        words.text = line
        run = said.makeelement(W + "r")
        run.append(words)
        entry = said.makeelement(W + "p")
        entry.append(run)
        said.append(entry)
    comments.append(said)


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


MARKERS: Final = {"xlsx": mark_workbook, "docx": mark_word}
