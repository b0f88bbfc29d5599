"""What each check says, to the number: places, facts, bounds, and what it leaves alone."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from example_data import county
from example_layouts import as_json
from govinfo_cli import Settings, check, read
from govinfo_cli.checks import run_checks, sums
from govinfo_cli.checks.years import known_before
from govinfo_cli.context import Context
from govinfo_cli.document import Grid
from govinfo_cli.finding import Finding, Where, finding
from govinfo_cli.report import Report


def report_of(form: str = "2021", year: int = 2024, **values: object) -> Report:
    """The invented county's report with some cells changed: table__row__column=value."""
    made = read(as_json(county(form, year)), format="json")
    for name, value in values.items():
        made.values[made.form.index[name.replace("__", "/")]] = value  # type: ignore[call-overload]
    return made


def only(report: Report, code: str, **ways: Report) -> list[Finding]:
    return [entry for entry in check(report, **ways) if entry.code == code]


def one(report: Report, code: str, **ways: Report) -> Finding:
    (found,) = only(report, code, **ways)
    return found


def standing(report: Report, path: str, rows: list[list[object]], column: int) -> None:
    """Give a cell a place in a grid of one row."""
    grid = Grid(rows, lambda row, at: f"place {row} {at}")  # type: ignore[arg-type]
    report.places[report.form.index[path]] = (grid, 0, column)


FEES = "disclosure__fees__amount"


def test_a_code_has_the_severity_that_was_chosen() -> None:
    report = report_of(requests__granted__total=65, remedies__reconsideration__total=10)
    settings = Settings(severities={"A303": "info", "A": "warning"})
    told = {entry.code: entry.severity for entry in check(report, settings)}
    assert (told["A303"], told["A304"]) == ("info", "warning")


@pytest.mark.parametrize(
    ("value", "expected"),
    [(Decimal(0), []), (Decimal("0.5"), []), (0, []), (1_000_000, []), (Decimal("1000000.00"), []),
     (1_000_001, [("V206", "large")]), (Decimal("1000000.5"), [("V206", "large")]), (-1, [("V203", "")]),
     (Decimal("-0.5"), [("V203", "")])],
)  # fmt: skip
def test_amounts(value: object, expected: list[tuple[str, str]]) -> None:
    found = [entry for entry in check(report_of(**{FEES: value})) if entry.code[0] == "V"]
    assert [(entry.code, entry.case) for entry in found] == expected
    assert all(entry.actual == value for entry in found)


def test_counts() -> None:
    path = "disclosure__licensing__decisions"
    for value, codes in ((-1, ["V203"]), (Decimal("1.5"), ["V204"]), (Decimal("-1.5"), ["V203", "V204"]),
                         (10**9, []), (0, [])):  # fmt: skip
        found = check(report_of(**{path: value}))
        assert [entry.code for entry in found] == codes
        assert all(entry.actual == value for entry in found)
        assert all(entry.cells[0].cell == "disclosure/licensing/decisions" for entry in found)
    items = report_of("2019", 2020, disclosure__licensing__change=-8)
    assert only(items, "V203") == []


@pytest.mark.parametrize(
    ("cells", "column", "raw"),
    [([" — ", "x"], 0, "—"), (["x", "/"], 1, "/"), (["x"], 1, ""), (["x", None], 1, "")],
)
def test_what_stands_in_a_blank_is_told(cells: list[object], column: int, raw: str) -> None:
    path = "disclosure/licensing/decisions"
    blank = report_of(disclosure__licensing__decisions=None)
    standing(blank, path, [cells], column)
    found = one(blank, "V201")
    assert (found.case, found.facts["raw"], found.expected) == ("", raw, None)
    assert found.cells == (Where(path, f"place 0 {column}"),)
    total = report_of(requests__granted__total=None)
    standing(total, "requests/granted/total", [cells], column)
    found = one(total, "V201")
    assert (found.case, found.facts["raw"], found.expected) == ("total", raw, 66)


