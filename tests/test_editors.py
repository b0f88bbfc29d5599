"""The schemas, as an editor has them: words and examples, and all that we write keeps them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from govinfo_cli.cli import main
from govinfo_cli.forms import load_forms
from govinfo_cli.forms.json_schema import report_schema

ROOT = Path(__file__).resolve().parent.parent
SCHEMAS = ROOT / "schemas"
EXAMPLES = ROOT / "examples"
FILES = sorted(SCHEMAS.rglob("*.schema.json"))


def parts(schema: Any, pointer: str = "#") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every schema inside a schema."""
    if isinstance(schema, dict):
        yield pointer, schema
        for key, value in schema.items():
            if key in ("properties", "$defs"):
                for name, inner in value.items():
                    yield from parts(inner, f"{pointer}/{key}/{name}")
            elif key in ("items", "additionalProperties", "then", "else"):
                yield from parts(value, f"{pointer}/{key}")


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(SCHEMAS)))
def test_each_example_keeps_its_schema(path: Path) -> None:
    whole = json.loads(path.read_bytes())
    Draft202012Validator.check_schema(whole)
    assert whole["$id"].startswith("urn:govinfo:schema:")
    count = 0
    for pointer, part in parts(whole):
        for example in part.get("examples", ()):
            count += 1
            validator = Draft202012Validator(part | {"$defs": whole.get("$defs", {})})
            assert list(map(str, validator.iter_errors(example))) == [], pointer
    assert count


@pytest.mark.parametrize("name", ["2019", "2021"])
def test_every_field_of_a_report_is_explained(name: str) -> None:
    schema = report_schema(load_forms().require(name))
    for pointer, part in parts(schema):
        if "/items" not in pointer and part.get("type") != "object":
            assert part.get("title"), pointer
        if pointer.count("/properties/") == 4 and "/tables/" in pointer:
            assert part["description"], pointer
            assert part["examples"], pointer
    total = schema["properties"]["tables"]["properties"]["requests"]["properties"]["granted"][
        "properties"
    ]["total"]  # type: ignore[index]
    assert "“自然人”至“其他”各项之和" in total["description"]


def test_what_we_write_names_its_schema_and_keeps_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for form, source in (("2021", "sheets.xlsx"), ("2019", "dongxihu_sheets.xlsx")):
        assert main(["convert", str(EXAMPLES / "valid" / source), "--to", "json"]) == 0
        made = json.loads(capsys.readouterr().out)
        schema = json.loads((SCHEMAS / form / "report.schema.json").read_bytes())
        assert made["$schema"] == schema["$id"]
        Draft202012Validator(schema).validate(made)
    known = tmp_path / "known.json"
    line = ["validate", str(EXAMPLES / "invalid"), "--format", "json", "--max-findings", "90"]
    assert main(line) == 2
    told = json.loads(capsys.readouterr().out)
    findings = json.loads((SCHEMAS / "findings.schema.json").read_bytes())
    Draft202012Validator(findings).validate(told)
    assert told["$schema"] == findings["$id"]
    assert main([*line, "--baseline", str(known), "--write-baseline"]) == 2
    Draft202012Validator(findings).validate(json.loads(capsys.readouterr().out))
    baseline = json.loads((SCHEMAS / "baseline.schema.json").read_bytes())
    Draft202012Validator(baseline).validate(json.loads(known.read_bytes()))


def test_the_catalogue_names_every_schema() -> None:
    entries = json.loads((SCHEMAS / "catalog.json").read_bytes())["schemas"]
    assert {SCHEMAS / entry["url"] for entry in entries} == set(FILES)
    assert all({"name", "description", "fileMatch", "url"} <= entry.keys() for entry in entries)


def test_the_setting_of_vs_code_needs_no_network(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema", "--vscode"]) == 0
    entries = json.loads(capsys.readouterr().out)["json.schemas"]
    for entry in entries:
        assert entry["url"] == entry["schema"]["$id"]
        Draft202012Validator.check_schema(entry["schema"])
    assert len(entries) == 5
    for name in ("config", "form", "findings", "baseline"):
        assert main(["schema", name]) == 0
        assert json.loads(capsys.readouterr().out) == json.loads(
            (SCHEMAS / f"{name}.schema.json").read_bytes()
        )
