"""Reports added up: cell by cell, exactly, with who gave what, and nothing passed over."""

from __future__ import annotations

import json
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from openpyxl import load_workbook

from example_data import county
from example_district import DISTRICT, ORGANS, report_of
from example_layouts import as_json, workbook
from govinfo_cli import Merged, Report, check, convert, merge, read
from govinfo_cli.cli import main
from govinfo_cli.errors import UsageError
from govinfo_cli.forms import load_forms
from govinfo_cli.forms.json_schema import report_schema
from govinfo_cli.number import total

EXAMPLES = Path(__file__).resolve().parent.parent / "examples" / "district"
FOLDER = EXAMPLES / "organs"
NOT_WRITTEN = ("C704",)


def organs() -> list[Report]:
    return [read(path) for path in sorted(FOLDER.iterdir())]


def made(*changes: dict[str, Any], organ: str = "") -> list[Report]:
    """Reports of organs with some cells changed: path to value."""
    reports = []
    for number, cells in enumerate(changes):
        report = county("2021", 2024, organ or f"云溪区{'甲乙丙丁'[number]}局")
        for path, value in cells.items():
            table, row, column = path.split("/")
            if value is ...:
                del report["tables"][table][row]
            else:
                report["tables"][table][row][column] = value
        reports.append(read(as_json(report), format="json"))
        reports[-1].path = f"{number}.json"
    return reports


def test_the_sum_of_any_file_types_is_the_district() -> None:
    merged = merge(sorted(FOLDER.iterdir()), organ=DISTRICT)
    assert merged.whole
    assert merged.report.values == read(EXAMPLES / "district.xlsx").values
    assert check(merged.report, children=organs())[0].code == "C704"


@settings(max_examples=25, deadline=None)
@given(st.lists(st.lists(st.integers(0, 10**9), min_size=9, max_size=9), min_size=1, max_size=12))
def test_each_cell_is_the_sum_of_its_cells(figures: list[list[int]]) -> None:
    form = load_forms().require("2021")
    reports = []
    for number, numbers in enumerate(figures):
        values = [numbers[(7 * i + number) % 9] for i in range(len(form.cells))]
        amounts = {i: Decimal(v) / 10000 for i, v in enumerate(values)
                   if form.cells[i].kind == "amount"}  # fmt: skip
        report = Report(
            form,
            2024,
            f"第{number}区财政局",
            values=[amounts.get(i, v) for i, v in enumerate(values)],
        )
        report.absent = set()
        reports.append(report)
    merged = merge(reports).report
    for index in range(len(form.cells)):
        assert merged.values[index] == total(r.values[index] or 0 for r in reports)
        given_by = [e.cells.get(form.cells[index].path, 0) or 0 for e in merged.contributions]
        assert total(given_by) == merged.values[index]


