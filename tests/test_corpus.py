"""What other people collected: naughty strings, and the suite of JSON Schema's keywords.

``GOVINFO_CORPUS`` names the folder that tools/corpus.py has filled.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from govinfo_cli import convert, validate
from govinfo_cli.errors import GovinfoError
from govinfo_cli.text import printable
from hostile_texts import COUNTY

SCHEMAS = Path(__file__).resolve().parent.parent / "schemas"
# A few of each kind, for where the list itself is not at hand.
FEW = (
    "undefined", "NIL", "1E+02", "0x0", "NaN", "-1/0", "１２３", "١٢٣", "9" * 60, "0.0.0", "1#INF",
    "!@#$%^&*()`~", "\u2028\u2029", "\u202e倒\u202c", "\ufeff某", "Ω≈ç√∫", "田中さん", "ﷺ" * 30,
    "Z̮̞̠͙͔ͅḀ̗̞͈̻̗Ḷ͙͎̯̹̞͓G̻O̭̗̮", "👾 🙇🏿", "🇺🇸🇷🇺", "<script>alert(0)</script>", "&lt;b&gt;", '" onfocus=1 "',
    "1;DROP TABLE users", "${7*7}", "{{1}}", "%d%s%n", "$HOME", "../../../etc/passwd", "=1+1", "@SUM(A1)",
    "+1", "-2+3", "\tx", "\x1b[31m", "\x00\x01\x7f\x9b", "<![CDATA[x]]>", "_x000D_", "CON", "aux.txt",
    "|", "||", "\\|", "**", "__x__", "# x", "```", "- [ ]", "> x", "---", "'", "''", '"""', "\\", "\r\n", "\ud800",
)  # fmt: skip


def corpus(pattern: str) -> list[Path]:
    named = os.environ.get("GOVINFO_CORPUS", "")
    return sorted(Path(named).rglob(pattern)) if named else []


def naughty() -> list[str]:
    found: list[str] = []
    for path in corpus("*naughty-strings*.json"):
        found += json.loads(path.read_text("utf-8"))
    return found


def holds(text: str, targets: tuple[str, ...]) -> None:
    """As organ, as title, as contact, as prose and as a cell: read, and written without loss."""
    report = json.loads(json.dumps(COUNTY))
    report |= {"organ": text, "contact": text, "title": text}
    report["narrative"]["overview"] = text
    report["tables"]["requests"]["granted"]["other"] = text
    result = validate(json.dumps(report).encode(), format="json")
    assert result.report is not None
    assert result.report.organ == text
    for target in targets:
        try:
            data = convert(result.report, target)  # reads back what it has written
        except GovinfoError as error:
            assert error.key in ("read-back", "number-too-large"), (text, target)
            continue
        again = validate(data, format=target).report
        assert again is not None
        if target == "json":
            assert printable(again.organ) == printable(text)


@pytest.mark.parametrize("text", FEW, ids=range(len(FEW)))
def test_some_naughty_strings(text: str) -> None:
    holds(text, ("json", "md", "html"))


@pytest.mark.long
def test_the_big_list_of_naughty_strings() -> None:
    found = naughty()
    if not found:
        pytest.skip("GOVINFO_CORPUS holds no list of naughty strings")
    for text in found:
        holds(text, ("json", "md", "xlsx", "docx", "html", "csv"))


def keywords(schema: object) -> Iterator[str]:
    if isinstance(schema, dict):
        for name, value in schema.items():
            yield name
            yield from keywords(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from keywords(value)


def ours() -> set[str]:
    """The keywords that our schemas use."""
    from jsonschema import Draft202012Validator

    found: set[str] = set()
    for path in SCHEMAS.rglob("*.schema.json"):
        found |= set(keywords(json.loads(path.read_bytes())))
    return found & set(Draft202012Validator.VALIDATORS)


def suite() -> Iterator[dict[str, Any]]:
    """The groups of tests in the suite that need no keyword but ours."""
    # A format is no assertion in this draft; dates are checked by recognise.canonical.
    known = ours() - {"format"} | {
        "$schema",
        "$defs",
        "$comment",
        "description",
        "title",
        "default",
    }
    for path in corpus("*.json"):
        try:
            groups = json.loads(path.read_bytes())
        except ValueError:
            continue
        for group in groups if isinstance(groups, list) else ():
            if not isinstance(group, dict) or not {"schema", "tests"} <= group.keys():
                continue
            schema = group["schema"]
            if not isinstance(schema, dict) or "2020-12" not in str(schema.get("$schema")):
                continue
            told = str(group.get("description"))
            ecma = "ECMA" in told or "\\" in told  # \d and \w of JavaScript
            if not ecma and "$ref" not in json.dumps(schema) and set(schema) <= known:
                yield group


@pytest.mark.long
def test_json_schema_means_what_we_mean() -> None:
    from jsonschema import Draft202012Validator

    count = 0
    for group in suite():
        validator = Draft202012Validator(group["schema"])
        for case in group["tests"]:
            try:
                verdict = validator.is_valid(case["data"])
            except re.error:  # a pattern that only JavaScript knows
                continue
            assert verdict == case["valid"], (group, case)
            count += 1
    if not count:
        pytest.skip("GOVINFO_CORPUS holds no suite of JSON Schema")
