"""One wrong digit in tables three or four breaks exactly its sums, in every layout."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from example_data import county
from example_layouts import workbook
from govinfo_cli.api import read, validate

LAYOUTS: dict[str, dict[str, Any]] = {
    "sheets": {},
    "one_sheet": {"one_sheet": True, "down": 4, "right": 3, "notes": True},
    "unmerged": {"merged": False},
    "repeated": {"merged": False, "repeated": True},
}
FORMS = {"2019": 2020, "2021": 2024}


def broken_by(path: str) -> set[tuple[str, str]]:
    """The sums that hold a cell, by hand: code and cell of the total (or the column)."""
    table, row, column = path.split("/")
    if table == "remedies":
        return {("A304", f"remedies/{row}/total")}
    broken = {("A303", f"requests/{row}/total")}
    if row in ("received", "carried_in", "carried_out"):
        return broken | {("A301", f"requests/received/{column}")}
    broken.add(("A302", f"requests/concluded/{column}"))
    if row == "concluded":
        broken.add(("A301", f"requests/received/{column}"))
    return broken


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("form", FORMS)
def test_every_cell_of_tables_three_and_four(form: str, layout: str) -> None:
    data = workbook(county(form, FORMS[form]), **LAYOUTS[layout])
    report = read(data, format="xlsx")
    book = load_workbook(BytesIO(data))
    for index, cell in enumerate(report.form.cells):
        if cell.table == "disclosure":
            continue
        value = report.values[index]
        assert isinstance(value, int)
        report.values[index] = value + 10
        found = {(f.code, f.cells[0].cell) for f in validate(report).findings}
        report.values[index] = value
        assert found == broken_by(cell.path), cell.path
        sheet, _, place = report.source(index).partition("!")
        assert book[sheet][place].value == value


@settings(max_examples=15, deadline=None)
@given(st.data())
def test_a_wrong_digit_in_a_file(data: st.DataObject) -> None:
    layout = data.draw(st.sampled_from(sorted(LAYOUTS)))
    report = county("2021", 2024)
    cells = [
        (t, r, c)
        for t in ("requests", "remedies")
        for r in report["tables"][t]
        for c in report["tables"][t][r]
    ]
    table, row, column = data.draw(st.sampled_from(cells))
    rows = report["tables"][table]
    rows[row][column] += data.draw(st.integers(1, 9)) * 10 ** data.draw(st.integers(0, 3))
    result = validate(workbook(report, **LAYOUTS[layout]), format="xlsx")
    assert {(f.code, f.cells[0].cell) for f in result.findings} == broken_by(
        f"{table}/{row}/{column}"
    )
