"""Which cells of a workbook hold a formula or an error: what calamine cannot tell.

The sheet parts are searched as bytes, which costs a tenth of a millisecond; a part that the
search cannot account for to the last formula is given to openpyxl.
"""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO
from posixpath import join, normpath
from typing import TYPE_CHECKING, Final, NamedTuple

from govinfo_cli.errors import UnreadableError
from govinfo_cli.late import late
from govinfo_cli.office.package import Part, part_bytes
from govinfo_cli.office.scan import scan_for_openpyxl
from govinfo_cli.readers.authors import NOBODY
from govinfo_cli.text import unescaped

if TYPE_CHECKING:
    from collections.abc import Mapping

    from govinfo_cli.document import Grid, RawCell

Special = dict[tuple[int, int], tuple[str, str]]  # (row, column) -> formula, error text

WORKBOOK: Final = "xl/workbook.xml"
RELATIONS: Final = "xl/_rels/workbook.xml.rels"
_FORMULA: Final = late(
    rb"<c\b([^>]*)>\s*<f\b([^>]*?)(?:/>|>([^<]*)</f>)\s*(?:<v[^>]*>([^<]*)</v>)?"
)
_ERROR: Final = late(rb'<c\b([^>]*\bt="e"[^>]*)>()()\s*(?:<v[^>]*>([^<]*)</v>)?')
_REFERENCE: Final = late(rb'\br="([A-Z]{1,3})(\d{1,7})"')
_MARK: Final = late(rb'<(?:\w+:)?f[\s/>]|\bt="e"')
_SHEET: Final = late(rb"<(?:\w+:)?sheet\b[^>]*?>")
_RELATION: Final = late(rb"<(?:\w+:)?Relationship\b[^>]*?>")
_ATTRIBUTE: Final = late(rb'([\w:]+)\s*=\s*"([^"]*)"')
_AUTHOR: Final = late(rb"<dc:creator[^>]*>([^<]*)</dc:creator>")
_SHARED: Final = late(rb'\bsi="(\d+)"')


def special_cells(
    data: bytes, package: dict[str, Part], parts: dict[str, bytes]
) -> dict[str, Special]:
    """Formulas and errors of each sheet by its name. Raises UnreadableError.

    ``parts``: those that are inflated already.
    """
    marked = {}
    for name, part in parts.items():
        if not (name.startswith("xl/worksheets/") and name.endswith(".xml")):
            continue
        cells = _cells(part)
        plain = b"<f" not in cells and b":f" not in cells and b't="e"' not in cells
        if not plain and (count := len(_MARK.findall(cells))):
            marked[name] = cells, count
    return _by_sheet(data, package, marked) if marked else {}


def metadata_of(data: bytes, package: dict[str, Part]) -> dict[str, str]:
    """What should not be published with a workbook, by the case of P802."""
    found = {}
    if core := package.get("docProps/core.xml"):
        match = _AUTHOR.search(part_bytes(data, core))
        author = unescaped(match[1].decode("utf-8", "replace")).strip() if match else ""
        if author.casefold() not in NOBODY:
            found["author"] = author
    for name in package:
        if case := _telling(name):
            found[case] = name
    return found


@lru_cache(maxsize=256)  # the same few in most workbooks
def _telling(name: str) -> str:
    """The case of P802 that a part of this name is, or ""."""
    if name.startswith(("xl/comments", "xl/threadedComments")):
        return "comments"
    if name.startswith("xl/externalLinks/externalLink"):
        return "external-links"
    return "macros" if name.endswith("vbaProject.bin") else ""


def _cells(part: bytes) -> bytes:
    """The part between the sheetData tags: formulas elsewhere (formats, lists) are no cells."""
    start = part.find(b"sheetData")
    return part[start : part.rfind(b"sheetData")] if start >= 0 else b""


def _by_sheet(
    data: bytes, package: dict[str, Part], marked: dict[str, tuple[bytes, int]]
) -> dict[str, Special]:
    found = {}
    for sheet in sheet_parts(data, package):
        if sheet.part in marked:
            special = _search(*marked[sheet.part])
            if special is None:
                return _ask_openpyxl(data)
            found[sheet.name] = special
    return found


