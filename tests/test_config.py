"""The configuration: where it is found, what it says, and what is told of mistakes in it."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from govinfo_cli.cli import main
from govinfo_cli.config import find
from govinfo_cli.config.keys import GROUPS, KEYS, KINDS
from govinfo_cli.config.lines import line_of
from govinfo_cli.config.load import load
from govinfo_cli.config.schema import config_schema
from govinfo_cli.errors import UsageError
from govinfo_cli.messages import catalogue, word_error

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
BLANK = (EXAMPLES / "invalid" / "blank.json").read_bytes()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("GOVINFO_CONFIG", "GOVINFO_FORMS", "GOVINFO_PLUGINS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "b" / "report.json").write_bytes(BLANK)
    return tmp_path


def test_it_is_found_upwards_to_the_root_of_the_repository(folder: Path) -> None:
    below = folder / "a" / "b"
    assert find(below) is None
    (folder / "pyproject.toml").write_text("[project]\nname = 'x'\n")
    assert find(below) is None
    (folder / "pyproject.toml").write_text("[tool.govinfo]\nstrict = true\n")
    assert find(below) == folder / "pyproject.toml"
    (folder / "govinfo.toml").write_text("")
    assert find(below) == folder / "govinfo.toml"
    (folder / "a" / "govinfo.toml").write_text("")
    assert find(below) == folder / "a" / "govinfo.toml"
    (below / ".git").write_text("")
    assert find(below) is None


def test_a_run_without_one_does_not_import_toml(folder: Path) -> None:
    code = (
        "import sys; from govinfo_cli.cli import main; main(['validate', 'a/b/report.json']);"
        "bad = {'tomllib', 'importlib.metadata', 'govinfo_cli.config.load', 'govinfo_cli.accept',"
        " 'govinfo_cli.plugins', 'difflib', 'typer'} & set(sys.modules); assert not bad, bad"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, check=False, capture_output=True
    )
    assert done.returncode == 0, done.stderr.decode()


def test_the_values_hold(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["validate", "a"]) == 0
    (folder / "govinfo.toml").write_text("strict = true\n")
    assert main(["validate", "a"]) == 1
    assert main(["validate", "a", "--no-config"]) == 0
    (folder / "govinfo.toml").write_text('[severity]\nV2 = "error"\nV205 = "info"\n')
    assert main(["validate", "a"]) == 1
    assert main(["validate", "a", "--severity", "v201=warning"]) == 0
    (folder / "govinfo.toml").write_text('strict = true\nignore = ["V2"]\n')
    assert main(["validate", "a"]) == 0
    (folder / "other.toml").write_text("strict = true\n")
    assert main(["validate", "a", "--config", "other.toml"]) == 1
    (folder / "govinfo.toml").write_text(
        'strict = true\n[[per-path]]\npath = "a/b/*"\nignore = ["V201"]\n'
    )
    assert main(["validate", "a"]) == 0
    (folder / "a" / "report.json").write_bytes(BLANK)
    assert main(["validate", "a"]) == 1
    assert main(["validate", "a/b/report.json", "--select", "V"]) == 0
    capsys.readouterr()


def test_deadlines_and_forms_come_from_it(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    late = folder / "a" / "late.json"
    late.write_bytes((EXAMPLES / "invalid" / "deadline.json").read_bytes())
    (folder / "a" / "b" / "report.json").unlink()
    (folder / "govinfo.toml").write_text('strict = true\n[deadlines]\ngovernment = "12-31"\n')
    assert main(["validate", "a"]) == 0
    forms = EXAMPLES / "forms" / "district"
    (folder / "govinfo.toml").write_text(f"forms = ['{forms}']\n")
    late.write_bytes((forms / "report.json").read_bytes())
    assert main(["validate", "a", "--previous", str(forms / "previous.json")]) == 1
    assert main(["rule", "XQX101"]) == 0
    assert main(["show", "a/late.json"]) == 0
    assert "XQX101" in capsys.readouterr().out


def test_config_says_where_each_value_comes_from(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "govinfo.toml").write_text(
        'ignore = ["V205"]\nstrict = true\nforms = ["own"]\n\n[deadlines]\ndepartment = "01-20"\n'
        '[severity]\nA305 = "error"\n[[per-path]]\npath = "a/*"\nignore = ["C702"]\n'
    )
    monkeypatch.setenv("GOVINFO_FORMS", "/elsewhere")
    line = [
        "config",
        "a/b",
        "--show",
        "--deadline",
        "township=02-15",
        "--select",
        "a3",
        "--format",
        "json",
    ]
    assert main(line) == 0
    told = json.loads(capsys.readouterr().out)
    file = str(folder / "govinfo.toml")
    assert told["config"] == file
    values = {entry["key"]: (entry["value"], entry["origin"]) for entry in told["values"]}
    assert values["select"] == (["A3"], "--select")
    assert values["ignore"] == (["V205"], f"{file}:1")
    assert values["strict"] == (True, f"{file}:2")
    assert values["forms"] == ([str(folder / "own"), "/elsewhere"], f"{file}:3, GOVINFO_FORMS")
    assert values["deadlines.department"] == ("01-20", f"{file}:5")
    assert values["deadlines.township"] == ("02-15", "--deadline")
    assert values["deadlines.government"] == ("03-31", "默认")
    assert values["severity.A305"] == ("error", f"{file}:7")
    assert values["baseline"] == ("", "默认")
    assert values["per-path.1"] == ({"path": "a/*", "ignore": ["C702"]}, file)
    assert main(["config"]) == 0
    assert "01-20" in capsys.readouterr().out


WRONG = [
    ("selekt = []", "config-key-close", "1", "select"),
    ("zzz = 1", "config-key", "1", "zzz"),
    ("strict = true\nignore = 'A3'", "config-codes", "2", "ignore"),
    ("ignore = ['Q1']", "config-codes", "1", "Q1"),
    ("[severity]\nA3 = 'fatal'", "config-severities", "1", "fatal"),
    ("[deadlines]\nvillage = '01-01'", "config-deadlines", "1", "village"),
    ("[deadlines]\ndepartment = '13-01'", "config-deadlines", "1", "13-01"),
    ("[aliases]\na = 1", "config-names", "1", "aliases"),
    ("[limits]\ncell = 5", "config-limits", "1", "cell"),
    ("[limits]\ncells = 0", "config-limits", "1", "cells"),
    ("[limits]\ncells = true", "config-limits", "1", "cells"),
    ("[limits]\nsize = '1T'", "config-limits", "1", "1T"),
    ("[limits]\nsize = 1.5", "config-limits", "1", "1.5"),
    ("[limits]\ndepth = 9999", "config-limits", "1", "9999"),
    ("[limits]\ntime = -1", "config-limits", "1", "-1"),
    ("[limits]\ntime = 86401", "config-limits", "1", "86401"),
    ("[[per-path]]\npath = 'a'\nlimits = 5", "config-limits", "3", "per-path.1.limits"),
    ("max-findings = 0", "config-count", "1", "max-findings"),
    ("strict = 'yes'", "config-flag", "1", "yes"),
    ("forms = 'x'", "config-texts", "1", "forms"),
    ("baseline = ''", "config-text", "1", "baseline"),
    ("[[per-path]]\npath = 'a'\n[[per-path]]\nignore = []", "config-lacks", "3", "per-path.2.path"),
    ("[[per-path]]\npath = 'a'\nselct = []", "config-key-close", "3", "select"),
    ("[per-path]\npath = 'a'", "config-tables", "1", "per-path"),
    ("[[waive]]\ncode = 'A303'\nreason = 'x'", "config-lacks", "1", "waive.1.until"),
    ("[[waive]]\ncode = 'A303'\nreason = 'x'\nuntil = 'soon'", "config-date", "4", "soon"),
    ("[[waive]]\ncode = 'ZZ'\nreason = 'x'\nuntil = '2027-01-01'", "config-code", "2", "ZZ"),
    ("a = \nb = 1", "config-syntax", "1", "TOML"),
]


@pytest.mark.parametrize(("text", "key", "line", "named"), WRONG)
@pytest.mark.parametrize("prefix", ["", "[tool.govinfo]\n"])
def test_mistakes_are_told_with_their_place(
    folder: Path, prefix: str, text: str, key: str, line: str, named: str,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    path = folder / ("pyproject.toml" if prefix else "govinfo.toml")
    for table in ("severity", "deadlines", "aliases", "limits", "per-path", "waive"):
        if prefix:
            text = text.replace(f"[{table}]", f"[tool.govinfo.{table}]")
    path.write_text(prefix + text)
    with pytest.raises(UsageError) as caught:
        load(path)
    assert caught.value.key == key
    place = f"{path}:{int(line) + bool(prefix)}" if line else str(path)
    assert caught.value.facts["path"] == place
    for lang in ("zh", "en"):
        words = word_error(caught.value, lang)
        assert "{" not in words.replace(str(caught.value.facts.get("value")), "")
        assert named in words
    assert main(["validate", "a"]) == 2
    assert place in capsys.readouterr().err


def test_each_kind_has_words() -> None:
    for kind in KINDS:
        assert f"config-{kind}" in catalogue("zh")["errors"]


def test_the_schema_refuses_what_the_program_refuses(folder: Path) -> None:
    schema = Draft202012Validator(config_schema())
    Draft202012Validator.check_schema(config_schema())
    for text, key, _, _ in WRONG:
        if key != "config-syntax" and "'Q1'" not in text and "'ZZ'" not in text:
            assert not schema.is_valid(tomllib.loads(text)), text
    whole = """
