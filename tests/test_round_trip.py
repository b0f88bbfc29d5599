"""Written and read back, a report is the same report."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from example_data import county
from example_layouts import workbook
from govinfo_cli import convert, read
from govinfo_cli.errors import UnwritableError
from govinfo_cli.forms import load_forms
from govinfo_cli.jsonout import dumps
from govinfo_cli.report import Extra, Report
from govinfo_cli.text import ORDER

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = ROOT / "examples"

FILES = sorted(
    path for folder in ("valid", "invalid", "district") for path in (EXAMPLES / folder).rglob("*.*")
    if path.is_file() and not path.name.endswith((".findings.json", ".list"))
)  # fmt: skip
CHAIN = ("json", "md", "json", "xlsx", "json", "docx", "json", "html", "json")


def through(report: Report, formats: tuple[str, ...]) -> Report:
    for name in formats:
        report = read(convert(report, name), format=name)
    return report


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.name)
def test_every_example(path: Path) -> None:
    first = read(path)
    assert through(first, CHAIN).to_dict() == first.to_dict()


# What turns the order of reading round is shown in every output, and so it is read back.
TURNS = re.compile(f"[{ORDER}]")
LINE = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp", "Co", "Cn")),
    min_size=1, max_size=40,
).map(str.strip).filter(
    lambda text: text and "报告" not in text and "日期" not in text and not TURNS.search(text)
)  # fmt: skip
TEXT = st.lists(LINE, max_size=3).map("\n".join)


@st.composite
def reports(draw: st.DrawFn) -> Report:
    form = load_forms().require(draw(st.sampled_from(["2019", "2021"])))
    kinds = {
        "count": st.integers(0, 10**9),
        "change": st.integers(-(10**6), 10**6),
        "amount": st.decimals(0, 10**9, places=4),
    }
    tables: dict[str, dict[str, dict[str, object]]] = {}
    for cell in form.cells:
        value = draw(st.one_of(st.none(), st.just(0), kinds[cell.kind]))
        tables.setdefault(cell.table, {}).setdefault(cell.row, {})[cell.column] = value
    if form.name == "2019":
        tables["disclosure"]["other_documents"]["produced"] = 1
    data = {
        "form": form.name, "year": draw(st.integers(2019, 2030)), "organ": "某县某局",
        "narrative": {key: draw(TEXT) for key in form.texts if key != "preface"}, "tables": tables,
    }  # fmt: skip
    return read(dumps(data).encode(), format="json")


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(reports())
def test_any_report(report: Report) -> None:
    assert through(report, CHAIN).to_dict() == report.to_dict()


@pytest.mark.parametrize("key", ["preface", "overview", "other"])
@pytest.mark.parametrize("text", ["前言", "前 言\n本报告由六部分组成。"])
def test_a_text_that_has_the_words_of_the_first_heading(key: str, text: str) -> None:
    report = read(EXAMPLES / "valid" / "county_2024.json")
    report.narrative[key] = text
    assert through(report, CHAIN).to_dict() == report.to_dict()


@pytest.mark.parametrize("form", ["2019", "2021"])
def test_tables_without_a_word(form: str) -> None:
    first = read(workbook(county(form, 2019), words=False), format="xlsx")
    assert (first.year, first.organ) == (None, "")
    assert through(first, CHAIN).to_dict() == first.to_dict()


def test_a_report_that_would_not_read_back_is_refused() -> None:
    report = read(EXAMPLES / "valid" / "county_2024.json")
    report.narrative["overview"] += "\n补充\n代码"
    assert convert(report, "md")
    report.extra.append(Extra("S105", "disclosure", values=("a\tb",)))
    with pytest.raises(UnwritableError, match="read-back"):
        convert(report, "md")


def test_numbers_stay_exact() -> None:
    report = read(EXAMPLES / "valid" / "county_2024.json")
    report.values[report.form.index["disclosure/fees/amount"]] = Decimal("59237.2449")
    assert json.loads(convert(report, "json"), parse_float=Decimal)["tables"]["disclosure"][
        "fees"
    ] == {"amount": Decimal("59237.2449")}
