"""Real reports: every figure is read, or its loss is said with its place."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

from govinfo_cli import validate
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
