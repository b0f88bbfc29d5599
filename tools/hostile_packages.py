"""Packages made to hurt whoever opens them, each with the name of the sentence that is due."""

from __future__ import annotations

import io
import struct
import warnings
import zipfile
from collections.abc import Mapping
from pathlib import Path

EXAMPLES = Path(__file__).resolve().parent.parent / "examples" / "valid"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_KIND}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_KIND}.worksheet+xml"/></Types>'
)
LAUGHS = (
    '<!DOCTYPE l [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY a{n} "{f"&a{n - 1 if n else str()};" * 10}">' for n in range(12))
    + "]>"
)
OUTSIDE = '<!DOCTYPE l [<!ENTITY x SYSTEM "file:///etc/passwd">]>'


def packed(parts: Mapping[str, str | bytes] | list[tuple[str, str | bytes]]) -> bytes:
    """A zip package of these parts."""
    made = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        warnings.simplefilter("ignore")  # two parts of one name are meant
        for name, content in parts.items() if isinstance(parts, Mapping) else parts:
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def _relations(*targets: tuple[str, str]) -> str:
    inner = "".join(
        f'<Relationship Id="rId{n}" Type="{_RELATION}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}">{inner}</Relationships>'


def book(
    sheet: str, sheets: int = 1, head: str = "", **more: str | bytes
) -> dict[str, str | bytes]:
    """The parts of an xlsx with one sheet part; ``more``: parts by name, ``__`` for a slash."""
    listed = "".join(
        f'<sheet name="s{n}" sheetId="{n}" r:id="rId1"/>' for n in range(1, sheets + 1)
    )
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _relations(("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATION}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": _relations(("worksheet", "worksheets/sheet1.xml")),
        "xl/worksheets/sheet1.xml": f'{head}<worksheet xmlns="{_MAIN}">{sheet}</worksheet>',
    }
    return parts | {name.replace("__", "/"): content for name, content in more.items()}


def repeated(strings: str, head: str = "") -> dict[str, str | bytes]:
    """A workbook of which 10,000 cells name its first text."""
    rows = "".join(f'<row><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 10_001))
    table = f'{head}<sst xmlns="{_MAIN}">{strings}</sst>'
    return book(f"<sheetData>{rows}</sheetData>", xl__sharedStrings__xml="") | {
        "xl/sharedStrings.xml": table
    }


def old_repeated() -> bytes:
    """A container of the old Office: a text of 60,000 characters in 20,000 cells."""
    text = b"a" * 60_000
    pieces = [text[at : at + 8000] for at in range(0, len(text), 8000)]

    def record(kind: int, body: bytes) -> bytes:
        return struct.pack("<HH", kind, len(body)) + body

    start = struct.pack("<HHHHII", 0x0600, 5, 0, 0, 0, 0)
    strings = record(0xFC, struct.pack("<IIHB", 1, 1, len(text), 0) + pieces[0])
    strings += b"".join(record(0x3C, b"\0" + piece) for piece in pieces[1:])
    end = record(0x0A, b"")
    sheet = record(0x85, struct.pack("<IHBB", 0, 0, 1, 0) + b"a")
    head = record(0x809, start) + sheet + strings + end
    head = head.replace(sheet, record(0x85, struct.pack("<IHBB", len(head), 0, 1, 0) + b"a"))
    named = b"".join(record(0xFD, struct.pack("<HHHI", n, 0, 0, 0)) for n in range(20_000))
    return container(head + record(0x809, start[:2] + b"\x10\0" + start[4:]) + named + end)


def old_locked() -> bytes:
    """A container of the old Office whose workbook begins as one with a password does."""
    start = struct.pack("<HHHHHHII", 0x809, 16, 0x0600, 5, 0, 0, 0, 0)
    lock = struct.pack("<HHHHH", 0x2F, 54, 1, 1, 1).ljust(58, b"\0")
    return container((start + lock).ljust(4096, b"\0"))


def container(book: bytes) -> bytes:
    """A container of the old Office with one stream, the workbook."""
    sectors = -(-len(book) // 512)
    tables = -(-(sectors + 20) // 128)
    chain = [*range(tables + 2, tables + 1 + sectors), 0xFFFFFFFE]
    table = [0xFFFFFFFD] * tables + [0xFFFFFFFE, *chain]
    table += [0xFFFFFFFF] * (tables * 128 - len(table))
    header = struct.pack(
        "<8s16xHHHHH6xIIIIIIIII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 62, 3, 0xFFFE, 9, 6,
        0, tables, tables, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0,
    )  # fmt: skip
    difat = struct.pack("<109I", *range(tables), *[0xFFFFFFFF] * (109 - tables))
    entries = b""
    for name, kind, begin, size in (
        ("Root Entry", 5, 0xFFFFFFFE, 0),
        ("Workbook", 2, tables + 1, len(book)),
    ):
        wide = name.encode("utf-16-le")
        entries += struct.pack(
            "<64sHBBIII36xII4x", wide, len(wide) + 2, kind, 1, *[0xFFFFFFFF] * 3, begin, size
        )
    body = struct.pack(f"<{len(table)}I", *table) + entries.ljust(512, b"\0")
    return header + difat + body + book.ljust(sectors * 512, b"\0")


def cells(*places: str, value: str = "<v>1</v>", kind: str = "") -> str:
    """A sheet's data with a cell at each place, a row each."""
    inner = "".join(f'<row><c r="{place}"{kind}>{value}</c></row>' for place in places)
    return f"<sheetData>{inner}</sheetData>"


def changed(name: str, part: str, old: bytes, new: bytes) -> bytes:
    """An example with one part edited."""
    with zipfile.ZipFile(EXAMPLES / name) as archive:
        parts = {info.filename: archive.read(info) for info in archive.infolist()}
    assert old in parts[part], part
    return packed(parts | {part: parts[part].replace(old, new, 1)})


def _directory(data: bytes, mark: bytes, entry: int, at: int, value: bytes) -> bytes:
    """Bytes of one header overwritten: the ``entry``-th that begins with ``mark``."""
    made = bytearray(data)
    start = -1
    for _ in range(entry + 1):
        start = made.index(mark, start + 1)
    made[start + at : start + at + len(value)] = value
    return bytes(made)


def overlapping() -> bytes:
    """Two entries of the directory that lead to one content."""
    data = packed(book(cells("A1")))
    return _directory(data, b"PK\x01\x02", 1, 42, struct.pack("<I", 0))


def lying() -> bytes:
    """A sheet of 3 MB of which the directory says that it has 100 bytes."""
    data = packed(book(cells("A1") + " " * 3_000_000))
    return _directory(data, b"PK\x01\x02", 4, 24, struct.pack("<I", 100))


def wrong_sum() -> bytes:
    """A sheet that is not the one its checksum was made of."""
    data = packed(book(cells("A1")))
    return _directory(data, b"PK\x01\x02", 4, 16, b"\x01\x02\x03\x04")


def big_directory() -> bytes:
    """A package whose directory has the second end that zip64 gives it."""
    data = packed(book(cells("A1")))
    end = data.rindex(b"PK\x05\x06")
    record = b"PK\x06\x06" + struct.pack("<Q", 44).ljust(52, b"\0")
    locator = b"PK\x06\x07" + struct.pack("<IQI", 0, end, 1)
    return data[:end] + record + locator + data[end:]


def locked() -> bytes:
    """A package with an entry that is marked as encrypted."""
    return _directory(packed(book(cells("A1"))), b"PK\x01\x02", 0, 8, b"\x01\x00")


def compound(*streams: str, loop: bool = False) -> bytes:
    """A container of the old Office with empty streams of these names."""
    header = struct.pack(
        "<8s16xHHHHH6xIIIIIIIII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 62, 3, 0xFFFE, 9, 6,
        0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0,
    )  # fmt: skip
    table = [0xFFFFFFFD, 1 if loop else 0xFFFFFFFE] + [0xFFFFFFFF] * 126
    entries = b""
    for name in ("Root Entry", *streams):
        wide = name.encode("utf-16-le")
        kind = 5 if name == "Root Entry" else 2
        entries += struct.pack(
            "<64sHBBIII36xII4x", wide, len(wide) + 2, kind, 1, *[0xFFFFFFFF] * 3, 0xFFFFFFFE, 0
        )
    difat = struct.pack("<109I", 0, *[0xFFFFFFFF] * 108)
    return header + difat + struct.pack("<128I", *table) + entries.ljust(512, b"\0")


def old_book(old: bytes, new: bytes) -> bytes:
    """The old Excel example with bytes replaced."""
    data = (EXAMPLES / "old_excel.xls").read_bytes()
    assert old in data
    return data.replace(old, new, 1)


def binary(records: bytes, more: Mapping[str, bytes] | None = None, **renamed: str) -> bytes:
    """The binary workbook with records after a sheet's cells; parts renamed by ``old=new``."""
    with zipfile.ZipFile(EXAMPLES / "binary.xlsb") as archive:
        parts = {info.filename: archive.read(info) for info in archive.infolist()}
    name = next(n for n in parts if "worksheets/sheet" in n and n.endswith(".bin"))
    part = parts[name]
    end = part.index(b"\x92\x01\x00")  # the end of the cells
    parts[name] = part[:end] + records + part[end:]
    for old, new in renamed.items():
        parts = {n.replace(old, new): c.replace(old.encode(), new.encode()) if n.endswith(".rels") else c
                 for n, c in parts.items()}  # fmt: skip
    return packed(parts | (more or {}))


def binary_row(row: int, size: bytes = b"\x08") -> bytes:
    """The record of a row, its size as it is written."""
    length = sum((byte & 127) << 7 * at for at, byte in enumerate(size))
    return b"\0" + size + struct.pack("<I", row).ljust(length, b"\0")


def binary_cell(column: int) -> bytes:
    """The record of a number."""
    return b"\x05\x10" + struct.pack("<IId", column, 0, 1.0)


BINARY_FAR = binary_row(1_048_575) + binary_cell(16_383)


def binary_repeated() -> bytes:
    """A binary workbook of which 10,000 cells name one long text."""

    def record(kind: bytes, body: bytes) -> bytes:
        size = len(body)
        return (
            kind
            + bytes((size & 127 | 128, size >> 7 & 127 | 128, size >> 14 & 127 | 128, size >> 21))
            + body
        )

    text = struct.pack("<BI", 0, 900_000) + ("a" * 900_000).encode("utf-16-le")
    strings = (
        record(b"\x9f\x01", struct.pack("<II", 10_000, 1)) + record(b"\x13", text) + b"\xa0\x01\x00"
    )
    cells = b"".join(
        binary_row(n) + b"\x07\x0c" + struct.pack("<III", 0, 0, 0) for n in range(10_000)
    )
    return binary(cells, more={"xl/sharedStrings.bin": strings})


def old_far(kind: int, size: int, *, last: bool = False) -> bytes:
    """The old Excel example with one record far away: its row and column, or its last column."""
    data = (EXAMPLES / "old_excel.xls").read_bytes()
    record = struct.pack("<HH", kind, size)
    at = data.index(record) + 4
    if last:
        row, column, rest = b"\xff\xff", data[at + 2 : at + size - 2], b"\xff\xff"
        return data[:at] + row + column + rest + data[at + size :]
    return data[:at] + b"\xff\xff\xff\xff" + data[at + 4 :]


def table_of_open(rows: str) -> bytes:
    """An ods whose content is one table."""
    inside = (
        '<?xml version="1.0"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
        ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
        ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
        f'<table:table table:name="a">{rows}</table:table></office:spreadsheet></office:body></office:document-content>'
    )
    return packed(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": "<manifest/>",
            "content.xml": inside,
        }
    )


def word(body: str, head: str = "") -> bytes:
    """A Word file with this body."""
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    return packed(
        {
            "word/document.xml": f'{head}<w:document xmlns:w="{space}"><w:body>{body}</w:body></w:document>'
        }
    )


OPEN_CELL = (
    '<table:table-row table:number-rows-repeated="{0}"><table:table-cell office:value-type="float" '
    'office:value="1" table:number-columns-repeated="{1}"/></table:table-row>'
)


def _tall() -> str:
    """A narrow table of many rows, in one tag."""
    return OPEN_CELL.format(5000, 1)


def _wide(inside: str) -> str:
    """A filled cell that stands for a whole row."""
    return (
        '<table:table-cell office:value-type="float" office:value="1" '
        f'table:number-columns-repeated="16384">{inside}</table:table-cell>'
    )


STRING = '<row><c r="A1" t="inlineStr"><is><t>{0}</t></is></c></row>'
FAR = "XFD1048576"
WIDE = '<w:tc><w:tcPr><w:gridSpan w:val="1000"/></w:tcPr></w:tc>'

# name of the file -> its bytes, and the key of the sentence
PACKAGES = {
    "bomb.xlsx": lambda: (packed(book(cells("A1") + " " * 3_000_000)), "part-too-large"),
    "bomb_beside.xlsx": lambda: (
        packed(book(cells("A1"), xl__media__a=b"", xl__big__xml="") | {"xl/big.xml": "<a>" + " " * 3_000_000}),
        "part-too-large",
    ),
    "claimed.xlsx": lambda: (
        packed(book(cells("A1"), xl__sharedStrings__xml="")
               | {"xl/sharedStrings.xml": f'<sst xmlns="{_MAIN}" uniqueCount="4294967295"><si><t>a</t></si></sst>'}),
        "package-corrupt",
    ),
    "repeated.xlsx": lambda: (packed(repeated("<si><t>" + "a" * 900_000 + "</t></si>")), "texts-too-large"),
    "repeated_oddly.xlsx": lambda: (
        packed(repeated("<si><si/><t>" + "a" * 900_000 + "</t></si>")), "texts-too-large",
    ),
    "named.xlsx": lambda: (packed(repeated("<si><t>a</t></si>")), "no-report"),
    "one_part.xlsx": lambda: (packed(book(cells("A1", "Z9999"), sheets=900)), "sheet-too-large"),
    "repeated_text.ods": lambda: (
        table_of_open('<table:table-row table:number-rows-repeated="1000"><table:table-cell office:value-type="string" '
                      'table:number-columns-repeated="1000"><text:p>' + "a" * 900_000 + "</text:p></table:table-cell></table:table-row>"),
        "texts-too-large",
    ),
    "repeated.xls": lambda: (old_repeated(), "texts-too-large"),
    "claimed.xls": lambda: (
        old_repeated().replace(struct.pack("<IIH", 1, 1, 60_000), struct.pack("<IIH", 1, 0xFFFFFFFF, 60_000)),
        "package-corrupt",
    ),
    "strings_outside.xlsx": lambda: (
        packed(repeated("<si><t>&x;</t></si>", OUTSIDE)), "xml-doctype",
    ),
    "lying.xlsx": lambda: (lying(), "package-corrupt"),
    "nested.xlsx": lambda: (  # never opened, so what it would come to is no matter
        packed(book(cells("A1")) | {"xl/embeddings/inner.zip": packed({"a.xml": " " * 3_000_000})}), "no-report",
    ),
    "method.xlsx": lambda: (
        _directory(packed(book(cells("A1")) | {"xl/media/a.png": b""}), b"PK\x01\x02", 5, 10, struct.pack("<H", 12)),
        "package-corrupt",
    ),
    "zip64.xlsx": lambda: (big_directory(), "package-corrupt"),
    "overlap.xlsx": lambda: (overlapping(), "package-overlap"),
    "crc.xlsx": lambda: (wrong_sum(), "package-corrupt"),
    "up.xlsx": lambda: (packed(book(cells("A1")) | {"../../x.xml": "<a/>"}), "package-name"),
    "absolute.xlsx": lambda: (packed(book(cells("A1")) | {"/etc/x": "<a/>"}), "package-name"),
    "drive.docx": lambda: (packed({"word/document.xml": "<a/>", "C:/x": ""}), "package-name"),
    "twice.xlsx": lambda: (
        packed([*book(cells("A1")).items(), ("xl/workbook.xml", "<a/>")]), "package-twice",
    ),
    "laughs.xlsx": lambda: (packed(book(cells("A1"), head=LAUGHS)), "xml-doctype"),
    "outside.xlsx": lambda: (packed(book(cells("A1"), head=OUTSIDE)), "xml-doctype"),
    "laughs.docx": lambda: (word("<w:p><w:r><w:t>&a11;</w:t></w:r></w:p>", LAUGHS), "xml-doctype"),
    "utf16.docx": lambda: (
        packed({"word/document.xml": (OUTSIDE + "<a>&x;</a>").encode("utf-16")}), "xml-encoding",
    ),
    "laughs.ods": lambda: (
        changed("open_document.ods", "content.xml", b"<office:document-content", LAUGHS.encode() + b"<office:document-content"),
        "xml-doctype",
    ),
    "parts.xlsx": lambda: (packed(book(cells("A1"))), "too-many-parts"),  # five, with fewer allowed
    "sheets.xlsx": lambda: (packed(book(cells("A1"), sheets=100_000)), "too-many-parts"),
    "far.xlsx": lambda: (packed(book(cells("A1", FAR))), "too-many-cells"),
    "far_quoted.xlsx": lambda: (
        packed(book(cells("A1", FAR).replace('"', "'"))), "too-many-cells",
    ),
    "far_prefixed.xlsx": lambda: (
        packed(book(f'<x:sheetData xmlns:x="{_MAIN}"><x:row><x:c r="A1"><x:v>1</x:v></x:c><x:c r="{FAR}"><x:v>1</x:v></x:c></x:row></x:sheetData>')),
        "too-many-cells",
    ),
    "far_hidden.xlsx": lambda: (
        packed(book(cells("A1"), xl__theme__theme1=b"") | {
            "xl/theme/theme1.xml": f'<worksheet xmlns="{_MAIN}">{cells("A1", FAR)}</worksheet>',
            "xl/_rels/workbook.xml.rels": _relations(("worksheet", "theme/theme1.xml")),
        }),
        "too-many-cells",
    ),
    "dimension.xlsx": lambda: (  # not believed
        packed(book(f'<dimension ref="A1:{FAR}"/>' + cells("A1"))), "no-report",
    ),
    "merged.xlsx": lambda: (  # read where no cell of it need be made
        packed(book(cells("A1") + f'<mergeCells><mergeCell ref="A1:{FAR}"/></mergeCells>')), "no-report",
    ),
    "outside_cell.xlsx": lambda: (packed(book(cells("ZZZZZZ99999999"))), "cell-outside"),
    "merge.xlsx": lambda: (
        packed(book('<sheetData><row r="1"><c r="A1"><f t="array" ref="A1">1</f><v>1</v></c><c><f>2</f></c></row></sheetData>'
                    f'<mergeCells><mergeCell ref="A1:{FAR}"/></mergeCells>')),
        "merged-cells",
    ),
    "string.xlsx": lambda: (
        packed(book(f"<sheetData>{STRING.format('字' * 1_100_000)}</sheetData>")), "text-too-long",
    ),
    "index.xlsx": lambda: (
        packed(book(cells("A1", value="<v>99999999</v>", kind=' t="s"'))), "package-corrupt",
    ),
    "relations.xlsx": lambda: (
        packed(book(cells("A1")) | {"xl/_rels/workbook.xml.rels": _relations(("worksheet", "nowhere.xml"))}),
        "package-corrupt",
    ),
    "locked.xlsx": lambda: (locked(), "encrypted"),
    "locked.docx": lambda: (compound("EncryptionInfo", "EncryptedPackage"), "encrypted"),
    "password.xlsx": lambda: (compound("EncryptionInfo", "EncryptedPackage"), "encrypted"),
    "locked.xls": lambda: (old_locked(), "encrypted"),
    "loop.xls": lambda: (compound("Workbook", loop=True), "package-corrupt"),
    "word.xls": lambda: (compound("WordDocument"), "old-word"),
    "locked.ods": lambda: (
        changed("open_document.ods", "META-INF/manifest.xml", b"</manifest:manifest>", b"<manifest:encryption-data/></manifest:manifest>"),
        "encrypted",
    ),
    "repeated.ods": lambda: (table_of_open(OPEN_CELL.format(1_000_000_000, 16_384)), "too-many-cells"),
    "spaces.ods": lambda: (
        table_of_open('<table:table-row><table:table-cell office:value-type="string"><text:p><text:s text:c="9999999999"/></text:p></table:table-cell></table:table-row>'),
        "text-too-long",
    ),
    "tables.ods": lambda: (
        table_of_open(f'{_tall()}<table:table table:name="b">{OPEN_CELL.format(1, 16_384)}</table:table>'),
        "too-many-cells",
    ),
    "comment.ods": lambda: (
        table_of_open(f"{_tall()}<!-- </table:table><table:table> -->{OPEN_CELL.format(1, 16_384)}"),
        "too-many-cells",
    ),
    "rows.ods": lambda: (
        table_of_open('<table:table-row table:number-rows-repeated="5000">' + _wide("<table:table-row></table:table-row>")
                      + "</table:table-row>"),
        "too-many-cells",
    ),
    "end.ods": lambda: (  # filled, but the rest of it as the empty end of a row is written
        table_of_open('<table:table-row table:number-rows-repeated="5000"><table:table-cell office:value="1" '
                      'table:number-columns-repeated="16384"/></table:table-row>'),
        "too-many-cells",
    ),
    "gap.ods": lambda: (  # an empty end of a table, but for a row after it
        table_of_open('<table:table-row table:style-name="ro1" table:number-rows-repeated="900000"><table:table-cell/>'
                      '</table:table-row>' + OPEN_CELL.format(1, 9000)),
        "too-many-cells",
    ),
    "attribute.ods": lambda: (
        table_of_open("<table:table-row table:style-name='number-rows-repeated=\"1\"' table:number-rows-repeated='5000'>"
                      + _wide("") + "</table:table-row>"),
        "too-many-cells",
    ),
    "entity.ods": lambda: (table_of_open(OPEN_CELL.format("&#53;000", 16_384)), "too-many-cells"),
    "spaces_entity.ods": lambda: (
        table_of_open('<table:table-row><table:table-cell office:value-type="string"><text:p><text:s text:c="&#57;999999999"/></text:p></table:table-cell></table:table-row>'),
        "text-too-long",
    ),
    "far_lower.xlsx": lambda: (packed(book(cells("A1", FAR.lower()))), "too-many-cells"),
    "far_comment.xlsx": lambda: (
        packed(book(f'<sheetData><row r="1"><c r="{FAR[:3]}1"><v>1</v></c></row><row r="1048576"><!-- <row r="1"> --><c><v>1</v></c></row></sheetData>')),
        "too-many-cells",
    ),
    "far_next.xlsx": lambda: (
        packed(book('<sheetData><row r="1048576"><c r="XFA1"><v>1</v></c><c><v>1</v></c></row></sheetData>')), "too-many-cells",
    ),
    "far_nested.xlsx": lambda: (
        packed(book(f'<sheetData><row r="1"><c r="{FAR[:3]}1"><v>1</v></c></row><row r="1048576"><c r="A1048576"><row r="1"/></c><c><v>1</v></c></row></sheetData>')),
        "too-many-cells",
    ),
    "far_case.xlsx": lambda: (
        packed(book(cells("A1"), xl__Worksheets__far__xml="") | {
            "xl/Worksheets/far.xml": f'<worksheet xmlns="{_MAIN}">{cells("A1", FAR)}</worksheet>',
            "xl/_rels/workbook.xml.rels": _relations(("worksheet", "worksheets/far.xml"), ("worksheet", "worksheets/sheet1.xml")),
        }),
        "too-many-cells",
    ),
    "repeated.xlsb": lambda: (binary_repeated(), "texts-too-large"),
    "far.xlsb": lambda: (binary(BINARY_FAR), "too-many-cells"),
    "far_row.xlsb": lambda: (  # its columns are near, but for one in a row that is near
        binary(binary_row(1_048_575) + binary_cell(1) + binary_row(1) + binary_cell(16_383)), "too-many-cells",
    ),
    "far_size.xlsb": lambda: (  # a size in two bytes where one would do
        binary(binary_row(1_048_575, b"\x88\x00") + binary_cell(16_383)), "too-many-cells",
    ),
    "far_kind.xlsb": lambda: (  # a kind in two bytes where one would do
        binary(b"\x80" + binary_row(1_048_575) + b"\x85\x00" + binary_cell(16_383)[1:]), "too-many-cells",
    ),
    "far_short.xlsb": lambda: (  # a row without a number, for which the bytes before it are taken
        binary(b"\x26\x08" + struct.pack("<II", 1_048_575, 0) + b"\0\0" + binary_cell(16_383)), "package-corrupt",
    ),
    "far_name.xlsb": lambda: (binary(BINARY_FAR, **{"sheet1.bin": "sheet1.dat"}), "too-many-cells"),
    "far_quote.xlsb": lambda: (binary(BINARY_FAR, **{"sheet1.bin": "it's.bin"}), "too-many-cells"),
    "far_text.xls": lambda: (old_far(0xFD, 10), "too-many-cells"),
    "far_number.xls": lambda: (old_far(0x27E, 10), "too-many-cells"),
    "far_numbers.xls": lambda: (old_far(0xBD, 24, last=True), "too-many-cells"),
    "deep.docx": lambda: (word("<w:sdt><w:sdtContent>" * 5000), "too-deep"),
    "wide.docx": lambda: (word(f"<w:tbl>{('<w:tr>' + WIDE * 50 + '</w:tr>') * 60}</w:tbl>"), "table-too-large"),
}  # fmt: skip
