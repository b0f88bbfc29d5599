"""PDF files: ruled tables as grids, the lines around them joined to paragraphs."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from typing import Any, Final

from govinfo_cli.document import Document, Grid, Paragraph, RawCell
from govinfo_cli.errors import UnreadableError
from govinfo_cli.limits import now, reached
from govinfo_cli.readers.pdfstreams import bound_page, bound_streams

MIN_CHARS: Final = 20
LONG: Final = 20  # a cell over a whole line with more characters is prose in a frame
_PAGE_NUMBER: Final = re.compile(
    r"[-—–－·\s]*(?:第\s*)?\d{1,3}\s*(?:页)?[-—–－·\s]*(?:[/共]\s*\d+\s*页?)?"
)
_END: Final = re.compile(r"[。；：！？”]\s*$")
_HEADING: Final = re.compile(r"[一二三四五六]\s*、|（[一二三四五六七八九十]{1,2}）")


@dataclass(slots=True)
class _Line:
    """A printed line: its words, its edges in points, its size, and its page."""

    text: str
    left: float
    right: float
    top: float
    size: float
    page: int


def read(data: bytes, name: str) -> Document:
    """Read a PDF file with text in it. Raises UnreadableError for a scan and what is no PDF."""
    try:
        import pdfplumber  # a large library, only for PDF  # noqa: PLC0415
        from pdfplumber.utils.exceptions import PdfminerException  # noqa: PLC0415
    except ImportError as error:
        raise UnreadableError("extra-needed", extra="pdf") from error
    if b"%PDF-" not in data[:1024]:
        raise UnreadableError("pdf-broken", reason="no %PDF header")
    bound_streams()
    try:
        with pdfplumber.open(BytesIO(data)) as pdf:
            return Document(name, list(_blocks(pdf)))
    except (UnreadableError, MemoryError):
        raise
    except PdfminerException as error:
        if error.args and isinstance(error.args[0], UnreadableError):
            raise error.args[0] from error
        if error.args and isinstance(error.args[0], MemoryError):
            raise error.args[0] from error
        cause = type(error.args[0]).__name__ if error.args else ""
        locked = "Password" in cause or "Encryption" in cause or b"/Encrypt" in data
        raise UnreadableError("encrypted" if locked else "pdf-broken", reason=cause) from error
    except RecursionError as error:
        raise UnreadableError("pdf-broken", reason="loop") from error
    except Exception as error:  # pdfminer raises whatever it meets in a damaged file
        raise UnreadableError("pdf-broken", reason=type(error).__name__) from error


def _blocks(pdf: Any) -> Iterator[Paragraph | Grid]:
    start = time.monotonic()
    _count_pages(pdf)
    found: list[_Line | Grid] = []
    characters = 0
    for number, page in enumerate(pdf.pages, 1):
        if 0 < now().time < time.monotonic() - start:
            raise reached("pdf-too-slow", "time", page=number)
        bound_page()
        characters += len(page.chars)
        found.extend(_page(page, number))
        page.close()  # what was worked out for it is not needed any more
    if characters < MIN_CHARS:
        raise UnreadableError("pdf-scanned" if found or len(pdf.pages) else "pdf-empty")
    yield from _joined(found)


def _count_pages(pdf: Any) -> None:
    """Refuse too many pages before an object is made of each."""
    from pdfminer.pdfpage import PDFPage  # a large library, only for PDF  # noqa: PLC0415

    for count, _ in enumerate(PDFPage.create_pages(pdf.doc), 1):
        if count > now().pages:
            raise reached("pdf-too-long", "pages")


def _page(page: Any, number: int) -> list[_Line | Grid]:
    """Lines and grids of one page, from top to bottom."""
    placed: list[tuple[float, _Line | Grid]] = []
    boxes = []
    count = 0
    for table in page.find_tables():
        rows = table.extract()
        for first, last in _runs(rows):
            count += 1
            box = _box(table.rows[first:last])
            boxes.append(box)
            cells: list[list[RawCell]] = [[*row] for row in rows[first:last]]
            grid = Grid(cells, partial(_locate, number, count), f"page {number}, table {count}")
            placed.append((box[1], grid))
    outside = page.filter(lambda thing: not any(_holds(box, thing) for box in boxes))
    lines = [
        _Line(
            line["text"], line["x0"], line["x1"], line["top"],
            Counter(round(char["size"], 1) for char in line["chars"]).most_common(1)[0][0], number,
        )
        for line in outside.extract_text_lines()
        if line["text"].strip()
    ]  # fmt: skip
    for at in (0, -1):  # at the head or the foot of the page
        if lines and _PAGE_NUMBER.fullmatch(lines[at].text.strip()):
            edge = lines[at].top / float(page.height)
            if edge < 0.1 or edge > 0.88:
                lines.pop(at)
    placed += [(line.top, line) for line in lines]
    return [thing for _, thing in sorted(placed, key=lambda entry: entry[0])]


def _runs(rows: list[list[str | None]]) -> Iterator[tuple[int, int]]:
    """The parts of a ruled frame that are a table; pages also frame their prose."""
    start = None
    for at, row in enumerate([*rows, None]):
        filled = [cell for cell in row or () if cell and cell.strip()]
        is_line = row is not None and (len(filled) > 1 or (len(row) > 1 and _short(filled)))
        if is_line and start is None:
            start = at
        elif not is_line and start is not None:
            if any(sum(bool(c and c.strip()) for c in line) > 1 for line in rows[start:at]):
                yield start, at
            start = None


def _short(filled: list[str]) -> bool:
    return all(len(cell) <= LONG for cell in filled)


def _box(rows: list[Any]) -> tuple[float, float, float, float]:
    boxes = [row.bbox for row in rows]
    return (
        min(b[0] for b in boxes), min(b[1] for b in boxes),
        max(b[2] for b in boxes), max(b[3] for b in boxes),
    )  # fmt: skip


def _holds(box: tuple[float, float, float, float], thing: dict[str, Any]) -> bool:
    across, down = (thing["x0"] + thing["x1"]) / 2, (thing["top"] + thing["bottom"]) / 2
    return bool(box[0] <= across <= box[2] and box[1] <= down <= box[3])


def _locate(page: int, table: int, row: int, column: int) -> str:
    return f"page {page}, table {table}, row {row + 1}, column {column + 1}"


def _joined(found: list[_Line | Grid]) -> Iterator[Paragraph | Grid]:
    """Join printed lines to paragraphs: one ends where its line is short or the next is set in."""
    lines = [thing for thing in found if isinstance(thing, _Line)]
    size = _usual(line.size for line in lines)
    body = [line for line in lines if abs(line.size - size) <= 1]
    left = _usual(line.left for line in body)
    right = max((line.right for line in body), default=0.0)
    open_: list[_Line] = []
    for thing in found:
        if open_ and (isinstance(thing, Grid) or not _goes_on(open_[-1], thing, left, right)):
            yield _paragraph(open_)
            open_ = []
        if isinstance(thing, Grid):
            yield thing
        else:
            open_.append(thing)
    if open_:
        yield _paragraph(open_)


def _usual(values: Iterator[float]) -> float:
    counts = Counter(round(value) for value in values)
    return float(counts.most_common(1)[0][0]) if counts else 0.0


def _goes_on(line: _Line, after: _Line, left: float, right: float) -> bool:
    if abs(line.size - after.size) > 1 or line.text.rstrip().endswith("报告"):
        return False
    middle = (left + right) / 2
    if all(_is_centred(each, left, right, middle) for each in (line, after)):
        return line.page == after.page and not _HEADING.match(after.text)
    reach = line.right - left > 0.7 * (right - left) and not _END.search(line.text)
    full = line.right > right - 1.6 * line.size or reach
    return full and after.left < left + 1.2 * after.size and not _HEADING.match(after.text)


def _is_centred(line: _Line, left: float, right: float, middle: float) -> bool:
    apart = abs((line.left + line.right) / 2 - middle) < line.size / 2
    return apart and line.left > left + 2 * line.size and line.right < right - 2 * line.size


def _paragraph(lines: list[_Line]) -> Paragraph:
    text = lines[0].text
    for line in lines[1:]:
        apart = text[-1:].isascii() and line.text[:1].isascii() and text[-1:].isalpha()
        text += (" " if apart else "") + line.text
    return Paragraph(text.strip(), f"page {lines[0].page}")
