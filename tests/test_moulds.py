"""A workbook read through a mould is the workbook that calamine reads."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from io import BytesIO
from pathlib import Path

import pytest
from conftest import EXAMPLES
from hypothesis import given
from hypothesis import strategies as st

from govinfo_cli.api import convert, read
from govinfo_cli.compiled import all_hold
from govinfo_cli.document import Document, Grid
from govinfo_cli.errors import UnreadableError
from govinfo_cli.number import from_float
from govinfo_cli.readers import xlsx
from govinfo_cli.readers.strings import decode

WORKBOOKS = [
    path
    for folder in ("valid", "invalid")
    for path in sorted((EXAMPLES / folder).glob("*.xls[xm]"))
]
FILLED = convert(EXAMPLES / "valid" / "county_2024.json", "xlsx")


@pytest.fixture(autouse=True)
def _no_moulds_from_before() -> Iterator[None]:
    xlsx._RUN.clear()  # noqa: SLF001
    yield
    xlsx._RUN.clear()  # noqa: SLF001


def plainly(data: bytes) -> Document:
    """The first workbook of a run is read by calamine alone."""
    kept = xlsx._RUN[:]  # noqa: SLF001
    xlsx._RUN.clear()  # noqa: SLF001
    document = xlsx.read(data, "xlsx")
    xlsx._RUN[:] = kept  # noqa: SLF001
    return document


def hits() -> int:
    moulds = xlsx._RUN[0] if xlsx._RUN else None  # noqa: SLF001
    return moulds._hits if moulds else 0  # noqa: SLF001


def attempt(read: Callable[[], Document]) -> list[object]:
    try:
        return shown(read())
    except UnreadableError as error:
        return [str(error)]


def shown(document: Document) -> list[object]:
    """All that is in a document, its numbers as Excel shows them."""
    found: list[object] = [document.metadata]
    for grid in document.blocks:
        assert isinstance(grid, Grid)
        rows = [[from_float(c) if type(c) is float else c for c in row] for row in grid.rows]
        found.append((grid.name, grid.origin, grid.hidden, rows, grid.formulas, grid.stale))
        found.append([grid.locate(0, 0), grid.locate(3, 2)])
    return found


def edited(data: bytes, change: re.Pattern[bytes], new: bytes, part: str) -> bytes:
    """A copy in which every match in one part is replaced."""
    made = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(data)) as old,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as out,
    ):
        for info in old.infolist():
            content = old.read(info)
            out.writestr(
                info.filename, change.sub(new, content) if info.filename == part else content
            )
    return made.getvalue()


@pytest.mark.parametrize("path", WORKBOOKS, ids=lambda path: path.name)
def test_the_same_file_again(path: Path) -> None:
    data = path.read_bytes()
    due = shown(plainly(data))
    for _ in range(4):
        assert shown(xlsx.read(data, "xlsx")) == due


@pytest.mark.parametrize(
    "name", ["sheets.xlsx", "one_sheet.xlsx", "unmerged.xlsx", "formulas.xlsx"]
)
def test_moulds_are_used(name: str) -> None:
    data = (EXAMPLES / "valid" / name).read_bytes()
    for _ in range(3):
        xlsx.read(data, "xlsx")
    assert hits() == 1


@given(
    number=st.one_of(st.integers(0, 10**9), st.decimals(0, 10**6, places=2)),
    which=st.integers(0, 199),
)
def test_other_numbers(number: object, which: int) -> None:
    xlsx._RUN.clear()  # noqa: SLF001
    count = 0

    def put(match: re.Match[bytes]) -> bytes:
        nonlocal count
        count += 1
        return b"<v>%s</v>" % str(number).encode() if count == which else match[0]

    made = BytesIO()
    with zipfile.ZipFile(BytesIO(FILLED)) as old, zipfile.ZipFile(made, "w") as out:
        for info in old.infolist():
            content = old.read(info)
            if info.filename.startswith("xl/worksheets/"):
                content = re.sub(rb"<v>([^<]*)</v>", put, content)
            out.writestr(info.filename, content)
    for _ in range(2):
        xlsx.read(FILLED, "xlsx")
    assert shown(xlsx.read(made.getvalue(), "xlsx")) == shown(plainly(made.getvalue()))
    assert hits() == 1


@pytest.mark.parametrize(
    ("old", "new"),
    [(rb"<v>\d+</v>", b"<v></v>"), (rb"<v>\d+</v>", b"<v>1E2</v>"), (rb"<v>\d+</v>", b"<v>-3.50</v>"),
     (rb"<v>\d+</v>", b"<v>99999999999999999999</v>"), (rb"<v>\d+</v>", b"<v> 7 </v>"),
     (rb"<v>\d+</v>", b"<v>1_000</v>"), (rb"<v>\d+</v>", b"<v/>"), (rb'(<c r="D8"[^>]*)>', rb'\1 t="str">'),
     (rb"<t>[^<]*</t>", b"<t> a </t>"), (rb"<t>[^<]*</t>", b"<t>a&amp;&#20027;</t>"),
     (rb"<t>[^<]*</t>", b"<t>a_x000D_b</t>"), (rb"<t>[^<]*</t>", b"<t></t>"),
     (rb"<is><t>[^<]*</t></is>", b"<is><r><t>a</t></r><r><t>b</t></r></is>"),
     (rb'(<c r="D\d+"[^>]*)>', rb"\1><f>SUM(A1:B2)</f>")],
)  # fmt: skip
def test_odd_cells(old: bytes, new: bytes) -> None:
    """Whatever a sheet of the known make holds: it is read as calamine reads it."""
    data = (EXAMPLES / "valid" / "sheets.xlsx").read_bytes()
    for part in ("xl/worksheets/sheet3.xml", "xl/worksheets/sheet1.xml"):
        changed = edited(data, re.compile(old), new, part)
        due = attempt(partial(plainly, changed))
        for one in (data, data, data, changed, changed, data, changed):
            found = attempt(partial(xlsx.read, one, "xlsx"))
        assert found == due


def test_a_wrong_stored_sum_is_seen() -> None:
    xlsx.read(FILLED, "xlsx"), xlsx.read(FILLED, "xlsx")
    wrong = edited(FILLED, re.compile(rb"(</f><v>)\d+"), rb"\g<1>7", "xl/worksheets/sheet4.xml")
    document = xlsx.read(wrong, "xlsx")
    assert hits() == 1
    assert any(isinstance(grid, Grid) and grid.stale for grid in document.blocks)
    assert shown(document) == shown(plainly(wrong))


def test_shared_strings() -> None:
    """The same workbook with its texts in the package's table, as Excel keeps them."""
    from openpyxl import load_workbook

    made = []
    for organ in ("甲县人民政府", "乙县 & 丙县人民政府", " 丁县人民政府"):
        book = load_workbook(EXAMPLES / "valid" / "sheets.xlsx")
        for row in book.worksheets[0].iter_rows():
            for cell in row:
                if isinstance(cell.value, str) and "人民政府" in cell.value:
                    cell.value = organ
        stream = BytesIO()
        book.save(stream)
        made.append(_with_shared_strings(stream.getvalue()))
    for data in (*made, *made):
        assert shown(xlsx.read(data, "xlsx")) == shown(plainly(data))
    assert hits() >= 1


