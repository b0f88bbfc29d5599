"""HTML pages: the article found among navigation and footers, its paragraphs and tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from typing import Any, Final

from govinfo_cli.document import Document, Grid, Paragraph, RawCell
from govinfo_cli.errors import UnreadableError
from govinfo_cli.limits import now, reached
from govinfo_cli.number import looks_numeric
from govinfo_cli.office.xml_ import refuse_excess
from govinfo_cli.readers.encoding import decode

MAX_SPAN: Final = 1000
MIN_NUMBERS: Final = 3
_SKIPPED: Final = frozenset(
    "script style noscript template head svg iframe object textarea select button".split()  # noqa: SIM905
)
_INLINE: Final = frozenset(
    [
        "a",
        "abbr",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "del",
        "em",
        "font",
        "i",
        "ins",
        "kbd",
        "label",
        "mark",
        "o:p",
        "s",
        "small",
        "span",
        "st1:chsdate",
        "strike",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "wbr",
    ]
)
_CHARSET: Final = re.compile(rb"charset\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)
_HIDDEN: Final = re.compile(r"display\s*:\s*none|mso-element\s*:\s*(?:header|footer)")
_KEPT: Final = re.compile(r"white-space\s*:\s*(?:pre|pre-wrap|break-spaces)\b")
_HEADING: Final = re.compile(r"[一二三四五六]\s*、")
_LABEL: Final = re.compile(r"[\u4e00-\u9fff]{4}")
_SPACE: Final = re.compile(r"[ \t\r\n\f]+")


def read(data: bytes, name: str) -> Document:
    """Read a page. Raises UnreadableError for what is no text or no HTML."""
    return read_page(data, name, "")


def read_page(data: bytes, name: str, charset: str) -> Document:
    """Read a page whose encoding may be known from outside. Raises UnreadableError."""
    root = _parse(decode(data, charset or _declared(data)))
    flow = _Flow()
    body = root.find("body")
    flow.walk(root if body is None else body, kept=False)
    flow.end()
    document = Document(name)
    for entry in root.iter("title"):
        if text := _flat("".join(entry.itertext())):
            document.blocks.append(Paragraph(text, "title", aside=True))
        break
    document.blocks.extend(_particulars(root))
    article = _article(flow.blocks)
    for block, element in flow.blocks:
        block.aside = article is not None and not _within(element, article)
        document.blocks.append(block)
    return document


def grids(source: str, place: str) -> list[Grid]:
    """Every table of a piece of HTML, in order; ``place`` is where the piece begins."""
    found = []
    left = now().cells
    for number, table in enumerate(_parse(source).iter("table"), 1):
        grid = _grid(table, f"{place}, table {number}", left)
        if grid.rows:
            left -= cells_of(grid)
            found.append(grid)
    return found


def cells_of(grid: Grid) -> int:
    """How many cells a page's grid has; all its rows are of one length."""
    return len(grid.rows) * len(grid.rows[0]) if grid.rows else 0


def _declared(data: bytes) -> str:
    match = _CHARSET.search(data, 0, 4096)
    return match[1].decode("ascii").lower() if match else ""


