"""Two reports side by side: figures, forms, words, and every way of telling it."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from example_data import county
from example_layouts import as_json
from govinfo_cli import diff, read
from govinfo_cli.cli import main
from govinfo_cli.comparison import compare
from govinfo_cli.comparison.tellers import TELLERS
from govinfo_cli.comparison.words import ADDED, KEPT, REMOVED, compare_text, compare_words
from govinfo_cli.number import percent
from govinfo_cli.report import Report

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
OTHER = "requests/other/total"


def report(form: str = "2021", year: int = 2024) -> Report:
    return read(as_json(county(form, year)), format="json")


def test_change_and_percent_are_exact() -> None:
    old, new = report(), report()
    for path, was, now in (
        ("disclosure/fees/amount", Decimal("0.3"), Decimal("0.1")),
        ("requests/received/total", 16, 17),
        ("requests/granted/total", 0, 5),
        ("requests/denied_by_law/total", None, 2),
    ):
        old.values[old.form.index[path]], new.values[new.form.index[path]] = was, now
    found = {f.cell: (f.change, f.percent) for f in compare(old, new).changed}
    assert found == {
        "disclosure/fees/amount": (Decimal("-0.2"), Decimal("-66.7")),
        "requests/received/total": (1, Decimal("6.3")),  # 6.25, half up
        "requests/granted/total": (5, None),  # from 0
        "requests/denied_by_law/total": (None, None),  # from a blank
    }


def test_no_digit_of_a_long_number_is_lost() -> None:
    old, new = report(), report()
    index = new.form.index["disclosure/fees/amount"]
    old.values[index], new.values[index] = Decimal("0." + "1" * 40), 10**40
    (figure,) = compare(old, new).changed
    assert figure.change == Decimal("9" * 40 + "." + "8" * 39 + "9")


def test_a_blank_is_not_a_zero() -> None:
    old, new = report(), report()
    index = new.form.index["requests/rejected_petition/enterprise"]
    new.values[index] = None
    (figure,) = compare(old, new).changed
    assert (figure.old, figure.new, figure.new_state) == (0, None, "blank")


@given(st.integers(-(10**9), 10**9), st.integers(1, 10**9))
def test_percent_rounds_half_away_from_zero(part: int, whole: int) -> None:
    found = percent(part, whole)
    assert found is not None
    assert abs(found * whole - 100 * part) * 20 <= whole
    assert percent(-part, whole) == -found


def test_forms_are_compared_where_cells_mean_the_same() -> None:
    old, new = report("2019", 2020), report("2021", 2021)
    for key, value in (("other_not_corrected", 4), ("other_fee_unpaid", 2), ("other", 3)):
        new.values[new.form.index[f"requests/{key}/total"]] = value
    old.values[old.form.index[OTHER]] = 7
    for one, other, change in ((old, new, 2), (new, old, -2)):
        made = compare(one, other)
        (figure,) = [f for f in made.figures if f.cell == OTHER]
        assert (figure.change, figure.form, len(figure.addends)) == (change, "2019", 3)
        cells = {f.cell for f in made.figures}
        assert "disclosure/licensing/decisions" in cells
        assert not any("other_fee_unpaid" in cell or "/made" in cell for cell in cells)
    assert "disclosure/regulations/made" in {f.cell for f in compare(old, new).only_new}
    assert "disclosure/procurement/amount" in {f.cell for f in compare(old, new).only_old}
    assert not any(f.cell == OTHER for f in (*made.only_old, *made.only_new))


TEXTS = st.text(st.sampled_from("甲乙丙12。，\n件 %a"), max_size=60)


@given(TEXTS, TEXTS)
def test_the_pieces_make_both_texts(old: str, new: str) -> None:
    pieces = list(compare_text(old, new))
    assert "".join(text for op, text in pieces if op != ADDED) == old
    assert "".join(text for op, text in pieces if op != REMOVED) == new
    (words,) = compare_words({"x": old}, {"x": new}, []) if old or new else [None]
    if words is not None:
        assert words.changed == (old != new)


def test_words_are_compared_as_people_read_them() -> None:
    old = "全年收到申请140件，同比增长3.2%。办结130件。\n开展培训两次。"
    new = "全年收到申请1,152件，同比增长8.6%。新设专栏。办结130件。\n开展培训三次。"
    marks = {KEPT: "", REMOVED: "-", ADDED: "+"}
    (words,) = compare_words({"x": old}, {"x": new}, [])
    assert [f"{marks[op]}{text}" for op, text in words.pieces] == [
        "全年收到申请", "-140", "+1,152", "件，同比增长", "-3.2%", "+8.6%", "。",
        "+新设专栏。", "办结130件。\n开展培训", "-两", "+三", "次。",
    ]  # fmt: skip


def test_one_character_between_two_changes_is_no_island() -> None:
    pieces = compare_words({"x": "全县开展培训春的秋活动。"}, {"x": "全县开展培训夏的冬活动。"}, [])
    (words,) = pieces
    assert [piece.text for piece in words.pieces] == ["全县开展培训", "春的秋", "夏的冬", "活动。"]


def test_a_long_text_without_a_full_stop_does_not_take_for_ever() -> None:
    old, new = "甲乙" * 30_000, "甲丙" * 30_000
    assert [piece.op for piece in compare_text(old, new) if piece.text] == [REMOVED, ADDED]
    many = "".join(f"第{n}句甲乙丙。" for n in range(3000))
    assert "".join(p.text for p in compare_text(many, many[::-1]) if p.op != ADDED) == many


@pytest.mark.parametrize("teller", TELLERS, ids=lambda t: t.name)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_way_of_telling_tells_it_all(teller: object, lang: str) -> None:
    old, new = report(), report("2021", 2025)
    new.values[new.form.index["requests/received/total"]] = 155
    new.narrative["problems"] = "<script>alert(1)</script>"
    new.notes["requests"] = "注：核减 1 件。"
    told = teller.tell(compare(old, new, "a.json", "b.json"), lang)  # type: ignore[attr-defined]
    for words in ("140", "155", "15", "10.7", "核减"):
        assert words in told
    assert "<year>" not in told
    if teller.name in ("html", "md"):  # type: ignore[attr-defined]
        assert "<script" not in told
        assert "<del>" in told


def test_the_page_needs_no_script_and_nothing_from_outside() -> None:
    page = TELLERS[2].tell(compare(report("2019", 2020), report()), "zh")
    assert "default-src 'none'" in page
    assert not re.search(r"<script|https?://|<link|<img", page)
    assert page.count("<td") == page.count("</td>")


def test_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old, new = str(EXAMPLES / "valid/county_2020.json"), str(EXAMPLES / "valid/word.docx")
    assert main(["diff", old, new]) == 0
    assert "21840" in capsys.readouterr().out
    target = tmp_path / "diff.json"
    assert main(["diff", old, new, "-o", str(target), "--all"]) == 0
    found = json.loads(target.read_text("utf-8"))
    assert (found["old"]["form"], found["new"]["form"]) == ("2019", "2021")
    assert len(found["cells"]) == found["summary"]["cells"]
    assert main(["diff", old, new, "-o", str(target)]) == 2  # it stands already
    mine = tmp_path / "mine.json"
    mine.write_bytes(Path(old).read_bytes())
    assert main(["diff", str(mine), new, "-o", str(mine), "--force"]) == 2
    assert mine.read_bytes() == Path(old).read_bytes()
    assert main(["diff", old, str(tmp_path / "none.docx")]) == 2
    assert "none.docx" in capsys.readouterr().err
    assert main(["diff", old, new, "--format", "nonsense"]) == 2


def test_a_report_does_not_differ_from_itself(capsys: pytest.CaptureFixture[str]) -> None:
    path = EXAMPLES / "valid/sheets.xlsx"
    assert diff(path, path).same
    assert main(["diff", str(path), str(path), "--lang", "en"]) == 0
    assert "do not differ" in capsys.readouterr().out


@pytest.mark.parametrize("teller", TELLERS, ids=lambda t: t.name)
def test_what_a_report_says_steers_no_terminal(teller: object) -> None:
    old, new = report(), report()
    new.organ, new.narrative["other"] = "县\x1b[2J", "没有\x1b]0;x\x07\ud800收费。"
    told = teller.tell(compare(old, new, "a\x1b", "b"), "zh")  # type: ignore[attr-defined]
    assert "\x1b" not in told
    assert "\x07" not in told
    told.encode()


@pytest.mark.parametrize("without", ["", "NO_COLOR"])
def test_the_terminal_shows_the_same(
    without: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("govinfo_cli.cli.diff.draws", lambda: True)
    monkeypatch.delenv("NO_COLOR", raising=False)
    if without:
        monkeypatch.setenv(without, "1")
    monkeypatch.setenv("COLUMNS", "140")
    valid = EXAMPLES / "valid"
    assert main(["diff", str(valid / "page_gb2312.htm"), str(valid / "sheets.xlsx")]) == 0
    out = capsys.readouterr().out
    assert "+3607" in out
    assert "+19.8%" in out
    assert ("[-2020-]{+2024+}" in out) == bool(without)
