"""Word: a public document in the official layout, and any organ's own file filled in place.

Fonts, sizes, margins and page numbers are those of GB/T 9704-2012, sections 5 to 7.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape, quoteattr

from govinfo_cli.number import show
from govinfo_cli.text import printable
from govinfo_cli.writers.outline import Block, outline, printed_sheet, title_of
from govinfo_cli.writers.raw import contents, particulars
from govinfo_cli.writers.wordparts import FIXED, pack, relations, types

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from govinfo_cli.forms.sheet import Sheet
    from govinfo_cli.number import Number
    from govinfo_cli.report import Report

WIDTH: Final = 8845  # twentieths of a point: 156 mm, the width of the type area
# Shares of the width by column; what is not named shares the rest.
SHARES: Final = {"blocks": (28, 24, 24, 24), "matrix": (7, 9, 28)}
_PAGE: Final = (
    '<w:sectPr><w:footerReference w:type="default" r:id="rId3"/>'
    '<w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="2098" w:right="1474" w:bottom="1985" w:left="1587" w:header="851"'
    ' w:footer="1588" w:gutter="0"/></w:sectPr>'
)
_NAMESPACES: Final = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)


def write(report: Report) -> bytes:
    """Write a report as a .docx.

    The custom properties ``govinfo:…`` keep what the report says of itself. The same report
    gives the same bytes.
    """
    cells = contents(report)
    body = "".join(_block(report, block, cells) for block in outline(report)) + _PAGE
    return pack({
        "[Content_Types].xml": types(),
        "_rels/.rels": relations(),
        "word/document.xml": f"<w:document {_NAMESPACES}><w:body>{body}</w:body></w:document>",
        "docProps/core.xml": _core(title_of(report)),
        "docProps/custom.xml": _custom(particulars(report)),
        **FIXED,
    })  # fmt: skip


def _block(report: Report, block: Block, cells: Sequence[Number | str | None]) -> str:
    if block.table is not None:
        sheet = printed_sheet(report.form, block.table, report.absent)
        if not sheet.slots:
            return ""
        widths = _widths(block.table.arrangement, sheet.width)
        return _table(_official(sheet, cells, widths), widths, sheet.header)
    if block.kind == "extra":
        widths = _widths("", len(block.rows[0]))
        rows = [[_cell(text, "left", width) for text, width in zip(row, widths, strict=True)]
                for row in block.rows]  # fmt: skip
        return _table(rows, widths, 1)
    style = {"title": "Title", "heading": "Heading1", "note": "Note"}.get(block.kind, "")
    return _paragraph(block.text, style)


def _paragraph(text: str, style: str = "") -> str:
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{properties}{_run(text)}</w:p>"


def _run(text: str) -> str:
    """Text as a run; tabs are elements of their own, all other blanks are kept."""
    if not text:
        return ""
    pieces = (
        f'<w:t xml:space="preserve">{escape(piece)}</w:t>'.replace("\r", "&#13;") if piece else ""
        for piece in printable(text).split("\t")
    )
    return f"<w:r>{'<w:tab/>'.join(pieces)}</w:r>"


def _widths(arrangement: str, columns: int) -> list[int]:
    shares = SHARES.get(arrangement, ())[:columns]
    rest = columns - len(shares)
    each = WIDTH * (100 - sum(shares)) // 100 // rest if rest else 0
    made = [WIDTH * share // 100 for share in shares] + [each] * rest
    made[-1] += WIDTH - sum(made)
    return made


def _official(
    sheet: Sheet, cells: Sequence[Number | str | None], widths: Sequence[int]
) -> list[list[str]]:
    below: dict[tuple[int, int], int] = {}  # places that a taller cell covers, and its span
    made = []
    for line in range(sheet.height):
        row = []
        column = 0
        while column < sheet.width:
            slot = sheet.slots.get((line, column))
            span = slot.colspan if slot else below.get((line, column), 1)
            width = sum(widths[column : column + span])
            if slot is None:
                merge = "continue" if (line, column) in below else ""
                row.append(_cell("", "center", width, span, merge))
            else:
                below |= {(line + n, column): span for n in range(1, slot.rowspan)}
                value = cells[slot.index] if slot.index >= 0 else slot.text
                text = value if isinstance(value, str) else show(value)
                side = "left" if slot.role == "label" else "center"
                row.append(_cell(text, side, width, span, "restart" if slot.rowspan > 1 else ""))
            column += span
        made.append(row)
    return made


@lru_cache(maxsize=1024)  # labels, and small numbers
def _cell(text: str, side: str, width: int, span: int = 1, merge: str = "") -> str:
    properties = f'<w:tcW w:w="{width}" w:type="dxa"/>'
    properties += f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    properties += f'<w:vMerge w:val="{merge}"/>' if merge else ""
    style = "TableLabel" if side == "left" else "TableText"
    return (
        f'<w:tc><w:tcPr>{properties}<w:vAlign w:val="center"/></w:tcPr>'
        f"{_paragraph(text, style)}</w:tc>"
    )


def _table(rows: Sequence[Sequence[str]], widths: Sequence[int], header: int) -> str:
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        '<w:tbl><w:tblPr><w:tblStyle w:val="Form"/>'
        f'<w:tblW w:w="{WIDTH}" w:type="dxa"/><w:jc w:val="center"/><w:tblLayout w:type="fixed"/>'
        f"</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(_rows(rows, header))}</w:tbl>"
    )


def _rows(rows: Sequence[Sequence[str]], header: int) -> Iterator[str]:
    for number, row in enumerate(rows):
        head = "<w:tblHeader/>" if number < header else ""
        yield f"<w:tr><w:trPr><w:cantSplit/>{head}</w:trPr>{''.join(row)}</w:tr>"


def _core(title: str) -> str:
    return (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
        'core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{escape(printable(title))}</dc:title><dc:creator>govinfo</dc:creator>"
        "</cp:coreProperties>"
    )


def _custom(values: Sequence[tuple[str, str]]) -> str:
    entries = "".join(
        f'<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="{number}"'
        f" name={quoteattr('govinfo:' + name)}><vt:lpwstr>{escape(printable(value))}</vt:lpwstr>"
        "</property>"
        for number, (name, value) in enumerate(values, 2)
    )
    return (
        '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/'
        'custom-properties" xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/'
        f'docPropsVTypes">{entries}</Properties>'
    )