class Source(NamedTuple):
    """A sheet as calamine gave it: its grid, and its rows before formulas were worked out."""

    grid: Grid
    rows: list[list[RawCell]]
    special: Special


class SheetPart(NamedTuple):
    """A sheet of a workbook: its name, the name of its part, and whether it is shown."""

    name: str
    part: str
    hidden: bool


def sheet_parts(data: bytes, package: Mapping[str, Part]) -> list[SheetPart]:
    """The sheets in their order, by the workbook's relations. Raises UnreadableError."""
    try:
        relations = part_bytes(data, package[RELATIONS])
        workbook = part_bytes(data, package[WORKBOOK])
    except KeyError as error:
        raise UnreadableError("package-corrupt", reason=str(error)) from error
    targets = {}
    for tag in _RELATION.findall(relations):
        relation = dict(_ATTRIBUTE.findall(tag))
        target = relation.get(b"Target", b"").decode("utf-8", "replace")
        targets[relation.get(b"Id", b"")] = normpath(
            target.lstrip("/") if target.startswith("/") else join("xl", target)
        )
    parts = []
    for tag in _SHEET.findall(workbook):
        sheet = dict(_ATTRIBUTE.findall(tag))
        relation_id = next((v for k, v in sheet.items() if k.endswith(b":id")), b"")
        name = _text(sheet.get(b"name", b""))
        hidden = sheet.get(b"state", b"visible") != b"visible"
        parts.append(SheetPart(name, targets.get(relation_id, ""), hidden))
    return parts


def formulas_of(special: Special, origin: tuple[int, int]) -> dict[tuple[int, int], str]:
    """The formulas by their place in a grid that begins at ``origin`` of its sheet."""
    down, right = origin
    return {(r - down, c - right): formula for (r, c), (formula, _) in special.items() if formula}


def _search(part: bytes, expected: int) -> Special | None:
    """All formulas and errors of a part, or None when some could not be accounted for."""
    special: Special = {}
    masters: dict[bytes, tuple[str, str]] = {}
    seen = 0
    found = _FORMULA.findall(part) + (_ERROR.findall(part) if b't="e"' in part else [])
    for attributes, formula_attributes, formula, value in found:
        is_error = b't="e"' in attributes
        seen += 1
        reference = _REFERENCE.search(attributes)
        if not reference:
            return None
        letters, digits = reference[1].decode(), reference[2].decode()
        text = _text(formula)
        if formula_attributes and (shared := _SHARED.search(formula_attributes)):
            if text:
                masters[shared[1]] = text, letters + digits
            elif shared[1] in masters:
                text = _translate(*masters[shared[1]], letters + digits)
            else:
                return None
        at = int(digits) - 1, column_number(letters)
        before = special.get(at, ("", ""))  # a formula that gives an error is found twice
        error = before[1] or (_text(value or b"#ERROR") if is_error else "")
        special[at] = text or before[0], error
    return special if seen == expected else None


def _text(part: bytes) -> str:
    return unescaped(part.decode("utf-8", "replace"))


def column_number(letters: str) -> int:
    """Counted from 0: A is 0, AA is 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _translate(formula: str, origin: str, target: str) -> str:
    from openpyxl.formula.translate import Translator  # only for shared formulas  # noqa: PLC0415

    return Translator("=" + formula, origin).translate_formula(target)[1:]  # type: ignore[no-any-return]


def _ask_openpyxl(data: bytes) -> dict[str, Special]:
    from openpyxl import load_workbook  # slow, so only where the search fails  # noqa: PLC0415

    scan_for_openpyxl(data)
    found: dict[str, Special] = {}
    try:
        book = load_workbook(BytesIO(data), data_only=False)
    except Exception as error:  # openpyxl raises whatever it meets
        raise UnreadableError("package-corrupt", reason=str(error)) from error
    for sheet in book.worksheets:
        special: Special = {}
        for down, row in enumerate(sheet.iter_rows(min_row=1, min_col=1)):
            for across, cell in enumerate(row):
                if cell.data_type == "f":
                    text = getattr(cell.value, "text", cell.value)
                    special[down, across] = str(text).lstrip("="), ""
                elif cell.data_type == "e":
                    special[down, across] = "", str(cell.value)
        found[sheet.title] = special
    return found