select = ["A", "X1"]
ignore = ["V205"]
form = "2021"
forms = ["forms"]
children = ["departments"]
strict = true
baseline = "known.json"
max-findings = 50
plugins = ["township"]
[severity]
A305 = "error"
[deadlines]
department = "01-20"
[aliases]
"某县政府" = "某县人民政府"
[limits]
cells = 5_000_000
size = "1G"
[[per-path]]
path = "towns/*"
ignore = ["C702"]
limits = { pages = 900, time = 0 }
[[waive]]
code = "A305"
organ = "某县*"
cell = "disclosure/*"
reason = "已核实"
until = "2027-03-31"
"""
    data = tomllib.loads(whole)
    schema.validate(data)
    assert {key.name for key in KEYS} | set(GROUPS) == set(data)
    (folder / "govinfo.toml").write_text(whole, "utf-8")
    assert load(folder / "govinfo.toml").waive[0]["organ"] == "某县*"


def test_limits_of_all_files_and_of_some(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("GOVINFO_LIMITS", raising=False)
    large = folder / "a" / "large.json"
    large.write_bytes(BLANK)
    configuration = folder / "govinfo.toml"

    def refused(*line: str) -> set[str]:
        main([*line, "--lang", "en"])
        told = capsys.readouterr()
        said = [line for line in (told.out + told.err).splitlines() if "too large" in line]
        return {name for name in ("report.json", "large.json") if any(name in s for s in said)}

    every = {"report.json", "large.json"}
    convert = ("convert", "a", "--to", "md", "-o", "out", "--force")
    assert refused("validate", "a") == refused(*convert) == set()
    configuration.write_text("[limits]\ntext = 100\n")
    assert refused("validate", "a") == refused(*convert) == every
    assert refused("validate", "a", "--jobs", "2") == every
    assert refused("validate", "a", "--no-config") == set()
    assert refused("validate", "a", "--limit", "text=1M") == set()
    assert refused(*convert, "--limit", "text=1M") == set()
    monkeypatch.setenv("GOVINFO_LIMITS", "text=1M")
    assert refused("validate", "a") == refused(*convert) == set()
    monkeypatch.delenv("GOVINFO_LIMITS")
    configuration.write_text(
        "[limits]\ntext = 100\n[[per-path]]\npath = 'large.json'\nlimits = { text = '1M' }\n"
    )
    assert refused("validate", "a") == refused(*convert) == {"report.json"}
    assert refused("validate", "a", "--jobs", "2") == {"report.json"}
    assert refused("diff", str(large), str(large)) == set()
    configuration.write_text("[[per-path]]\npath = 'a/b/*'\nlimits = { text = 100 }\n")
    assert refused("validate", "a") == refused(*convert) == {"report.json"}
    assert refused("show", "a/b/report.json") == {"report.json"}
    assert refused("validate", "a", "--limit", "text=1M") == set()


def test_config_shows_limits(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "govinfo.toml").write_text('[limits]\nsize = "1G"\n')
    assert main(["config", "a", "--limit", "cells=5M", "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)["values"]
    values = {entry["key"]: (entry["value"], entry["origin"]) for entry in told}
    assert values["limits.size"] == ("1G", f"{folder / 'govinfo.toml'}:1")
    assert values["limits.cells"] == ("5M", "--limit")
    assert values["limits.pages"] == (300, "默认")


@given(st.integers(0, 5), st.integers(0, 3))
def test_lines_of_repeated_tables(before: int, number: int) -> None:
    text = (
        "# comment\n" * before + "a = 1\n" + "[[t]]\nx = 1 # [y]\ny.z = 2\n" * 4 + "[u.v]\nw = 1\n"
    )
    start = before + 2 + 3 * number
    assert line_of(text, ("a",)) == before + 1
    assert line_of(text, ("t", number)) == start
    assert line_of(text, ("t", number, "x")) == start + 1
    assert line_of(text, ("t", number, "y", "z")) == start + 2
    assert line_of(text, ("u", "v", "w")) == before + 15
    assert line_of(text, ("nothing",)) is None


def test_children_of_one_report(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A parent has its children by the configuration; these are not held against each other."""
    district = folder / "district"
    shutil.copytree(EXAMPLES / "district", district)
    office = json.loads((district / "organs" / "office.json").read_text("utf-8"))
    office["organ"], office["year"] = "某县人民政府", 2024
    (district / "wrong.json").write_text(json.dumps(office), "utf-8")
    (folder / "govinfo.toml").write_text('children = ["district/organs"]\n', "utf-8")
    main(["validate", "district", "--select", "L", "--format", "json"])
    told = json.loads(capsys.readouterr().out)["files"]
    found = {Path(entry["path"]).name: [f["code"] for f in entry["findings"]] for entry in told}
    assert "L501" in found.pop("wrong.json")
    assert found.pop("office.json") == found.pop("market.md") == []


@pytest.mark.parametrize("how", ["found", "named"])
def test_merge_and_trend_know_the_aliases(
    how: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    config = tmp_path / ("govinfo.toml" if how == "found" else "other.toml")
    config.write_text('[aliases]\n"老清溪政府" = "清溪县人民政府"\n', "utf-8")
    if how == "named":
        monkeypatch.setenv("GOVINFO_CONFIG", str(config))
    monkeypatch.chdir(tmp_path)
    data = json.loads((EXAMPLES / "valid" / "county_2024.json").read_text("utf-8"))
    Path("a.json").write_text(json.dumps(data), "utf-8")
    Path("b.json").write_text(json.dumps(data | {"organ": "老清溪政府"}), "utf-8")
    assert main(["merge", "a.json", "b.json", "-o", "sum.json"]) == 2
    assert "--allow-repeated" in capsys.readouterr().err
    Path("b.json").write_text(json.dumps(data | {"organ": "老清溪政府", "year": 2023}), "utf-8")
    assert main(["trend", "a.json", "b.json", "--organ", "老清溪政府"]) == 0
    assert "2023–2024" in capsys.readouterr().out
