"""Findings as JSON: one object for the run, or one line a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from govinfo_cli.finding import Finding, Suggestion, Waived
from govinfo_cli.jsonout import dumps
from govinfo_cli.messages import word, word_error
from govinfo_cli.reporters.outcome import Outcome, Summary

SCHEMA: Final = "urn:govinfo:schema:findings"
# What a difference between levels is put down to.
_CAUSE: Final = (
    "organ", "organs", "file", "child_source", "old", "new", "why", "cells_count",
)  # fmt: skip


def report_json(outcomes: Iterable[Outcome], lang: str, *, quiet: bool = False) -> Iterator[str]:
    """One JSON object: files and summary."""
    summary = Summary()
    files = []
    for outcome in outcomes:
        summary.add(outcome)
        if not (quiet and outcome.status == "valid"):
            files.append(_file(outcome, lang))
    whole = {"$schema": SCHEMA, "files": files, "summary": summary.to_dict()}
    yield dumps(whole, indent=2) + "\n"


def report_jsonl(outcomes: Iterable[Outcome], lang: str, *, quiet: bool = False) -> Iterator[str]:
    """One line a file, given out as each is done."""
    for outcome in outcomes:
        if not (quiet and outcome.status == "valid"):
            yield dumps(_file(outcome, lang)) + "\n"


def _file(outcome: Outcome, lang: str) -> dict[str, object]:
    report = outcome.report
    made: dict[str, object] = {
        "path": outcome.path,
        "form": report.form.name if report else None,
        "year": report.year if report else None,
        "organ": report.organ if report else None,
        "status": outcome.status,
        "findings": [_finding(entry, outcome, lang) for entry in outcome.findings],
    }
    if outcome.previous:
        made["previous"] = outcome.previous
    if outcome.waived:
        made["waived"] = [_waived(entry, outcome, lang) for entry in outcome.waived]
    if outcome.withheld:
        made["withheld"] = len(outcome.withheld)
    if outcome.error is not None:
        made["error"] = word_error(outcome.error, lang)
    return made


def _waived(entry: Waived, outcome: Outcome, lang: str) -> dict[str, object]:
    why = {"kind": entry.kind, "reason": entry.reason, "until": entry.until or None}
    return _finding(entry.finding, outcome, lang) | {"waived": why}


def _suggestion(entry: Suggestion) -> dict[str, object]:
    changes = [
        {"cell": c.where.cell, "source": c.where.source, "from": c.old, "to": c.new}
        for c in entry.changes
    ]
    return {"why": entry.why, "certain": entry.certain, "safe": entry.safe, "changes": changes}


def _finding(entry: Finding, outcome: Outcome, lang: str) -> dict[str, object]:
    made: dict[str, object] = {
        "code": entry.code,
        "name": entry.name,
        "severity": entry.severity,
        "message": word(entry, outcome.report.form if outcome.report else None, lang),
        "cells": [{"cell": where.cell, "source": where.source} for where in entry.cells],
        "expected": entry.expected,
        "actual": entry.actual,
        "suggestions": [_suggestion(suggestion) for suggestion in entry.suggestions],
    }
    if entry.code == "L501" and entry.case:
        told = {name: entry.facts[name] for name in _CAUSE if name in entry.facts}
        made["cause"] = {"case": entry.case, **told}
    if entry.because is not None:
        cells = entry.because.cells
        made["because"] = {"code": entry.because.code, "cell": cells[0].cell if cells else ""}
    return made
