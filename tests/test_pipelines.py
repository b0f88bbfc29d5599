"""Findings for other programs: SARIF, JUnit and GitHub, valid by their own schemas."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from jsonschema import Draft4Validator
from lxml import etree

from govinfo_cli.api import Result, validate
from govinfo_cli.cli import main
from govinfo_cli.errors import UnreadableError
from govinfo_cli.finding import CODES, Waived, Where, finding
from govinfo_cli.reporters import BY_NAME
from govinfo_cli.reporters.place import line_of, uri_of

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
SCHEMAS = Path(__file__).parent / "schemas"
LANGUAGES = ("zh", "en")


def everything() -> list[Result]:
    """Each invalid example, an unreadable file, a waiver, findings held back, a hostile name."""
    paths = sorted(
        p for p in (EXAMPLES / "invalid").iterdir() if p.is_file() and ".findings" not in p.name
    )
    made = [validate(path) for path in paths]
    made.append(Result("no %,:\n.json", error=UnreadableError("file-missing")))
    odd = validate(EXAMPLES / "invalid" / "digits_swapped.xlsx")
    odd.path = "表 一/a&b<c>\x01\",:%'.xlsx"
    odd.waived = [Waived(odd.findings.pop(), "waiver", "已核实 <&>", "2027-01-31")]
    odd.withheld = [odd.findings.pop()]
    return [*made, odd]


def told(name: str, lang: str) -> str:
    return "".join(BY_NAME[name].report(everything(), lang))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_sarif_is_valid_and_explains_its_rules(lang: str) -> None:
    schema = json.loads((SCHEMAS / "sarif-2.1.0.json").read_bytes())
    log = json.loads(told("sarif", lang))
    assert list(map(str, Draft4Validator(schema).iter_errors(log))) == []
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert {rule["id"] for rule in rules} == set(CODES)
    assert all(rule["help"]["text"] and rule["help"]["markdown"] for rule in rules)
    assert ("依据" in rules[0]["help"]["text"]) == (lang == "zh")
    assert all(rules[entry["ruleIndex"]]["id"] == entry["ruleId"] for entry in run["results"])
    assert run["invocations"][0]["executionSuccessful"] is False
    assert len(run["invocations"][0]["toolExecutionNotifications"]) == 2
    assert [e["suppressions"][0]["status"] for e in run["results"] if "suppressions" in e] == ["accepted"]  # fmt: skip


def test_sarif_says_where() -> None:
    log = json.loads(told("sarif", "zh"))
    results = log["runs"][0]["results"]
    places = [entry["locations"][0] for entry in results]
    uris = {place["physicalLocation"]["artifactLocation"]["uri"] for place in places}
    assert any("%E8%A1%A8%20%E4%B8%80/a%26b%3Cc%3E" in uri for uri in uris)
    assert not any(re.search(r"[\s\\<>\"]", uri) for uri in uris)
    lines = [p["physicalLocation"]["region"]["startLine"] for p in places if "region" in p["physicalLocation"]]  # fmt: skip
    assert lines, "text files know their lines"
    cells = [
        logical["fullyQualifiedName"] for p in places for logical in p.get("logicalLocations", [])
    ]
    assert "requests/granted/natural_person" in cells
    assert "依申请!D8" in cells
    prints = [entry["partialFingerprints"]["govinfo/v1"] for entry in results]
    assert all(re.fullmatch("[0-9a-f]{20}", text) for text in prints)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_junit_is_valid_and_counts(lang: str) -> None:
    schema = etree.XMLSchema(etree.parse(SCHEMAS / "junit-10.xsd"))
    root = etree.fromstring(told("junit", lang).encode())
    schema.assertValid(root)
    results = everything()
    assert len(root) == len(results)
    for suite, result in zip(root, results, strict=True):
        assert suite.get("failures") == str(result.counts()["error"]) or result.withheld
        assert suite.get("tests") == str(len(suite))
        assert len(suite.findall("*/skipped")) == len(result.waived)
    assert len(root.findall(".//error")) == 1


@pytest.mark.parametrize("lang", LANGUAGES)
def test_github_commands_are_escaped(lang: str) -> None:
    lines = told("github", lang).splitlines()
    commands, summary = lines[:-1], lines[-1]
    assert not summary.startswith("::")
    grammar = re.compile(
        r"::(error|warning|notice) file=[^,:\n]+(,line=\d+)?(,title=[^,:\n]+)?::[^\r\n]+"
    )
    assert [line for line in commands if not grammar.fullmatch(line)] == []
    assert "file=no %25%2C%3A%0A.json::" in "\n".join(commands)
    assert any("line=" in line for line in commands)
    assert any("::依申请!D8: " in line for line in commands)


def test_a_line_is_told_only_where_it_is_known() -> None:
    known = [
        "line 31",
        "line 3, column 2",
        "依申请!J8",
        "/tables/a",
        "page 4, table 2, row 5, column 3",
        "",
    ]
    assert [line_of(source) for source in known] == [31, 3, None, None, None, None]
    entry = finding("V203", Where("", "outline 3"))
    (command, _) = "".join(BY_NAME["github"].report([Result("a.md", validate(EXAMPLES / "valid" / "pipes.md").report, [entry])], "zh")).splitlines()  # fmt: skip
    assert "line=" not in command


def test_uris(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert uri_of("-") == "stdin"
    assert uri_of(str(tmp_path / "a b" / "年.xlsx")) == "a%20b/%E5%B9%B4.xlsx"
    assert uri_of("../x.json") == "../x.json"
    assert uri_of("a:b.json") == "a%3Ab.json"
    assert uri_of("a\\b.json") == "a/b.json"
    assert uri_of("/other/x.json") == "file:///other/x.json"


@pytest.fixture
def swapped(tmp_path: Path) -> Path:
    path = tmp_path / "report.xlsx"
    path.write_bytes((EXAMPLES / "invalid" / "digits_swapped.xlsx").read_bytes())
    return path


@pytest.mark.parametrize("name", ["sarif", "junit", "github"])
def test_the_command_line_has_them(
    name: str, swapped: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["validate", str(swapped), "--format", name]) == 1
    assert "A303" in capsys.readouterr().out
