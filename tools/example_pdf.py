"""A report printed to PDF, page by page, its tables cut where a page ends."""

from __future__ import annotations

from typing import Any

from example_data import form
from example_layouts import number, words_of
from govinfo_cli.forms import Table
from govinfo_cli.forms.sheet import Slot, official_sheet

WIDTH, HEIGHT = 595, 842
LEFT, RIGHT, TOP, BOTTOM = 75, 525, 770, 80
SIZE, SMALL, LEADING = 15, 8, 24
SHARES = {"blocks": (1, 1, 1, 1), "matrix": (0.6, 0.9, 2.6, 0.8, 0.8, 0.8, 0.8, 0.8, 0.8, 0.8)}


# A font that readers of PDF bring along; Chinese by its codes, Latin letters half as wide.
FONT = (
    "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [4 0 R] >>",
    "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> /DW 1000 /W [1 95 500] /FontDescriptor 5 0 R >>",
    "<< /Type /FontDescriptor /FontName /STSong-Light /Flags 4 /FontBBox [0 -200 1000 900] /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>",
)


class _Pages:
    """Pages that fill from the top down; y counts from the bottom, as PDF has it."""

    def __init__(self) -> None:
        self.pages: list[list[str]] = [[]]
        self.y = float(TOP)

    def room(self, height: float) -> bool:
        """Whether a piece fits; a new page is begun where it does not."""
        if self.y - height >= BOTTOM:
            return True
        self.pages.append([])
        self.y = float(TOP)
        return False

    def text(self, x: float, y: float, text: str, size: float) -> None:
        code = text.encode("utf-16-be").hex().upper()
        self.pages[-1].append(f"BT /F1 {size} Tf {x:.1f} {y:.1f} Td <{code}> Tj ET")

    def box(self, x: float, y: float, width: float, height: float) -> None:
        self.pages[-1].append(f"{x:.1f} {y:.1f} {width:.1f} {height:.1f} re S")

    def paragraph(self, text: str, *, centred: bool = False) -> None:
        per_line = (RIGHT - LEFT) // SIZE
        text = text if centred else "　　" + text
        for at in range(0, len(text), per_line):
            self.room(LEADING)
            self.y -= LEADING
            line = text[at : at + per_line]
            indent = 2 if line.startswith("　　") else 0
            x = (WIDTH - len(line) * SIZE) / 2 if centred else LEFT + indent * SIZE
            self.text(x, self.y, line[indent:], SIZE)

    def table(self, report: dict[str, Any], table: Table) -> None:
        chosen = form(report["form"])
        official = official_sheet(chosen, table.key)
        shares = SHARES.get(table.arrangement, (1,) * official.width)[: official.width]
        unit = (RIGHT - LEFT) / sum(shares)
        edges = [LEFT + unit * sum(shares[:n]) for n in range(official.width + 1)]
        self.y -= 8
        first = 0
        while first < official.height:
            last = first
            height = 0.0
            while last < official.height:
                line = _height(official.slots, last, edges)
                if self.y - height - line < BOTTOM:
                    break
                height += line
                last += 1
            if last == first:
                self.room(HEIGHT)
                continue
            self._part(report, official.slots, edges, first, last)
            first = last
        self.y -= 8

    def _part(
        self, report: dict[str, Any], slots: dict[tuple[int, int], Slot], edges: list[float],
        first: int, last: int,
    ) -> None:  # fmt: skip
        """The lines of a table that fit the page; a cell that is cut has its words above."""
        tops = [self.y]
        for line in range(first, last):
            tops.append(tops[-1] - _height(slots, line, edges))
        for (line, column), slot in sorted(slots.items()):
            upper, lower = max(line, first), min(line + slot.rowspan, last)
            if upper >= lower:
                continue
            x, right = edges[column], edges[column + slot.colspan]
            y, top = tops[lower - first], tops[upper - first]
            self.box(x, y, right - x, top - y)
            text = slot.text
            if slot.index >= 0:
                value = number(report, form(report["form"]).cells[slot.index].path)
                text = "" if value is None else str(value)
            if line >= first:
                for row, piece in enumerate(_wrapped(text, right - x)):
                    self.text(x + 2, top - (SMALL + 2) * (row + 1), piece, SMALL)
        self.y = tops[-1]


def _wrapped(text: str, width: float) -> list[str]:
    per_line = max(int((width - 4) // SMALL), 1)
    return [text[at : at + per_line] for at in range(0, len(text), per_line)]


def _height(slots: dict[tuple[int, int], Slot], line: int, edges: list[float]) -> float:
    most = max(
        len(_wrapped(slot.text, edges[column + slot.colspan] - edges[column]))
        for (at, column), slot in slots.items()
        if at <= line < at + slot.rowspan and (slot.rowspan == 1 or at == line)
    ) if any(at == line for at, _ in slots) else 1  # fmt: skip
    return (SMALL + 2) * max(min(most, 4), 1) + 6


def as_pdf(report: dict[str, Any]) -> bytes:
    """The whole report, with page numbers between its parts."""
    chosen = form(report["form"])
    pages = _Pages()
    sections = {section.label: section for section in chosen.sections}
    waiting: list[Table] = []
    for number_, text in enumerate([*words_of(report), ""]):
        if text in sections or not text:
            for table in waiting:
                pages.table(report, table)
            waiting = []
        if text in sections:
            waiting = [t for t in chosen.tables if t.section == sections[text].key]
        if text:
            pages.paragraph(text, centred=number_ == 0)
    for at, page in enumerate(pages.pages, 1):
        code = f"- {at} -".encode("utf-16-be").hex()
        page.append(f"BT /F1 11 Tf {WIDTH / 2 - 20} 45 Td <{code}> Tj ET")
    return _file(["\n".join(page) for page in pages.pages])


def _file(contents: list[str]) -> bytes:
    """The PDF around pages of content. Source: ISO 32000-1, sections 7.5 and 9.7."""
    kids = " ".join(f"{6 + 2 * n} 0 R" for n in range(len(contents)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(contents)} >>",
        *FONT,
    ]
    for at, content in enumerate(contents):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] /Contents {7 + 2 * at} 0 R"
            " /Resources << /Font << /F1 3 0 R >> >> >>"
        )
        objects.append(f"<< /Length {len(content)} >>\nstream\n{content}\nendstream")
    made = b"%PDF-1.4\n"
    offsets = []
    for at, thing in enumerate(objects, 1):
        offsets.append(len(made))
        made += f"{at} 0 obj\n{thing}\nendobj\n".encode()
    start = len(made)
    made += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    made += b"".join(f"{offset:010} 00000 n \n".encode() for offset in offsets)
    trailer = f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n"
    return made + trailer.encode()
