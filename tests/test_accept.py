"""Baseline, waivers, --max-findings, --exit-zero, and standard input."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest
from openpyxl import load_workbook

from govinfo_cli import read, validate
from govinfo_cli.accept import Acceptance, Waiver, withhold
from govinfo_cli.api import Result
from govinfo_cli.cli import main
from govinfo_cli.finding import INFO, Where, finding
from govinfo_cli.fingerprint import fingerprints
from govinfo_cli.readers.guess import guess

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
SWAPPED = EXAMPLES / "invalid" / "digits_swapped.xlsx"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    (tmp_path / "report.xlsx").write_bytes(SWAPPED.read_bytes())
    return tmp_path


def prints(path: Path) -> list[str]:
    result = validate(path)
    return [print_ for _, print_ in fingerprints(str(path), result.report, result.findings)]


def changed(folder: Path, name: str, change: object) -> Path:
    book = load_workbook(SWAPPED)
    change(book)  # type: ignore[operator]
    book.save(folder / name)
    return folder / name


def test_a_fingerprint_survives_a_new_place_and_a_new_name(folder: Path) -> None:
    before = prints(SWAPPED)
    moved = changed(folder, "moved.xlsx", lambda b: b["依申请"].insert_rows(1, 3))
    assert prints(moved) == before
    renamed = changed(folder, "renamed.xlsx", lambda b: setattr(b["依申请"], "title", "表三"))
    assert prints(renamed) == before
    document = folder / "report.md"
    assert main(["convert", str(SWAPPED), "--to", "md", "-o", str(document)]) == 0
    assert sorted(prints(document)) == sorted(before)


@pytest.mark.parametrize(("place", "value"), [("D8", 17), ("E8", 5), ("J8", 67)])
def test_a_new_value_is_a_new_finding(folder: Path, place: str, value: int) -> None:
    def change(book: dict[str, dict[str, object]]) -> None:
        book["依申请"][place] = value

    assert not set(prints(changed(folder, "new.xlsx", change))) >= set(prints(SWAPPED))


def test_addends_that_make_up_for_each_other_are_new_values(folder: Path) -> None:
    def change(book: dict[str, dict[str, object]]) -> None:
        book["依申请"]["D8"], book["依申请"]["E8"] = 15, 5

    one, other = validate(SWAPPED), validate(changed(folder, "new.xlsx", change))
    sums = [
        next((f, p) for f, p in fingerprints("", r.report, r.findings) if f.code == "A303")
        for r in (one, other)
    ]
    (old, old_print), (new, new_print) = sums
    assert (old.expected, old.actual) == (new.expected, new.actual)
    assert old_print != new_print


def test_a_fingerprint_knows_organ_and_year_but_no_severity() -> None:
    result = validate(SWAPPED)
    assert result.report is not None
    print_ = prints(SWAPPED)[0]
    softer = result.findings[0]._replace(severity=INFO)
    assert [p for _, p in fingerprints("x", result.report, [softer])] == [print_]
    result.report.year = 2023
    assert next(p for _, p in fingerprints("x", result.report, result.findings)) != print_
    twice = [finding("C701", Where("", "line 1")), finding("C701", Where("", "line 9"))]
    one, other = [p for _, p in fingerprints("x", result.report, twice)]
    assert one != other


def test_a_baseline_lets_only_new_findings_count(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    line = ["validate", "report.xlsx", "--baseline", "known.json"]
    assert main([*line[:2], "--write-baseline"]) == 2
    assert main(line) == 2
    assert "基线文件不存在" in capsys.readouterr().err
    assert main([*line, "--write-baseline"]) == 0
    known = json.loads((folder / "known.json").read_text("utf-8"))
    assert [entry["code"] for entry in known["findings"]] == ["A302", "A303"]
    assert main(line) == 0
    assert "已知 2 处" in capsys.readouterr().out

    def more(book: dict[str, dict[str, object]]) -> None:
        book["复议诉讼"]["E6"] = 99

    changed(folder, "report.xlsx", more)
    assert main([*line, "--format", "json"]) == 1
    (told,) = json.loads(capsys.readouterr().out)["files"]
    assert [entry["code"] for entry in told["findings"]] == ["A304"]
    assert [entry["waived"]["kind"] for entry in told["waived"]] == ["baseline", "baseline"]
    (folder / "report.xlsx").write_bytes((EXAMPLES / "valid" / "sheets.xlsx").read_bytes())
    assert main(line) == 0
    assert "2 处已不再出现" in capsys.readouterr().err


def test_a_reason_in_the_baseline_is_a_waiver_with_an_end(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    line = ["validate", "report.xlsx", "--baseline", "known.json"]
    assert main([*line, "--write-baseline"]) == 0
    path = folder / "known.json"
    data = json.loads(path.read_text("utf-8"))
    data["findings"][0] |= {"reason": "已核实", "until": "9999-12-31"}
    path.write_text(json.dumps(data), "utf-8")
    assert "没有新的问题" in capsys.readouterr().out
    assert main([*line, "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["summary"]["waived"] == told["summary"]["known"] == 1
    assert main([*line, "--write-baseline"]) == 0
    assert json.loads(path.read_text("utf-8"))["findings"][0]["reason"] == "已核实"
    data["findings"][0] |= {"until": "2020-01-01"}
    path.write_text(json.dumps(data), "utf-8")
    assert main(line) == 1
    assert "2020-01-01 到期" in capsys.readouterr().err


@pytest.mark.parametrize(
    "text",
    ["{", "[]", '{"version": 2}', '{"version": 1, "findings": [{}]}', '{"version": 1, "findings": [{"fingerprint": "a", "reason": "x"}]}',
     '{"version": 1, "findings": [{"fingerprint": "a", "reason": "x", "until": "soon"}]}'],
)  # fmt: skip
def test_what_is_no_baseline_is_refused_and_kept(folder: Path, text: str) -> None:
    (folder / "known.json").write_text(text)
    assert main(["validate", "report.xlsx", "--baseline", "known.json", "--write-baseline"]) == 2
    assert (folder / "known.json").read_text() == text


def waive(folder: Path, **entry: str) -> None:
    lines = [f"{key} = '{value}'" for key, value in entry.items()]
    with (folder / "govinfo.toml").open("a", encoding="utf-8") as file:
        file.write("\n".join(["[[waive]]", *lines, ""]))


def test_waivers(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    waive(
        folder,
        code="A303",
        organ="清溪*",
        cell="requests/granted/*",
        reason="甲",
        until="9999-01-01",
    )
    assert main(["validate", "report.xlsx", "--format", "json"]) == 1
    told = json.loads(capsys.readouterr().out)
    (file,) = told["files"]
    assert [entry["code"] for entry in file["findings"]] == ["A302"]
    assert "because" not in file["findings"][0], "its cause is waived, so it stands for itself"
    assert file["waived"][0]["waived"] == {"kind": "waiver", "reason": "甲", "until": "9999-01-01"}
    assert told["summary"]["errors"] == told["summary"]["waived"] == 1
    waive(folder, code="A302", path="report.xlsx", reason="乙", until="2020-01-01")
    waive(folder, code="A304", reason="丙", until="9999-01-01")
    waive(folder, code="A304", organ="别处", reason="丁", until="9999-01-01")
    assert main(["validate", "report.xlsx"]) == 1
    shown = capsys.readouterr()
    assert "已豁免 1 处" in shown.out
    assert "2020-01-01 到期" in shown.err
    assert "丙" in shown.err
    assert "丁" not in shown.err, "it is about a report that is not in this run"


def test_a_waiver_that_ended_is_not_told_where_the_baseline_knows_the_finding(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    waive(folder, code="A30", reason="甲", until="2020-01-01")
    line = ["validate", "report.xlsx", "--baseline", "known.json"]
    assert main([*line, "--write-baseline"]) == 0
    assert main(line) == 0
    assert "到期" not in capsys.readouterr().err


def test_an_alias_is_the_same_organ(folder: Path) -> None:
    line = ["validate", "report.xlsx", "--baseline", "known.json"]
    assert main([*line, "--write-baseline"]) == 0
    document = folder / "report.json"
    assert main(["convert", "report.xlsx", "--to", "json", "-o", "report.json"]) == 0
    document.write_text(
        document.read_text("utf-8").replace("清溪县人民政府", "清溪县政府"), "utf-8"
    )
    line[1] = "report.json"
    assert main(line) == 1
    (folder / "govinfo.toml").write_text("[aliases]\n'清溪县政府' = '清溪县人民政府'\n", "utf-8")
    assert main(line) == 0
    waive(folder, code="A30", organ="清溪县人民政府", reason="甲", until="9999-01-01")
    assert main(line[:2]) == 0


def test_a_waiver_holds_on_its_last_day() -> None:
    waiver = Waiver("A3", "r", "2026-03-31")
    for today, left in (("2026-03-31", 0), ("2026-04-01", 2)):
        result = Acceptance(waivers=(waiver,), today=today).apply(validate(SWAPPED), "zh")
        assert len(result.findings) == left


def test_what_is_cut_is_said_and_counted(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("text", "json", "jsonl", "html", "sarif", "junit", "github"):
        assert main(["validate", "report.xlsx", "--max-findings", "1", "--format", name]) == 1
        told = capsys.readouterr().out
        assert "--max-findings" in told or '"withheld": 1' in told, name
    (folder / "second.xlsx").write_bytes(SWAPPED.read_bytes())
    assert main(["validate", ".", "--max-findings", "3", "--format", "json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert told["summary"]["errors"] == 4
    assert sum(len(file["findings"]) for file in told["files"]) == 3


def test_the_worst_is_told_first() -> None:
    report = read(EXAMPLES / "valid" / "county_2024.json")
    low, high = finding("S109", Where("", "")), finding("V203", Where("", ""))
    (result,) = withhold([Result("x", report, [low, high])], 1)
    assert result.findings == [high]
    assert result.withheld == [low]
    assert result.status == "invalid"


@pytest.mark.usefixtures("folder")
def test_exit_zero(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["validate", "report.xlsx", "--exit-zero"]) == 0
    assert main(["validate", "missing.xlsx", "--exit-zero"]) == 2
    capsys.readouterr()


VALID = sorted(path for path in (EXAMPLES / "valid").iterdir() if path.suffix != ".mht")


@pytest.mark.parametrize(
    "path", [*VALID, EXAMPLES / "valid" / "saved_page.mht"], ids=lambda p: p.name
)
def test_standard_input_is_known_by_its_content(
    path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    data = path.read_bytes()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    assert main(["validate", "-", "--format", "json"]) == 0, guess(data)
    (told,) = json.loads(capsys.readouterr().out)["files"]
    assert told["path"] == "-"
    assert told["organ"] == read(path).organ


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"\xff\xfe\x00", b"?"])
def test_odd_input_gets_a_sentence(
    data: bytes, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    assert main(["validate", "-"]) == 2
    shown = capsys.readouterr()
    assert "程序内部错误" not in shown.out + shown.err
