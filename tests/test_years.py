"""Two years of one organ: what carries over, what a note explains, what cannot be compared."""

from __future__ import annotations

from pathlib import Path

import pytest

from example_data import county
from example_layouts import as_json
from govinfo_cli import check, read
from govinfo_cli.cli import main
from govinfo_cli.errors import UsageError
from govinfo_cli.report import Report

INVALID = Path(__file__).resolve().parent.parent / "examples" / "invalid"


def pair() -> tuple[Report, Report]:
    return read(INVALID / "carry_over.json"), read(INVALID / "carry_over.previous.json")


def test_a_note_under_the_table_turns_the_error_into_information() -> None:
    report, previous = pair()
    assert {f.severity for f in check(report, previous=previous)} == {"error", "warning"}
    report.notes["requests"] = "注：上年 1 件于年初撤回。"
    found = check(report, previous=previous)
    assert {f.severity for f in found} == {"info"}
    assert {f.case for f in found} == {"noted"}


def test_reports_of_other_years_are_refused() -> None:
    report, previous = pair()
    previous.year = 2021
    with pytest.raises(UsageError, match="previous-year"):
        check(report, previous=previous)


def test_only_carried_over_cases_are_compared_between_forms() -> None:
    now = read(as_json(county("2021", 2021)), format="json")
    before = read(as_json(county("2019", 2020)), format="json")
    assert check(now, previous=before) == []
    before.values[before.form.index["requests/carried_out/total"]] = 8
    assert [f.code for f in check(now, previous=before)] == ["Y401"]


def test_last_year_tells_which_of_several_cells_are_wrong() -> None:
    now = read(as_json(county("2021", 2024)), format="json")
    before = read(INVALID / "carry_over.previous.json")
    for column in ("natural_person", "total"):
        index = now.form.index[f"requests/carried_in/{column}"]
        now.values[index] = (now.values[index] or 0) + 30
    alone = [f for f in check(now) if f.suggestions]
    assert not any(s.certain for f in alone for s in f.suggestions)
    (lead,) = [f for f in check(now, previous=before) if f.suggestions]
    cells = {c.where.cell for c in lead.suggestions[0].changes}
    assert cells == {"requests/carried_in/natural_person", "requests/carried_in/total"}


def test_the_blank_for_next_year_knows_what_is_carried_over(tmp_path: Path) -> None:
    last = tmp_path / "last.json"
    last.write_bytes(as_json(county("2021", 2023)))
    target = tmp_path / "next.xlsx"
    assert main(["template", "--previous", str(last), "-o", str(target)]) == 0
    blank = read(target)
    assert (blank.year, blank.organ) == (2024, "清溪县人民政府")
    assert blank["requests/carried_in/natural_person"] == 6
    assert blank["requests/received/natural_person"] is None
    assert main(["template", "--previous", str(tmp_path / "none.json"), "-o", str(target)]) == 2
