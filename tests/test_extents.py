"""The quick look at a sheet's extent is never below the thorough one, nor either below calamine."""

from __future__ import annotations

import struct
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineError, CalamineWorkbook

from govinfo_cli.errors import UnreadableError
from govinfo_cli.office.binary_extent import binary_extent
from govinfo_cli.office.extent import sheet_extent
from govinfo_cli.office.old_extent import scan_old_workbook
from govinfo_cli.office.old_extent import sheet_extent as old_extent
from govinfo_cli.office.open_extent import at_most, open_amount, open_extents
from govinfo_cli.office.package import OLE, parts_of
from govinfo_cli.office.scan import scan_workbook
from hostile_packages import binary, binary_cell, binary_row, book, packed, table_of_open

EXAMPLES = Path(__file__).resolve().parent.parent / "examples" / "valid"
TIMES = st.sampled_from(("1", "2", "9", "60", "600"))
STYLE = st.sampled_from(("", ' table:style-name="ce1"', " table:style-name='x'", ' a=">"'))
VALUE = st.sampled_from((
    "", ' office:value-type="float" office:value="1"', ' table:formula="of:=1"',
    ' calcext:value-type="float"',
))  # fmt: skip


def _tag(name: str, kind: str) -> st.SearchStrategy[str]:
    repeated = TIMES.map(lambda n: f' table:number-{kind}-repeated="{n}"')
    parts = st.tuples(
        STYLE, st.one_of(st.just(""), repeated), VALUE if kind == "columns" else STYLE
    )
    orders = st.permutations((0, 1, 2))
    return st.builds(lambda p, o: f"<table:{name}" + "".join(p[n] for n in o), parts, orders)


CELL = st.one_of(
    _tag("table-cell", "columns").map(lambda tag: tag + "/>"),
    _tag("table-cell", "columns").map(lambda tag: tag + "><text:p>字</text:p></table:table-cell>"),
    st.sampled_from((
        "<table:covered-table-cell/>", "<!-- <table:table-row> -->", "<!-- </table:table-row> -->",
        '<table:table-cell office:value="1"><table:table-row></table:table-row></table:table-cell>',
    )),
)  # fmt: skip
ROW = st.builds(
    lambda tag, cells: f"{tag}>{''.join(cells)}</table:table-row>",
    _tag("table-row", "rows"),
    st.lists(CELL, max_size=4),
)
ASIDE = st.sampled_from((
    '<table:table-column table:style-name="co1" table:number-columns-repeated="16384"/>',
    '</table:table><table:table table:name="b">', "<!-- </table:table><table:table> -->",
    "<!-- <table:table> -->", '<table:table table:name="c">', "<table:table-row/>",
))  # fmt: skip
TABLE = st.lists(st.one_of(ROW, ROW, ROW, ASIDE), max_size=6).map("".join)


def made(data: bytes) -> int:
    """The cells that calamine makes of a workbook; 0 where it does not read it."""
    try:
        read = CalamineWorkbook.from_filelike(BytesIO(data))
        sheets = [read.get_sheet_by_name(name) for name in set(read.sheet_names)]
    except CalamineError:
        return 0
    return sum(sheet.height * sheet.width for sheet in sheets)


@given(TABLE)
def test_tables_of_an_open_document(rows: str) -> None:
    data = table_of_open(rows)
    with zipfile.ZipFile(BytesIO(data)) as archive:
        content = archive.read("content.xml")
    most = at_most(content)
    try:
        exact = open_extents(content)
    except UnreadableError:
        exact = most.cells
    assert made(data) <= exact <= most.cells
    assert open_amount(content) <= most.texts


RECORD = st.one_of(
    st.integers(0, 700).map(binary_row),
    st.integers(0, 700).map(lambda row: binary_row(row, b"\x19")),
    st.integers(0, 700).map(lambda row: binary_row(row, b"\x89\x00")),
    st.integers(0, 300).map(binary_cell),
    st.integers(0, 300).map(lambda column: b"\x85\x00" + binary_cell(column)[1:]),
    st.integers(0, 300).map(
        lambda column: b"\x06\x88\x01" + struct.pack("<III", column, 0, 62) + "字".encode("utf-16-le") * 62
    ),
    st.binary(max_size=3).map(lambda rest: b"\x26" + bytes([len(rest)]) + rest),
    st.just(b"\xa5\x00\x01\x00"),
)  # fmt: skip


