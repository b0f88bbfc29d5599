"""A district against its organs: what is named, by which evidence, and what is left open."""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from example_data import county
from example_district import ORGANS, above, organ, report_of, sum_of
from example_layouts import as_json
from govinfo_cli import Finding, Report, check, read, validate
from govinfo_cli.cli import main
from govinfo_cli.errors import UsageError
from govinfo_cli.messages import word
from govinfo_cli.number import total
from govinfo_cli.settings import Settings

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
DISTRICT = EXAMPLES / "district" / "district.xlsx"
ORGANS_FOLDER = EXAMPLES / "district" / "organs"


def leads(found: Sequence[Finding]) -> list[Finding]:
    return [entry for entry in found if entry.code == "L501" and entry.because is None]


@pytest.fixture(scope="module")
def sixty() -> list[Report]:
    return [organ(seed) for seed in range(1, 61)]


def alter(report: Report, path: str, value: Any) -> None:
    report.values[report.form.index[path]] = value


def test_the_example_is_the_sum_of_its_organs() -> None:
    children = [read(path) for path in sorted(ORGANS_FOLDER.iterdir())]
    assert len(children) == 4
    assert validate(DISTRICT, children=children).findings == []


@pytest.mark.parametrize("form", ["2019", "2021"])
def test_decimals_are_added_exactly(form: str) -> None:
    reports = [county(form, 2020 if form == "2019" else 2024, f"{n}局") for n in "甲乙丙"]
    row, column = ("procurement", "amount") if form == "2019" else ("fees", "amount")
    for report, amount in zip(reports, ("0.1", "0.2", "0.7"), strict=True):
        report["tables"]["disclosure"][row][column] = amount
    whole = read(
        as_json(sum_of(reports) | {"form": form, "year": reports[0]["year"]}), format="json"
    )
    children = [read(as_json(report), format="json") for report in reports]
    assert leads(check(whole, children=children)) == []
    assert whole[f"disclosure/{row}/{column}"] == 1


def test_one_altered_cell_names_the_child(sixty: list[Report]) -> None:
    district = above(sixty)
    assert leads(check(district, children=sixty)) == []
    chance = random.Random(7)  # noqa: S311
    told: Counter[str] = Counter()
    for _ in range(60):
        child = chance.choice(sixty)
        index = chance.choice(
            [i for i, cell in enumerate(child.form.cells)
             if cell.table != "disclosure" and (child.values[i] or 0) > 1]
        )  # fmt: skip
        right = child.values[index]
        child.values[index] = int(str(right)[::-1]) if int(str(right)[::-1]) != right else 7 * right
        (lead,) = leads(check(district, children=sixty))
        assert lead.cells[0].cell == child.form.cells[index].path
        told["named" if lead.facts.get("organ") == child.organ else "not named"] += 1
        assert lead.facts.get("organ", child.organ) == child.organ
        child.values[index] = right
    assert told["named"] >= 57, told


def test_many_altered_cells_of_several_children(sixty: list[Report]) -> None:
    district = above(sixty)
    changes = {3: "requests/granted/total", 20: "requests/received/natural_person",
               41: "remedies/litigation_direct/upheld"}  # fmt: skip
    before = {}
    for number, path in changes.items():
        before[number] = sixty[number][path]
        alter(sixty[number], path, (before[number] or 0) + 321)
    found = leads(check(district, children=sixty))
    assert {(f.facts.get("organ"), f.cells[0].cell) for f in found} == {
        (sixty[number].organ, path) for number, path in changes.items()
    }
    for number, path in changes.items():
        alter(sixty[number], path, before[number])


