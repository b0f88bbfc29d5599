"""Word files: paragraphs with their list numbers, tables with their spans, boxes, footnotes."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any, Final

from govinfo_cli.document import Document, Grid, Paragraph, RawCell
from govinfo_cli.errors import UnreadableError
from govinfo_cli.limits import now, reached
from govinfo_cli.office.wordml import MC, W, boxes, inside, is_frame, parts, table_cells
from govinfo_cli.office.xml_ import parse
from govinfo_cli.readers.authors import NOBODY
from govinfo_cli.readers.bounds import check_texts
from govinfo_cli.readers.numbering import Numbering

_LEFT_OUT: Final = frozenset(
    [W + n for n in ("del", "moveFrom", "instrText", "delText", "rPr", "pPr", "txbxContent")]
    + [MC + "Fallback"]
)
_DC: Final = "{http://purl.org/dc/elements/1.1/}creator"
_PROPERTY: Final = (
    "{http://schemas.openxmlformats.org/officeDocument/2006/custom-properties}property"
)


def read(data: bytes, name: str) -> Document:
    """Read a Word file as it is printed, changes accepted. Raises UnreadableError."""
    if data.lstrip()[:5] == b"{\\rtf":
        raise UnreadableError("old-word")
    package = parts(data)
    root = parse(package["word/document.xml"], "word/document.xml")
    body = root.find(W + "body")
    if body is None:
        raise UnreadableError("no-word", found="word/document.xml")
    document = Document(name, metadata=_metadata(root, package))
    if rows := list(_particulars(package)):
        document.blocks.append(Grid(rows, lambda row, _: f"property {row + 1}", "properties"))
    document.blocks.extend(_Walk(package).over(body))
    if sum(map(len, package.values())) > now().string:
        check_texts(document)
    return document


def _part(package: dict[str, bytes], name: str) -> Any:
    return parse(package[name], name) if name in package else None


class _Walk:
    """Goes through a document once, counting its lists, paragraphs and tables."""

    def __init__(self, package: dict[str, bytes]) -> None:
        styles = _part(package, "word/styles.xml")
        self.numbering = Numbering(_part(package, "word/numbering.xml"), styles)
        self.levels = dict(_style_levels(styles)) if styles is not None else {}
        self.notes = {
            kind: {note.get(W + "id"): note for note in root.iterchildren(W + kind)}
            for kind in ("footnote", "endnote")
            if (root := _part(package, f"word/{kind}s.xml")) is not None
        }
        self.paragraphs = 0
        self.tables = self.cells = 0
        self.open = ""  # a paragraph whose end was deleted goes on in the next one

    def over(self, holder: Any) -> Iterator[Paragraph | Grid]:
        """The blocks of a body, a cell or a text box."""
        for block in inside(holder):
            if block.tag == W + "p":
                yield from self.paragraph(block)
            elif block.tag == W + "tbl":
                yield from self.table(block)

    def paragraph(self, block: Any) -> Iterator[Paragraph | Grid]:
        self.paragraphs += 1
        place = f"paragraph {self.paragraphs}"
        label = self.numbering.label(block)
        text = self.open + label + text_of(block)
        self.open = ""
        if block.find(f"{W}pPr/{W}rPr/{W}del") is not None:
            self.open = text
        else:
            for line in text.split("\n"):
                if line.strip():
                    yield Paragraph(line, place, self.level(block))
        for box in boxes(block):
            yield from self.over(box)
        yield from self.footnotes(block)

    def level(self, block: Any) -> int:
        direct = block.find(f"{W}pPr/{W}outlineLvl")
        if direct is not None:
            return _level(direct)
        style = block.find(f"{W}pPr/{W}pStyle")
        return self.levels.get(style.get(W + "val", ""), 0) if style is not None else 0

    def table(self, block: Any) -> Iterator[Paragraph | Grid]:
        cells = table_cells(block)
        if is_frame(cells):
            for row in cells:
                for cell in row:
                    if cell is not None:
                        yield from self.over(cell)
            return
        self.tables += 1
        self.cells += sum(map(len, cells))
        if self.cells > now().cells:
            raise reached("table-too-large", "cells", source=f"table {self.tables}")
        rows: list[list[RawCell]] = [
            [None if cell is None else self.cell(cell) for cell in row] for row in cells
        ]
        width = max(map(len, rows), default=0)
        rows = [row + [None] * (width - len(row)) for row in rows]
        if rows:
            yield Grid(rows, partial(_locate, self.tables), f"table {self.tables}")
        yield from self.footnotes(block)

    def cell(self, cell: Any) -> str:
        texts = [
            self.numbering.label(entry) + text_of(entry)
            for entry in inside(cell)
            if entry.tag == W + "p"
        ]
        return " ".join(text for text in texts if text).replace("\n", " ")

    def footnotes(self, block: Any) -> Iterator[Paragraph]:
        for kind, notes in self.notes.items():
            for mark in block.iter(f"{W}{kind}Reference"):
                note = notes.get(mark.get(W + "id"))
                text = " ".join(text_of(p) for p in note.iter(W + "p")) if note is not None else ""
                if text.strip():
                    yield Paragraph(text.strip(), f"{kind} {mark.get(W + 'id')}")


def _locate(table: int, row: int, column: int) -> str:
    return f"table {table}, row {row + 1}, column {column + 1}"


def text_of(element: Any) -> str:
    """The words of a paragraph as printed: insertions in, deletions and field codes out."""
    pieces: list[str] = []
    for child in element:
        tag = child.tag
        if tag in _LEFT_OUT or not isinstance(tag, str):
            continue
        if tag == W + "t":
            pieces.append(child.text or "")
        elif tag in (W + "br", W + "cr"):
            pieces.append("" if child.get(W + "type") in ("page", "column") else "\n")
        elif tag == W + "tab":
            pieces.append("\t")
        elif tag == W + "noBreakHyphen":
            pieces.append("-")
        elif tag == W + "sym":
            code = child.get(W + "char", "")
            pieces.append(chr(int(code, 16)) if len(code) == 4 else "")
        elif tag != W + "tbl":
            pieces.append(text_of(child))
    return "".join(pieces)


def _style_levels(styles: Any) -> Iterator[tuple[str, int]]:
    for style in styles.iter(W + "style"):
        level = style.find(f"{W}pPr/{W}outlineLvl")
        if level is not None and style.get(W + "type") == "paragraph":
            yield style.get(W + "styleId", ""), _level(level)


def _level(element: Any) -> int:
    """1 to 6 for a heading; 9 means body text."""
    value = element.get(W + "val", "")
    return int(value) + 1 if value in ("0", "1", "2", "3", "4", "5") else 0


def _particulars(package: dict[str, bytes]) -> Iterator[list[RawCell]]:
    """What our own files say of the report in their custom properties: ``govinfo:organ``."""
    root = _part(package, "docProps/custom.xml")
    for entry in () if root is None else root.iter(_PROPERTY):
        if (name := entry.get("name", "")).startswith("govinfo:"):
            yield [name[8:], "".join(entry.itertext())]


def _metadata(root: Any, package: dict[str, bytes]) -> dict[str, str]:
    """What should not be published with a report, by the case of P802."""
    found: dict[str, str] = {}
    core = _part(package, "docProps/core.xml")
    author = (core.findtext(_DC) or "").strip() if core is not None else ""
    if author.casefold() not in NOBODY:
        found["author"] = author
    changes = sum(1 for name in ("ins", "del", "moveFrom") for _ in root.iter(W + name))
    if changes:
        found["tracked-changes"] = str(changes)
    comments = _part(package, "word/comments.xml")
    if comments is not None and (count := len(comments)):
        found["comments"] = str(count)
    if "word/vbaData.xml" in package:
        found["macros"] = "word/vbaData.xml"
    return found
