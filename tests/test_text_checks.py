"""Text checks over whole reports: published ones, pairs of years, forms of one's own."""

from __future__ import annotations

import json
import shutil
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from example_data import county
from example_layouts import as_json
from govinfo_cli import check, read
from govinfo_cli.checks.personal import is_identity, luhn, masked
from govinfo_cli.checks.text import check_text
from govinfo_cli.cli import main
from govinfo_cli.context import Context
from govinfo_cli.errors import FormError
from govinfo_cli.finding import Finding, Where
from govinfo_cli.forms import load_forms
from govinfo_cli.forms.readings import sides
from govinfo_cli.messages import word
from govinfo_cli.prose.scan import tokens, vocabulary
from govinfo_cli.prose.words import WORDS
from govinfo_cli.report import Report

ROOT = Path(__file__).resolve().parent.parent
TEXT = ("N", "C703", "C705", "P801")


def told(findings: list[Finding]) -> list[tuple[str, str, object, object]]:
    return [(f.code, f.severity, f.expected, f.actual) for f in findings if f.code.startswith(TEXT)]


def saying(text: str, section: str = "overview", year: int = 2024) -> Report:
    report = read(as_json(county("2021", year)), format="json")
    report.narrative[section] = text
    return report


def test_published_reports_have_just_their_contradictions(published: Path) -> None:
    found = {
        path.name: told(check(read(path)))
        for path in sorted(published.iterdir())
        if path.suffix != ".json"
    }
    shanghai = found.pop("shanghai_general_office_2019.html")
    assert shanghai == [
        ("N601", "warning", 275, 258),
        ("N601", "warning", 337, 265),
        ("N602", "warning", Decimal("32.05"), Decimal("33.9")),
        ("N602", "info", Decimal("4.35"), Decimal("4.34")),
        ("N605", "warning", 3, 0),
    ]
    assert not any(found.values()), found


def test_findings_give_words_place_and_cells() -> None:
    report = saying("无提示。\n全县共收到\n政府信息公开申请 183 件。")
    report.narrative["overview"] = "工作平稳。\n全县共收到政府信息公开申请 183 件。"
    report.text_places["overview"] = ["line 7", "line 8"]
    (found,) = (f for f in check(report) if f.code == "N601")
    assert [w.source for w in found.cells] == ["line 8", "/tables/requests/received/total"]
    assert found.facts["quote"] == "收到政府信息公开申请 183 件"
    assert "183" in word(found, report.form, "zh")
    assert "140" in word(found, report.form, "en")


def test_a_copy_is_marked_at_the_cell_that_words_were_held_to(tmp_path: Path) -> None:
    book, folder = tmp_path / "report.xlsx", tmp_path / "marked"
    source = ROOT / "examples" / "invalid" / "text_count.json"
    assert main(["convert", str(source), "--to", "xlsx", "-o", str(book)]) == 0
    assert main(["validate", str(book), "--annotate", str(folder)]) == 0
    comment = load_workbook(folder / "report.xlsx")["依申请"]["J6"].comment
    assert comment is not None
    assert "N601" in comment.text or "183" in comment.text


def test_a_table_run_together_is_no_sentence() -> None:
    report = saying("收到政府信息公开申请" + "3件、" * 40000)
    assert told(list(check_text(report, Context()))) == []


def test_growth_is_held_to_last_years_report() -> None:
    before = read(as_json(county("2021", 2023)), format="json")
    before.values[before.form.index["requests/received/total"]] = 125
    for text, expected in (
        ("收到政府信息公开申请140件，同比增长12%。", []),
        ("收到政府信息公开申请140件，同比增长21%。", [("N604", "warning", 12, 21)]),
        ("收到政府信息公开申请140件，同比下降12%。", [("N604", "warning", -12, 12)]),
        ("收到政府信息公开申请140件，比上年增加51件。", [("N604", "warning", 15, 51)]),
        ("召开会议9次，收到政府信息公开申请同比增长12%。", []),
        ("召开会议9次，收到政府信息公开申请同比增长21%。", [("N604", "warning", 12, 21)]),
    ):
        now = saying(text)
        assert told(list(check_text(now, Context(previous=before)))) == expected, text
        assert told(list(check_text(now, Context()))) == []


