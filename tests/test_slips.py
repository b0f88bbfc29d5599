"""What a slip on the line is answered with: a sentence that says what to do, and status 2."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import openpyxl
import pytest

from govinfo_cli.cli import main

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
COUNTY = str(EXAMPLES / "valid" / "county_2024.json")
SWAPPED = EXAMPLES / "invalid" / "digits_swapped.xlsx"


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (["validate", "no_such_folder/"], "文件不存在"),
        (["show", "nothing_here"], "文件不存在"),
        (["diff", COUNTY, "nothing_here"], "文件不存在"),
        (["validate", COUNTY, "--previous", "nothing_here"], "文件不存在"),
        (["validate", COUNTY, "--select", "Z9"], "--select 的“Z9”不是代码"),
        (["validate", COUNTY, "--ignore", "A3,S10Z"], "--ignore 的“S10Z”不是代码"),
        (["validate", COUNTY, "--severity", "Q1=error"], "--severity 的“Q1”不是代码"),
        (["--lang", "fr", "rules"], "没有语言“fr”"),
        (["template", "--form", "2019", "--year", "2024", "-o", "x.xlsx"], "请改用 2021 年格式"),
        (["show", str(EXAMPLES / "valid")], "份报告，一次只能给一份"),
    ],
)
def test_what_is_wrong_is_said(
    line: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(line) == 2
    said = capsys.readouterr()
    assert told in said.out + said.err


@pytest.mark.parametrize("code", ["A", "a3", "S107,n6", "X", "XA101"])
def test_codes_and_their_beginnings_are_known(code: str) -> None:
    assert main(["validate", COUNTY, "--select", code]) == 0


@pytest.mark.parametrize("lang", ["zh-CN", "zh", "en_US"])
def test_a_language_may_have_a_country(lang: str) -> None:
    assert main(["rules", "--lang", lang]) == 0


SLIPS = (
    ["validate", "--fromat", "x", COUNTY], ["--plain"], ["serve", "--port", "99999"],
    ["validate", COUNTY, "--plain=1"], ["validate"], ["convert", COUNTY], ["diff", "a", "b", "c"],
    ["template", "-o", "x.xlsx", "--year", "x"], ["show", COUNTY, "--from"],
)  # fmt: skip


def test_the_parser_speaks_chinese() -> None:
    """In a process of its own: click takes its words when it is imported."""
    program = (
        "import sys; from govinfo_cli.cli import main\n"
        f"for line in {SLIPS!r}: print(main(line), file=sys.stderr)"
    )
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    told = re.findall("错误：(.*)", ended.stderr.decode())
    assert len(told) == len(SLIPS)
    for words in told:
        foreign = re.sub(r"'[^']*'|[-<>=\w]*=[-<>=\w]*|integer( range)?", "", words)
        assert not re.search(r"[a-z]{3}", foreign), words


def test_one_is_not_many(capsys: pytest.CaptureFixture[str]) -> None:
    main(["validate", str(EXAMPLES / "invalid" / "width.txt"), "--lang", "en"])
    assert "\n1 error: begin" in capsys.readouterr().out
    main(["validate", "none.txt", "none.json", "--lang", "en"])
    assert "2 files: 0 valid, 0 with errors, 2 unreadable; 0 errors" in capsys.readouterr().out


@pytest.mark.parametrize(("lang", "told"), [("zh", "现只填了“—”"), ("en", "the cell is only “—”")])
def test_a_dash_is_no_blank(lang: str, told: str, capsys: pytest.CaptureFixture[str]) -> None:
    main(["validate", str(EXAMPLES / "invalid" / "dash.xlsx"), "--lang", lang])
    assert told in capsys.readouterr().out


def test_fix_takes_standard_input(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = tmp_path / "made.xlsx"
    given = SimpleNamespace(buffer=io.BytesIO(SWAPPED.read_bytes()))
    monkeypatch.setattr(sys, "stdin", given)
    assert main(["fix", "-", "-o", str(made)]) == 0
    assert main(["validate", str(made)]) == 0


def test_fix_tells_what_it_cannot_mend(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = openpyxl.load_workbook(SWAPPED)
    book["依申请"]["H10"] = "两"
    path = tmp_path / "two.xlsx"
    book.save(path)
    assert main(["fix", str(path), "--diff"]) == 1
    said = capsys.readouterr().out
    assert "另有" in said
    assert "V202" in said
