"""What our pages have in common: text made safe, a policy without scripts, tables with scope."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from html import escape
from pkgutil import get_data
from typing import TYPE_CHECKING, Final

from govinfo_cli.text import visible

if TYPE_CHECKING:
    from govinfo_cli.forms.sheet import Sheet, Slot

POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def safe(text: str) -> str:
    """A text as it may stand anywhere in a page; what would be obeyed unseen is shown."""
    return escape(visible(text)).replace("\r", "&#13;")


@cache
def style(name: str) -> str:
    """A style sheet shipped with the package."""
    data = get_data("govinfo_cli", f"{name}.css")
    assert data is not None  # it is shipped with the package
    return data.decode().strip()


def head(title: str, sheets: str, lang: str = "zh-CN", metas: str = "") -> list[str]:
    """The lines from the document type to ``<main>``."""
    return [
        "<!DOCTYPE html>", f'<html lang="{lang}">', "<head>", '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{safe(title)}</title>", *filter(None, [metas]), f"<style>{sheets}</style>",
        "</head>", "<body>", "<main>",
    ]  # fmt: skip


FOOT: Final = ("</main>", "</body>", "</html>", "")


def inner(page: str) -> str:
    """What stands in ``<main>`` of a page that was made with ``head`` and ``FOOT``."""
    return page.partition("\n<main>\n")[2].rpartition("\n</main>")[0]


def table(sheet: Sheet, label: str, number: Callable[[Slot, str], str]) -> list[str]:
    """A table of a form; ``number`` gives the cell element of a number, from its spans."""
    made = [f'<div class="frame"><table aria-label="{safe(label)}">']
    if sheet.header:
        made.append("<thead>")
    for line in range(sheet.height):
        slots = sorted((at[1], slot) for at, slot in sheet.slots.items() if at[0] == line)
        top = line < sheet.header or all(slot.index < 0 for _, slot in slots)
        made.append("<tr>" + "".join(_cell(slot, number, top=top) for _, slot in slots) + "</tr>")
        if line + 1 == sheet.header:
            made.append("</thead><tbody>")
    made.append(("</tbody>" if sheet.header else "") + "</table></div>")
    return made


def listing(rows: Sequence[Sequence[str]], label: str) -> list[str]:
    """A table of words: a header, then lines that begin with what they are about."""
    header, *lines = rows
    top = "".join(f'<th class="top" scope="col">{safe(cell)}</th>' for cell in header)
    made = [f'<div class="frame"><table aria-label="{safe(label)}">']
    made.append(f"<thead><tr>{top}</tr></thead><tbody>")
    for first, *others in lines:
        cells = "".join(f"<td>{safe(cell)}</td>" for cell in others)
        made.append(f'<tr><th class="row" scope="row">{safe(first)}</th>{cells}</tr>')
    return [*made, "</tbody></table></div>"]


def _cell(slot: Slot, number: Callable[[Slot, str], str], *, top: bool) -> str:
    spans = f' rowspan="{slot.rowspan}"' if slot.rowspan > 1 else ""
    spans += f' colspan="{slot.colspan}"' if slot.colspan > 1 else ""
    if slot.index >= 0:
        return number(slot, spans)
    if not slot.text:
        return f"<td{spans}></td>"
    if top:
        scope = "colgroup" if slot.colspan > 1 else "col"
        return f'<th class="top" scope="{scope}"{spans}>{safe(slot.text)}</th>'
    scope = "rowgroup" if slot.rowspan > 1 else "row"
    return f'<th class="row" scope="{scope}"{spans}>{safe(slot.text)}</th>'