def _parse(text: str) -> Any:
    from lxml import etree  # a compiled library, only for HTML  # noqa: PLC0415

    # libxml2 takes the bytes by what the page says of itself; the text is decoded already.
    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True,
        huge_tree=now().huge,
    )  # fmt: skip
    try:
        root = etree.fromstring(text.replace("\0", "").encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableError("html-empty") from error
    for entry in parser.error_log.filter_from_fatals():  # where it stopped, what follows is lost
        refuse_excess(entry.message, "HTML")
    if root is None:
        raise UnreadableError("html-empty")
    return root


def _particulars(root: Any) -> Iterator[Grid]:
    """What our own pages say of the report in their head: ``meta name="govinfo:organ"``."""
    rows: list[list[RawCell]] = [
        [entry.get("name")[8:], entry.get("content", "")]
        for entry in root.iter("meta")
        if entry.get("name", "").startswith("govinfo:")
    ]
    if rows:
        yield Grid(rows, lambda row, _: f"meta {row + 1}", "meta")


class _Flow:
    """The blocks of a page in reading order, each with the element that holds it."""

    def __init__(self) -> None:
        self.blocks: list[tuple[Paragraph | Grid, Any]] = []
        self.text: list[str] = []
        self.kept = False  # whether blanks and line ends count as they stand
        self.level = 0
        self.holder: Any = None
        self.tables = 0
        self.paragraphs = 0
        self.left = now().cells

    def walk(self, element: Any, *, kept: bool) -> None:
        """Go through an element's content in order."""
        kept = kept or element.tag == "pre" or bool(_KEPT.search(element.get("style", "")))
        self.add(element, element.text, kept=kept)
        for child in element:
            if isinstance(child.tag, str):
                self.child(element, child, kept=kept)
            self.add(element, child.tail, kept=kept)

    def child(self, element: Any, child: Any, *, kept: bool) -> None:
        tag = child.tag.lower()
        if tag in _SKIPPED or child.get("hidden") is not None:
            return
        if _HIDDEN.search(child.get("style", "")):
            return
        if tag == "table":
            self.end()
            self.table(child, kept=kept)
        elif tag == "br":
            self.end()
        elif tag in _INLINE or ":" in tag:
            self.walk(child, kept=kept)
        else:
            self.end()
            self.level = int(tag[1]) if re.fullmatch("h[1-6]", tag) else 0
            self.walk(child, kept=kept)
            self.end()
            self.holder = element

    def add(self, element: Any, text: str | None, *, kept: bool) -> None:
        if text:
            self.text.append(text)
            self.kept, self.holder = kept, element

    def end(self) -> None:
        """Close the paragraph that is open."""
        text = "".join(self.text)
        text = text if self.kept else _flat(text)
        if text.strip():
            self.paragraphs += 1
            place = f"paragraph {self.paragraphs}"
            for line in text.split("\n"):
                if line.strip():
                    self.blocks.append((Paragraph(line, place, self.level), self.holder))
        self.text, self.level = [], 0

    def table(self, table: Any, *, kept: bool) -> None:
        inner = [entry for entry in table.iter("table") if entry is not table]
        kept = kept or bool(_KEPT.search(table.get("style", "")))
        self.tables += 1
        grid = _grid(table, f"table {self.tables}", self.left, kept=kept)
        self.left -= cells_of(grid)
        if inner or sum(len(row) for row in grid.rows) == 1:
            numbers = sum(_is_number(cell) for row in grid.rows for cell in row)
            if numbers < MIN_NUMBERS:  # it only arranges what stands in it
                for cell in table.iter("td", "th", "caption"):
                    if next(cell.iterancestors("table")) is table:
                        self.walk(cell, kept=kept)
                        self.end()
                return
        caption = table.find("caption")
        if caption is not None:
            self.walk(caption, kept=kept)
            self.end()
        if grid.rows:
            self.blocks.append((grid, table))
        for entry in inner:
            if next(entry.iterancestors("table")) is table:
                self.table(entry, kept=kept)


def _flat(text: str) -> str:
    return _SPACE.sub(" ", text).replace("\xa0", " ").strip(" ")


def _is_number(cell: RawCell) -> bool:
    return isinstance(cell, str) and cell != "" and looks_numeric(cell)


def _article(blocks: list[tuple[Paragraph | Grid, Any]]) -> Any:
    """The smallest element that holds all numbered headings and all tables of figures."""
    held = [
        element
        for block, element in blocks
        if (_holds_figures(block) if isinstance(block, Grid) else _HEADING.match(block.text))
    ]
    if not held:
        return None
    shared = [*reversed([*held[0].iterancestors()]), held[0]]
    for element in held[1:]:
        line = {element, *element.iterancestors()}
        shared = [entry for entry in shared if entry in line]
    article = shared[-1]
    # A page with nothing but a heading or a table has its words around it.
    return article.getparent() if len(held) == 1 else article


def _holds_figures(grid: Grid) -> bool:
    cells = [cell for row in grid.rows for cell in row if isinstance(cell, str)]
    numbers = 0
    for cell in cells:
        numbers += _is_number(cell)
        if numbers >= MIN_NUMBERS:
            return any(_LABEL.search(cell) for cell in cells)
    return False


def _within(element: Any, article: Any) -> bool:
    return element is article or any(entry is article for entry in element.iterancestors())


def _grid(table: Any, place: str, left: int, *, kept: bool = False) -> Grid:
    return Grid(_lay_out(table, place, left, kept=kept), partial(_locate, place))


def _locate(place: str, row: int, column: int) -> str:
    return f"{place}, row {row + 1}, column {column + 1}"


def _span(cell: Any, name: str) -> int:
    value = cell.get(name)
    if value is None:
        return 1
    value = value.strip()
    if not (value.isascii() and value.isdigit()):
        return 1
    return min(max(int(value[:9]), 1), MAX_SPAN)


def _lay_out(table: Any, place: str, left: int, *, kept: bool) -> list[list[RawCell]]:
    """The rows of a table with its spans; ``left`` is how many cells it may have."""
    taken: dict[tuple[int, int], RawCell] = {}
    lines = [line for line in table.iter("tr") if next(line.iterancestors("table")) is table]
    for row, line in enumerate(lines):
        column = 0
        for cell in line.iterchildren("td", "th"):
            while (row, column) in taken:
                column += 1
            down, across = _span(cell, "rowspan"), _span(cell, "colspan")
            if down > 1 or across > 1:
                down = min(down, len(lines) - row)
                if len(taken) + down * across > left:
                    raise reached("table-too-large", "cells", source=place)
                for r in range(row, row + down):
                    for c in range(column, column + across):
                        taken[r, c] = None
            taken[row, column] = _cell_text(cell, kept=kept)
            column += across
    width = 1 + max((c for _, c in taken), default=-1)
    if width * len(lines) > left:
        raise reached("table-too-large", "cells", source=place)
    return [[taken.get((r, c)) for c in range(width)] for r in range(len(lines))]


def _cell_text(cell: Any, *, kept: bool) -> str:
    """A cell's words without those of a table inside it; a line break is a blank."""
    if not len(cell):
        return (cell.text or "") if kept else _flat(cell.text or "")
    parts: list[str] = []

    def add(text: str | None) -> None:
        if text:
            parts.append(text)

    def gather(element: Any) -> None:
        add(element.text)
        for child in element:
            if isinstance(child.tag, str) and child.tag not in _SKIPPED and child.tag != "table":
                apart = child.tag == "br" or child.tag not in _INLINE
                add(" " if apart and parts else "")
                gather(child)
            add(child.tail)

    gather(cell)
    return "".join(parts) if kept else _flat("".join(parts))
