"""A package looked through before any library is given it, for what it would take to read.

Libraries take a file at its word: one far-away cell makes them ask for half a terabyte, and the
process is gone. So the entries are checked first, then each part, and only what stays within
the limits is handed on.
"""

from __future__ import annotations

import re
from operator import attrgetter
from typing import Final, NamedTuple

from govinfo_cli.errors import UnreadableError
from govinfo_cli.late import late
from govinfo_cli.limits import now, reached
from govinfo_cli.office.extent import merged_cells, sheet_extent
from govinfo_cli.office.handed import handed_on
from govinfo_cli.office.package import (
    DEFLATED,
    ENCRYPTED,
    STORED,
    Part,
    part_bytes,
    parts_of,
)
from govinfo_cli.office.xml_ import refuse_declarations

_DRIVE: Final = late(r"[A-Za-z]:|[/\\]|.*(?:^|[/\\])\.\.(?:[/\\]|$)", re.DOTALL)
_MAIN: Final = late(rb'<Relationship\b[^>]*relationships/officeDocument"[^>]*>')
_RELATION: Final = late(rb"<(?:\w+:)?Relationship\b[^>]*>")
_ID: Final = late(rb"""\bId\s*=\s*["']([^"']*)["']""")
_BOOK: Final = "xl/workbook.xml"
_STRINGS: Final = "xl/sharedstrings.xml"  # where calamine looks, in letters of any size
_STYLES: Final = "xl/styles.xml"
_TYPES: Final = "[Content_Types].xml"
_LINKS: Final = "xl/_rels/workbook.xml.rels"
_OPEN, _MANIFEST, _MIMETYPE = "content.xml", "META-INF/manifest.xml", "mimetype"
_BINARY, _BINARY_LINKS = "xl/workbook.bin", "xl/_rels/workbook.bin.rels"
_OF_BINARY: Final = (_BINARY, _BINARY_LINKS, "xl/styles.bin", "xl/sharedStrings.bin")
_SHEETS: Final = ("xl/worksheets/", "xl/chartsheets/", "xl/dialogsheets/")
_SMALL: Final = 1 << 22  # of larger parts no second copy is made
_LOCAL_HEADER: Final = 30
_OFFSET: Final = attrgetter("offset")
_MOST: Final = 1032  # what deflating can make of a byte at the best: section 3.2 of RFC 1951


def check_entries(package: dict[str, Part]) -> None:
    """Refuse a package whose directory is a trap. Raises UnreadableError."""
    if len(package) > now().parts:
        raise reached("too-many-parts", "parts", found=len(package))
    before = 0
    for part in sorted(package.values(), key=_OFFSET):
        if part.flags & ENCRYPTED:
            raise UnreadableError("encrypted")
        if part.method not in (STORED, DEFLATED):
            raise UnreadableError("package-corrupt", reason=part.name)
        if part.offset < before:
            raise UnreadableError("package-overlap", part=part.name)
        if ".." in part.name or ":" in part.name or part.name[:1] in ("/", "\\", ""):
            _refuse_name(part.name)
        before = part.offset + _LOCAL_HEADER + part.packed


def _refuse_name(name: str) -> None:
    if not name or _DRIVE.match(name):
        raise UnreadableError("package-name", part=name)


def contents_of(data: bytes, package: dict[str, Part], names: list[str]) -> dict[str, bytes]:
    """The content of parts, within the limits and without declarations. Raises UnreadableError."""
    found = _inflated(data, package, names)
    for name, content in found.items():
        refuse_declarations(content, name)
    return found


def _inflated(data: bytes, package: dict[str, Part], names: list[str]) -> dict[str, bytes]:
    if sum([package[name].size for name in names]) > now().unpacked:
        largest = max(names, key=lambda name: package[name].size)
        raise reached("part-too-large", "unpacked", part=largest)
    return {name: part_bytes(data, package[name]) for name in names}


def markup_of(data: bytes, package: dict[str, Part]) -> dict[str, bytes]:
    """Every part with markup in it, looked through. Raises UnreadableError."""
    return contents_of(data, package, [name for name in package if name.endswith(_MARKUP)])


_MARKUP: Final = (".xml", ".rels", ".vml")


class Scanned(NamedTuple):
    """A workbook looked through: its parts, for whom they save the inflating, and the file."""

    parts: dict[str, bytes]
    data: bytes