def test_a_blank_without_a_place() -> None:
    assert one(report_of(disclosure__licensing__decisions=None), "V201").facts["raw"] == ""
    two = report_of(disclosure__licensing__decisions=None, disclosure__penalties__decisions=None)
    assert len(only(two, "V201")) == 2
    later = report_of(disclosure__regulations__made=None, disclosure__penalties__decisions=-1)
    assert {entry.code for entry in check(later)} >= {"V201", "V203"}


def test_a_blank_total_is_due_by_the_first_rule_of_the_form() -> None:
    # The row's rule stands before the column's; here they do not agree.
    report = report_of(requests__concluded__total=None, requests__granted__total=70)
    report.values[report.form.index["remedies/reconsideration/total"]] = 99
    found = one(report, "V201")
    assert (found.case, found.expected) == ("total", 140)
    assert one(report, "A304").actual == 99  # what stands further down is still looked at


@pytest.mark.parametrize("state", ["absent", "unread"])
def test_nothing_is_due_where_an_addend_is_not_known(state: str) -> None:
    report = report_of(requests__granted__total=None, requests__granted__research=None)
    getattr(report, state).add(report.form.index["requests/granted/research"])
    total = [entry for entry in only(report, "V201") if "granted/total" in entry.cells[0].cell]
    assert [(entry.case, entry.expected) for entry in total] == [("", None)]
    assert only(report, "A303") == []
    if state == "absent":  # its cases stand in another row's cell
        report.covered.add(report.form.index["requests/granted/research"])
        assert [entry.expected for entry in only(report, "V201")] == [66]


def test_the_sides_of_a_sum() -> None:
    row = one(report_of(requests__granted__total=65), "A303")
    assert (row.expected, row.actual, row.severity) == (66, 65, "error")
    assert [where.cell for where in row.cells] == ["requests/granted/total"]
    assert [term.value for term in row.left] == [65]
    assert [(term.where.cell, term.value, term.factor) for term in row.right][:2] == [
        ("requests/granted/natural_person", 61, 1),
        ("requests/granted/enterprise", 4, 1),
    ]
    column = report_of(requests__received__other=3)
    found = next(entry for entry in only(column, "A301") if "other" in entry.cells[0].cell)
    assert (found.expected, found.actual) == (3, 0)  # what came in is due, what went out stands
    assert [where.cell.split("/")[1] for where in found.cells] == [
        "received", "carried_in", "concluded", "carried_out",
    ]  # fmt: skip
    stock = one(report_of(disclosure__regulations__made=5), "A305")
    assert (stock.expected, stock.actual, stock.severity) == (0, -5, "warning")
    assert [term.factor for term in stock.left] == [1, -1, 1]


def test_only_a_blank_that_could_mend_a_sum_excuses_it() -> None:
    blank = report_of(requests__granted__natural_person=None)
    sums = [entry for entry in check(blank) if entry.code in ("A302", "A303")]
    assert [entry.severity for entry in sums] == ["warning", "warning"]
    for entry in sums:
        assert entry.facts["blank"] == "requests/granted/natural_person"
        assert entry.because is not None
        assert entry.because.code == "V201"
    # A blank on the side that has too much already explains nothing.
    much = report_of(requests__granted__enterprise=None, requests__granted__natural_person=99)
    row = one(much, "A303")
    assert (row.severity, row.because, row.facts.get("blank")) == ("error", None, None)
    # Nor is a stock below nothing excused.
    stock = report_of(disclosure__regulations__in_force=None, disclosure__regulations__made=5)
    found = one(stock, "A305")
    assert "blank" not in found.facts
    assert found.because is None


