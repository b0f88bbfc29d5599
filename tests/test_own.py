"""Rules of one's own in form files, and plug-ins."""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from govinfo_cli import plugins, read
from govinfo_cli.api import check
from govinfo_cli.checks.own import check_own
from govinfo_cli.cli import main
from govinfo_cli.context import Context
from govinfo_cli.errors import FormError
from govinfo_cli.finding import CODES, Finding, is_own
from govinfo_cli.forms import load_forms
from govinfo_cli.messages import word
from govinfo_cli.report import Report

ROOT = Path(__file__).resolve().parent.parent
DISTRICT = ROOT / "examples" / "forms" / "district"
COUNTY = ROOT / "examples" / "valid" / "county_2024.json"
PLUGIN = ROOT / "examples" / "plugin"


def own(findings: list[Finding]) -> dict[str, Finding]:
    return {entry.code: entry for entry in findings if entry.rule}


def test_the_worked_example() -> None:
    forms = load_forms(str(DISTRICT))
    report = read(DISTRICT / "report.json", forms=forms)
    previous = read(DISTRICT / "previous.json", forms=forms)
    assert report["disclosure/guides/in_force"] == 35
    found = own(check(report, previous=previous))
    assert {code: entry.severity for code, entry in found.items()} == {
        "XQX101": "error", "XQX102": "warning", "XQX104": "info",
    }  # fmt: skip
    wrong = found["XQX101"]
    assert (wrong.expected, wrong.actual, wrong.name) == (33, 35, "guides-in-force")
    for lang in ("zh", "en"):
        assert "33" in word(wrong, report.form, lang)
        assert "<" not in word(wrong, report.form, lang)
    assert "上年" in word(wrong, report.form, "zh")
    assert set(own(check(report))) == {"XQX104"}, "rules about last year need last year"
    previous.year = report.year
    children = [previous, previous]
    total = previous["requests/received/total"]
    assert total is not None
    assert own(check(report, children=children))["XQX103"].expected == 2 * total


def test_a_local_row_is_read_from_every_kind_of_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for to in ("xlsx", "docx", "md", "html"):
        path = tmp_path / f"report.{to}"
        line = ["convert", str(DISTRICT / "report.json"), "--to", to, "-o", str(path)]
        assert main([*line, "--forms", str(DISTRICT)]) == 0
        again = read(path, forms=load_forms(str(DISTRICT)))
        assert again["disclosure/guides/in_force"] == 35
    capsys.readouterr()


def test_it_is_explained_and_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rule", "xqx101", "--forms", str(DISTRICT)]) == 0
    assert "某区补充要求" in capsys.readouterr().out
    assert main(["rule", "XQX101", "--forms", str(DISTRICT), "--lang", "en"]) == 0
    assert "Service guides" in capsys.readouterr().out
    assert main(["rules", "--forms", str(DISTRICT)]) == 0
    assert "XQX104" in capsys.readouterr().out
    assert main(["rule", "XQX101"]) == 2


