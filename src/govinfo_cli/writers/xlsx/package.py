"""A workbook's zip package: the parts that change are rewritten, all others copied."""

from __future__ import annotations

from collections.abc import Mapping
from posixpath import dirname, join, normpath, split
from typing import TYPE_CHECKING, Final

from govinfo_cli.errors import UnreadableError, UnwritableError
from govinfo_cli.office.repack import opened, repack
from govinfo_cli.writers.xlsx.part import SheetPart, parse_xml, to_xml
from govinfo_cli.writers.xlsx.styles import Styles

if TYPE_CHECKING:
    from zipfile import ZipFile

    from lxml.etree import _Element

    from govinfo_cli.writers.xlsx.part import Changes

_BEFORE_CALC: Final = frozenset(
    ("fileVersion", "fileSharing", "workbookPr", "workbookProtection", "AlternateContent",
     "bookViews", "sheets", "functionGroups", "externalReferences", "definedNames")
)  # fmt: skip


def rewrite(package: bytes, changes: Mapping[str, Changes]) -> bytes:
    """Set cells of a workbook, by sheet name and place (row, column from 0).

    Only those worksheets and the workbook part are written anew, the latter to have all
    formulas worked out when it is opened. Raises UnreadableError for what is no workbook and
    UnwritableError for a sheet that is not there.
    """
    with opened(package) as source:
        new: dict[str, bytes] = {}
        gone: set[str] = set()
        book = _book_part(source)
        relations = _relations(source, book)
        sheets = _sheet_parts(source, book, relations)
        look = next((part for kind, part in relations.values() if kind == "styles"), "")
        styles = Styles(parse_xml(source.read(look), look)) if look else None
        formulas_gone = False
        for sheet, cells in changes.items():
            if not cells:
                continue
            if sheet not in sheets:
                raise UnwritableError("sheet-missing", sheet=sheet)
            root = parse_xml(source.read(sheets[sheet]), sheets[sheet])
            part = SheetPart(root, sheet, styles.quoted if styles else str)
            formulas_gone |= part.fill(cells)
            new[sheets[sheet]] = to_xml(part.root)
        if styles is not None and styles.changed:
            new[look] = to_xml(styles.root)
        new[book] = _recalculated(parse_xml(source.read(book), book))
        if formulas_gone:
            gone = _drop_chain(source, book, relations, new)
        return repack((info, new.get(info.filename) or source.read(info))
                     for info in source.infolist() if info.filename not in gone)  # fmt: skip


def _relations(source: ZipFile, part: str) -> dict[str, tuple[str, str]]:
    """A part's relations: id to (last word of the type, part name)."""
    root = parse_xml(source.read(_relations_part(part)), part)
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
    for sheet in parse_xml(source.read(book), book).iterfind("{*}sheets/{*}sheet"):
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


def _drop_chain(
    source: ZipFile, book: str, relations: Mapping[str, tuple[str, str]], new: dict[str, bytes]
) -> set[str]:
    """Take out the calculation chain, which must name no cell without a formula."""
    chains = {part for kind, part in relations.values() if kind == "calcChain"}
    if not chains:
        return chains
    types = parse_xml(source.read("[Content_Types].xml"), "[Content_Types].xml")
    for override in types.findall("{*}Override"):
        if override.get("PartName", "").lstrip("/") in chains:
            types.remove(override)
    new["[Content_Types].xml"] = to_xml(types)
    links = _relations_part(book)
    root = parse_xml(source.read(links), links)
    for relation in root.findall("{*}Relationship"):
        if relation.get("Type", "").endswith("/calcChain"):
            root.remove(relation)
    new[links] = to_xml(root)
    return chains