def test_many_workbooks_are_added_up_in_one_process(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for number in range(24):
        report = report_of(ORGANS[number % 4]) | {"organ": f"云溪区第{number}局"}
        (tmp_path / f"{number:02}.xlsx").write_bytes(workbook(report))
    target = tmp_path / "sum" / "district.xlsx"
    assert main(["merge", str(tmp_path), "-o", str(target), "--organ", DISTRICT]) == 0
    assert "24" in capsys.readouterr().err
    merged, parts = read(target), [read(path) for path in sorted(tmp_path.glob("*.xlsx"))]
    for index, value in enumerate(merged.values):
        assert value == total(part.values[index] or 0 for part in parts)


def test_the_workbook_lists_who_gave_what() -> None:
    merged = merge(organs(), organ=DISTRICT).report
    data = convert(merged, "xlsx")
    book = load_workbook(BytesIO(data))
    sheet = book["各单位·依申请"]
    assert [sheet.cell(row, 1).value for row in range(5, 10)] == [
        *(e.organ for e in merged.contributions),
        "合计",
    ]
    assert sheet["I9"].value == "=SUM(I5:I8)"
    column = next(c for c in range(3, 200) if sheet.cell(4, c).value == "requests/received/total")
    assert (
        sum(sheet.cell(row, column).value for row in range(5, 9))
        == merged["requests/received/total"]
    )
    again = read(data, format="xlsx")
    assert again.contributions == merged.contributions
    assert again.values == merged.values
    assert [f.code for f in check(again) if f.code not in NOT_WRITTEN] == []


def test_json_lists_who_gave_what_and_fits_the_schema() -> None:
    merged = merge(organs(), organ=DISTRICT).report
    data = convert(merged, "json")
    written = json.loads(data)
    Draft202012Validator(report_schema(merged.form)).validate(written)
    assert [e["organ"] for e in written["contributions"]] == [r.organ for r in organs()]
    again = read(data, format="json")
    assert again.contributions == merged.contributions
    written["contributions"][0]["cells"] = {"no/such/cell": 1}
    told = read(json.dumps(written).encode(), format="json").remarks
    assert [(f.code, f.cells[0].source) for f in told] == [("S101", "/contributions/0")]


@pytest.mark.parametrize("to", ["json", "md", "xlsx", "docx", "html"])
def test_it_is_written_as_any_whole_type(to: str, tmp_path: Path) -> None:
    target = tmp_path / f"sum.{to}"
    assert main(["merge", str(FOLDER), "-o", str(target), "--organ", DISTRICT]) == 0
    assert read(target).values == read(EXAMPLES / "district.xlsx").values
    assert main(["merge", str(FOLDER), "-o", str(target)]) == 2
    assert main(["merge", str(FOLDER), "-o", str(tmp_path / "sum.csv")]) == 2
    assert main(["merge", str(FOLDER), "-o", str(tmp_path / "sum")]) == 2
    assert main(["merge", str(FOLDER), "-o", str(tmp_path / "sum"), "--to", to]) == 0


def test_an_unread_cell_is_marked_and_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = "requests/granted/natural_person"
    reports = made({}, {path: "若干"})
    merged = merge(reports)
    assert not merged.whole
    assert merged.report[path] is None
    assert merged.report.form.index[path] in merged.report.unread
    assert [(e.values, e.source) for e in merged.report.extra] == [(("61+?",), "云溪区乙局")]
    assert merged.report.contributions[1].lost == (path,)
    for to in ("xlsx", "json", "md"):
        again = read(convert(merged.report, to), format=to)
        assert again.form.index[path] in again.unread
        assert "V202" in {f.code for f in check(again)}
    for number, report in enumerate(reports):
        (tmp_path / f"{number}.json").write_bytes(convert(report, "json"))
    target = tmp_path / "out" / "sum.xlsx"
    assert main(["merge", str(tmp_path), "-o", str(target)]) == 1
    told = capsys.readouterr().err
    assert "1.json" in told
    assert "表三（一）予以公开·自然人" in told
    assert load_workbook(target)["各单位·依申请"].max_row == 7


def test_blank_and_absent_cells_are_not_silently_0() -> None:
    blank, gone = "requests/granted/research", "remedies/litigation_direct/total"
    reports = made({blank: None}, {gone: ...}, {})
    merged = merge(reports)
    assert merged.report[blank] == 0
    assert merged.report.contributions[0].cells[blank] is None
    assert merged.report[gone] is None
    first, second = merged.lacking
    assert [reports[0].form.cells[i].path for i in first.blank] == [blank]
    assert len(second.lost) == 5


def test_a_row_that_none_must_have_is_added_where_it_is() -> None:
    path = "disclosure/other_documents/produced"
    one, other = (county("2019", 2020, f"云溪区{name}局") for name in "甲乙")
    one["tables"]["disclosure"]["other_documents"] = {
        "produced": 5,
        "disclosed": 4,
        "total_disclosed": 9,
    }
    merged = merge([read(as_json(r), format="json") for r in (one, other)])
    assert merged.whole
    assert merged.report[path] == 5


def refused(reports: list[Report], key: str, **allowed: bool) -> Merged:
    with pytest.raises(UsageError, match=key):
        merge(reports)
    return merge(reports, **allowed)  # type: ignore[arg-type]


def test_several_years_are_refused_unless_told() -> None:
    reports = made({}, {})
    reports[1].year = 2023
    assert refused(reports, "merge-years", allow_years=True).report.year == 2024


def test_several_reports_of_one_organ_are_refused_unless_told() -> None:
    reports = made({}, {})
    reports[1].organ = "某市云溪区甲局"
    merged = refused(reports, "merge-repeated", allow_repeated=True)
    assert merged.report["requests/received/total"] == 280
    with pytest.raises(UsageError, match="merge-repeated"):
        merge(made({}, {}), aliases={"云溪区甲局": "云溪区乙局"})


def test_several_forms_are_refused_unless_told() -> None:
    old = read(as_json(county("2019", 2024, "云溪区旧式局")), format="json")
    merged = refused([*made({}), old], "merge-forms", allow_forms=True)
    assert merged.report.form.name == "2021"
    assert merged.report["requests/received/total"] == 280
    homeless = {old.form.cells[i].path for entry in merged.lacking for i in entry.homeless}
    assert "disclosure/normative_documents/produced" in homeless
    assert not any(path.startswith("requests") for path in homeless)


@pytest.mark.parametrize("encoding", ["utf-8", "gbk", "utf-8-sig"])
def test_missing_organs_are_told(
    encoding: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    names = tmp_path / "names.txt"
    names.write_bytes(
        "# 名单\n民政局 # 已催\n某市云溪区市场监督管理局\n云溪区教育局\n柳河街道\n".encode(encoding)
    )
    target = tmp_path / "sum.json"
    assert main(["merge", str(FOLDER), "-o", str(target), "--expect", str(names)]) == 1
    told = capsys.readouterr().err
    assert "还有 1 个单位没有报来：云溪区教育局" in told
    assert "不在名单上：云溪区人民政府办公室" in told
    assert target.exists()
    line = ["merge", str(FOLDER), "-o", str(target), "--force", "--expect", str(names)]
    assert main([*line, "--alias", "云溪区教育局=云溪区人民政府办公室"]) == 0
    assert main([*line, "--alias", "云溪区教育局"]) == 2
    assert (
        main(
            [
                "merge",
                str(FOLDER),
                "-o",
                str(target),
                "--force",
                "--expect",
                str(EXAMPLES / "organs.list"),
            ]
        )
        == 0
    )
    assert (
        main(
            [
                "merge",
                str(FOLDER),
                "-o",
                str(target),
                "--force",
                "--expect",
                str(tmp_path / "no.txt"),
            ]
        )
        == 2
    )


def test_an_unreadable_file_stops_the_sum_but_not_the_others(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.json").write_bytes(convert(made({})[0], "json"))
    (tmp_path / "b.xlsx").write_bytes(b"broken")
    (tmp_path / "c.json").write_bytes(b"{")
    target = tmp_path / "out" / "sum.json"
    assert main(["merge", str(tmp_path), str(tmp_path / "*.pdf"), "-o", str(target)]) == 2
    told = capsys.readouterr().err
    assert "b.xlsx" in told
    assert "c.json" in told
    assert not target.exists()
    assert main(["merge", str(tmp_path), "-o", str(target), "--allow-unreadable"]) == 2
    assert read(target)["requests/received/total"] == 140
    assert "Traceback" not in told


def test_a_report_with_errors_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.json").write_bytes(convert(made({"requests/granted/total": 7})[0], "json"))
    assert (
        main(
            [
                "--lang",
                "en",
                "merge",
                str(tmp_path / "a.json"),
                "-o",
                str(tmp_path / "sum.json"),
                "--lang",
                "en",
            ]
        )
        == 1
    )
    assert "a.json: 2 errors" in capsys.readouterr().err


def test_a_sum_is_held_against_its_own_list() -> None:
    merged = merge(organs(), organ=DISTRICT).report
    assert "L501" not in {f.code for f in check(merged)}
    index = merged.form.index["disclosure/licensing/decisions"]
    merged.values[index] = (merged.values[index] or 0) + 5
    (told,) = [f for f in check(merged) if f.code == "L501"]
    assert told.expected == 13678


def test_a_child_that_changed_since_is_named() -> None:
    merged = merge(organs(), organ=DISTRICT).report
    children = organs()
    for path in ("disclosure/licensing/decisions", "disclosure/penalties/decisions"):
        index = children[1].form.index[path]
        children[1].values[index] = (children[1].values[index] or 0) + 5
    lead, follower = [f for f in check(merged, children=children) if f.code == "L501"]
    assert (lead.case, lead.facts["organ"]) == ("changed", children[1].organ)
    assert follower.because is lead


def test_a_child_of_the_sum_that_is_not_given_is_named() -> None:
    merged = merge(organs(), organ=DISTRICT).report
    kept = organs()
    gone = kept.pop(1)
    found = [f for f in check(merged, children=kept) if f.code == "L501"]
    lead, *others = found
    assert (lead.case, lead.facts["organs"]) == ("not-given", (gone.organ,))
    assert all(entry.because is lead for entry in others)