def _with_shared_strings(data: bytes) -> bytes:
    texts: list[bytes] = []

    def shared(match: re.Match[bytes]) -> bytes:
        texts.append(match[2])
        return b'<c%s t="s"><v>%d</v></c>' % (match[1], len(texts) - 1)

    made = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(made, "w") as out:
        for info in old.infolist():
            content = old.read(info)
            if info.filename.startswith("xl/worksheets/"):
                content = re.sub(rb'<c([^>]*) t="inlineStr"><is>(.*?)</is></c>', shared, content)
            if info.filename == "xl/_rels/workbook.xml.rels":
                content = content.replace(
                    b"</Relationships>",
                    b'<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
                    b'relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
                )
            if info.filename == "[Content_Types].xml":
                content = content.replace(
                    b"</Types>",
                    b'<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-'
                    b'officedocument.spreadsheetml.sharedStrings+xml"/></Types>',
                )
            out.writestr(info.filename, content)
        items = b"".join(b"<si>%s</si>" % text for text in texts)
        namespace = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
        out.writestr("xl/sharedStrings.xml", b'<sst xmlns="%s">%s</sst>' % (namespace, items))
    return made.getvalue()


@pytest.mark.parametrize("index", ["-1", "1_0", "+1", " 1 ", "01", "9999", "1.0", ""])
def test_odd_counts_of_shared_strings(index: str) -> None:
    data = _with_shared_strings((EXAMPLES / "valid" / "sheets.xlsx").read_bytes())
    odd = re.compile(rb'( t="s"><v>)\d+')
    changed = edited(data, odd, rb"\g<1>" + index.encode(), "xl/worksheets/sheet1.xml")
    due = attempt(partial(plainly, changed))
    for one in (data, data, data, changed):
        found = attempt(partial(xlsx.read, one, "xlsx"))
    assert found == due


