"""A prepared template gives what editing it cell by cell gives, and what openpyxl would write."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from cell_by_cell import filled
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from test_round_trip import EXAMPLES, FILES, reports

from example_data import county
from example_layouts import as_json, workbook
from govinfo_cli import convert, read
from govinfo_cli.api import places_of
from govinfo_cli.errors import UnwritableError
from govinfo_cli.office.xml_ import parse
from govinfo_cli.report import Extra, Report
from govinfo_cli.writers import xlsx
from govinfo_cli.writers.xlsx.grid import address
from govinfo_cli.writers.xlsx.part import SheetPart, to_xml
from govinfo_cli.writers.xlsx.styles import Styles

WORKBOOKS = [path for path in FILES if path.suffix == ".xlsx"]
MAIN = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
Changes = Mapping[str, Mapping[tuple[int, int], object]]


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> list[tuple[bytes, Changes, bytes]]:
    """Every template that is filled, with what into it, and the result."""
    made = []
    real = xlsx.rewrite

    def rewrite(package: bytes, changes: Changes) -> bytes:
        made.append((package, changes, real(package, changes)))
        return made[-1][2]

    monkeypatch.setattr(xlsx, "rewrite", rewrite)
    return made


def parts(data: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def hold(package: bytes, changes: Changes, result: bytes) -> None:
    """The sheets are those that the plain way gives; all other parts are as they stood."""
    before, after = parts(package), parts(result)
    titles = re.findall(r'<sheet [^>]*?name="(.*?)"', before["xl/workbook.xml"].decode())
    styles = Styles(parse(before["xl/styles.xml"], "styles"))
    for title in [*changes, *(title for title in titles if title not in changes)]:
        number = titles.index(title) + 1
        name = f"xl/worksheets/sheet{number}.xml"
        plain = filled(before[name], changes[title], styles) if changes.get(title) else before[name]
        assert after.pop(name) == plain, title
    dropped = (
        before.keys()
        - after.keys()
        - {f"xl/worksheets/sheet{n + 1}.xml" for n in range(len(titles))}
    )
    assert dropped <= {"xl/calcChain.xml"}
    expected = {"xl/workbook.xml"}
    if styles.changed:
        expected.add("xl/styles.xml")
        assert after["xl/styles.xml"] == to_xml(styles.root)
    if dropped:
        expected |= {"[Content_Types].xml", "xl/_rels/workbook.xml.rels"}
    assert {name for name, data in after.items() if data != before[name]} == expected


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.name)
def test_every_example_into_the_built_in_workbook(
    path: Path, seen: list[tuple[bytes, Changes, bytes]]
) -> None:
    xlsx.write(read(path))
    hold(*seen[0])


@pytest.mark.parametrize("template", WORKBOOKS, ids=lambda p: p.name)
def test_every_example_into_every_workbook(
    template: Path, seen: list[tuple[bytes, Changes, bytes]]
) -> None:
    package = template.read_bytes()
    for path in FILES[::7]:
        report = read(path)
        xlsx.fill_template(
            package, report, places_of(read(package, format="xlsx", form=report.form.name))
        )
        hold(*seen[-1])


@settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(reports(), min_size=1, max_size=3))
def test_any_reports_one_after_the_other(
    seen: list[tuple[bytes, Changes, bytes]], several: list[Report]
) -> None:
    for report in several:
        xlsx.write(report)
        hold(*seen[-1])


def edited(package: bytes, change: Callable[[str, bytes], bytes], **more: bytes) -> bytes:
    made = BytesIO()
    with ZipFile(made, "w") as target:
        for name, data in {**parts(package), **more}.items():
            target.writestr(name, change(name, data))
    return made.getvalue()


def shared(name: str, data: bytes) -> bytes:
    """Row totals as Excel fills them down: one formula shared, its master in the first row."""
    if name == "[Content_Types].xml":
        return data.replace(
            b"</Types>", b'<Override PartName="/xl/calcChain.xml" ContentType="x/y"/></Types>'
        )
    if name == "xl/_rels/workbook.xml.rels":
        return data.replace(
            b"</Relationships>",
            b'<Relationship Id="rId99" Type="http://x/calcChain" Target="calcChain.xml"/></Relationships>',
        )
    if name != "xl/worksheets/sheet2.xml":
        return data
    for row in range(6, 31):
        formula = (
            b'<f t="shared" ref="J6:J30" si="0">SUM(D6:I6)</f>'
            if row == 6
            else b'<f t="shared" si="0"/>'
        )
        data = re.sub(
            rb'(<c r="J%d"[^>]*?)(?: t="\w+")?(?:/>|>.*?</c>)' % row,
            rb"\1>%b<v>0</v></c>" % formula,
            data,
        )
    return data


def prefixed(name: str, data: bytes) -> bytes:
    """The same sheets with a prefix for the namespace, as some programs write them."""
    if not name.startswith("xl/worksheets/sheet"):
        return data
    return re.sub(rb"<(/?)(\w)", rb"<\1x:\2", data).replace(b"xmlns=", b"xmlns:x=")


def indented(name: str, data: bytes) -> bytes:
    if not name.startswith("xl/worksheets/sheet"):
        return data
    return (
        data.replace(b"<c ", b"\n  <c ")
        .replace(b"</row>", b"\n</row>")
        .replace(b"<v>", b"\n    <v>")
    )


TEMPLATE = workbook(county("2021", 2024), words=False)
SHARED = edited(TEMPLATE, shared, **{"xl/calcChain.xml": b"<calcChain/>"})
# reports in which no sum, the master's sum, another row's sum and a blank stand in the way
WRONG = [
    {},
    {"received": 7},
    {"granted": 7},
    {"received": 7, "granted": 8},
    {"denied_by_law": None},
]


@pytest.mark.parametrize(
    "package",
    [TEMPLATE, SHARED, edited(SHARED, prefixed), edited(SHARED, indented)],
    ids=["plain", "shared", "prefixed", "indented"],
)
def test_formulas_that_stay_and_that_go(
    package: bytes, seen: list[tuple[bytes, Changes, bytes]]
) -> None:
    for wrong in [*WRONG, *reversed(WRONG)]:
        data = county("2021", 2024)
        for row, total in wrong.items():
            data["tables"]["requests"][row]["total"] = total
        report = read(as_json(data), format="json")
        again = read(convert(report, "xlsx", template=package), format="xlsx")
        assert dict(again.items()) == dict(report.items())
        hold(*seen[-1])
    if package == SHARED:
        names = [len(parts(result)) for _, _, result in seen]
        assert names[0] == names[1] + 1  # the chain of formulas stays until one goes
        assert b"<f>SUM(D8:I8)</f>" in parts(seen[1][2])["xl/worksheets/sheet2.xml"]


def looks(package: bytes, cells: set[str]) -> dict[str, object]:
    """All that openpyxl knows of a workbook's sheets; of cells that are new only the value."""
    made: dict[str, object] = {}
    for sheet in load_workbook(BytesIO(package)):
        for row in sheet.iter_rows():
            for cell in row:
                place = f"{sheet.title}!{cell.coordinate}"
                styles = (
                    cell.font,
                    cell.fill,
                    cell.border,
                    cell.alignment,
                    cell.protection,
                    cell.number_format,
                )
                made[place] = cell.value, repr(styles) if place in cells else ""
        made[sheet.title] = (
            sorted(map(str, sheet.merged_cells.ranges)), sheet.freeze_panes, sheet.dimensions,
            [(str(rule.sqref), rule.type, rule.formula1) for rule in sheet.data_validations.dataValidation],
            [(str(area.sqref), [rule.formula for rule in area.rules]) for area in sheet.conditional_formatting],
            {key: entry.width for key, entry in sheet.column_dimensions.items()},
            {key: entry.height for key, entry in sheet.row_dimensions.items()},
        )  # fmt: skip
    return made