@pytest.mark.parametrize("form", ["2019", "2021"])
def test_sums_looked_at_together_are_the_same_sums(
    form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sums, "_COMPILED", {})
    clean = report_of(form, 2020)
    made = [clean, clean]
    for index in set(range(len(clean.values))) - clean.absent:
        other = report_of(form, 2020)
        other.values[index] = (other.values[index] or 0) + (1, -1)[index % 2]
        made.append(other)

    def codes(report: Report) -> list[tuple[str, tuple[Where, ...]]]:
        return [(entry.code, entry.cells) for entry in sums.check_sums(report, Context())]

    together = [codes(report) for report in made]  # the first one goes rule by rule
    assert codes(clean) == []
    (compiled,) = [holds for _, holds in sums._COMPILED.values()]  # noqa: SLF001
    assert compiled is not None
    for report, found in zip(made, together, strict=True):
        assert compiled([value or 0 for value in report.values]) == (not found)
        monkeypatch.setattr(sums, "_COMPILED", {})
        assert codes(report) == found
    # What is kept of another form that stood at the same place in memory is not believed.
    monkeypatch.setattr(sums, "_COMPILED", {id(clean.form): (object(), lambda _: True)})
    broken = next(report for report, found in zip(made, together, strict=True) if found)
    assert codes(broken)


def test_decisions_need_items() -> None:
    row = {"prior_items": 0, "change": 0}
    for decisions, wrong in ((1, True), (0, False), (5, True)):
        cells = {
            f"disclosure__penalties__{c}": v for c, v in (row | {"decisions": decisions}).items()
        }
        assert bool(only(report_of("2019", 2020, **cells), "A308")) == wrong


@pytest.mark.parametrize("code", ["A302", "A303", "A304", "A301"])
def test_a_failing_sum_follows_from_a_stale_formula(code: str) -> None:
    paths = {"A302": "requests/concluded/other", "A303": "requests/granted/total",
             "A304": "remedies/reconsideration/total", "A301": "requests/received/other"}  # fmt: skip
    report = report_of(**{paths[code].replace("/", "__"): 77})
    stale = finding("V209", Where(paths[code], "A1"), expected=0, actual=77)
    report.remarks.append(stale)
    entries = [entry for entry in run_checks(report, Context()) if entry.code == code]
    here = next(entry for entry in entries if entry.cells[0].cell == paths[code])
    assert here.because is (None if code == "A301" else stale)
    other = [entry for entry in run_checks(report, Context()) if entry.cells[0].cell != paths[code]]
    assert all(entry.because is None for entry in other)


def test_a_remark_without_a_cell_is_no_cause() -> None:
    report = report_of(requests__granted__total=65)
    report.remarks += [finding("V209"), finding("S110", section="problems")]
    assert one(report, "A303").because is None


def test_only_the_codes_asked_for() -> None:
    report = report_of(requests__granted__total=65, disclosure__licensing__decisions=-1)
    assert {e.code for e in check(report, Settings(select=("V",)))} == {"V203"}
    assert "V203" not in {e.code for e in check(report, Settings(ignore=("V2",)))}


@pytest.mark.parametrize(
    ("key", "text", "case"),
    [("problems", "", "empty"), ("problems", " \n\u3000", "empty"), ("problems", "无。", "none"),
     ("problems", "暂无", "none"), ("problems", "公开不够及时。", None), ("other", "无。", None),
     ("overview", "", "empty"), ("overview", "没有", None), ("disclosure", "", None)],
)  # fmt: skip
def test_sections_that_say_nothing(key: str, text: str, case: str | None) -> None:
    for places, source in (({key: ["line 7", "line 9"]}, "line 7"), ({key: []}, ""), ({}, "")):
        report = report_of()
        report.narrative[key] = text
        report.text_places = dict(places)
        found = only(report, "C704")
        assert [(e.case, e.facts["section"]) for e in found] == ([(case, key)] if case else [])
        assert all(entry.cells == (Where("", source),) for entry in found)


PERIOD = "统计数据的期限自2024年1月1日起至2024年12月{}日止。"


