"""The formula audit (V210) on workbooks whose totals are formulas."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from example_data import county
from example_layouts import workbook
from govinfo_cli import validate
from govinfo_cli.cli import main

SHEET = "依申请"


def told(change: Callable[[Workbook], object]) -> list[tuple[str, str, tuple[str, ...]]]:
    """Case, place and what is odd, of each V210."""
    data = workbook(county("2021", 2024), formulas=True, change=change)
    found = [f for f in validate(data, format="xlsx").findings if f.code == "V210"]
    return [
        (f.case, f.cells[0].source.rpartition("!")[2], tuple(f.facts.get("odd", ()))) for f in found
    ]  # type: ignore[arg-type]


def write(place: str, content: object) -> Callable[[Workbook], None]:
    def change(book: Workbook) -> None:
        book[SHEET][place] = content

    return change


@pytest.mark.parametrize(
    ("place", "content", "expected"),
    [("J8", "=SUM(D8:H8)", ("missing", "J8", ("I8",))),
     ("J8", "=SUM(E8:I8)", ("missing", "J8", ("D8",))),
     ("J8", "=D8+E8+F8+G8+H8-I8", ("sign", "J8", ("I8",))),
     ("J8", "=SUM(D8:I9)", ("strange", "J8", ("D9", "E9", "F9", "G9", "…"))),
     ("J8", "=SUM(D9:I9)", ("pattern", "J8", ())),
     ("J8", "=SUM(D9:I9)+0*Sheet2!A1", ("pattern", "J8", ())),
     ("J8", 66, ("constant", "J8", ()))],
)  # fmt: skip
def test_one_odd_formula(place: str, content: object, expected: object) -> None:
    assert told(write(place, content)) == [expected]


@pytest.mark.parametrize(
    "formula",
    ["=D8+E8+F8+G8+H8+I8", "=SUM($D8:$I8)", "=SUM(D8:F8,G8:I8)", "=SUM(D8:F8)+SUM(G8:I8)"],
)
def test_another_way_to_write_the_same_sum_is_right(formula: str) -> None:
    assert told(write("J8", formula)) == []


def test_a_total_over_subtotals_outside_the_form_is_followed() -> None:
    def change(book: Workbook) -> None:
        sheet = book[SHEET]
        sheet["L8"], sheet["M8"] = "=SUM(D8:F8)", "=SUM(G8:I8)"
        sheet["J8"] = "=L8+M8"

    assert told(change) == []


def test_a_column_that_misses_a_row() -> None:
    def change(book: Workbook) -> None:
        sheet = book[SHEET]
        last = next(
            row for row in range(1, 60) if str(sheet.cell(row, 2).value).startswith("（七）")
        )
        for column in "DEFGHI":
            sheet[f"{column}{last}"] = f"=SUM({column}8:{column}{last - 1})"
        sheet[f"E{last}"] = f"=SUM(E9:E{last - 1})"

    assert [(case, odd) for case, _, odd in told(change)] == [("missing", ("E8",))]


@given(st.sets(st.sampled_from("DEFGHI"), min_size=3, max_size=5))
@settings(max_examples=10, deadline=None)
def test_whatever_a_total_leaves_out_is_named(kept: set[str]) -> None:
    lost = tuple(f"{column}8" for column in "DEFGHI" if column not in kept)
    formula = "=" + "+".join(f"{column}8" for column in sorted(kept))
    assert told(write("J8", formula)) == [("missing", "J8", lost)]


def test_the_blank_workbook_is_beyond_doubt(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for form in ("2019", "2021"):
        path = tmp_path / f"{form}.xlsx"
        assert main(["template", "--form", form, "-o", str(path)]) == 0
        main(["validate", str(path), "--select", "V210", "--format", "json"])
        assert '"code"' not in capsys.readouterr().out