@pytest.mark.parametrize("name", ["text", "json", "html", "sarif", "junit", "github"])
def test_every_reporter_takes_it(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    line = ["validate", str(DISTRICT / "report.json"), "--forms", str(DISTRICT), "--format", name]
    assert main([*line, "--previous", str(DISTRICT / "previous.json")]) == 1
    told = capsys.readouterr().out
    assert "XQX101" in told
    assert main([*line, "--ignore", "XQX"]) == 0
    assert "XQX101" not in capsys.readouterr().out


def rule(**change: object) -> dict[str, Any]:
    return {
        "code": "X101", "table": "requests", "each": "column", "only": ["total"], "title": "标题",
        "left": ["received"], "relation": "<=", "right": ["carried_in"],
    } | change  # fmt: skip


def form(folder: Path, entry: dict[str, Any], **more: object) -> Path:
    data = {"form": "2021", "extends": "2021", "constraints": [entry]} | more
    (folder / "form.json").write_text(json.dumps(data, ensure_ascii=False), "utf-8")
    return folder


def found(folder: Path, entry: dict[str, Any], previous: Report | None = None) -> list[Finding]:
    forms = load_forms.__wrapped__(str(form(folder, entry)))
    return list(check_own(read(COUNTY, forms=forms), Context(previous=previous)))


@pytest.mark.parametrize(
    ("left", "relation", "right", "broken"),
    [(["received"], "<=", ["140"], False), (["received"], "<=", ["139"], True),
     (["2*received"], "=", ["280"], False), (["received", "-140"], "=", [], False),
     (["-3*received"], ">=", ["-419.5"], True), (["received"], "only-if", ["denied_safety"], True),
     (["denied_safety"], "only-if", ["received"], False), (["received"], "=", ["140.5", "-0.5"], False)],
)  # fmt: skip
def test_linear_rules(
    tmp_path: Path,
    left: list[str],
    relation: str,
    right: list[str],
    broken: bool,  # noqa: FBT001
) -> None:
    entry = rule(left=left, relation=relation, right=right)
    assert bool(found(tmp_path, entry)) == broken


def test_a_rule_is_spread_over_all_lines_that_have_its_cells(tmp_path: Path) -> None:
    entry = rule(right=["-1"])
    del entry["only"]
    assert len(found(tmp_path, entry)) == 7
    across = rule(
        each="report", left=["requests/received/total"], right=["remedies/reconsideration/total"]
    )
    del across["only"], across["table"]
    (one,) = found(tmp_path, across)
    assert (one.actual, one.expected) == (140, 9)
    blocks = rule(table="disclosure", each="row", left=["made"], right=["-1"])
    del blocks["only"]
    assert len(found(tmp_path, blocks)) == 2


def test_a_rule_may_begin_with_last_year(tmp_path: Path) -> None:
    report = read(COUNTY)
    entry = rule(left=["previous:received"], right=["0"])
    (one,) = found(tmp_path, entry, report)
    assert one.actual == 140
    assert one.left[0].where.source.startswith("/tables/requests/received")


def test_a_rule_with_a_cell_that_was_not_read_is_left_out(tmp_path: Path) -> None:
    forms = load_forms.__wrapped__(str(form(tmp_path, rule(right=["0"]))))
    report = read(COUNTY, forms=forms)
    report.unread.add(report.form.index["requests/received/total"])
    assert list(check_own(report, Context())) == []


@pytest.mark.parametrize(
    ("change", "key", "named"),
    [({"code": "A999"}, "form-invalid", "A999"), ({"code": "XABC1"}, "form-invalid", "XABC1"),
     ({"left": ["nothing"]}, "form-no-term", "nothing"), ({"only": ["nothing"]}, "form-no-term", "nothing"),
     ({"table": "nothing"}, "form-no-table", "nothing"), ({"left": ["next:received"]}, "form-invalid", "next:received"),
     ({"message": "{cel}"}, "form-own-message", "cel"), ({"message": "{"}, "form-own-message", "{"),
     ({"severity": "fatal"}, "form-invalid", "fatal"), ({"title": ""}, "form-invalid", ""),
     ({"messge": "x"}, "form-invalid", "messge")],
)  # fmt: skip
def test_mistakes_are_told(
    tmp_path: Path, change: dict[str, object], key: str, named: str,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    folder = form(tmp_path, rule(**change))
    with pytest.raises(FormError) as caught:
        load_forms.__wrapped__(str(folder))
    assert caught.value.key == key
    assert main(["validate", str(COUNTY), "--forms", str(folder)]) == 2
    told = capsys.readouterr().err
    assert named in told
    assert "form.json" in told


def test_mistakes_of_an_extension_are_told(tmp_path: Path) -> None:
    row = {"key": "guides", "label": "办事指南", "en": "Guides", "columns": ["made"]}
    for rows, key in (
        ([{"table": "x", "after": "fees", "row": row}], "form-no-place"),
        ([{"table": "disclosure", "after": "x", "row": row}], "form-no-place"),
        (
            [{"table": "disclosure", "after": "fees", "row": row | {"key": "fees"}}],
            "form-row-twice",
        ),
    ):
        with pytest.raises(FormError) as caught:
            load_forms.__wrapped__(str(form(tmp_path, rule(), rows=rows)))
        assert caught.value.key == key
    for data in (
        {"form": "x"},
        {"form": "x", "extends": "1999"},
        {"form": "x", "extends": "2021", "tables": []},
    ):
        (tmp_path / "form.json").write_text(json.dumps(data))
        with pytest.raises(FormError):
            load_forms.__wrapped__(str(tmp_path))


def test_a_local_row_may_count_in_a_built_in_sum(tmp_path: Path) -> None:
    """A constraint with a built-in code takes that one's place."""
    data = json.loads((ROOT / "schemas" / "2021" / "form.json").read_text("utf-8"))
    concluded = next(c for c in data["constraints"] if c["code"] == "A302")
    row = {
        "key": "other_local",
        "label": "4.本地事项",
        "en": "local",
        "under": ["三、本年度办理结果", "（六）其他处理"],
        "columns": data["tables"][1]["rows"][0]["columns"],
    }
    entry = concluded | {"right": [*concluded["right"], "other_local"]}
    rows = [{"table": "requests", "after": "other", "row": row}]
    forms = load_forms.__wrapped__(str(form(tmp_path, entry, rows=rows)))
    rules = [r for r in forms.require("2021").constraints if r.code == "A302"]
    assert len(rules) == 7
    assert all(len(r.right) == len(concluded["right"]) + 1 for r in rules)


def test_the_example_keeps_the_meta_schema() -> None:
    schema = json.loads((ROOT / "schemas" / "form.schema.json").read_text("utf-8"))
    Draft202012Validator(schema).validate(json.loads((DISTRICT / "form.json").read_text("utf-8")))


def test_own_codes_never_meet_built_in_ones() -> None:
    assert not any(is_own(code) for code in CODES)
    assert all(map(is_own, ("X101", "XA101", "XAB999")))
    assert not any(map(is_own, ("X1", "X1234", "XABC101", "x101", "XÄ101", "X１０１", "Y101", "")))


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example plug-in as an installer leaves it: modules, and a dist-info with entry points."""
    pytest.importorskip("hatchling", reason="needed to build the example plug-in")
    target = tmp_path_factory.mktemp("plugin")
    line = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index",
            "--no-build-isolation", "--disable-pip-version-check", "--target", str(target), str(PLUGIN)]  # fmt: skip
    done = subprocess.run(line, check=False, capture_output=True)
    assert done.returncode == 0, done.stderr.decode()
    return target


@pytest.fixture
def plugged(installed: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.syspath_prepend(str(installed))
    plugins.installed.cache_clear()
    yield
    plugins.installed.cache_clear()
    for name in [name for name in sys.modules if name.startswith("govinfo_township")]:
        del sys.modules[name]


@pytest.mark.usefixtures("plugged")
def test_a_plug_in_reads_and_writes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "report.ini"
    assert main(["convert", str(COUNTY), "--to", "ini", "-o", str(path)]) == 0
    assert main(["convert", str(COUNTY), "--to", "ini"]) == 0
    assert "本年处理决定数量 = 21840" in capsys.readouterr().out
    again = read(path)
    assert again["disclosure/licensing/decisions"] == 21840
    assert str(again["disclosure/fees/amount"]) == "412.65"
    assert main(["validate", str(tmp_path), "--select", "V", "--format", "json"]) == 0
    assert "report.ini" in capsys.readouterr().out
    path.write_text("not an ini file [")
    assert main(["validate", str(path), str(COUNTY)]) == 2
    told = capsys.readouterr().out
    assert "程序内部错误" not in told
    assert "county_2024.json" in told


@pytest.mark.usefixtures("plugged")
def test_a_plug_in_checks_when_it_is_enabled(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    data = json.loads(COUNTY.read_text("utf-8"))
    data["organ_level"] = "township"
    data["tables"]["disclosure"]["regulations"]["made"] = 2
    (tmp_path / "town.json").write_text(json.dumps(data), "utf-8")
    line = ["validate", "town.json", "--ignore", "A,C"]
    assert main(line) == 0
    for name in ("township", "all"):
        assert main([*line, "--plugins", name]) == 1
        assert "XTS101" in capsys.readouterr().out
    assert main([*line, "--plugins", "nothing"]) == 2
    assert "township" in capsys.readouterr().err
    monkeypatch.setenv("GOVINFO_PLUGINS", "township")
    assert main(line) == 1
    monkeypatch.delenv("GOVINFO_PLUGINS")
    (tmp_path / "govinfo.toml").write_text('plugins = ["township"]\n[severity]\nXTS = "warning"\n')
    capsys.readouterr()
    assert main([*line, "--format", "sarif"]) == 0
    log = json.loads(capsys.readouterr().out)
    assert log["runs"][0]["tool"]["driver"]["rules"][-1]["id"] == "XTS101"
    assert main(["rule", "XTS101", "--plugins", "township"]) == 0
    assert "立法法" in capsys.readouterr().out


@pytest.mark.usefixtures("plugged")
def test_a_check_may_go_to_another_process() -> None:
    (check_it,) = pickle.loads(pickle.dumps(plugins.checks_of(["township"])))  # noqa: S301
    assert list(check_it(read(COUNTY), Context())) == []


@pytest.mark.usefixtures("plugged")
def test_a_plug_in_that_fails_stops_only_its_file(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    import govinfo_township.check  # type: ignore[import-not-found]

    def fails(report: Report, context: Context) -> list[Finding]:
        del context
        if report.year == 2024:
            raise ZeroDivisionError
        return []

    monkeypatch.setattr(govinfo_township.check, "check", fails)
    other = ROOT / "examples" / "valid" / "county_2020.json"
    assert main(["validate", str(COUNTY), str(other), "--plugins", "all"]) == 2
    told = capsys.readouterr().out
    assert "township" in told
    assert "ZeroDivisionError" in told
    assert "没有错误" in told


def test_without_plug_ins_nothing_is_looked_up() -> None:
    code = (
        "import sys; from govinfo_cli.cli import main;"
        f"main(['convert', {str(COUNTY)!r}, '--to', 'md']); assert 'importlib.metadata' not in sys.modules"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], check=False, capture_output=True, env=os.environ
    )
    assert done.returncode == 0, done.stderr.decode()
