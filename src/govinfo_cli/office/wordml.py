"""The parts of a Word file, parsed without entities, and the walk over its paragraphs and tables.

Reading a report and filling a template go the same way through a document, so that a cell is
the same cell for both. Source: ECMA-376 part 1, section 17.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from govinfo_cli.errors import UnreadableError
from govinfo_cli.limits import now, reached
from govinfo_cli.office.package import OLE, parts_of
from govinfo_cli.office.scan import check_entries, contents_of

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
MAX_COLUMNS: Final = 1000
# What only wraps content: controls, custom tags, insertions (an accepted change), links.
_WRAPPERS: Final = frozenset(
    W + name
    for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag", "hyperlink")
)


def parts(data: bytes) -> dict[str, bytes]:
    """The XML parts of the package that belong to the document. Raises UnreadableError."""
    if data.startswith(OLE):
        key = "encrypted" if "EncryptedPackage".encode("utf-16-le") in data else "old-word"
        raise UnreadableError(key)
    package = parts_of(data)
    check_entries(package)
    if "word/document.xml" not in package:
        raise UnreadableError("no-word", found=", ".join(list(package)[:3]))
    wanted = [
        name for name in package
        if name.endswith((".xml", ".rels")) and name.startswith(("word/", "docProps/"))
        and not name.startswith("word/theme")
    ]  # fmt: skip
    return contents_of(data, package, wanted)


def inside(element: Any) -> Iterator[Any]:
    """An element's children, with what only wraps content taken off."""
    for child in element:
        if child.tag in _WRAPPERS:
            yield from inside(child)
        elif child.tag == MC + "AlternateContent":
            for choice in child.iterchildren(MC + "Choice"):
                yield from inside(choice)
                break
        elif isinstance(child.tag, str):
            yield child


def table_cells(table: Any) -> list[list[Any]]:
    """A table's cells as a grid of ``w:tc`` elements; a covered place is None."""
    made: list[list[Any]] = []
    count = width = 0
    for row in inside(table):
        if row.tag != W + "tr" or _property(row, "trPr", "del") is not None:
            continue
        cells: list[Any] = [None] * _number(_property(row, "trPr", "gridBefore"), 0)
        for cell in inside(row):
            if cell.tag != W + "tc":
                continue
            span, continued = _spans(cell)
            cells += [None if continued else cell, *[None] * (span - 1)]
            count += span
        made.append(cells)
        width = max(width, len(cells))
        if max(count, width * len(made)) > now().cells:
            raise reached("table-too-large", "cells", source="Word")
    return made


def is_frame(cells: list[list[Any]]) -> bool:
    """Whether a table only arranges what stands in it: one cell, or tables in its cells."""
    own = [cell for row in cells for cell in row if cell is not None]
    return len(own) == 1 or any(next(cell.iter(W + "tbl"), None) is not None for cell in own)


def boxes(block: Any) -> Iterator[Any]:
    """The text boxes of a paragraph, each once: not its twin for old programs, nor inner ones."""
    for box in block.iter(W + "txbxContent"):
        above = {entry.tag for entry in box.iterancestors() if entry not in _above(block)}
        if MC + "Fallback" not in above and W + "txbxContent" not in above:
            yield box


def _above(block: Any) -> set[Any]:
    return set(block.iterancestors())


def tables(body: Any) -> Iterator[Any]:
    """Every table that is read as a grid, in reading order."""
    for block in inside(body):
        if block.tag != W + "tbl":
            for box in boxes(block):
                yield from tables(box)
            continue
        cells = table_cells(block)
        if is_frame(cells):
            for row in cells:
                for cell in row:
                    if cell is not None:
                        yield from tables(cell)
        else:
            yield block


def _spans(cell: Any) -> tuple[int, bool]:
    """How many columns a cell takes, and whether it goes on from the one above."""
    span, continued = 1, False
    properties = cell.find(_CELL)
    for entry in () if properties is None else properties:
        if entry.tag == _SPAN:
            span = max(_number(entry, 1), 1)
        elif entry.tag == _MERGE:
            continued = entry.get(W + "val", "continue") == "continue"
    return span, continued


_CELL: Final = W + "tcPr"
_SPAN: Final = W + "gridSpan"
_MERGE: Final = W + "vMerge"


def _property(element: Any, group: str, name: str) -> Any:
    properties = element.find(W + group)
    return None if properties is None else properties.find(W + name)


def _number(element: Any, default: int) -> int:
    value = "" if element is None else element.get(W + "val", "")
    return min(int(value[:6]), MAX_COLUMNS) if value.isascii() and value.isdigit() else default
