from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from govinfo_cli.cli import main

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
COUNTY = EXAMPLES / "valid" / "county_2024.json"
SWAPPED = EXAMPLES / "invalid" / "digits_swapped.xlsx"


def run(*arguments: object, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "govinfo_cli", *map(str, arguments)],
        capture_output=True, check=False, env=os.environ | environment,
        input=environment.pop("stdin", "").encode(),
    )  # fmt: skip


@pytest.mark.parametrize("encoding", ["gbk", "ascii", "utf-8"])
def test_no_console_makes_it_fail(encoding: str) -> None:
    done = run("validate", SWAPPED, PYTHONIOENCODING=encoding, PYTHONUTF8="0")
    assert done.returncode == 1
    assert done.stderr == b""
    if encoding != "ascii":
        assert "应为 21" in done.stdout.decode(encoding)


def test_without_a_word_the_help_has_its_lines(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert "\n  validate " in capsys.readouterr().err


def test_the_sum_is_written_out(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["validate", str(SWAPPED)]) == 1
    told = capsys.readouterr().out
    assert "D8 填 16，应为 61（数字颠倒）" in told
    assert "J8 = D8+…+I8：66 = 16+4+0+1+0+0" in told
    assert "先改 依申请!D8" in told


def test_what_to_mend_first_is_named_as_in_the_form(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = (EXAMPLES / "valid" / "page.html").read_text("utf-8")
    cut = tmp_path / "cut.html"
    cut.write_text(page[: page.index("<p><strong>四、")], "utf-8")
    assert main(["validate", str(cut)]) == 1
    assert "先改 表四（" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("content", "name"),
    [(b"", "empty.xlsx"), (b"not a workbook", "broken.xlsx"), (b"PK\x03\x04broken", "zip.xlsx"),
     (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "locked.xlsx"), (b"{", "broken.json"), (b"[1]", "list.json"),
     (b'{"tables": {}, "tables": {}}', "twice.json"), (b'{"tables": {"a": NaN}}', "nan.json"),
     (b"[" * 100000, "deep.json"), ("今天下雨。".encode(), "other.txt"), (b"\xff\xfe\xff", "odd.txt"),
     (b"x", "old.xls"), (b"x", "none.unknown")],
)  # fmt: skip
def test_a_bad_file_gets_a_sentence_and_stops_nothing(
    tmp_path: Path, content: bytes, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert main(["validate", str(path), str(COUNTY), "--format", "json"]) == 2
    told = json.loads(capsys.readouterr().out)
    bad, good = told["files"]
    assert bad["status"] == "unreadable"
    assert bad["error"]
    assert "{" not in bad["error"]
    assert good["status"] == "valid"


def test_usage_errors_are_2(capsys: pytest.CaptureFixture[str]) -> None:
    for line in (["validate"], ["nothing"], ["validate", "--no", "x"], ["rule", "X1"], ["validate", "-"],
                 ["validate", "x", "--format", "pdf"], ["validate", "x", "--deadline", "soon"],
                 *(["validate", str(COUNTY), "--deadline", f"township={day}"] for day in ("13-01", "01-32", "０１-20")),
                 ["convert", str(COUNTY), "--to", "pdf"], ["validate", "no-such-*.xlsx"]):  # fmt: skip
        assert main(line) == 2, line
    assert "Traceback" not in capsys.readouterr().err


def test_the_language_is_chosen(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main(["--lang", "en", "rule", "A303"]) == 0
    assert "row-total" in capsys.readouterr().out
    monkeypatch.setenv("GOVINFO_LANG", "en")
    assert main(["validate", str(SWAPPED)]) == 1
    assert "error" in capsys.readouterr().out


def test_help_is_in_the_language() -> None:
    assert "用法" in run("--help").stdout.decode()
    assert "Usage:" in run("--lang", "en", "--help").stdout.decode()


def test_folders_patterns_and_standard_input(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["validate", str(EXAMPLES / "valid"), "--format", "jsonl"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == len(list((EXAMPLES / "valid").iterdir()))
    assert main(["validate", str(EXAMPLES / "valid" / "*.xlsx"), "--format", "jsonl"]) == 0
    assert all(".xlsx" in line for line in capsys.readouterr().out.splitlines())
    done = run("validate", "-", "--from", "json", stdin=COUNTY.read_text("utf-8"))
    assert done.returncode == 0, done.stderr


def test_strict_select_ignore(capsys: pytest.CaptureFixture[str]) -> None:
    blank = str(EXAMPLES / "invalid" / "blank.json")
    assert main(["validate", blank]) == 0
    assert main(["validate", blank, "--strict"]) == 1
    assert main(["validate", blank, "--strict", "--ignore", "V2"]) == 0
    assert main(["validate", str(SWAPPED), "--select", "V"]) == 0
    late = str(EXAMPLES / "invalid" / "deadline.json")
    assert main(["validate", late, "--strict", "--deadline", "government=12-31"]) == 0
    capsys.readouterr()


def test_what_follows_from_a_finding_left_out_is_still_told(
    capsys: pytest.CaptureFixture[str],
) -> None:
    line = ["validate", str(EXAMPLES / "invalid" / "stale_formula.xlsx"), "--plain"]
    assert main([*line, "--ignore", "V209"]) == 1
    assert "A303 依申请!J8" in capsys.readouterr().out


def test_conversion_writes_whole_files_only(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    assert main(["convert", str(EXAMPLES / "valid"), "--to", "md", "-o", str(out)]) == 0
    assert len(list(out.iterdir())) == len(list((EXAMPLES / "valid").iterdir()))
    target = out / "county_2024.md"
    before = target.read_bytes()
    assert main(["convert", str(COUNTY), "--to", "md", "-o", str(target)]) == 2
    assert target.read_bytes() == before
    assert main(["convert", str(COUNTY), "--to", "md", "-o", str(target), "--force"]) == 0
    copy = tmp_path / "county.json"
    copy.write_bytes(COUNTY.read_bytes())
    assert main(["convert", str(copy), "--to", "json", "-o", str(copy), "--force"]) == 2
    assert main(["convert", str(COUNTY), "--to", "json"]) == 0
    assert '"year": 2024' in capsys.readouterr().out


def test_show_rules_schema(capsys: pytest.CaptureFixture[str]) -> None:
    for line in (
        ["show", str(COUNTY)],
        ["rules"],
        ["rule", "s107"],
        ["schema", "2019"],
        ["--version"],
    ):
        assert main(line) == 0
        assert capsys.readouterr().out


def test_a_blank_form_is_told_in_a_few_lines(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    blank = tmp_path / "blank.json"
    assert main(["convert", str(COUNTY), "--to", "json", "-o", str(blank)]) == 0
    data = json.loads(blank.read_text("utf-8"))
    data["tables"] = {
        table: {row: dict.fromkeys(cells) for row, cells in rows.items()}
        for table, rows in data["tables"].items()
    }
    blank.write_text(json.dumps(data), "utf-8")
    main(["validate", str(blank), "--select", "V201"])
    told = capsys.readouterr().out
    assert told.count("V201") == 5  # totals and other cells, table by table
    assert "合计为空白，按各项相加应为 0" in told
