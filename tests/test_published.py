"""Real reports: every figure is read, or its loss is said with its place."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from govinfo_cli import convert, read, validate
from govinfo_cli.api import Result


def differing(result: Result, figures: Path) -> set[str]:
    assert result.report is not None
    data = json.loads(figures.read_text("utf-8"), parse_float=Decimal)
    return {
        f"{table}/{row}"
        for table, rows in data["tables"].items()
        for row, cells in rows.items()
        for column, value in cells.items()
        if result.report[f"{table}/{row}/{column}"] != value
    }


def test_dongxihu_2020(published: Path) -> None:
    result = validate(published / "dongxihu_justice_2020.txt")
    report = result.report
    assert report is not None
    assert (report.form.name, report.year, report.organ) == ("2019", 2020, "武汉市东西湖区司法局")
    errors = [f for f in result.findings if f.severity == "error"]
    assert {f.code for f in errors} == {"S107"}
    assert [f.cells[0].source for f in errors] == [
        *(f"line {number}" for number in (64, 65, 66, 67, 68, 69, 86, 95))
    ]
    lost = {f.cells[0].cell for f in errors}
    wrong = differing(result, published / "dongxihu_justice_2020.figures.json")
    assert {row if not row.startswith("remedies") else "remedies" for row in wrong} == lost
    assert report["disclosure/other_documents/total_disclosed"] == 73
    assert not any(f.code == "S105" for f in result.findings)
    assert [len(e.values) for e in report.extra] == [6] * 7 + [16]
    assert result.status == "invalid"


def test_suqian_2023(published: Path) -> None:
    result = validate(published / "suqian_government_2023.txt")
    assert differing(result, published / "suqian_government_2023.figures.json") == set()
    assert result.findings == []
    assert result.report is not None
    assert result.report.organ == "宿迁市人民政府"


def test_shanghai_2019(published: Path) -> None:
    result = validate(published / "shanghai_general_office_2019.html")
    assert differing(result, published / "shanghai_general_office_2019.figures.json") == set()
    report = result.report
    assert report is not None
    assert (report.form.name, report.year) == ("2019", 2019)
    assert (report.organ, report.published) == ("上海市人民政府办公厅", "2020-01-31")
    assert list(report.narrative) == list(report.form.texts)
    codes = {f.code for f in result.findings}
    assert {"V201", "V206"} <= codes
    # Totals left blank are said with the number that is due; they are no failing sums.
    due = {f.cells[0].cell: f.expected for f in result.findings if f.case == "total"}
    assert due["requests/granted/total"] == 272
    money = next(f for f in result.findings if f.code == "V206")
    assert (money.facts["raw"], money.actual) == ("251000元", Decimal("25.1"))


@pytest.mark.parametrize("to", ["docx", "html", "xlsx", "csv", "md", "json"])
def test_real_figures_survive_each_type(published: Path, to: str) -> None:
    for name in ("shanghai_general_office_2019.html", "suqian_government_2023.txt"):
        report = read(published / name)
        again = read(convert(report, to), format=to)
        assert dict(again.items()) == dict(report.items())


def test_huaian_2024(published: Path) -> None:
    pytest.importorskip("pdfplumber")
    result = validate(published / "huaian_government_2024.pdf")
    assert differing(result, published / "huaian_government_2024.figures.json") == set()
    assert not [f for f in result.findings if f.severity == "error"]
    report = result.report
    assert report is not None
    assert (report.form.name, report.year, report.organ) == ("2021", 2024, "淮安市人民政府")
    assert list(report.narrative) == list(report.form.texts)
    # Lines and pages are joined: a paragraph ends with its sentence, no page number inside.
    ends = {line[-1] for text in report.narrative.values() for line in text.split("\n") if line}
    assert ends <= set("。）")
    assert "- 1 -" not in "".join(report.narrative.values())


def test_hongze_2023(published: Path) -> None:
    pytest.importorskip("pdfplumber")
    result = validate(published / "hongze_government_2023.pdf")
    assert differing(result, published / "hongze_government_2023.figures.json") == set()
    told = [(f.code, f.cells[0].cell if f.cells else "") for f in result.findings]
    assert sorted(told) == [
        ("A304", "remedies/litigation_after_reconsideration/total"),
        ("A304", "remedies/reconsideration/total"),
        ("S108", ""),
        ("S109", "requests"),
    ]
    label = next(f for f in result.findings if f.code == "S109")
    assert label.facts["official"] == "2.其他法律行政法规禁止公开"