def test_a_child_left_out_or_counted_twice_is_one_finding(sixty: list[Report]) -> None:
    (lead,) = leads(found := check(above([*sixty[:9], *sixty[10:]]), children=sixty))
    assert (lead.case, lead.facts["organ"]) == ("omitted", sixty[9].organ)
    assert len(found) == lead.facts["cells_count"]
    (lead,) = leads(check(above([*sixty, sixty[30]]), children=sixty))
    assert (lead.case, lead.facts["organ"]) == ("doubled", sixty[30].organ)
    (lead,) = leads(check(above(sixty), children=[*sixty, sixty[30]]))
    assert (lead.case, lead.facts["organ"]) == ("given-twice", sixty[30].organ)
    renamed = organ(99)
    renamed.organ = "云溪区旧名局"
    district = above([*sixty[:30], *sixty[31:], renamed])
    (lead,) = leads(check(district, children=[*sixty, renamed]))
    assert (lead.case, lead.facts["organ"]) == ("omitted", sixty[30].organ)
    settings = Settings(aliases={renamed.organ: sixty[30].organ})
    (lead,) = leads(check(district, settings, children=[*sixty, renamed]))
    assert (lead.case, lead.facts["organ"]) == ("given-twice", sixty[30].organ)


def test_a_child_whose_report_is_not_there(sixty: list[Report]) -> None:
    (lead,) = leads(check(above(sixty), children=sixty[1:]))
    assert lead.case == "absent"
    assert "organ" not in lead.facts


def test_one_table_of_a_child_left_out(sixty: list[Report]) -> None:
    district = above(sixty)
    for index, cell in enumerate(district.form.cells):
        if cell.table == "remedies":
            district.values[index] = (district.values[index] or 0) - (sixty[5].values[index] or 0)
    (lead,) = leads(check(district, children=sixty))
    assert (lead.case, lead.facts["organ"]) == ("omitted-table", sixty[5].organ)


def test_a_child_left_out_beside_an_altered_cell(sixty: list[Report]) -> None:
    district = above([*sixty[:9], *sixty[10:]])
    alter(sixty[2], "requests/granted/total", (sixty[2]["requests/granted/total"] or 0) + 4)
    found = {lead.case: lead.facts["organ"] for lead in leads(check(district, children=sixty))}
    assert found == {"omitted": sixty[9].organ, "child": sixty[2].organ}
    alter(sixty[2], "requests/granted/total", (sixty[2]["requests/granted/total"] or 0) - 4)


def test_a_difference_of_one_beside_a_child_left_out_is_told(sixty: list[Report]) -> None:
    district = above([*sixty[:9], *sixty[10:]])
    alter(sixty[2], "requests/granted/total", (sixty[2]["requests/granted/total"] or 0) + 1)
    found = {lead.case: lead.facts["organ"] for lead in leads(check(district, children=sixty))}
    assert found == {"omitted": sixty[9].organ, "child": sixty[2].organ}
    alter(sixty[2], "requests/granted/total", (sixty[2]["requests/granted/total"] or 0) - 1)


def test_children_with_the_same_figures_are_not_told_apart(sixty: list[Report]) -> None:
    twin = organ(1)
    twin.organ = "云溪区双生局"
    (lead,) = leads(check(above(sixty), children=[*sixty, twin]))
    assert lead.case == "omitted-one-of"
    assert set(lead.facts["organs"]) == {sixty[0].organ, twin.organ}  # type: ignore[call-overload]


def test_without_sums_only_what_is_said_or_typed_names_a_child(sixty: list[Report]) -> None:
    district = above(sixty)
    path = "disclosure/licensing/decisions"
    child, right = sixty[11], sixty[11][path]
    alter(child, path, (right or 0) + 4444)
    (lead,) = leads(check(district, children=sixty))
    assert "organ" not in lead.facts
    child.narrative["overview"] = f"全年办理行政许可{right}件。"
    (lead,) = leads(check(district, children=sixty))
    assert (lead.case, lead.facts["organ"], lead.facts["new"]) == (
        "child-likely",
        child.organ,
        str(right),
    )
    child.narrative["overview"] = "一年来工作平稳。"
    alter(child, path, right)