def test_growth_of_what_last_years_form_does_not_ask_for_is_left() -> None:
    before = read(as_json(county("2019", 2020)), format="json")
    now = saying("现行有效行政规范性文件46件，比上年增加2件，规章增长20%。", year=2021)
    assert told(list(check_text(now, Context(previous=before)))) == []
    now = saying("其他处理3件，同比增长90%。", year=2021)  # three rows, of which 2019 has one
    now.values[now.form.index["requests/other_not_corrected/total"]] = 1
    now.values[now.form.index["requests/other/total"]] = 2
    assert told(list(check_text(now, Context(previous=before)))) == []


def test_growth_of_what_could_not_be_read_is_left() -> None:
    before = read(as_json(county("2021", 2023)), format="json")
    now = saying("收到政府信息公开申请同比增长21%。")
    for report in (now, before):
        report.unread.add(report.form.index["requests/received/total"])
        assert told(list(check_text(now, Context(previous=before)))) == []
        report.unread.clear()


def test_a_list_follows_from_the_count_that_the_table_refutes() -> None:
    report = saying("行政复议19件，其中维持5件、纠正1件、其他结果2件、尚未审结1件。")
    found = list(check_text(report, Context()))
    assert [f.code for f in found] == ["N601", "N603"]
    assert found[1].because is found[0]


def test_the_share_of_copied_text_is_told() -> None:
    before, now = (read(as_json(county("2021", year)), format="json") for year in (2023, 2024))
    assert told(check(now, previous=before)) == []
    now.narrative["overview"] = before.narrative["overview"]
    (found,) = (f for f in check(now, previous=before) if f.code == "C705")
    assert isinstance(found.facts["share"], int)
    assert 50 <= found.facts["share"] < 100
    now.narrative["overview"] = "未收到政府信息公开申请。\n没有其他需要报告的事项。"
    now.narrative["problems"] = ""
    assert "C705" not in [f.code for f in check(now, previous=before)]
    before.narrative["overview"] = "2023年重点一。2023年重点二。2023年重点三。"  # headings
    now.narrative["overview"] = "2024年重点一。2024年重点二。2024年重点三。县局逐月核对公开目录。"
    assert "C705" not in [f.code for f in check(now, previous=before)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("没有收取信息处理费。", []),
        ("全年收取信息处理费 0 元。", []),
        ("收取信息处理费3940元。", []),
        ("收取信息处理费约3945元。", []),
        ("没有收取信息处理费。另有印刷支出405元。", []),
        ("收取信息处理费3945元。", [("C703", "warning", None, 3945)]),
        ("对2件收取信息处理费700元。其中，甲局1件，收取405元；乙局1件，收取295元。",
         [("C703", "warning", None, 405), ("C703", "warning", None, 295)]),
        ("无。", [("C703", "warning", None, None)]),
        ("", []),
        ("（文字描述，收取信息处理费情况在此处报告。）", []),
        ("（文字描述，收取信息处理费情况在此处报告。）无。", [("C703", "warning", None, None)]),
    ],
)  # fmt: skip
def test_the_fee_statement(text: str, expected: list[object]) -> None:
    assert told(check(saying(text, "other"))) == expected


def test_a_fee_told_elsewhere_is_told_to_be_elsewhere() -> None:
    report = saying("无。", "other")
    report.narrative["overview"] = "全年没有收取信息处理费。"
    (found,) = (f for f in check(report) if f.code == "C703")
    assert found.case == "elsewhere"
    assert found.cells == (Where("", "/narrative/other"), Where("", "/narrative/overview"))


@pytest.mark.parametrize(
    ("text", "cases"),
    [
        ("电话 0517-83605210，邮编 223001，邮箱 office@example.gov.cn", []),
        ("手机 138 0013 8000", ["mobile"]),
        ("手机１３８００１３８０００", ["mobile"]),
        ("１３８－００１３－８０００", ["mobile"]),
        ("138\u30000013–8000", ["mobile"]),
        ("身份证 11010519491231002X", ["identity"]),
        ("编号 110105194912310021", []),
        ("编号 11010519491331002X", []),
        ("账号 6222 0200 0000 0000 000", ["bank-card"]),
        ("账号 6222020000000000001", []),
        ("流水号 62220200000000001237", []),  # too long for a card
        ("行政处罚 3985758 件，收费 13800138000123456789 元", []),
        ("申请人可拨打电话0517-83605210咨询", []),
        ("村民李某，联系电话：0999-1234567", ["contact"]),
    ],
)
def test_personal_data(text: str, cases: list[str]) -> None:
    report = saying("没有收取信息处理费。", "other")
    report.narrative["preface"] = text
    found = [f for f in check(report) if f.code == "P801"]
    assert [f.case for f in found] == cases
    for entry in found:
        assert "*" in str(entry.facts["masked"])
        assert str(entry.facts["masked"]) not in text


