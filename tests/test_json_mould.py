"""Reports of one program, of which only the figures are looked at: the same as read in full."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from govinfo_cli import convert
from govinfo_cli.errors import GovinfoError
from govinfo_cli.forms import FormSet, load_forms
from govinfo_cli.recognise import canonical, json_mould
from govinfo_cli.report import Report

EXAMPLES = Path(__file__).resolve().parent.parent / "examples" / "valid"
NAMES = ("county_2024.json", "dongxihu_2020.json")
FIGURE = re.compile(r"(?<=: )-?\d[\d.]*(?=[,\s])")
ODD = ("null", "-3", "12.0", "1e3", "-0", "0.10", "01", "1.", "-", ".5", "1 2", "", "nullnull", "\0", "true", '"5"', "1" * 50, "9" * 500, "1" * 5000, "1e400", "NaN", "{}", "3: 4", "٣")  # fmt: skip
TAILS = (
    ', "notes": {"requests": "其中 3 件：见上"}}',
    ', "tables": {}}',
    ', "\\u0074ables": {}}',
    "}}", ", }", "", "} ",
)  # fmt: skip


@cache
def text_of(name: str) -> str:
    """A report as govinfo writes it, its rows in the form's order."""
    return convert(EXAMPLES / name, "json").decode()


def told(report: Report) -> object:
    """All that reading came to, with the kinds of numbers, which compare alike."""
    return (
        report.to_dict(), [*map(repr, report.values)], report.places, report.remarks,
        report.absent, report.unread, report.extra, report.text_places,
    )  # fmt: skip


def outcome(text: str) -> object:
    try:
        return told(canonical.read_canonical(text, load_forms()))
    except GovinfoError as error:
        return error.key, error.facts


def in_full(text: str) -> object:
    kept = json_mould.MOULDS[:]
    json_mould.MOULDS.clear()
    try:
        return outcome(text)
    finally:
        json_mould.MOULDS[:] = kept


def learn(*texts: str) -> None:
    json_mould.MOULDS.clear()
    for text in texts:
        outcome(text)
        outcome(text)


@pytest.fixture(autouse=True)
def _learnt() -> None:
    learn(*map(text_of, NAMES))


@pytest.mark.parametrize("name", NAMES)
def test_a_report_fits_the_mould_of_the_one_before(name: str) -> None:
    text = text_of(name).replace(": 0,", ": 17,")
    assert json_mould.pour(text) is not None
    assert outcome(text) == in_full(text)


@pytest.mark.parametrize("indent", [None, 0, 1, "\t"])
def test_each_way_of_writing_has_its_mould(indent: int | str | None) -> None:
    text = json.dumps(json.loads(text_of(NAMES[0])), indent=indent)
    assert json_mould.pour(text) is None
    learn(text)
    assert json_mould.pour(text.replace(" 128", " 129").replace(":128", ":129")) is not None


def test_blanks_are_figures_too() -> None:
    text = text_of(NAMES[0])
    poured = json_mould.pour(text.replace(": 0", ": null"))
    assert poured is not None
    assert poured.figures[:4] == [None, None, None, 7]
    assert poured.rest.endswith('"tables":{}\n}\n')


@pytest.mark.parametrize("written", ODD)
def test_what_is_no_plain_figure_is_read_in_full(written: str) -> None:
    text = text_of(NAMES[0]).replace(": 128", f": {written}")
    assert outcome(text) == in_full(text)


def test_an_exponent_makes_no_mould() -> None:
    text = text_of(NAMES[0]).replace(": 128", ": 1.28e2")
    learn(text)
    assert json_mould.MOULDS == []
    assert outcome(text) == outcome(text_of(NAMES[0]))


def test_a_single_report_makes_no_mould() -> None:
    json_mould.MOULDS.clear()
    json_mould.MET.clear()
    outcome(text_of(NAMES[0]))
    assert json_mould.MOULDS == []


def test_few_moulds_are_kept() -> None:
    data = json.loads(text_of(NAMES[0]))
    for indent in range(12):
        learn_one = json.dumps(data, indent=indent)
        outcome(learn_one)
        outcome(learn_one)
    assert len(json_mould.MOULDS) == json_mould.KEPT


