"""The parts of recognition by themselves: labels, what forms have apart, leftovers, odd JSON."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from example_data import county
from example_layouts import as_json
from govinfo_cli import check, convert, read, validate
from govinfo_cli.document import Grid, Paragraph
from govinfo_cli.errors import UnreadableError
from govinfo_cli.finding import Where
from govinfo_cli.forms import Form, load_forms
from govinfo_cli.marks import EXTRA_HEADER
from govinfo_cli.recognise import labels, whole
from govinfo_cli.recognise.annex import read_annex
from govinfo_cli.recognise.asides import read_asides
from govinfo_cli.recognise.labels import NOTHING, LabelIndex, Target, tell_form
from govinfo_cli.recognise.leftovers import read_leftovers, restore
from govinfo_cli.report import Extra, Report

COUNTY = Path(__file__).resolve().parent.parent / "examples" / "valid" / "county_2024.json"


def form(name: str = "2021") -> Form:
    return load_forms().require(name)


@pytest.fixture(scope="module")
def index() -> LabelIndex:
    return LabelIndex(form())


@pytest.mark.parametrize(
    ("text", "target", "official"),
    [("总计", ("column", "requests", "total"), ""), ("1.属于国家秘密", ("row", "requests", "denied_state_secret"), ""),
     ("（二）部分公开", ("row", "requests", "partly_granted"), ""),
     ("规章", ("row", "disclosure", "regulations"), ""), ("规范性文件", ("row", "disclosure", "normative_documents"), "行政规范性文件"),
     ("法人或其他组织：商业企业", ("column", "requests", "enterprise"), ""), ("一、总体情况", ("section", "", "overview"), ""),
     ("（三）不予公开", ("group", "requests", "row"), ""), ("法人或其他组织", ("group", "requests", "column"), ""),
     ("第二十条第（一）项", ("block", "disclosure", "第二十条第（一）项"), ""), ("信息内容", ("stub", "disclosure", ""), ""),
     ("其他法律行政止公开", ("row", "requests", "denied_by_law"), "2.其他法律行政法规禁止公开")],
)  # fmt: skip
def test_labels_are_found(
    index: LabelIndex, text: str, target: tuple[str, str, str], official: str
) -> None:
    match = index.match(text)
    assert Target(*target) in match.targets
    if official or target[0] != "column":
        assert match.official == official
    assert index.match(text) is match


@pytest.mark.parametrize(
    "text", ["", "今天", "完全没有关系的一句话", "x" * 301, "公开公开公开公开", "不予", "商业"]
)
def test_what_is_no_label_is_none(index: LabelIndex, text: str) -> None:
    assert index.match(text) == NOTHING
    assert index.knows(text) == frozenset()


def test_every_label_of_the_forms_is_known_by_its_wording() -> None:
    for name in ("2019", "2021"):
        made = form(name)
        fresh = LabelIndex(made)
        for table in made.tables:
            for kind, entries in (("row", table.rows), ("column", table.columns)):
                for label in entries.values():
                    for text in (label.label, *label.aliases):
                        target = Target(kind, table.key, label.key)
                        assert target in fresh.match(text).targets
                        assert target in fresh.knows(text)
                    assert fresh.match(label.label).official == ""
        for section in made.sections:
            for text in (section.label, *section.aliases):
                assert Target("section", "", section.key) in fresh.knows(text)


def test_a_label_as_near_to_two_is_neither(index: LabelIndex) -> None:
    # One character away from both 行政处罚 and 行政强制's neighbours there is nothing to choose.
    assert index.match("行政处制").targets == ()


def test_what_only_one_form_has_tells_it() -> None:
    labels._spoken.cache_clear()  # noqa: SLF001
    labels.label_index.cache_clear()
    forms = load_forms()
    found = tell_form(
        ["总计", "x" * 301, "本年制发件数", "采购总金额", "今天", "本年制发件数"], forms
    )
    assert found == {
        "2021": {Target("column", "disclosure", "made")},
        "2019": {Target("column", "disclosure", "amount")},
    }
    assert tell_form(["三、本年度办理结果", "信息内容"], forms) == {}


def good() -> Report:
    return read(as_json(county("2021", 2024)), format="json")


def test_a_row_cut_short_comes_back_unread() -> None:
    report = good()
    restore(report, Extra("S107", "requests", "granted", "", "", ("61", "", "4"), "B3"), "line 9")
    (remark,) = report.remarks
    assert (remark.code, remark.cells) == ("S107", (Where("requests/granted", "line 9"),))
    assert dict(remark.facts) == {"values": ("61", "", "4"), "label": "", "raw": "614", "found": 2, "due": 7}  # fmt: skip
    cells = report.form.row_indexes("requests", "granted")
    assert report.unread == set(cells)
    assert all(report.values[cell] is None for cell in cells)


@pytest.mark.parametrize(
    ("code", "row", "column", "case"),
    [("S105", "", "", "row"), ("S105", "granted", "", "column"), ("S106", "granted", "", "row")],
)
def test_strangers_come_back_as_they_were(code: str, row: str, column: str, case: str) -> None:
    report = good()
    entry = Extra(code, "requests", row, column, "标签", ("1", "2"), "C4")
    restore(report, entry, "line 9")
    (remark,) = report.remarks
    assert (remark.code, remark.case) == (code, case)
    assert dict(remark.facts) == {"values": ("1", "2"), "label": "标签", "raw": "12"}
    assert remark.cells[0].source == "line 9"
    assert report.extra == [entry]
    assert not report.unread


@pytest.mark.parametrize("code", ["V202", "V207", "V208"])
def test_a_cell_that_was_no_number_stays_one_finding(code: str) -> None:
    report = good()
    path = ("requests", "granted", "natural_person")
    for source in ("first", "second"):  # from the table, then from the leftovers
        restore(report, Extra(code, *path, "", ("=A1",), source), "line 9")
    restore(report, Extra(code, "requests", "granted", "other", "", ("x",), ""), "line 10")
    assert [entry.source for entry in report.extra] == ["second", ""]
    assert [remark.cells[0].cell for remark in report.remarks] == [
        "requests/granted/natural_person", "requests/granted/other",
    ]  # fmt: skip
    assert report.remarks[0].facts["formula"] == "=A1"
    assert report.unread == {report.form.index["/".join(path)], report.form.index["requests/granted/other"]}  # fmt: skip


def test_rows_of_another_form_are_kept_without_a_word_of_their_own() -> None:
    report = good()
    restore(report, Extra("S108", "disclosure", label="政府集中采购", values=("1",)), "line 9")
    assert (len(report.extra), report.remarks, report.unread) == (1, [], set())


def aside(text: str) -> Paragraph:
    return Paragraph(text, f"“{text[:2]}”", aside=True)


def test_particulars_around_an_article() -> None:
    report = Report(form())
    read_asides(report, [aside("发布机构：某县民政局　发布日期：2025-01-20 浏览：35")])
    assert (report.organ, report.published, report.title) == ("某县民政局", "2025-01-20", "")
    cells: list[list[object]] = [
        ["发布日期：", "2025-02-03", None, "发布机构: ", "某县司法局"],
        ["文号", ""],
        [None, ""],
    ]
    table = Grid(cells, lambda row, _: f"line {row}", aside=True)
    read_asides(report, [table])
    assert (report.organ, report.published) == ("某县民政局", "2025-01-20")  # said first
    other = Report(form())
    read_asides(other, [table])
    assert (other.organ, other.published) == ("某县司法局", "2025-02-03")
    pairs = Grid([["发布机构：某县气象局", "公开日期：2025-03-01"]], lambda row, _: f"line {row}")
    third = Report(form())
    read_asides(third, [pairs])
    assert (third.organ, third.published) == ("某县气象局", "2025-03-01")


def test_the_title_of_a_page_is_one_where_nothing_else_says_it() -> None:
    page = aside("某县审计局2024年政府信息公开工作年度报告_某县人民政府网")
    report = Report(form())
    read_asides(report, [aside("首页"), page])
    title = "某县审计局2024年政府信息公开工作年度报告"
    assert (report.title, report.organ, report.year) == (title, "某县审计局", 2024)
    assert report.text_places["title"] == [page.source]
    known = Report(form(), organ="某县民政局")
    known.year = 2023
    read_asides(known, [page])
    assert (known.title, known.organ, known.year) == ("", "某县民政局", 2023)
    dated = Report(form())
    dated.year = 2023  # what the report itself says
    read_asides(dated, [page])
    assert dated.year == 2023


def test_the_table_of_leftovers_is_read_and_taken_out() -> None:
    report = good()
    rows: list[list[object]] = [
        ["代码", "x"], ["before"], [*EXTRA_HEADER], ["S105", "requests", "", "", "标签", "1\t2", "C4"],
        ["注", "requests", "", "", "", "一条说明", ""], ["注", "nowhere", "", "", "", "no table", ""], ["S105"],
    ]  # fmt: skip
    grid = Grid(rows, lambda row, _: f"line {row}")
    assert read_leftovers(report, grid)
    assert [entry.label for entry in report.extra] == ["标签"]
    assert report.extra[0].values == ("1", "2")
    assert report.remarks[0].cells[0].source == "line 3"
    assert report.notes["requests"] == "一条说明"
    assert "nowhere" not in report.notes
    assert grid.rows[:2] == [["代码", "x"], ["before"]]
    assert grid.rows[2:5] == [[], [], []]
    assert grid.rows[5][0] == "注"  # where the table ends, the rest is left
    assert not read_leftovers(good(), Grid([["a"]], lambda row, _: str(row)))


def test_the_sheets_of_contributions_are_read_past_what_the_form_lacks() -> None:
    rows: list[list[object]] = [
        ["汇总", "", "", "", ""], ["organ", "file", "requests/nothing/total", "requests/granted/total", "requests/granted/other"],
        ["甲局", "a.md", 5, 7, None], ["乙局", "", 1, "61+?", 0], ["合计", "", 6, 7, 0],
    ]  # fmt: skip
    more: list[list[object]] = [["organ", "file", "remedies/reconsideration/total"], ["甲局", "a.md", 3], ["合计", "", 3]]  # fmt: skip
    none: list[list[object]] = [["organ"], ["甲局"]]
    grids = [Grid(part, lambda row, _: f"line {row}") for part in (none, rows, more)]
    one, two = read_annex(form(), grids)
    granted, other = "requests/granted/total", "requests/granted/other"
    assert (one.organ, one.file, one.lost) == ("甲局", "a.md", ())
    assert one.cells == {granted: 7, other: None, "remedies/reconsideration/total": 3}
    assert (two.organ, two.file, two.cells, two.lost) == ("乙局", "", {}, (granted,))


def test_odd_json_is_told_by_its_pointers() -> None:
    data = json.loads(as_json(county("2021", 2024)))
    data["tables"]["disclosure"]["procurement"] = {"projects": 3, "amount": 4}
    data["tables"]["disclosure"]["own"] = {"a": 1, "b": None}
    data["tables"]["requests"]["granted"]["more"] = 5
    data["published"], data["organ_level"], data["zzz"], data["aaa"] = "2025-02-30", "city", 1, 2
    report = read(json.dumps(data).encode(), format="json")
    told = {(f.code, f.case, f.cells[0].source) for f in report.remarks if f.cells}
    assert {("S101", "date", "/published"), ("S101", "level", "/organ_level"), ("S101", "unknown", "/zzz")} <= told  # fmt: skip
    keys = [f.cells[0].source for f in report.remarks if f.case == "unknown"]
    assert keys == ["/zzz", "/aaa"]
    own = next(f for f in report.remarks if f.code == "S105" and "own" in f.cells[0].source)
    assert own.cells[0].cell.startswith("disclosure")
    kept = {entry.label or entry.column: entry for entry in report.extra}
    assert kept["own"].source == "/tables/disclosure/own"
    assert (kept["own"].code, kept["own"].row, kept["own"].column) == ("S105", "", "")
    assert kept["procurement"].code == "S108"
    mixed = next(f for f in check(report) if f.code == "S108")
    assert (mixed.case, mixed.facts["other"], mixed.facts["labels"]) == ("mixed", "2019", ("政府集中采购",))  # fmt: skip


@pytest.mark.parametrize(
    ("text", "key"),
    [("[1]", "json-no-report"), ("{}", "json-no-report"), ('{"tables": 1}', "json-no-report"), ("{", "json-syntax"),
     ('{"a": 1, "tables": {}, "tables": {}}', "json-repeated-key"), ('{"tables": {"a": NaN}}', "json-constant")],
)  # fmt: skip
def test_what_is_no_report_is_refused(text: str, key: str) -> None:
    with pytest.raises(UnreadableError) as caught:
        read(text.encode(), format="json")
    assert caught.value.key == key
    assert caught.value.facts.get("name", "tables") in ("tables", "NaN")


def test_the_tidy_form_keeps_year_organ_and_places() -> None:
    report = good()
    report.values[report.form.index["requests/granted/other"]] = None
    data = convert(report, "csv")
    again = read(data, format="csv")
    assert (again.year, again.organ, again.form.name) == (2024, "清溪县人民政府", "2021")
    assert again.source(again.form.index["requests/received/natural_person"]).startswith("line ")
    lines = data.decode("utf-8-sig").splitlines()
    at = next(n for n, line in enumerate(lines) if ",received,natural_person," in line)
    place = f"line {at + 1}, column 11"
    assert again.source(again.form.index["requests/received/natural_person"]) == place
    twice = "\r\n".join([*lines, lines[at], lines[at].replace("received", "nothing")])
    odd = read(twice.encode(), format="csv")
    assert [(e.code, e.values) for e in odd.extra] == [("S106", ("128",)), ("S105", ("128",))]
    assert [e.table for e in odd.extra] == ["requests", "requests"]
    assert [f.cells[0].source for f in odd.remarks if f.code in ("S105", "S106")] == [
        f"line {len(lines) + 1}, column 1", f"line {len(lines) + 2}, column 1",
    ]  # fmt: skip
    assert read("\r\n".join([*lines, ",,,,,,,,,,,"]).encode(), format="csv").extra == []
    unnamed = read(data.decode("utf-8-sig").replace(",2024,", ",二〇二四,").encode(), format="csv")
    assert unnamed.year is None


@pytest.mark.parametrize("word", ["两", "#REF!", "3-4", "见附件"])
@pytest.mark.parametrize("at", [0, 2, 14])
def test_a_word_among_the_numbers_of_a_wide_table_is_one_wrong_cell(word: str, at: int) -> None:
    text = convert(COUNTY, "md").decode()
    head, mark, tail = text.rpartition("| 5 |")
    line, end, rest = (mark + tail).partition("\n")
    cells = line.split("|")
    cells[at + 1] = f" {word} "
    result = validate((head + "|".join(cells) + end + rest).encode(), format="md")
    wrong = [entry for entry in result.findings if entry.severity == "error"]
    assert [(entry.code, entry.facts["raw"]) for entry in wrong] == [("V202", word)]
    assert result.report is not None
    due = read(COUNTY).values[-15:]
    assert result.report.values[-15:] == [*due[:at], None, *due[at + 1 :]]


def test_a_line_of_words_under_a_wide_table_is_none_of_its_numbers() -> None:
    text = convert(COUNTY, "md").decode()
    head, mark, tail = text.rpartition("| 5 |")
    line, end, rest = (mark + tail).partition("\n")
    words = "|".join(["", "合计以上", " 5 ", *["同上"] * 13, ""])
    result = validate((head + line + end + words + "\n" + rest).encode(), format="md")
    assert [entry.code for entry in result.findings] == ["S105"]


def lines_of(count: int, words: tuple[str, ...]) -> str:
    return "".join(",".join((str(number), *words)) + "\n" for number in range(count))


FOREIGN = lines_of(
    1100, ("2020-01-02", "Nordwest", "3.5", "true", "x y", "昨日", "天气", "晴", "海")
)


def test_a_large_file_without_any_label_is_told_at_a_look(monkeypatch: pytest.MonkeyPatch) -> None:
    def walked(*_: object) -> None:
        raise AssertionError("it was gone through all the same")

    monkeypatch.setattr(whole, "lay_out", walked)
    with pytest.raises(UnreadableError) as caught:
        read(FOREIGN.encode(), format="csv")
    assert caught.value.key == "no-report"
    assert caught.value.facts["found"] == "0；2020-01-02；Nordwest"


@pytest.mark.parametrize("before", ["", FOREIGN])
def test_a_report_is_found_in_a_large_file(before: str) -> None:
    """The few labels among tens of thousands of cells suffice."""
    text = f"{before}信息内容,本年制发件数,本年废止件数,现行有效件数\n规章,1,0,11\n"
    assert read(text.encode(), format="csv")["disclosure/regulations/made"] == 1


def test_labels_in_latin_letters_are_found(tmp_path: Path) -> None:
    data = json.loads((COUNTY.parents[2] / "schemas" / "2021" / "form.json").read_text("utf-8"))
    del data["$schema"]
    rows = (row for table in data["tables"] for row in table["rows"])
    next(row for row in rows if row["key"] == "granted")["aliases"] = ["Granted in full"]
    (tmp_path / "form.json").write_text(json.dumps(data), "utf-8")
    own = LabelIndex(load_forms(str(tmp_path)).require("2021"))
    assert Target("row", "requests", "granted") in own.match("granted In full").targets
    assert not LabelIndex(form()).match("Granted in full").targets
