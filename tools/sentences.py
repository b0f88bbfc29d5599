"""The sentences labelled by hand, and what the checks of the prose find in them."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

from govinfo_cli.checks.text import check_text
from govinfo_cli.context import Context
from govinfo_cli.finding import Finding
from govinfo_cli.forms import load_forms
from govinfo_cli.report import Report

FOLDER = Path(__file__).resolve().parent.parent / "tests" / "prose"
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
    """What is found in a text beside these figures; its paragraphs are parted by |."""
    entry = FIGURES[base]
    now = report_of(base, entry["cells"], entry["year"], overview=text.replace("|", "\n"))
    before = entry.get("before")
    previous = report_of(base, before, entry["year"] - 1) if before else None
    return [f for f in check_text(now, Context(previous=previous)) if f.code.startswith("N")]


def labelled(name: str = "labelled") -> list[tuple[str, set[str], str]]:
    """Figures, codes and text of each line of a file of sentences."""
    rows = []
    for line in (FOLDER / f"{name}.tsv").read_text("utf-8").splitlines():
        if not line.startswith("#"):
            base, codes, text = line.split("\t")
            rows.append((base, set(codes.split(",")) - {"-"}, text))
    return rows