def scan_workbook(data: bytes, package: dict[str, Part]) -> Scanned:
    """Check a workbook of any package format; a file of what was looked at, to be read.

    Raises UnreadableError for what is encrypted, broken, a trap, or over a limit.
    """
    if _BOOK not in package:
        if _BINARY in package:
            return _scan_binary(data, package)
        if _OPEN in package:
            return _scan_open(data, package)
    sheets = [name for name in package if _plain(name).startswith("xl/worksheets/")]
    parts = contents_of(data, package, sheets) if _is_plain(data, package) else {}
    if not parts:
        parts = markup_of(data, package)
    _refuse_excess(sum(sheet_extent(part, name) for name, part in parts.items()))
    strings = [name for name in package if _plain(name) == _STRINGS]
    for content in contents_of(data, package, strings).values():
        from govinfo_cli.office.amount import check_strings  # not without them  # noqa: PLC0415

        check_strings(content, (part for part in parts.values() if b"sheetData" in part))
    # What is no part of an xlsx is not handed on, or it might be taken for another type.
    names = [name for name in package if _plain(name) not in (_BINARY, _OPEN)]
    if len(names) == len(package) and sum(map(len, parts.values())) > _SMALL:
        return Scanned(parts, data)
    return Scanned(parts, handed_on(data, package, names, parts))


def _plain(name: str) -> str:
    """A part's name as calamine compares it."""
    return name.lower().replace("\\", "/")


def _scan_open(data: bytes, package: dict[str, Part]) -> Scanned:
    from govinfo_cli.office.amount import check_amount  # as seldom  # noqa: PLC0415
    from govinfo_cli.office.open_extent import (  # seldom needed  # noqa: PLC0415
        at_most,
        open_amount,
        open_extents,
    )

    names = [name for name in (_MIMETYPE, _MANIFEST, _OPEN) if name in package]
    parts = contents_of(data, package, [name for name in names if name != _MIMETYPE])
    if b"encryption-data" in parts.get(_MANIFEST, b""):
        raise UnreadableError("encrypted")
    most = at_most(parts[_OPEN])
    if most.cells > now().cells:
        _refuse_excess(open_extents(parts[_OPEN]))
    if most.texts > now().unpacked:
        check_amount(open_amount(parts[_OPEN]))
    return Scanned(parts, handed_on(data, package, names, parts))


def _scan_binary(data: bytes, package: dict[str, Part]) -> Scanned:
    from govinfo_cli.office.amount import check_amount  # as seldom  # noqa: PLC0415
    from govinfo_cli.office.binary_extent import binary_amount, binary_extent  # seldom needed  # noqa: PLC0415

    names = [name for name in package if name.startswith(_SHEETS) or name in _OF_BINARY]
    parts = _inflated(data, package, names)
    for near in True, False:
        cells = sum(binary_extent(part, name, near=near)
                    for name, part in parts.items() if name != _BINARY_LINKS)  # fmt: skip
        if cells <= now().cells:
            break
    _refuse_excess(cells)
    check_amount(binary_amount([part for name, part in parts.items() if name != _BINARY_LINKS]))
    return Scanned(parts, handed_on(data, package, names, parts))


def _refuse_excess(cells: int) -> None:
    if cells > now().cells:
        raise reached("too-many-cells", "cells", found=cells)


def scan_for_openpyxl(data: bytes) -> None:
    """Check what only openpyxl minds, for workbooks that are known to be none that kill.

    It makes every merged cell, and follows what it finds in any part. Raises UnreadableError.
    """
    merged = sum(map(merged_cells, markup_of(data, parts_of(data)).values()))
    if merged > now().cells:
        raise reached("merged-cells", "cells", found=merged)


def _is_plain(data: bytes, package: dict[str, Part]) -> bool:
    """Whether all cells are under ``xl/worksheets``, and the rest is small however it is packed.

    A sheet is found by a relation's Id only: one that leads to a theme would be read as a sheet.
    """
    if not package.keys() >= {"_rels/.rels", _BOOK, _LINKS} or "content.xml" in package:
        return False
    if _MOST * sum(part.packed for part in package.values()) > now().unpacked:
        return False
    names = ["_rels/.rels", _BOOK, _LINKS, *({_TYPES, _STYLES} & package.keys())]
    parts = contents_of(data, package, names)
    main = _MAIN.findall(parts["_rels/.rels"])
    book, links = parts[_BOOK], parts[_LINKS]
    if len(main) != 1 or b'"xl/workbook.xml"' not in main[0].replace(b'"/', b'"'):
        return False
    for tag in _RELATION.findall(links):
        if b'"worksheets/' not in tag and b'"/xl/worksheets/' not in tag:
            found = _ID.search(tag)
            if found is None or b'"%b"' % found[1] in book:
                return False
    return b"'" not in links
