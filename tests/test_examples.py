"""Each example runs through the API and the command line, and gives exactly its findings."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from govinfo_cli import read, validate
from govinfo_cli.cli import main
from govinfo_cli.finding import CODES

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
VALID = sorted(EXAMPLES.glob("valid/*.*"))
INVALID = sorted(
    p for p in EXAMPLES.glob("invalid/*.*")
    if p.is_file() and not p.name.endswith((".findings.json", ".previous.json"))
)  # fmt: skip


def before(path: Path) -> Path | None:
    """Last year's report, where it takes both to see the fault."""
    previous = path.with_name(f"{path.stem}.previous.json")
    return previous if previous.exists() else None


def below(path: Path) -> list[Path]:
    """The reports of the organs below, where it takes them to see the fault."""
    return sorted(path.parent.glob(f"{path.stem}.children/*"))


def expected_of(path: Path) -> list[dict[str, object]]:
    return list(json.loads((path.parent / f"{path.stem}.findings.json").read_text("utf-8")))


def in_order(findings: list[dict[str, object]]) -> list[str]:
    return sorted(json.dumps(entry, sort_keys=True) for entry in findings)


@pytest.mark.parametrize("path", VALID, ids=lambda p: p.name)
def test_a_valid_example_has_no_finding(path: Path) -> None:
    result = validate(path)
    assert result.status == "valid", result.error
    assert result.findings == []


@pytest.mark.parametrize("path", INVALID, ids=lambda p: p.name)
def test_an_invalid_example_has_exactly_its_findings(path: Path) -> None:
    last = before(path)
    previous = read(last) if last else None
    found = [
        {"code": f.code, "severity": f.severity, "cells": [where.cell for where in f.cells]}
        for f in validate(path, previous=previous, children=[*map(read, below(path))]).findings
    ]
    assert in_order(found) == in_order(expected_of(path))


@pytest.mark.parametrize("path", INVALID, ids=lambda p: p.name)
def test_the_command_line_says_the_same(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    last = ["--previous", str(last_year)] if (last_year := before(path)) else []
    parts = ["--children", *map(str, below(path))] if below(path) else []
    status = main(["validate", str(path), "--format", "json", *last, *parts])
    (told,) = json.loads(capsys.readouterr().out)["files"]
    found = [
        {k: f[k] for k in ("code", "severity")} | {"cells": [c["cell"] for c in f["cells"]]}
        for f in told["findings"]
    ]
    assert in_order(found) == in_order(expected_of(path))
    worst = any(entry["severity"] == "error" for entry in expected_of(path))
    assert status == (1 if worst else 0)
    assert told["status"] == ("invalid" if worst else "valid")
    assert all(f["message"] and "<" not in f["message"] for f in told["findings"])


def test_every_code_has_an_example() -> None:
    covered = {str(entry["code"]) for path in INVALID for entry in expected_of(path)}
    for path in EXAMPLES.glob("batches/*.findings.json"):
        files = json.loads(path.read_text("utf-8"))
        covered |= {entry["code"] for entries in files.values() for entry in entries}
    assert covered == set(CODES)


def test_places_are_told() -> None:
    result = validate(EXAMPLES / "invalid" / "digits_swapped.xlsx")
    row = next(f for f in result.findings if f.code == "A303")
    assert row.cells[0].source == "依申请!J8"
    assert (row.expected, row.actual) == (21, 66)
    assert [term.where.source for term in row.right][:2] == ["依申请!D8", "依申请!E8"]
