"""The plain way to fill a sheet, cell by cell in its tree: what the prepared way is held to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govinfo_cli.number import show
from govinfo_cli.writers.xlsx.formulas import Formulas
from govinfo_cli.writers.xlsx.part import SheetPart, escape, is_exact, parse_xml, to_xml
from govinfo_cli.writers.xlsx.sums import worked_out

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml.etree import _Element

    from govinfo_cli.number import Number
    from govinfo_cli.writers.xlsx.grid import At

SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def filled(xml: bytes, contents: Mapping[At, Number | str | None]) -> bytes:
    part = SheetPart(parse_xml(xml, "sheet"), "sheet")
    formulas = Formulas(part)
    formulas.dissolve(contents)
    kept = {
        at for at, content in contents.items()
        if content is not None and (text := formulas.text(at)) and worked_out(text, contents) == content
    }  # fmt: skip
    formulas.release({at for at in contents if formulas.has(at)} - kept)
    for at in sorted(contents):
        put(part, part.cell(at), contents[at], keep=at in kept)
    part.widen(contents)
    return to_xml(part.root)


def put(part: SheetPart, cell: _Element, content: Number | str | None, *, keep: bool) -> None:
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
        words.text = escape(content) if isinstance(content, str) else show(content)
        inline.append(words)
        cell.insert(0, inline)
    else:
        value = cell.makeelement(f"{part.tag}v")
        value.text = show(content)
        cell.insert(1 if keep else 0, value)
