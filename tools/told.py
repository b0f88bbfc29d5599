"""What is said of each invalid example, to the word: python tools/told.py [--check].

The lines of tests/told.jsonl are compared by the tests, and so is what tests/prose/told.jsonl
holds of the labelled sentences in which something is found, and tests/spoilt.jsonl and districts.jsonl of
reports with wrong cells; altered.jsonl holds what is read of altered files. Where a sentence or a suggestion is meant to change, run this and read the difference
before you commit it.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import altered
from govinfo_cli import read, validate
from govinfo_cli.finding import Finding
from govinfo_cli.jsonout import dumps
from govinfo_cli.messages import LANGUAGES, word
from govinfo_cli.report import Report
from sentences import FIGURES, FOLDER, found_in, labelled, report_of
from spoilt import SAY, rewrite

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
TOLD = EXAMPLES.parent / "tests" / "told.jsonl"
SENTENCES = FOLDER / "told.jsonl"


def inputs() -> list[Path]:
    """The invalid examples, without what belongs to them."""
    beside = (".findings.json", ".previous.json")
    found = (EXAMPLES / "invalid").glob("*.*")
    return sorted(p for p in found if p.is_file() and not p.name.endswith(beside))


def told(path: Path) -> str:
    """One line of JSON: what was read and is easily lost, and what is said of it."""
    last, folder = (path.with_name(f"{path.stem}.{kind}") for kind in ("previous.json", "children"))
    result = validate(
        path,
        previous=read(last) if last.exists() else None,
        children=[read(child) for child in sorted(folder.glob("*"))],
    )
    report = result.report
    assert report is not None, path
    made = report.to_dict()
    kept = {
        name: made.get(name) for name in ("year", "organ", "title", "published", "notes", "extra")
    }
    findings = [_finding(entry, report) for entry in result.findings]
    return dumps({"example": path.name, **kept, "findings": findings})


def _finding(entry: Finding, report: Report) -> dict[str, object]:
    because = entry.because.cells[:1] if entry.because else ()
    return {
        "code": entry.code, "severity": entry.severity, "case": entry.case,
        "cells": [f"{where.cell} @ {where.source}" for where in entry.cells],
        "expected": entry.expected, "actual": entry.actual,
        "because": [entry.because.code, *(w.cell for w in because)] if entry.because else None,
        **{lang: word(entry, report.form, lang) for lang in LANGUAGES},
    }  # fmt: skip


def of_sentences() -> list[str]:
    """A line for each labelled sentence in which something is found."""
    made = []
    for base, _, text in labelled():
        report = report_of(base, FIGURES[base]["cells"], FIGURES[base]["year"])
        if findings := [_finding(entry, report) for entry in found_in(base, text)]:
            made.append(dumps({"figures": base, "text": text, "findings": findings}))
    return made


def known() -> dict[str, str]:
    """The lines that stand in the file, by example."""
    lines = TOLD.read_text("utf-8").splitlines() if TOLD.exists() else []
    return {json.loads(line)["example"]: line for line in lines}


def main() -> int:
    """Write the file, or say whether it is as it should be."""
    lines = {path.name: told(path) for path in inputs()}
    if "--check" not in sys.argv:
        SENTENCES.write_text("".join(f"{line}\n" for line in of_sentences()), "utf-8")
        for path in SAY:
            rewrite(path)
        altered.rewrite()
        TOLD.write_text("".join(f"{line}\n" for line in lines.values()), "utf-8")
        return 0
    stale = sorted(lines.items() ^ known().items())
    print(*sorted({name for name, _ in stale}), sep="\n", end="" if not stale else "\n")
    return 1 if stale else 0


if __name__ == "__main__":
    raise SystemExit(main())
