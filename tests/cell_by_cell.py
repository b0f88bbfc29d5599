"""The plain way to fill a sheet, cell by cell in its tree: what the prepared way is held to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govinfo_cli.marks import is_active
from govinfo_cli.number import show
from govinfo_cli.office.xml_ import parse
from govinfo_cli.writers.xlsx.formulas import Formulas
from govinfo_cli.writers.xlsx.part import SheetPart, to_xml
from govinfo_cli.writers.xlsx.sums import worked_out
from govinfo_cli.writers.xlsx.texts import escape, is_exact

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml.etree import _Element

    from govinfo_cli.number import Number
    from govinfo_cli.writers.xlsx.grid import At
    from govinfo_cli.writers.xlsx.styles import Styles

SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def filled(xml: bytes, contents: Mapping[At, Number | str | None], styles: Styles) -> bytes:
    part = SheetPart(parse(xml, "sheet"), "sheet")
    formulas = Formulas(part)
    formulas.dissolve(contents)
    kept = {
        at for at, content in contents.items()
        if content is not None and (text := formulas.text(at)) and worked_out(text, contents) == content
    }  # fmt: skip
    formulas.release({at for at in contents if formulas.has(at)} - kept)
    for at in sorted(contents):
        put(part, part.cell(at), contents[at], styles, keep=at in kept)
    part.widen(contents)
    return to_xml(part.root)


def put(
    part: SheetPart, cell: _Element, content: Number | str | None, styles: Styles, *, keep: bool
) -> None:
    for name in ["v", "is"] if keep else ["f", "v", "is"]:
        for child in cell.findall(part.tag + name):
            cell.remove(child)
    for name in ["t"] if keep else ["t", "cm", "vm"]:
        cell.attrib.pop(name, "")
    cell.text = None  # white space between the elements
    if content is None:
        return
    if isinstance(content, str) or not is_exact(content):
        cell.set("t", "inlineStr")
        inline, words = (cell.makeelement(f"{part.tag}{name}") for name in ("is", "t"))
        words.set(SPACE, "preserve")
        text = content if isinstance(content, str) else show(content)
        words.text = escape(text)
        if is_active(text):
            cell.set("s", styles.quoted(cell.get("s", "0")))
        inline.append(words)
        cell.insert(0, inline)
    else:
        value = cell.makeelement(f"{part.tag}v")
        value.text = show(content)
        cell.insert(1 if keep else 0, value)
