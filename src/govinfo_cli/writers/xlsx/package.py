"""A workbook's zip package: the parts that change are rewritten, all others copied."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import lru_cache
from posixpath import dirname, join, normpath, split
from typing import TYPE_CHECKING, Final

from govinfo_cli.errors import UnreadableError, UnwritableError
from govinfo_cli.office.repack import Entry, entry_of, opened, packed, put_together
from govinfo_cli.office.xml_ import parse
from govinfo_cli.writers.xlsx.part import to_xml
from govinfo_cli.writers.xlsx.slots import Contents, Sheet
from govinfo_cli.writers.xlsx.styles import Styles

if TYPE_CHECKING:
    from zipfile import ZipFile

    from lxml.etree import _Element

    from govinfo_cli.writers.xlsx.grid import At

LARGEST: Final = 4_000_000  # bytes of a package worth being kept
MOST: Final = 64  # sheets of one template, by the places filled in them
_BEFORE_CALC: Final = frozenset(
    ("fileVersion", "fileSharing", "workbookPr", "workbookProtection", "AlternateContent",
     "bookViews", "sheets", "functionGroups", "externalReferences", "definedNames")
)  # fmt: skip


def rewrite(package: bytes, changes: Mapping[str, Contents]) -> bytes:
    """Set cells of a workbook, by sheet name and place (row, column from 0).

    Only those worksheets and the workbook part are written anew, the latter to have all
    formulas worked out when it is opened. Raises UnreadableError for what is no workbook and
    UnwritableError for a sheet that is not there.
    """
    return (_kept if len(package) <= LARGEST else Template)(package).fill(changes)


class Template:
    """A workbook's package taken apart once, to be filled again and again."""

    def __init__(self, package: bytes) -> None:
        self._package = package
        with opened(package) as source:
            self._infos = {info.filename: info for info in source.infolist()}
            self._entries = [entry_of(package, source, info) for info in source.infolist()]
            book = _book_part(source)
            relations = _relations(source, book)
            self._parts = _sheet_parts(source, book, relations)
            self._new = {book: self._packed(book, _recalculated(parse(source.read(book), book)))}
            self._look = next((p for kind, p in relations.values() if kind == "styles"), "")
            self._gone, rest = _chain_dropped(source, book, relations)
            self._without_chain = {name: self._packed(name, data) for name, data in rest.items()}
        self._sheets: dict[tuple[str, frozenset[At]], Sheet] = {}

    def fill(self, changes: Mapping[str, Contents]) -> bytes:
        """A copy with these contents; see ``rewrite``."""
        new = self._new.copy()
        formulas_gone = False
        styles: list[Styles] = []

        def quoted(style: str) -> str:
            if self._look and not styles:
                styles.append(Styles(parse(self._read(self._look), self._look)))
            return styles[0].quoted(style) if styles else style

        for name, contents in changes.items():
            if not contents:
                continue
            if name not in self._parts:
                raise UnwritableError("sheet-missing", sheet=name)
            data, gone = self._sheet(name, frozenset(contents)).fill(contents, quoted)
            new[self._parts[name]] = self._packed(self._parts[name], data)
            formulas_gone |= gone
        if styles and styles[0].changed:
            new[self._look] = self._packed(self._look, to_xml(styles[0].root))
        left_out: Collection[str] = ()
        if formulas_gone:
            new |= self._without_chain
            left_out = self._gone
        return put_together(
            new.get(entry.name, entry) for entry in self._entries if entry.name not in left_out
        )

    def _packed(self, part: str, data: bytes) -> Entry:
        return packed(self._infos[part], data)

    def _read(self, part: str) -> bytes:
        with opened(self._package) as source:
            return source.read(part)

    def _sheet(self, name: str, places: frozenset[At]) -> Sheet:
        known = self._sheets.get((name, places))
        if known is None:
            if len(self._sheets) >= MOST:
                self._sheets.clear()
            known = Sheet(self._read(self._parts[name]), name, places)
            self._sheets[name, places] = known
        return known


_kept = lru_cache(maxsize=8)(Template)


def _relations(source: ZipFile, part: str) -> dict[str, tuple[str, str]]:
    """A part's relations: id to (last word of the type, part name)."""
    root = parse(source.read(_relations_part(part)), part)
    made = {}
    for relation in root.iterchildren("{*}Relationship"):
        target = relation.get("Target", "")
        path = target[1:] if target.startswith("/") else join(dirname(part), target)
        made[relation.get("Id", "")] = relation.get("Type", "").rsplit("/", 1)[-1], normpath(path)
    return made


def _relations_part(part: str) -> str:
    folder, name = split(part)
    return join(folder, "_rels", f"{name}.rels")


def _book_part(source: ZipFile) -> str:
    for kind, part in _relations(source, "").values():
        if kind == "officeDocument":
            return part
    raise UnreadableError("package-corrupt", reason="_rels/.rels")


def _sheet_parts(
    source: ZipFile, book: str, relations: Mapping[str, tuple[str, str]]
) -> dict[str, str]:
    made = {}
    for sheet in parse(source.read(book), book).iterfind("{*}sheets/{*}sheet"):
        identity = next((v for k, v in sheet.attrib.items() if str(k).endswith("}id")), "")
        if str(identity) in relations:
            made[sheet.get("name", "")] = relations[str(identity)][1]
    return made


def _recalculated(root: _Element) -> bytes:
    """The workbook part, marked to work out all formulas when it is opened."""
    tag = root.tag[: root.tag.index("}") + 1]
    found = root.find(f"{tag}calcPr")
    if found is None:
        found = root.makeelement(f"{tag}calcPr")
        before = [child for child in root if str(child.tag).rsplit("}", 1)[-1] in _BEFORE_CALC]
        before[-1].addnext(found)
    found.set("fullCalcOnLoad", "1")
    return to_xml(root)


def _chain_dropped(
    source: ZipFile, book: str, relations: Mapping[str, tuple[str, str]]
) -> tuple[set[str], dict[str, bytes]]:
    """The calculation chain, which must name no cell without a formula, and what names it."""
    chains = {part for kind, part in relations.values() if kind == "calcChain"}
    if not chains:
        return chains, {}
    types = parse(source.read("[Content_Types].xml"), "[Content_Types].xml")
    for override in types.findall("{*}Override"):
        if override.get("PartName", "").lstrip("/") in chains:
            types.remove(override)
    links = _relations_part(book)
    root = parse(source.read(links), links)
    for relation in root.findall("{*}Relationship"):
        if relation.get("Type", "").endswith("/calcChain"):
            root.remove(relation)
    return chains, {"[Content_Types].xml": to_xml(types), links: to_xml(root)}