def test_last_years_reports_of_the_children_speak(sixty: list[Report]) -> None:
    district = above(sixty)
    path = "disclosure/penalties/decisions"
    last_year = [organ(seed) for seed in range(1, 61)]
    for report in last_year:
        report.year = 2023
        alter(report, path, (report[path] or 0) * 99 // 100)
    child, right = sixty[42], sixty[42][path] or 0
    alter(child, path, right * 10)
    (alone,) = leads(check(district, children=sixty))
    (lead,) = leads(check(district, children=[*last_year, *sixty]))
    assert "organ" not in alone.facts or alone.facts["organ"] == child.organ
    assert (lead.case, lead.facts["organ"], lead.facts["new"]) == (
        "child-likely",
        child.organ,
        str(right),
    )
    alter(child, path, right)
    assert leads(check(district, children=[*last_year, *sixty])) == []
    with pytest.raises(UsageError, match="children-year"):
        check(district, children=[last_year[0], *sixty[1:]])


def test_the_parents_own_mistake_follows_from_its_own_sum(sixty: list[Report]) -> None:
    district = above(sixty)
    path = "requests/granted/natural_person"
    due = district[path]
    alter(district, path, (due or 0) + 5000)
    found = check(district, children=sixty)
    (lead,) = [f for f in found if f.because is None]
    assert lead.code.startswith("A3")
    assert lead.suggestions[0].changes[0].new == due
    assert leads(found) == []


def test_the_children_decide_between_two_cells(sixty: list[Report]) -> None:
    district = above(sixty)
    path = "remedies/reconsideration/total"
    due = district[path]
    alter(district, path, (due or 0) + 2)
    alone = next(f for f in check(district) if f.suggestions)
    assert not alone.suggestions[0].certain
    (lead,) = [f for f in check(district, children=sixty) if f.because is None]
    assert (lead.suggestions[0].changes[0].where.cell, lead.suggestions[0].changes[0].new) == (
        path,
        due,
    )


def test_rules_are_made_only_at_the_top(sixty: list[Report]) -> None:
    district = above(sixty)
    alter(district, "disclosure/regulations/in_force", 12)
    assert leads(check(district, children=sixty)) == []


def test_what_could_not_be_compared_is_said() -> None:
    children = [read(as_json(report_of(figures)), format="json") for figures in ORGANS]
    old = read(as_json(county("2019", 2024, "云溪区旧式局")), format="json")
    district = read(as_json(sum_of([report_of(figures) for figures in ORGANS])), format="json")
    for index, cell in enumerate(district.form.cells):
        if cell.path in old.form.index and cell.table != "disclosure" and cell.row != "other":
            district.values[index] = total((district.values[index] or 0, old[cell.path] or 0))
    told = [f for f in check(district, children=[*children, old]) if f.code == "L501"]
    (other,) = (f for f in told if f.severity == "info")
    assert other.case == "other-form"
    assert other.facts["cells_count"] == 28  # seven of table two, three rows of （六）其他处理
    compared = {f.cells[0].cell for f in told if f.cells}
    assert not any(path.startswith("requests/other") for path in compared)
    children[1].values[3] = None
    children[1].unread.add(3)
    told = check(district, children=children)
    (unread,) = (f for f in told if f.case == "unread")
    assert (unread.facts["organ"], unread.severity) == ("云溪区民政局", "info")
    for lang in ("zh", "en"):
        assert all("<" not in word(f, district.form, lang) for f in told)


def test_children_of_another_year_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    children = [read(path) for path in sorted(ORGANS_FOLDER.iterdir())]
    children[2].year = 2023
    with pytest.raises(UsageError, match="children-year"):
        check(read(DISTRICT), children=children)
    other = tmp_path / "other.json"
    other.write_bytes(as_json(report_of(ORGANS[0]) | {"year": 2023}))
    assert main(["validate", str(DISTRICT), "--children", str(other)]) == 2
    assert "2023 年的报告，本报告是 2024 年的" in capsys.readouterr().out
    assert main(["validate", str(DISTRICT), "--children", str(tmp_path / "none.json")]) == 2
    assert "none.json" in capsys.readouterr().err


def test_children_are_files_folders_and_patterns(capsys: pytest.CaptureFixture[str]) -> None:
    files = [str(path) for path in sorted(ORGANS_FOLDER.iterdir())]
    for words in (
        [str(ORGANS_FOLDER)], [str(ORGANS_FOLDER / "*")], files, [files[0], "--children", *files[1:]],
        [*files, "--strict"], [*files[:2], "--children=" + files[2], "--children", files[3]],
    ):  # fmt: skip
        assert main(["validate", str(DISTRICT), "--strict", "--children", *words]) == 0, words
    assert main(["validate", str(DISTRICT), "--strict", "--children", *files[1:]]) == 1
    assert main(["--lang", "en", "validate", str(DISTRICT), "--children", *files[:2]]) == 0
    assert "add up to" in capsys.readouterr().out


def test_the_report_itself_is_no_child_of_its_own(tmp_path: Path) -> None:
    for path in (DISTRICT, *ORGANS_FOLDER.iterdir()):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    whole = tmp_path / DISTRICT.name
    assert main(["validate", str(whole), "--strict", "--children", str(tmp_path)]) == 0


def test_programs_are_told_the_cause(capsys: pytest.CaptureFixture[str]) -> None:
    report = EXAMPLES / "invalid" / "roll_up.json"
    folder = EXAMPLES / "invalid" / "roll_up.children"
    assert main(["validate", str(report), "--format", "json", "--children", str(folder)]) == 0
    first, *others = json.loads(capsys.readouterr().out)["files"][0]["findings"]
    assert first["cause"] == {"case": "omitted", "organ": "云溪区市场监督管理局", "cells_count": 46}
    assert {entry["because"]["code"] for entry in others} == {"L501"}


def test_a_blank_counts_as_0(sixty: list[Report]) -> None:
    district = above(sixty)
    index = next(i for i, value in enumerate(sixty[0].values) if value == 0)
    sixty[0].values[index] = None
    assert leads(check(district, children=sixty)) == []
    sixty[0].values[index] = 0
    totals = (district.form.index[f"requests/{row}/total"] for row in ("received", "concluded"))
    index = next(i for i in totals if sixty[0].values[i])
    right, sixty[0].values[index] = sixty[0].values[index], None  # due by its row
    assert leads(check(district, children=sixty)) == []
    sixty[0].values[index] = right


def test_total_is_exact() -> None:
    assert total([Decimal("0.1")] * 10) == 1
    assert total([Decimal("1e30"), Decimal("0.01"), 1]) == Decimal(
        "1000000000000000000000000000001.01"
    )


def test_causes_that_cancel_each_other_stop_nothing(sixty: list[Report]) -> None:
    district = above([*sixty[:9], *sixty[10:]])
    path = next(
        p
        for p, v in sixty[9].items()
        if v and p.startswith("requests") and p.endswith("natural_person")
    )
    index = district.form.index[path]
    district.values[index] = (district.values[index] or 0) + (sixty[9].values[index] or 0)
    found = check(district, children=sixty)
    assert {f.facts.get("organ") for f in leads(found)} == {sixty[9].organ}
    assert path not in {f.cells[0].cell for f in found if f.code == "L501"}


CHANGES = st.lists(
    st.tuples(st.integers(0, 7), st.integers(0, 400), st.integers(0, 500)), max_size=6
)


@settings(max_examples=60, deadline=None)
@given(CHANGES, st.sets(st.integers(0, 7), max_size=3))
def test_every_difference_is_told_once_whatever_is_wrong(
    changes: list[tuple[int, int, int]], left_out: set[int]
) -> None:
    children = [organ(seed) for seed in range(1, 9)]
    district = above([child for number, child in enumerate(children) if number not in left_out])
    for number, cell, value in changes:
        children[number].values[cell % len(district.values)] = value
    told = [f for f in check(district, children=children) if f.code == "L501"]
    due = {
        cell.path for index, cell in enumerate(district.form.cells)
        if cell.row != "regulations"
        and district.values[index] != total(child.values[index] or 0 for child in children)
    }  # fmt: skip
    assert sorted(f.cells[0].cell for f in told) == sorted(due)
    for f in told:
        assert f.because is None or f.because.because is None
        for lang in ("zh", "en"):
            assert "<" not in word(f, district.form, lang)
