"""A worksheet part cut at the cells that are to be filled, so that filling it is joining bytes.

Sixty reports go into one template: its XML is parsed and edited once, and what stands around
each value is kept. Only a text's and a number's own bytes are made anew.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from copy import deepcopy
from typing import TYPE_CHECKING, Final, NamedTuple

from govinfo_cli.errors import UnwritableError
from govinfo_cli.marks import is_active
from govinfo_cli.number import show
from govinfo_cli.office.xml_ import parse
from govinfo_cli.writers.xlsx.formulas import Formulas
from govinfo_cli.writers.xlsx.grid import At, address
from govinfo_cli.writers.xlsx.part import SheetPart, to_xml
from govinfo_cli.writers.xlsx.sums import worked_out
from govinfo_cli.writers.xlsx.texts import MAX_TEXT, escape, is_exact

if TYPE_CHECKING:
    from lxml.etree import _Element

    from govinfo_cli.number import Number

Contents = Mapping[At, "Number | str | None"]
Quoted = Callable[[str], str]
"""From a style to the one that shows that a text is one; see ``styles``."""

_MOST: Final = 16  # layouts of one sheet, by the shared formulas that had to go
_MARK: Final = "govinfo-slot"
_STYLE: Final = re.compile(rb'(?<=\w") s="(\d*)"')
_MARKUP: Final = re.compile("[&<>]")
_ENTITIES: Final = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


class Slot(NamedTuple):
    """What stands before and after a cell's content, by its kind.

    ``formula``: of a number whose formula stays; None where the cell has none.
    """

    at: At
    blank: bytes
    number: tuple[bytes, bytes]
    text: tuple[bytes, bytes]
    formula: tuple[bytes, bytes] | None


class Layout(NamedTuple):
    """The slots of a part in the order in which they stand, and what stands around them."""

    around: tuple[bytes, ...]
    slots: tuple[Slot, ...]


class Sheet:
    """A worksheet part that is filled at the same places again and again."""

    def __init__(self, xml: bytes, name: str, places: frozenset[At]) -> None:
        self._xml = xml
        self._name = name
        self._places = places
        formulas = Formulas(SheetPart(parse(xml, name), name))
        self._dissolved = formulas.dissolve(places)
        self._formulas = {at: formulas.text(at) for at in places if formulas.has(at)}
        self._masters = formulas.masters
        self._layouts: dict[frozenset[At], Layout] = {}

    def fill(self, contents: Contents, quoted: Quoted = str) -> tuple[bytes, bool]:
        """The part with these contents, and whether a formula had to go.

        A sum that gives the very number that is due stays and gets it as its stored value.
        Raises UnwritableError for a text that is longer than a cell can hold.
        """
        dropped = {at for at, text in self._formulas.items() if not _gives(text, at, contents)}
        around, slots = self._layout(self._masters.intersection(dropped))
        made = [around[0]]
        for slot, after in zip(slots, around[1:], strict=True):
            content = contents[slot.at]
            if content is None:
                made += slot.blank, after
                continue
            if isinstance(content, str) or not is_exact(content):
                text = content if isinstance(content, str) else show(content)
                start, end = slot.text
                value = self._text(text, slot.at)
                if is_active(text):  # or it would become a formula when somebody edits it
                    start = _restyled(start, quoted)
            else:
                stays = slot.formula is not None and slot.at not in dropped
                start, end = slot.formula if slot.formula and stays else slot.number
                value = show(content).encode()
            made += start, value, end, after
        return b"".join(made), self._dissolved or bool(dropped)

    def _text(self, text: str, at: At) -> bytes:
        if len(text.encode("utf-16-le", "surrogatepass")) // 2 > MAX_TEXT:
            raise UnwritableError(
                "cell-too-long", cell=f"{self._name}!{address(at)}", limit=MAX_TEXT
            )
        return _MARKUP.sub(lambda match: _ENTITIES[match[0]], escape(text)).encode()

    def _layout(self, released: frozenset[At]) -> Layout:
        known = self._layouts.get(released)
        if known is None:
            if len(self._layouts) >= _MOST:
                self._layouts.clear()
            known = self._layouts[released] = self._cut(released)
        return known

    def _cut(self, released: frozenset[At]) -> Layout:
        """Edit the part as a whole, with a mark wherever a content may stand, and cut it there."""
        part = SheetPart(parse(self._xml, self._name), self._name)
        formulas = Formulas(part)
        formulas.dissolve(self._places)
        formulas.release(released)
        mark = _MARK
        while mark.encode() in self._xml:
            mark += "-"
        places = sorted(self._places)
        cells = [part.cell(at) for at in places]
        part.widen(places)
        for number, cell in enumerate(cells):
            _mark(part, cell, mark, number)
        found = re.split(rf"<\?{mark} (\d+)\?>".encode(), to_xml(part.root))
        slots = tuple(
            _slot(places[int(number)], plain, with_formula, mark.encode())
            for number, plain, with_formula in zip(
                found[1::6], found[2::6], found[4::6], strict=True
            )
        )
        return Layout(tuple(found[::6]), slots)


def _gives(formula: str, at: At, contents: Contents) -> bool:
    """Whether a formula is a sum that gives the very number that its cell is to have."""
    due = contents[at]
    if not formula or due is None or isinstance(due, str):
        return False
    return worked_out(formula, contents) == due and is_exact(due)


def _restyled(start: bytes, quoted: Quoted) -> bytes:
    """A cell's start tag with the style that ``quoted`` gives for the one that it has."""
    found = _STYLE.search(start)
    if found:
        return b'%b s="%b"%b' % (
            start[: found.start()],
            quoted(found[1].decode()).encode(),
            start[found.end() :],
        )
    return start.replace(b">", b' s="%b">' % quoted("0").encode(), 1)


def _mark(part: SheetPart, cell: _Element, mark: str, number: int) -> None:
    """Put marks for a content into a cell, and around it and its twin that keeps its formula."""
    from lxml.etree import ProcessingInstruction  # slow to import  # noqa: PLC0415

    tail, cell.tail = cell.tail, None
    twin = deepcopy(cell)
    start, middle, end = (ProcessingInstruction(mark, str(number)) for _ in range(3))
    cell.addprevious(start)
    cell.addnext(middle)
    middle.addnext(end)
    end.tail = tail
    if cell.find(f"{part.tag}f") is not None:
        part.clear(twin, ("v", "is"), ("t",))
        twin.insert(1, part.value(mark))
        middle.addnext(twin)
    part.clear(cell, ("f", "v", "is"), ("t", "cm", "vm"))
    cell.insert(0, part.value(mark))
    cell.set("t", mark)


def _slot(at: At, plain: bytes, with_formula: bytes, mark: bytes) -> Slot:
    """Take a marked cell apart: ``<c r="A1" t="mark"><v>mark</v></c>``."""
    head, value, tail = plain.split(mark)
    head = head[: -len(b' t="')]
    value = value[len(b'">') :]
    prefix = value[1 : -len(b"v>")]
    rest = tail[len(value) + 1 :]
    name = b"</" + prefix + b"c>"
    text = (
        b'%b t="inlineStr"><%bis><%bt xml:space="preserve">' % (head, prefix, prefix),
        b"</%bt></%bis>%b" % (prefix, prefix, rest),
    )
    before, _, after = with_formula.partition(mark)
    return Slot(
        at,
        head + (b"/>" if rest == name else b">" + rest),
        (head + b">" + value, tail),
        text,
        (before, after) if with_formula else None,
    )
