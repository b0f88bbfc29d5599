"""Reports of several years given together: each is checked against last year's by itself."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govinfo_cli import Result, Settings, check, paired, read, validate
from govinfo_cli import spool as spool_module
from govinfo_cli.cli import main
from govinfo_cli.errors import UnreadableError
from govinfo_cli.forms import load_forms
from govinfo_cli.organ import same_organ
from govinfo_cli.report import Report
from govinfo_cli.spool import Spool

BATCHES = Path(__file__).resolve().parent.parent / "examples" / "batches"
CHAIN = BATCHES / "chain"


def expected_of(name: str) -> dict[str, list[str]]:
    found = json.loads((BATCHES / f"{name}.findings.json").read_text("utf-8"))
    return {file: in_order(entries) for file, entries in found.items()}


def in_order(findings: list[dict[str, object]]) -> list[str]:
    return sorted(json.dumps(entry, sort_keys=True) for entry in findings)


def found_in(results: Iterator[Result]) -> dict[str, list[str]]:
    return {
        Path(result.path).name: in_order(
            [
                {"code": f.code, "severity": f.severity, "cells": [w.cell for w in f.cells]}
                for f in result.findings
            ]
        )
        for result in results
    }


def told(capsys: pytest.CaptureFixture[str]) -> dict[str, list[str]]:
    return {
        Path(entry["path"]).name: [f["code"] for f in entry["findings"]]
        for entry in json.loads(capsys.readouterr().out)["files"]
    }


@pytest.mark.parametrize("name", ["chain", "unclear"])
def test_a_batch_has_exactly_its_findings(name: str) -> None:
    results = paired(map(validate, sorted((BATCHES / name).iterdir())))
    assert found_in(results) == expected_of(name)


def test_the_order_of_reading_changes_nothing_and_is_kept() -> None:
    files = sorted(CHAIN.iterdir())
    for turn in range(len(files)):
        order = [*files[turn:], *files[:turn]][:: -1 if turn % 2 else 1]
        results = list(paired(map(validate, order)))
        assert [result.path for result in results] == list(map(str, order))
        assert found_in(iter(results)) == expected_of("chain")


def test_a_batch_too_large_for_memory_gives_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, size in (("KEPT", 1), ("TOGETHER", 2), ("OPEN", 1)):
        monkeypatch.setattr(spool_module, name, size)
    files = [*sorted(CHAIN.iterdir()), CHAIN / "missing.json"]
    *results, missing = paired(map(validate, files))
    assert found_in(iter(results)) == expected_of("chain")
    assert isinstance(missing.error, UnreadableError)
    assert missing.error.key == "file-missing"
    forms = {id(r.report.form) for r in results if r.report and r.report.form.name == "2021"}
    assert len(forms) == 1  # one form for all, not a copy a report


def test_the_command_line_pairs_by_itself(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["validate", str(CHAIN), "--format", "json"]) == 1
    found = told(capsys)
    assert found["a-2021.docx"] == ["Y401", "Y401"]
    assert list(found) == sorted(found)
    assert main(["validate", str(CHAIN), "--format", "jsonl"]) == 0  # told as files are done
    capsys.readouterr()
    assert main(["validate", str(CHAIN), "--format", "jsonl", "--pair"]) == 1
    lines = map(json.loads, capsys.readouterr().out.splitlines())
    last = {Path(line["path"]).name: Path(line.get("previous", "")).name for line in lines}
    assert last["2022.xlsx"] == "a-2021.docx"
    assert last["z-2019.txt"] == ""
    assert main(["validate", str(CHAIN)]) == 1
    assert f"对照上年 {CHAIN / '2020.htm'}" in capsys.readouterr().out
    assert main(["validate", str(CHAIN), "--format", "json", "--no-pair"]) == 0
    assert not any(told(capsys).values())


def test_a_named_report_of_last_year_wins(capsys: pytest.CaptureFixture[str]) -> None:
    this, last = str(CHAIN / "0-newest.json"), str(CHAIN / "2023.md")
    assert main(["validate", this, last, "--previous", last, "--format", "json"]) == 2
    assert told(capsys) == {"0-newest.json": ["Y401", "Y401"], "2023.md": []}


def test_a_folder_of_last_years_reports(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "last").mkdir()
    for file in (CHAIN / "2023.md", CHAIN / "2022.xlsx"):
        (tmp_path / "last" / file.name).write_bytes(file.read_bytes())
    line = ["validate", str(CHAIN / "0-newest.json"), "--previous", str(tmp_path / "last")]
    assert main([*line, "--format", "json"]) == 0
    assert told(capsys) == {"0-newest.json": ["Y401", "Y401"]}
    (tmp_path / "last" / "broken.json").write_text("{", "utf-8")
    assert main([*line, "--format", "json"]) == 2
    assert "broken.json" in (printed := capsys.readouterr()).err
    assert '"Y401"' in printed.out


def renamed(organ: str, path: Path) -> Result:
    report = read(path)
    report.organ = organ
    return Result(str(path), report, check(report, Settings(select=("Y",))))


def test_an_alias_joins_an_organ_that_was_renamed() -> None:
    now = renamed("清溪县政务服务和数据管理局", CHAIN / "0-newest.json")
    last = renamed("清溪县行政审批局", CHAIN / "2023.md")
    assert [r.findings for r in paired([now, last], Settings(select=("Y",)))] == [[], []]
    names = {"清溪县行政审批局": "清溪县政务服务和数据管理局"}
    settings = Settings(select=("Y",), aliases=names)
    assert [len(r.findings) for r in paired([now, last], settings)] == [2, 0]


def test_aliases_come_from_the_line_and_from_a_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = CHAIN / "2023.md"
    (tmp_path / "last.md").write_text(other.read_text("utf-8").replace("清溪县", "青溪县"), "utf-8")
    line = ["validate", str(CHAIN / "0-newest.json"), str(tmp_path / "last.md"), "--format", "json"]
    assert main(line) == 0
    assert told(capsys)["0-newest.json"] == []
    names = tmp_path / "names.txt"
    names.write_text("# 更名\n\n青溪县人民政府＝清溪县人民政府\n", "gb18030")
    pair = "青溪县人民政府=清溪县人民政府"
    for option in (["--aliases", str(names)], ["--alias", pair]):
        assert main([*line, *option]) == 0
        assert told(capsys)["0-newest.json"] == ["Y401", "Y401"]
    names.write_text("清溪县人民政府", "utf-8")
    assert main([*line, "--aliases", str(names)]) == 2
    assert "names.txt:1" in capsys.readouterr().err


def test_copies_with_the_same_figures_are_no_doubt() -> None:
    last = read(CHAIN / "2023.md")
    bare = read(CHAIN / "2023.md")
    bare.narrative = {}
    batch = [Result("bare", bare), Result("whole", last), validate(CHAIN / "0-newest.json")]
    assert [f.code for f in list(paired(batch))[2].findings] == ["Y401", "Y401"]
    bare.values[0] = 5
    doubt = list(paired(batch))[2].findings
    assert [(f.code, f.facts["paths"]) for f in doubt] == [("Y405", ("bare", "whole"))]
    assert list(paired(batch, Settings(ignore=("Y4",))))[2].findings == []


def test_reports_without_organ_or_year_stand_alone() -> None:
    batch = [renamed("", CHAIN / "0-newest.json"), renamed("", CHAIN / "2023.md")]
    assert [r.findings for r in paired(batch)] == [[], []]


def test_last_year_speaks_for_a_cell_in_a_batch_too() -> None:
    now = read(CHAIN / "2023.md")
    for column in ("natural_person", "total"):
        index = now.form.index[f"requests/carried_in/{column}"]
        now.values[index] = (now.values[index] or 0) + 30
    alone = validate(now)
    assert not any(s.certain for f in alone.findings for s in f.suggestions)
    _, result = paired([validate(CHAIN / "2022.xlsx"), alone])
    changes = [f.suggestions[0].changes for f in result.findings if f.suggestions]
    assert {c.where.cell for c in changes[0]} == {
        "requests/carried_in/natural_person", "requests/carried_in/total",
    }  # fmt: skip


@given(st.lists(st.booleans(), max_size=60))
def test_a_spool_is_a_list(steps: list[bool]) -> None:
    made: list[str] = []
    with patch.multiple(spool_module, KEPT=2, TOGETHER=3, OPEN=2), Spool[str]() as spool:
        for look in steps:
            if look and made:
                assert spool[len(made) // 2] == made[len(made) // 2]
            else:
                made.append(f"entry {len(made)}")
                spool.append(made[-1])
        assert list(spool) == made


NAMES = ("甲县民政局", "江北市甲县民政局", "乙县民政局", "江北市乙县民政局", "江北市民政局")
REPORTS = st.lists(st.tuples(st.sampled_from(NAMES), st.integers(2021, 2024)), unique=True)


@given(REPORTS)
def test_pairs_are_those_that_a_search_through_all_would_find(keys: list[tuple[str, int]]) -> None:
    form = load_forms().require("2021")
    batch = [Result(f"{n}{y}", Report(form, y, n)) for n, y in keys]
    for (name, year), result in zip(keys, paired(batch), strict=True):
        before = [f"{n}{y}" for n, y in keys if y == year - 1 and same_organ(n, name)]
        assert (result.previous in before) if before else (result.previous == "")