@pytest.mark.parametrize("key", ["preface", "overview"])
def test_a_period_that_is_not_the_year(key: str) -> None:
    report = report_of()
    report.narrative[key] = f"一般 的话。\n{PERIOD.format(30)}"
    report.text_places[key] = ["line 3", "line 4"]
    found = one(report, "C701")
    assert (found.case, found.cells) == ("period", (Where("", "line 4"),))
    assert found.facts["text"] == "统计数据的期限自2024年1月1日起至2024年12月30日"
    for places in ([], ["line 3"]):
        report.text_places[key] = places
        assert one(report, "C701").cells == (Where("", ""),)
    report.narrative[key] = f"一般的话。\n{PERIOD.format(31)}"
    assert only(report, "C701") == []
    report.narrative[key] = "统计期限为2024年1月1日至12月31日。"
    assert only(report, "C701") == []


@pytest.mark.parametrize(
    ("change", "place"),
    [(lambda r: setattr(r, "title", "清溪县人民政府2023年政府信息公开工作年度报告"), "line 1"),
     (lambda r: r.narrative.update(preface="现 公布\n《清溪县人民政府2023年政府信息公开工作年度报告》。"), "line 3"),
     (lambda r: r.narrative.update(preface="统计期限为2023年1月1日至2023年12月31日。"), "line 2"),
     (lambda r: r.narrative.update(preface="统计期限为2024年1月1日至2023年12月31日。"), "line 2")],
)  # fmt: skip
def test_years_that_do_not_agree(change: Callable[[Report], None], place: str) -> None:
    report = report_of()
    report.text_places = {"title": ["line 1"], "preface": ["line 2", "line 3"]}
    change(report)
    found = one(report, "C701")
    assert (found.case, found.facts["found"], found.facts["year"]) == ("years", ("2023", "2024"), 2024)  # fmt: skip
    assert found.cells == (Where("", place),)
    report.text_places = {"preface": ["line 2"]} if place == "line 3" else {}
    assert one(report, "C701").cells == (Where("", ""),)
    report.year = None
    assert len(only(report, "C701")) == ("2024" in report.narrative["preface"])


@pytest.mark.parametrize(
    ("organ", "level", "due", "kind"),
    [("清溪县人民政府", "", "2025-03-31", "government"), ("清溪县财政局", "", "2025-01-31", "department"),
     ("", "", "2025-03-31", "government"), ("清溪县人民政府", "department", "2025-01-31", "department"),
     ("某镇人民政府", "", "2025-01-31", "township"),
     ("某苏木人民政府", "", "2025-01-31", "township"), ("某街道", "", "2025-01-31", "township")],
)  # fmt: skip
def test_the_deadline_of_each_kind_of_organ(organ: str, level: str, due: str, kind: str) -> None:
    report = report_of()
    report.organ, report.organ_level, report.published = organ, level, due
    assert only(report, "C702") == []
    report.published = due.replace("-31", "-31x")  # any text that sorts behind it
    found = one(report, "C702")
    assert (found.facts["due"], found.facts["published"]) == (due, report.published)
    assert found.facts["organ_level"] == kind
    assert found.cells == (Where("", ""),)
    later = Settings(
        deadlines={"department": "12-31", "township": "12-31"}
    )  # no word of governments
    told = [e.facts["due"] for e in check(report, later) if e.code == "C702"]
    assert told == (["2025-03-31"] if kind == "government" else [])
    report.year = None
    assert only(report, "C702") == []
    report.year, report.published = 2024, ""
    assert only(report, "C702") == []


def test_what_is_carried_over_is_told_with_its_numbers() -> None:
    before = report_of(year=2023, requests__carried_out__other=1)
    found = one(report_of(), "Y401", previous=before)
    assert (found.expected, found.actual, found.severity, found.case) == (1, 0, "warning", "")
    assert found.facts["note"] == ""
    noted = report_of()
    noted.notes["requests"] = "注：上年 1 件于年初撤回。"
    found = one(noted, "Y401", previous=before)
    assert (found.case, found.facts["note"], found.severity) == (
        "noted",
        "注：上年 1 件于年初撤回。",
        "info",
    )
    assert only(report_of(requests__carried_in__other=None), "Y401", previous=before) == []
    blank = report_of(year=2023, requests__carried_out__other=None)
    assert only(report_of(), "Y401", previous=blank) == []


