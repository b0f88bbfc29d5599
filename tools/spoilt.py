"""Reports with wrong cells, and what is named for them: tests/spoilt.jsonl, districts.jsonl.

The faults were drawn at random once: slips of the keyboard, cells exchanged, rows and columns
moved, totals gone stale; organs left out of a district, counted twice, altered. ``python
tools/told.py`` writes anew what is said of each.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from example_data import county
from example_district import above, organ
from example_layouts import as_json
from govinfo_cli import Finding, Report, check, read

TESTS = Path(__file__).resolve().parent.parent / "tests"
SPOILT, DISTRICTS = TESTS / "spoilt.jsonl", TESTS / "districts.jsonl"
Case = dict[str, Any]


def cases(path: Path) -> list[Case]:
    """The faults of a file, with what was said of each when it was written."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def rewrite(path: Path) -> None:
    """Write what is said now."""
    say = SAY[path]
    lines = [json.dumps({**case, "said": say(case)}, ensure_ascii=False) for case in cases(path)]
    path.write_text("".join(f"{line}\n" for line in lines), "utf-8")


@cache
def _county(form: str) -> Report:
    return read(as_json(county(form, 2020 if form == "2019" else 2024)), format="json")


def sound(form: str, times: int = 1) -> Report:
    """The figures of the example county, so many times as large, without words."""
    base = _county(form)
    values = [value and value * times for value in base.values]
    return Report(base.form, base.year, base.organ, values=values, absent=set())


def said(case: Case) -> list[list[Any]]:
    """Each finding about a sum: code, cells, the ways to mend it, and what it follows from.

    ``wrong`` holds the cells that are wrong, with what stands there; ``unread`` those that could not be read; ``text`` what the prose says;
    ``carried_out`` last year's figures of the cases carried over, by column.
    """
    report = sound(case["form"], case["times"])
    for path, value in case["wrong"].items():
        report.values[report.form.index[path]] = value
    for path in case.get("unread", ()):
        cell = report.form.index[path]
        report.values[cell] = None
        report.unread.add(cell)
    report.narrative["overview"] = case.get("text", "")
    previous = None
    if case.get("carried_out"):
        previous = sound(case["form"], case["times"])
        previous.year = (report.year or 0) - 1
        for column, value in case["carried_out"].items():
            previous.values[previous.form.index[f"requests/carried_out/{column}"]] = value
    return [_told(entry) for entry in check(report, previous=previous) if entry.code[0] == "A"]


@cache
def _organ(number: int) -> Report:
    return organ(number)


def _like(base: Report, change: dict[str, int], text: str = "") -> Report:
    """A report with other figures in some cells, and other words."""
    made = Report(base.form, base.year, base.organ, values=list(base.values), absent=set())
    made.narrative = {"overview": text}
    for path, value in change.items():
        made.values[base.form.index[path]] = value
    return made


def said_of_district(case: Case) -> list[list[Any]]:
    """Of each cause of differences: its case, its cells, and the facts that are told.

    ``organs``: the numbers of those given; ``added``: of those that the district is the sum of.
    ``parent`` and ``wrong``: other figures, of the district and of the organs by their numbers;
    ``text``: what these say; ``before``: other figures of last year's reports, by number.
    """
    district = _like(above([_organ(number) for number in case["added"]]), case["parent"])
    wrong, text = case["wrong"], case.get("text", {})
    given = [_like(_organ(n), wrong.get(str(n), {}), text.get(str(n), "")) for n in case["organs"]]
    for number, change in case.get("before", {}).items():
        given.append(_like(_organ(int(number)), change))
        given[-1].year = (district.year or 0) - 1
    told = [f for f in check(district, children=given) if f.code == "L501"]
    return [
        [f.case, [c.cells[0].cell for c in told if c is f or c.because is f], _facts(f)]
        for f in told
        if f.because is None
    ]


def _facts(entry: Finding) -> dict[str, Any]:
    kept = ("organ", "organs", "cells_count", "old", "new", "why", "child_source", "difference")
    facts = {name: entry.facts[name] for name in kept if name in entry.facts}
    return {**facts, "organs": list(facts["organs"])} if "organs" in facts else facts


def _told(entry: Finding) -> list[Any]:
    ways = [
        [way.why, way.certain, way.safe, {c.where.cell: c.new for c in way.changes}]
        for way in entry.suggestions
    ]
    cause = entry.because
    because = f"{cause.code} {cause.cells[0].cell}" if cause and cause.cells else None
    return [entry.code, [where.cell for where in entry.cells], ways, because]


SAY = {SPOILT: said, DISTRICTS: said_of_district}