def test_a_word_of_one_sign_is_found_before_longer_ones_that_are_not_there() -> None:
    text = "因政策调整"  # 因政府信息公开 begins so, too
    words = vocabulary(load_forms().require("2021"))
    assert [t.text for t in tokens(text, 0, len(text), words)][:2] == ["因", "政策调整"]


PIECES = sorted(WORDS) + [w for e in load_forms().require("2021").mentions for w in e.words]
FIGURES = [
    "3件",
    "140件",
    "7",
    "二十三件",
    "47.1%",
    "百分之三",
    "约5件",
    "2023年",
    "2024年",
    "第五条",
    "2955元",
    "__件",
]


@given(
    st.lists(st.sampled_from([*PIECES, *FIGURES * 9, *"，。；：（）、的某X条\n" * 9]), max_size=40)
)
def test_no_words_stop_the_checks(pieces: list[str]) -> None:
    report = saying("".join(pieces))
    before = saying("", year=2023)
    for entry in check_text(report, Context(previous=before)):
        assert entry.severity != "error"
        for lang in ("zh", "en"):
            assert "<" not in word(entry, report.form, lang)


def test_check_digits() -> None:
    assert is_identity("11010519491231002X")
    assert not is_identity("11010519491231003X")
    assert luhn("4111111111111111")
    assert not luhn("4111111111111112")
    assert luhn("5555555555554444")  # doubled digits over 9
    assert not luhn("5555555555554445")
    assert not is_identity("110105199002310023")  # no such day, the check digit is right
    assert masked("13800138000") == "138******00"
    assert [masked(text) for text in ("12345", "123456", "1234567")] == [
        "1****",
        "1*****",
        "123**67",
    ]


def test_the_words_of_the_forms_name_cells() -> None:
    for form in load_forms():
        for entry in form.mentions:
            assert all(sides(ways, form.index) for ways in (*entry.within.values(),) if ways)
            assert sides(entry.cells, form.index) or entry.within or entry.key == "disclosed"


def test_an_organs_own_form_has_its_own_words(tmp_path: Path) -> None:
    folder = tmp_path / "own"
    shutil.copytree(ROOT / "schemas" / "2021", folder)
    data = json.loads((folder / "form.json").read_text("utf-8"))
    data["mentions"].append(
        {"key": "letters", "words": ["收讫函件"], "cells": [["requests/granted/total"]]}
    )
    (folder / "form.json").write_text(json.dumps(data, ensure_ascii=False), "utf-8")
    report = read(as_json(county("2021", 2024)), format="json", forms=load_forms(str(folder)))
    report.narrative["overview"] = "全年收讫函件 67 件。"
    assert told(check(report)) == [("N601", "warning", 66, 67)]
    data["mentions"][-1]["cells"] = [["requests/none/total"]]
    (folder / "form.json").write_text(json.dumps(data, ensure_ascii=False), "utf-8")
    load_forms.cache_clear()
    with pytest.raises(FormError, match="form-no-mention"):
        load_forms(str(folder))


def test_a_form_that_extends_another_adds_words(tmp_path: Path) -> None:
    data = {
        "form": "2021",
        "extends": "2021",
        "mentions": [
            {"key": "letters", "words": ["收讫函件"], "cells": [["requests/granted/total"]]}
        ],
    }
    (tmp_path / "form.json").write_text(json.dumps(data, ensure_ascii=False), "utf-8")
    report = read(as_json(county("2021", 2024)), format="json", forms=load_forms(str(tmp_path)))
    report.narrative["overview"] = "全年收讫函件 67 件，收到政府信息公开申请 141 件。"
    assert [f[3] for f in told(check(report))] == [67, 141]


def test_the_rule_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    for lang in ("zh", "en"):
        for code in (
            "N601",
            "N602",
            "N603",
            "N604",
            "N605",
            "N606",
            "N607",
            "C703",
            "C705",
            "P801",
        ):
            assert main(["rule", code, "--lang", lang]) == 0
    assert "domain" not in capsys.readouterr().out