@given(st.lists(RECORD, max_size=8).map(b"".join))
def test_records_of_a_binary_workbook(records: bytes) -> None:
    data = binary(records)
    with zipfile.ZipFile(BytesIO(data)) as archive:
        sheets = [archive.read(n) for n in archive.namelist() if "worksheets/sheet" in n]
    exact, near = (sum(binary_extent(s, "", near=look) for s in sheets) for look in (False, True))
    assert made(data) <= exact <= near


PLACE = st.sampled_from((0, 1, 255, 256, 511, 512, 40_000, 65_535))
KIND = st.sampled_from(
    (0x06, 0xBD, 0xFD, 0x203, 0x204, 0x205, 0x27E, 0x200, 0x208, 0xBE, 0x0A, 0x1A)
)
OLD = st.builds(
    lambda kind, row, column, rest, end: struct.pack("<HHHH", kind, len(rest) + 6, row, column)
    + rest + struct.pack("<H", end),
    KIND, PLACE, PLACE, st.sampled_from((0, 2, 4, 6, 8, 18, 121, 122, 300)).map(bytes), PLACE,
)  # fmt: skip


@given(st.lists(OLD, max_size=12).map(b"".join), st.binary(max_size=9))
def test_records_of_an_old_workbook(records: bytes, rest: bytes) -> None:
    try:
        exact = old_extent(records + rest, 0, near=False)
    except UnreadableError:  # what claims to be larger than can be, whoever looks
        with pytest.raises(UnreadableError):
            old_extent(records + rest, 0, near=True)
    else:
        assert exact <= old_extent(records + rest, 0, near=True)


MARK = st.one_of(
    st.tuples(st.sampled_from(("", 'r="1"', 'r="60"', "r='300'")), st.booleans()).map(
        lambda row: f"<row {row[0]}>" if row[1] else f"</row><row {row[0]}>"
    ),
    st.sampled_from(("", ' r="B2"', ' r="zz9"', " r='AAA1'", ' s="1" r = "C40"')).map(
        lambda place: f"<c{place}><v>1</v></c>"
    ),
    st.sampled_from(('<!-- <row r="1"> -->', "<!-- </row> -->", '<!-- <c r="A1"/> -->', "<c/>")),
)


@given(st.lists(MARK, max_size=8).map("".join))
def test_cells_of_a_sheet(marks: str) -> None:
    part = f"<sheetData><row>{marks}</row></sheetData>"
    try:
        extent = sheet_extent(part.encode(), "")
    except UnreadableError:
        return
    assert made(packed(book(part))) <= (extent or 702 * 9999)


@pytest.mark.parametrize("name", ["old_excel.xls", "wps.et", "binary.xlsb", "open_document.ods"])
def test_the_usual_file_needs_no_thorough_look(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from govinfo_cli.office import binary_extent, old_extent, open_extent

    def only_near(look: object) -> object:
        def asked(*given: object, near: bool) -> int:
            assert near
            return look(*given, near=near)  # type: ignore[operator]

        return asked

    for module, word in (
        (binary_extent, "binary_extent"), (old_extent, "sheet_extent"),
    ):  # fmt: skip
        monkeypatch.setattr(module, word, only_near(getattr(module, word)))
    for word in ("open_extents", "open_amount"):
        monkeypatch.setattr(open_extent, word, None)  # so that it could not be called
    data = (EXAMPLES / name).read_bytes()
    if data.startswith(OLE):
        scan_old_workbook(data)
    else:
        package = parts_of(data)
        with zipfile.ZipFile(BytesIO(scan_workbook(data, package).data)) as archive:
            assert archive.testzip() is None
            assert set(archive.namelist()) <= set(package)


@pytest.mark.parametrize("name", ["sheets.xlsx", "binary.xlsb", "open_document.ods"])
def test_what_is_handed_on_reads_the_same(name: str) -> None:
    data = (EXAMPLES / name).read_bytes()
    handed = scan_workbook(data, parts_of(data)).data
    one, two = (CalamineWorkbook.from_filelike(BytesIO(file)) for file in (data, handed))
    assert one.sheet_names == two.sheet_names
    for sheet in one.sheet_names:
        assert one.get_sheet_by_name(sheet).to_python() == two.get_sheet_by_name(sheet).to_python()