@pytest.mark.parametrize("row", ["regulations", "normative_documents"])
def test_documents_in_force(row: str) -> None:
    path = f"disclosure__{row}__"
    before = report_of(year=2023, **{path + "in_force": 20})
    now = report_of(**{path + "made": 3, path + "repealed": 1, path + "in_force": 21})
    found = next(e for e in only(now, "Y402", previous=before) if row in e.cells[0].cell)
    assert (found.expected, found.actual) == (22, 21)
    assert dict(found.facts) | {"note": ""} == {"before": 20, "made": 3, "repealed": 1, "note": ""}
    for name, report in (("in_force", before), ("made", now), ("repealed", now)):
        index = report.form.index[f"disclosure/{row}/{name}"]
        kept, report.values[index] = report.values[index], None
        assert not [e for e in only(now, "Y402", previous=before) if row in e.cells[0].cell]
        report.values[index] = kept


def test_items_of_the_2019_form() -> None:
    before = report_of("2019", 2019, disclosure__licensing__prior_items=100, disclosure__licensing__change=-8)  # fmt: skip
    found = next(e for e in only(report_of("2019", 2020), "Y403", previous=before) if "licensing" in e.cells[0].cell)  # fmt: skip
    assert (found.expected, found.actual) == (92, 120)
    assert dict(found.facts) | {"note": ""} == {"before": 100, "change": -8, "note": ""}
    known = known_before(before.form, before)
    index = before.form.index
    assert known[index["disclosure/licensing/prior_items"]] == 92
    assert known[index["requests/carried_in/natural_person"]] == 6
    assert index["disclosure/procurement/projects"] not in known
    other = report_of("2021", 2021)
    assert set(known_before(other.form, before)) == {
        other.form.index[f"requests/carried_in/{column}"] for column in other.form.table("requests").columns
    }  # fmt: skip
    for name in ("prior_items", "change"):
        half = report_of("2019", 2019, **{f"disclosure__licensing__{name}": None})
        assert index["disclosure/licensing/prior_items"] not in known_before(half.form, half)
        told = only(report_of("2019", 2020), "Y403", previous=half)
        assert not [e for e in told if "licensing" in e.cells[0].cell]


@pytest.mark.parametrize(
    ("before", "now", "jumps"),
    [(2, 10, True), (10, 2, True), (1, 9, False), (3, 14, False), (0, 10, True), (0, 9, False),
     (None, 99, False), (99, None, False), (100, 500, True), (101, 500, False)],
)  # fmt: skip
def test_jumps(before: int | None, now: int | None, jumps: bool) -> None:  # noqa: FBT001
    path = "disclosure__licensing__decisions"
    last = report_of(year=2023, **{path: before, "disclosure__regulations__made": None})
    found = only(report_of(**{path: now}), "Y404", previous=last)
    assert len(found) == jumps
    assert all((e.actual, e.facts["before"]) == (now, before) for e in found)


def test_a_number_below_zero_is_one_cause() -> None:
    """Its totals follow from it, and the sums that fail name it before any other cell."""
    report = read(as_json(county("2021", 2024)), format="json")
    row = "requests/denied_process"
    for column in ("enterprise", "total"):
        report.values[report.form.index[f"{row}/{column}"]] = -2
    found = [entry for entry in check(report) if entry.severity == "error"]
    cause = next(e for e in found if e.code == "V203" and e.cells[0].cell == f"{row}/enterprise")
    total = next(e for e in found if e.code == "V203" and e.cells[0].cell == f"{row}/total")
    assert cause.because is None
    assert total.because is cause
    first = next(entry.suggestions[0] for entry in found if entry.suggestions)
    assert {change.old for change in first.changes} == {-2}
    assert {change.new for change in first.changes} == {0}
