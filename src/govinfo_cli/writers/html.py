"""HTML: one self-contained page in the official layout, ready for a portal."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from govinfo_cli.number import show
from govinfo_cli.pages import FOOT, head, safe, style, table
from govinfo_cli.writers.outline import outline, printed_sheet, title_of
from govinfo_cli.writers.raw import contents, particulars

if TYPE_CHECKING:
    from collections.abc import Sequence

    from govinfo_cli.forms import Table
    from govinfo_cli.forms.sheet import Slot
    from govinfo_cli.number import Number
    from govinfo_cli.report import Report

_BENT: Final = re.compile(r"^\s|\s$|[^\S ]|  ")


def write(report: Report) -> bytes:
    """Write a report as UTF-8 HTML that needs nothing else: no script, no font, no picture.

    Header cells say what they head (``scope``), the page prints on A4, and ``meta`` elements
    named ``govinfo:…`` keep what the report says of itself.
    """
    title = title_of(report) or report.organ or report.form.title
    metas = "\n".join(
        f'<meta name="govinfo:{key}" content="{safe(value)}">' for key, value in particulars(report)
    )
    return "\n".join([*head(title, style("page"), metas=metas), *_body(report), *FOOT]).encode()


def _body(report: Report) -> list[str]:
    cells = contents(report)
    made = []
    for block in outline(report):
        if block.kind == "title":
            made.append(f"<h1>{safe(block.text)}</h1>")
        elif block.kind == "heading":
            made.append(f"<h2>{safe(block.text)}</h2>")
        elif block.table is not None:
            made += _table(report, block.table, cells)
        elif block.kind == "extra":
            made += _plain(block.rows)
        else:
            kind = ' class="note"' if block.kind == "note" else ""
            bent = ' style="white-space:pre-wrap"' if _BENT.search(block.text) else ""
            made.append(f"<p{kind}{bent}>{safe(block.text)}</p>")
    return made


def _table(report: Report, form_table: Table, cells: Sequence[Number | str | None]) -> list[str]:
    sheet = printed_sheet(report.form, form_table, report.absent)
    if not sheet.slots:
        return []

    def number(slot: Slot, spans: str) -> str:
        value = cells[slot.index]
        return f"<td{spans}>{safe(value) if isinstance(value, str) else show(value)}</td>"

    return table(sheet, form_table.label, number)


def _plain(rows: Sequence[Sequence[str]]) -> list[str]:
    """What found no cell, with blanks, tabs and all."""
    made = ['<div class="frame"><table style="white-space:pre-wrap">']
    for number, row in enumerate(rows):
        tag = 'th scope="col"' if number == 0 else "td"
        cells = "".join(f"<{tag}>{safe(cell)}</{tag[:2]}>" for cell in row)
        made.append(f"<tr>{cells}</tr>")
    return [*made, "</table></div>"]