@pytest.mark.parametrize(
    ("written", "shared", "text"),
    [(b"<t>ab</t>", True, "ab"), (b'<t xml:space="preserve"> a </t>', True, " a "), (b"<t> a </t>", True, None),
     (b"<r><t>a</t></r><r><rPr><b/></rPr><t>b</t></r>", True, "ab"), (b"<t>&lt;&#x41;&#66;</t>", True, "<AB"),
     (b"<t>&nbsp;</t>", True, None), (b"<t>a</t><rPh><t>b</t></rPh>", True, None), (b"a_x0041_", False, None),
     (b"\xff", False, None), (b"a&amp;b", False, "a&b"), (b"&#1114112;", False, None)],
)  # fmt: skip
def test_texts_are_plain_or_nothing(written: bytes, shared: bool, text: str | None) -> None:  # noqa: FBT001
    assert decode(written, shared=shared) == text


@given(st.lists(st.integers(-5, 5), min_size=6, max_size=6))
def test_compiled_sums_are_the_sums(values: list[int]) -> None:
    sums = [
        ((((0, 1),)), "=", ((1, 1), (2, 1))),
        (((3, 1), (4, -1)), ">=", ()),
        (((4, 1),), "only-if", ((5, 1),)),
    ]
    a, b, c, d, e, f = values
    due = a == b + c and d - e >= 0 and (e == 0 or f != 0)
    assert all_hold(sums)(values) is due
    long = [(((0, 1),), "=", [(n % 5 + 1, 1) for n in range(500)])]
    assert all_hold(long)(values) == (a == sum(values[n % 5 + 1] for n in range(500)))


def test_a_report_through_a_mould_is_the_report() -> None:
    path = EXAMPLES / "valid" / "sheets.xlsx"
    first = read(path).to_dict()
    for _ in range(3):
        assert read(path).to_dict() == first


def test_reports_that_differ_in_their_words_are_laid_out_alike() -> None:
    """What is found out about one file's layout is not taken for another's words."""
    made = []
    for organ, words in (
        ("甲县人民政府", "本年度公开工作有序推进。"),
        ("乙县财政局", "本年度没有新的规定，公开工作有序推进，未发生其他事项。"),
    ):
        report = read(EXAMPLES / "valid" / "county_2024.json")
        report.organ, report.narrative["overview"] = organ, words
        report.title = f"{organ}关于二〇二四年度政府信息公开工作的年度报告（初稿）"
        made.append((report.to_dict(), convert(report, "xlsx")))
    for due, data in (*made, *made, *reversed(made)):
        assert read(data, format="xlsx").to_dict() == due
