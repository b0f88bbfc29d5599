"""One worksheet part, edited cell by cell with lxml; everything else in it stays as it stood."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Final

from govinfo_cli.errors import UnreadableError, UnwritableError
from govinfo_cli.marks import is_active
from govinfo_cli.number import show
from govinfo_cli.writers.xlsx.grid import At, address, cells_of, corners, parse_address
from govinfo_cli.writers.xlsx.sums import worked_out
from govinfo_cli.writers.xlsx.texts import MAX_TEXT, escape, is_exact

if TYPE_CHECKING:
    from lxml.etree import _Element

    from govinfo_cli.number import Number

Changes = Mapping[At, "Number | str | None"]
Quoted = Callable[[str], str]

_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"


def parse_xml(data: bytes, name: str) -> _Element:
    """Parse a part without following entities. Raises UnreadableError."""
    from lxml import etree  # noqa: PLC0415  slow to import

    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise UnreadableError("package-corrupt", reason=f"{name}: {error}") from error


def to_xml(root: _Element) -> bytes:
    """A part's bytes, with the declaration that spreadsheet programs write."""
    from lxml import etree  # noqa: PLC0415  slow to import

    tree = root.getroottree()
    return etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)


class SheetPart:
    """A worksheet's cells. ``tag`` prefixes its namespace, be it transitional or strict.

    ``quoted``: from a style to the one that shows that a text is one; see ``styles``.
    """

    def __init__(self, root: _Element, name: str, quoted: Quoted = str) -> None:
        self.root = root
        self.name = name
        self.quoted = quoted
        self.tag = root.tag[: root.tag.index("}") + 1] if "}" in root.tag else ""
        found = root.find(f"{self.tag}sheetData")
        if found is None:
            raise UnreadableError("package-corrupt", reason=f"{name}: sheetData")
        self.data: _Element = found
        self.rows: dict[int, _Element] = {}
        self.cells: dict[At, _Element] = {}
        self._index()

    def _index(self) -> None:
        """Find each row and cell; those without a reference follow the one before."""
        number = -1
        for row in self.data.iterchildren(f"{self.tag}row"):
            number = int(row.get("r", number + 2)) - 1
            self.rows[number] = row
            column = -1
            for cell in row.iterchildren(f"{self.tag}c"):
                place = parse_address(cell.get("r", ""))
                column = place[1] if place else column + 1
                self.cells[number, column] = cell

    def fill(self, changes: Changes) -> bool:
        """Set the given cells; True when a formula had to go.

        A sum that gives the very number that is due stays and gets it as its stored value.
        """
        from govinfo_cli.writers.xlsx.formulas import Formulas  # noqa: PLC0415

        formulas = Formulas(self)
        gone = formulas.dissolve(changes)
        kept = set()
        for at, content in changes.items():
            text = formulas.text(at)
            if text and content is not None and worked_out(text, changes) == content:
                kept.add(at)
        dropped = {at for at in changes if formulas.has(at)} - kept
        formulas.release(dropped)
        for at in sorted(changes):
            self._put(at, changes[at], keep=at in kept)
        self._widen(changes)
        return gone or bool(dropped)

    def _put(self, at: At, content: Number | str | None, *, keep: bool) -> None:
        cell = self._cell(at)
        children = ["v", "is"] if keep else ["f", "v", "is"]
        for name in children:
            for child in cell.findall(self.tag + name):
                cell.remove(child)
        for name in ["t"] if keep else ["t", "cm", "vm"]:
            cell.attrib.pop(name, "")
        if content is None:
            return
        if isinstance(content, str) or not is_exact(content):
            cell.set("t", "inlineStr")
            text = content if isinstance(content, str) else show(content)
            cell.insert(0, self._inline(text, at))
            if is_active(text):  # or it would become a formula when somebody edits it
                cell.set("s", self.quoted(cell.get("s", "0")))
        else:
            value = cell.makeelement(f"{self.tag}v")
            value.text = show(content)
            cell.insert(1 if keep else 0, value)

    def _inline(self, text: str, at: At) -> _Element:
        if len(text.encode("utf-16-le", "surrogatepass")) // 2 > MAX_TEXT:
            raise UnwritableError(
                "cell-too-long", cell=f"{self.name}!{address(at)}", limit=MAX_TEXT
            )
        inline = self.data.makeelement(f"{self.tag}is")
        words = inline.makeelement(f"{self.tag}t")
        words.set(_SPACE, "preserve")
        words.text = escape(text)
        inline.append(words)
        return inline

    def _row(self, number: int) -> _Element:
        if number not in self.rows:
            row = self.data.makeelement(f"{self.tag}row", {"r": str(number + 1)})
            before = max((n for n in self.rows if n < number), default=None)
            if before is None:
                self.data.insert(0, row)
            else:
                self.rows[before].addnext(row)
            self.rows[number] = row
        return self.rows[number]

    def _cell(self, at: At) -> _Element:
        if at not in self.cells:
            row = self._row(at[0])
            cell = row.makeelement(f"{self.tag}c", {"r": address(at)})
            if style := self._style(row, at[1]):
                cell.set("s", style)
            before = max((c for r, c in self.cells if r == at[0] and c < at[1]), default=None)
            if before is None:
                row.insert(0, cell)
            else:
                self.cells[at[0], before].addnext(cell)
            row.attrib.pop("spans", "")
            self.cells[at] = cell
        return self.cells[at]

    def _style(self, row: _Element, column: int) -> str:
        """The style that a new cell takes over: its row's, or else its column's."""
        if row.get("customFormat") in ("1", "true"):
            return row.get("s", "")
        for entry in self._columns():
            if int(entry.get("min", "0")) <= column + 1 <= int(entry.get("max", "0")):
                return entry.get("style", "")
        return ""

    def _columns(self) -> Iterator[_Element]:
        yield from self.root.iterfind(f"{self.tag}cols/{self.tag}col")

    def _widen(self, changes: Changes) -> None:
        """Make the dimension that the part declares take in the new cells."""
        dimension = self.root.find(f"{self.tag}dimension")
        found = corners(dimension.get("ref", "")) if dimension is not None else None
        if dimension is None or found is None or not changes:
            return
        rows = [at[0] for at in (*found, *changes)]
        columns = [at[1] for at in (*found, *changes)]
        start, end = (min(rows), min(columns)), (max(rows), max(columns))
        if (start, end) != found:
            dimension.set("ref", f"{address(start)}:{address(end)}")


def covers(reference: str, changes: Changes) -> bool:
    """Whether a range has one of the cells that are to change."""
    found = corners(reference)
    return found is not None and any(at in changes for at in cells_of(*found))
