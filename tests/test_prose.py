"""Sentences labelled by hand: what the checks of the prose find in them, and what they leave."""

from __future__ import annotations

import json
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from govinfo_cli.checks.text import check_text
from govinfo_cli.context import Context
from govinfo_cli.finding import Finding
from govinfo_cli.forms import load_forms
from govinfo_cli.report import Report

FOLDER = Path(__file__).parent / "prose"
FIGURES: dict[str, dict[str, Any]] = json.loads((FOLDER / "figures.json").read_text("utf-8"))


def report_of(base: str, cells: dict[str, Any], year: int, **narrative: str) -> Report:
    """A report with these figures, all other cells 0."""
    entry = FIGURES[base]
    form = load_forms().require(entry["form"])
    report = Report(form, year=year, organ=entry["organ"], organ_level=entry["level"])
    report.values = [0] * len(form.cells)
    report.absent = set()
    report.places = [path.path for path in form.cells]
    for path, value in cells.items():
        report.values[form.index[path]] = Decimal(value) if isinstance(value, str) else value
    report.narrative = narrative
    report.text_places = {k: [f"line {n}" for n in range(1, 9)] for k in narrative}
    return report


def found_in(base: str, text: str) -> list[Finding]:
    entry = FIGURES[base]
    now = report_of(base, entry["cells"], entry["year"], overview=text.replace("|", "\n"))
    before = entry.get("before")
    previous = report_of(base, before, entry["year"] - 1) if before else None
    return [f for f in check_text(now, Context(previous=previous)) if f.code.startswith("N")]


def labelled(name: str = "labelled") -> list[tuple[str, set[str], str]]:
    rows = []
    for line in (FOLDER / f"{name}.tsv").read_text("utf-8").splitlines():
        if not line.startswith("#"):
            base, codes, text = line.split("\t")
            rows.append((base, set(codes.split(",")) - {"-"}, text))
    return rows


def test_precision_and_recall_on_labelled_sentences() -> None:
    tally: Counter[str] = Counter()
    wrong = []
    for base, expected, text in labelled():
        found = {entry.code for entry in found_in(base, text)}
        tally["right"] += len(found & expected)
        tally["false"] += len(found - expected)
        tally["missed"] += len(expected - found)
        if found != expected:
            wrong.append(f"{base}: {text} found {sorted(found)}, labelled {sorted(expected)}")
    precision = tally["right"] / (tally["right"] + tally["false"])
    recall = tally["right"] / (tally["right"] + tally["missed"])
    told = f"precision {precision:.3f}, recall {recall:.3f}, {dict(tally)}"
    print(told, *wrong, sep="\n")
    assert len(labelled()) >= 150, told
    assert precision >= 0.98, told
    assert recall >= 0.85, told


@pytest.mark.parametrize(("base", "expected", "text"), labelled("traps"))
def test_a_trap_gives_nothing_false(base: str, expected: set[str], text: str) -> None:
    assert {entry.code for entry in found_in(base, text)} == expected


def test_half_of_the_labelled_sentences_are_right() -> None:
    right = sum(not expected for _, expected, _ in labelled())
    assert 0.4 < right / len(labelled()) < 0.6
