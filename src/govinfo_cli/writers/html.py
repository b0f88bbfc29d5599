"""HTML: one self-contained page in the official layout, ready for a portal."""

from __future__ import annotations

import re
from functools import cache
from html import escape
from pkgutil import get_data
from typing import TYPE_CHECKING, Final

from govinfo_cli.number import show
from govinfo_cli.text import printable
from govinfo_cli.writers.outline import outline, printed_sheet, title_of
from govinfo_cli.writers.raw import contents, particulars

if TYPE_CHECKING:
    from collections.abc import Sequence

    from govinfo_cli.forms import Table
    from govinfo_cli.forms.sheet import Slot
    from govinfo_cli.number import Number
    from govinfo_cli.report import Report

POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'"
_BENT: Final = re.compile(r"^\s|\s$|[^\S ]|  ")


def write(report: Report) -> bytes:
    """Write a report as UTF-8 HTML that needs nothing else: no script, no font, no picture.

    Header cells say what they head (``scope``), the page prints on A4, and ``meta`` elements
    named ``govinfo:…`` keep what the report says of itself.
    """
    title = title_of(report) or report.organ or report.form.title
    head = [
        "<!DOCTYPE html>", '<html lang="zh-CN">', "<head>", '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{_safe(title)}</title>",
        *(f'<meta name="govinfo:{k}" content="{_safe(v)}">' for k, v in particulars(report)),
        f"<style>{_style()}</style>", "</head>", "<body>", "<main>",
    ]  # fmt: skip
    return "\n".join([*head, *_body(report), "</main>", "</body>", "</html>", ""]).encode()


@cache
def _style() -> str:
    data = get_data(__package__, "page.css")
    assert data is not None  # it is shipped with the package
    return data.decode().strip()


def _body(report: Report) -> list[str]:
    cells = contents(report)
    made = []
    for block in outline(report):
        if block.kind == "title":
            made.append(f"<h1>{_safe(block.text)}</h1>")
        elif block.kind == "heading":
            made.append(f"<h2>{_safe(block.text)}</h2>")
        elif block.table is not None:
            made += _table(report, block.table, cells)
        elif block.kind == "extra":
            made += _plain(block.rows)
        else:
            kind = ' class="note"' if block.kind == "note" else ""
            bent = ' style="white-space:pre-wrap"' if _BENT.search(block.text) else ""
            made.append(f"<p{kind}{bent}>{_safe(block.text)}</p>")
    return made


def _safe(text: str) -> str:
    return escape(printable(text)).replace("\r", "&#13;")


def _table(report: Report, table: Table, cells: Sequence[Number | str | None]) -> list[str]:
    sheet = printed_sheet(report.form, table, report.absent)
    if not sheet.slots:
        return []
    made = [f'<div class="frame"><table aria-label="{escape(table.label)}">']
    if sheet.header:
        made.append("<thead>")
    for line in range(sheet.height):
        slots = sorted((at[1], slot) for at, slot in sheet.slots.items() if at[0] == line)
        head = line < sheet.header or all(slot.index < 0 for _, slot in slots)
        made.append("<tr>" + "".join(_slot(slot, cells, head=head) for _, slot in slots) + "</tr>")
        if line + 1 == sheet.header:
            made.append("</thead><tbody>")
    made.append(("</tbody>" if sheet.header else "") + "</table></div>")
    return made


def _slot(slot: Slot, cells: Sequence[Number | str | None], *, head: bool) -> str:
    spans = f' rowspan="{slot.rowspan}"' if slot.rowspan > 1 else ""
    spans += f' colspan="{slot.colspan}"' if slot.colspan > 1 else ""
    if slot.index >= 0:
        value = cells[slot.index]
        text = _safe(value) if isinstance(value, str) else show(value)
        return f"<td{spans}>{text}</td>"
    if not slot.text:
        return f"<td{spans}></td>"
    if head:
        scope = "colgroup" if slot.colspan > 1 else "col"
        return f'<th class="top" scope="{scope}"{spans}>{_safe(slot.text)}</th>'
    scope = "rowgroup" if slot.rowspan > 1 else "row"
    return f'<th class="row" scope="{scope}"{spans}>{_safe(slot.text)}</th>'


def _plain(rows: Sequence[Sequence[str]]) -> list[str]:
    """What found no cell, with blanks, tabs and all."""
    made = ['<div class="frame"><table style="white-space:pre-wrap">']
    for number, row in enumerate(rows):
        tag = 'th scope="col"' if number == 0 else "td"
        cells = "".join(f"<{tag}>{_safe(cell)}</{tag[:2]}>" for cell in row)
        made.append(f"<tr>{cells}</tr>")
    return [*made, "</table></div>"]
