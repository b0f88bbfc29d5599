"""Plain text and Markdown: lines, tab-separated rows, pipe tables, HTML tables inside."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import partial
from typing import Final

from govinfo_cli.document import Document, Grid, Paragraph, RawCell
from govinfo_cli.limits import now, reached
from govinfo_cli.readers.encoding import decode
from govinfo_cli.text import unescaped

_HEADING: Final = re.compile(r"\s{0,3}(#{1,6})\s+")
_RULE: Final = re.compile(r"\|?[ \t]*+:?-++:?[ \t]*+(?:\|[ \t]*+:?-++:?[ \t]*+)*+\|?")
_ESCAPE: Final = re.compile(r"\\([!-/:-@\[-`{-~])")
_BOLD: Final = re.compile(r"(?<!\\)(\*\*|__)(?=\S)")
_BOLD_END: Final = {m: re.compile(r"(?<=\S)(?<!\\)" + re.escape(m)) for m in ("**", "__")}
_MARKED: Final = re.compile(r"[\\*_&<]")
_PIPE: Final = re.compile(r"(?<!\\)\|")
_NUMBERED: Final = re.compile(r"&#(\d|[12]\d|3[01]|12[7-9]|1[34]\d|15\d|6553[45]);")
_BREAK: Final = re.compile(r"<br\s*/?>", re.IGNORECASE)
_TABLE: Final = re.compile(r"<table\b", re.IGNORECASE)
_TABLE_END: Final = re.compile(r"</table\s*>", re.IGNORECASE)


def read(data: bytes, name: str) -> Document:
    """Read a text file line by line. Raises UnreadableError for bytes that are no text."""
    lines = decode(data).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    document = Document(name)
    at = _front_matter(lines, document) if name == "md" else 0
    markdown = name == "md"
    while at < len(lines):
        line = lines[at]
        if _TABLE.search(line):
            at = _html(lines, at, document)
        elif line.lstrip().startswith("|"):
            at = _rows(lines, at, document, _pipe_cells)
        elif "\t" in line.strip("\n") and not markdown:
            at = _rows(lines, at, document, _tab_cells)
        else:
            if line.strip():
                document.blocks.append(_paragraph(line, at))
            at += 1
    return document


def _paragraph(line: str, at: int) -> Paragraph:
    heading = _HEADING.match(line)
    text, level = line.strip(), 0
    if heading:
        text, level = line[heading.end() :].strip().rstrip("#").rstrip(), len(heading[1])
    return Paragraph(plain(text), f"line {at + 1}", level)


def plain(text: str) -> str:
    """The words of a line of Markdown: emphasis, escapes and entities resolved."""
    if not _MARKED.search(text):
        return text.strip(" ")
    words = _ESCAPE.sub(r"\1", _unbold(_BREAK.sub(" ", text)))
    parts = _NUMBERED.split(words)  # every other one is the number of a control character
    parts[::2] = map(unescaped, parts[::2])
    parts[1::2] = (chr(int(number)) for number in parts[1::2])
    return "".join(parts).strip(" ")


def _unbold(text: str) -> str:
    """A line without marks of emphasis. One pass: an end that is missing is missed once."""
    pieces: list[str] = []
    at = start = 0
    endless: set[str] = set()
    while len(endless) < len(_BOLD_END) and (opening := _BOLD.search(text, start)):
        mark = opening[1]
        end = None if mark in endless else _BOLD_END[mark].search(text, opening.end() + 1)
        if end is None:
            endless.add(mark)
            start = opening.start() + 1
        else:
            pieces += text[at : opening.start()], text[opening.end() : end.start()]
            at = start = end.end()
    return "".join([*pieces, text[at:]])


def _front_matter(lines: list[str], document: Document) -> int:
    if lines[0].strip() != "---":
        return 0
    for at in range(1, min(len(lines), 50)):
        if lines[at].strip() == "---":
            rows = list(_settings(lines[1:at]))
            document.blocks.append(Grid(rows, partial(_line, list(range(1, at))), "front matter"))
            return at + 1
    return 0


def _settings(lines: list[str]) -> Iterator[list[RawCell]]:
    for line in lines:
        key, _, value = line.partition(":")
        try:
            read_value = json.loads(value) if value.strip() else ""
        except ValueError:
            read_value = value.strip()
        yield [key.strip(), str(read_value)]


def _line(numbers: list[int], row: int, _column: int) -> str:
    # Recognition may ask for the row after the last one.
    line = numbers[row] if row < len(numbers) else numbers[-1] + 1
    return f"line {line + 1}"


def _pipe_cells(line: str) -> list[RawCell] | None:
    stripped = line.strip()
    if not stripped.startswith("|"):
        return None
    parts = _PIPE.split(stripped[1:])
    if parts and not parts[-1].strip():
        parts.pop()
    return [plain(part.strip()) for part in parts]


def _tab_cells(line: str) -> list[RawCell] | None:
    if "\t" not in line:
        return None
    return [cell.strip() for cell in line.split("\t")]


def _rows(lines: list[str], at: int, document: Document, cells: object) -> int:
    """One grid from the lines that follow; in tab text a blank line is a page break."""
    make = cells
    assert callable(make)
    tabs = make is _tab_cells
    rows: list[list[RawCell]] = []
    numbers: list[int] = []
    while at < len(lines):
        row = make(lines[at])
        if row is None:
            beyond = at + 1
            if not (tabs and not lines[at].strip() and beyond < len(lines) and make(lines[beyond])):
                break
        elif not (not tabs and _RULE.fullmatch(lines[at].strip())):
            rows.append(row)
            numbers.append(at)
        at += 1
    document.blocks.append(Grid(rows, partial(_line, numbers), aligned=not tabs))
    return at


def _html(lines: list[str], at: int, document: Document) -> int:
    """A table written as HTML, kept with the line at which it begins."""
    from govinfo_cli.readers.html import cells_of, grids  # needs lxml  # noqa: PLC0415

    end = at
    while end < len(lines) - 1 and not _TABLE_END.search(lines[end]):
        end += 1
    source = "\n".join(lines[at : end + 1])
    before = source[: _TABLE.search(source).start()]  # type: ignore[union-attr]
    if before.strip():
        document.blocks.append(_paragraph(before, at))
    document.blocks.extend(grids(source[len(before) :], f"line {at + 1}"))
    total = sum(cells_of(block) for block in document.blocks if isinstance(block, Grid))
    if total > now().cells:
        raise reached("table-too-large", "cells", source=f"line {at + 1}")
    return end + 1