@pytest.mark.parametrize("name", ["tables", "\\u0074ables"])
@pytest.mark.parametrize(
    "outer", ['"narrative": {%s}', '"extra": [{%s}]', '"%s"', '"a": {"b": "", %s}']
)
def test_tables_that_stand_elsewhere_are_not_those_of_the_report(name: str, outer: str) -> None:
    tables = text_of(NAMES[0]).partition('"tables"')[2].rstrip()[:-1]
    inner = outer % f'"tables"{tables}'
    for own in ("{}", tables.lstrip(": ")):
        text = f'{{"form": "2021", "year": 2024, "organ": "", {inner}, "{name}": {own}}}'
        assert json_mould.pour(text) is None
        assert outcome(text) == in_full(text)


def test_no_mould_is_made_of_tables_that_stand_elsewhere() -> None:
    whole = json.loads(text_of(NAMES[0]))
    strange = json.loads(json.dumps(whole["tables"]).replace("natural_person", "somebody"))
    json_mould.MOULDS.clear()
    text = json.dumps(
        {"narrative": {"tables": strange}, "tables": whole.pop("tables"), "form": "2021"}
    )
    learn(text)
    assert json_mould.MOULDS == []


@pytest.mark.parametrize("name", ["county_2020.json", "dongxihu_2020.json"])
def test_rows_may_lack_and_stand_in_another_order(name: str) -> None:
    text = (EXAMPLES / name).read_text(encoding="utf-8")
    learn(text)
    again = text.replace(": 0,", ": 17,")
    assert json_mould.pour(again) is not None
    assert outcome(again) == in_full(again)


@given(st.sampled_from(NAMES), st.data())
@settings(max_examples=60, deadline=None)
def test_tables_taken_at_once_are_those_taken_row_by_row(name: str, data: st.DataObject) -> None:
    report = json.loads(text_of(name))
    given = [(t, row) for t, rows in report["tables"].items() for row in rows]
    kept = data.draw(st.lists(st.sampled_from(given), unique=True) | st.permutations(given))
    empty = data.draw(st.sampled_from([(), ("remedies",), ("more",)]))
    tables: dict[str, dict[str, object]] = {table: {} for table in empty}
    for table, row in kept:
        tables[table] = tables.get(table, {}) | {row: report["tables"][table][row]}
    text = json.dumps(report | {"tables": tables}, ensure_ascii=False)
    found = in_full(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(canonical, "plain_tables", lambda *_: None)
        assert in_full(text) == found


def test_two_layouts_that_begin_alike_are_both_kept() -> None:
    texts = [
        (EXAMPLES / name).read_text(encoding="utf-8")
        for name in ("county_2020.json", "dongxihu_2020.json")
    ]
    learn(*texts)
    assert [json_mould.pour(text) is not None for text in texts] == [True, True]


def test_a_form_of_the_same_name_is_another_form() -> None:
    text = text_of(NAMES[0])
    mine = FormSet(load_forms.__wrapped__())
    report = canonical.read_canonical(text, mine)
    assert report.form is mine.get("2021")
    assert report.form is not load_forms().get("2021")
    assert report["requests/received/natural_person"] == 128


def test_tables_of_a_great_length_are_not_kept() -> None:
    text = text_of(NAMES[0]).replace('"requests"', " " * json_mould.LARGEST + '"requests"')
    learn(text)
    assert json_mould.MOULDS == []


@example("county_2024.json", [(1, "\0")], ", }", [])
@given(
    st.sampled_from(NAMES), st.lists(st.tuples(st.integers(0, 199), st.sampled_from(ODD)), max_size=3),
    st.sampled_from(TAILS) | st.none(), st.lists(st.tuples(st.integers(0, 7000), st.text(max_size=2)), max_size=1),
)  # fmt: skip
@settings(max_examples=300, deadline=None)
def test_what_does_not_fit_is_read_in_full(
    name: str, odd: list[tuple[int, str]], tail: str | None, strange: list[tuple[int, str]]
) -> None:
    text = text_of(name)
    for number, written in odd:
        found = [*FIGURE.finditer(text)]
        match = found[number % len(found)]
        text = text[: match.start()] + written + text[match.end() :]
    if tail is not None:
        text = text.rstrip()[:-1] + tail
    for at, signs in strange:
        text = text[:at] + signs + text[at + 1 :]
    assert outcome(text) == in_full(text)