@pytest.mark.parametrize("name", ["2019", "2021"])
def test_openpyxl_would_have_written_the_same(
    name: str, seen: list[tuple[bytes, Changes, bytes]]
) -> None:
    report = read(as_json(county(name, 2020 if name == "2019" else 2024)), format="json")
    result = xlsx.write(report)
    package, changes, _ = seen[0]
    book = load_workbook(BytesIO(package))
    for sheet, cells in changes.items():
        for at, content in cells.items():
            cell = book[sheet][address(at)]
            if not str(cell.value).startswith("=SUM"):  # its stored value is not openpyxl's to set
                cell.value = content
    made = BytesIO()
    book.save(made)
    known = set(looks(package, set()))
    assert len(known) > 400
    assert looks(result, known) == looks(made.getvalue(), known)


def test_a_number_too_long_for_a_spreadsheet_and_a_text_too_long_for_a_cell() -> None:
    report = read(as_json(county("2021", 2024)), format="json")
    report.values[report.form.index["disclosure/fees/amount"]] = Decimal("12345678901234567.5")
    assert read(convert(report, "xlsx"), format="xlsx")["disclosure/fees/amount"] == Decimal(
        "12345678901234567.5"
    )
    report.narrative["overview"] = "字" * 32_768
    with pytest.raises(UnwritableError, match="cell-too-long"):
        convert(report, "xlsx")


def test_unchanged_parts_are_copied_as_they_lie_packed() -> None:
    packed = edited(TEMPLATE, lambda _, data: data)  # stored, not deflated
    report = read(EXAMPLES / "valid" / "county_2024.json")
    with ZipFile(BytesIO(convert(report, "xlsx", template=packed))) as package:
        assert {info.compress_type for info in package.infolist()} == {0}
        assert package.testzip() is None


def test_texts_that_look_like_formulas(seen: list[tuple[bytes, Changes, bytes]]) -> None:
    for texts in (("=1+1", "一"), ("一", "-2", "@x"), ("一",)):
        report = read(as_json(county("2021", 2024)), format="json")
        report.narrative["overview"] = "\n".join(texts)
        report.contact = "+86 000"
        xlsx.write(report)
        hold(*seen[-1])
        index = report.form.index["requests/granted/total"]
        report.unread.add(index)
        report.values[index] = None
        report.extra.append(Extra("V202", "requests", "granted", "total", values=("=A1",)))
        xlsx.fill_template(TEMPLATE, report, places_of(read(TEMPLATE, format="xlsx")))
        hold(*seen[-1])


class Looked(dict[Any, Any]):
    """Rows or cells that count how often all of them are gone through."""

    times = 0

    def __iter__(self) -> Iterator[Any]:
        self.times += 1
        return super().__iter__()


def test_new_cells_find_their_place_without_a_look_at_all() -> None:
    data = '<row r="5"><c r="C5"/></row><row r="9"/>'
    sheet = f'<worksheet xmlns="a"><sheetData>{data}</sheetData></worksheet>'
    root = parse(sheet.encode(), "sheet1.xml")
    part = SheetPart(root, "sheet1.xml")
    part.rows, part.cells = rows, cells = Looked(part.rows), Looked(part.cells)
    for row in (6, 2, 11, 4, 0):
        for column in (4, 0, 2, 1):
            part.cell((row, column))
    assert rows.times == cells.times == 0
    told = [[cell.get("r") for cell in row] for row in root[0]]
    assert told == [
        [f"{c}{row}" for c in "ABCE"] if row != 9 else [] for row in (1, 3, 5, 7, 9, 12)
    ]
