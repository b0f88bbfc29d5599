"""A comparison as JSON."""

from __future__ import annotations

from govinfo_cli.comparison import Comparison, Figure
from govinfo_cli.comparison.words import Words
from govinfo_cli.jsonout import dumps
from govinfo_cli.messages.labels import cell_label
from govinfo_cli.report import Extra, Report


def tell(comparison: Comparison, lang: str, *, every: bool = False) -> str:
    """One object; numbers exact. ``every`` gives unchanged figures, too."""
    forms = {r.form.name: r.form for r in (comparison.old, comparison.new)}

    def figure(entry: Figure) -> dict[str, object]:
        made: dict[str, object] = {
            "cell": entry.cell, "label": cell_label(entry.cell, forms[entry.form], lang),
            "old": entry.old, "new": entry.new, "change": entry.change, "percent": entry.percent,
        }  # fmt: skip
        states = {"old_state": entry.old_state, "new_state": entry.new_state}
        made |= {name: state for name, state in states.items() if state}
        return made | ({"addends": list(entry.addends)} if entry.addends else {})

    shown = [f for f in comparison.figures if every or f.changed]
    made = {
        "old": _file(comparison.old, comparison.old_path),
        "new": _file(comparison.new, comparison.new_path),
        "particulars": [
            {"name": name, "old": old, "new": new} for name, old, new in comparison.particulars
        ],
        "cells": [figure(entry) for entry in shown],
        "only_old": [figure(entry) for entry in comparison.only_old],
        "only_new": [figure(entry) for entry in comparison.only_new],
        "narrative": [_words(words, "section") for words in comparison.narrative],
        "notes": [_words(words, "table") for words in comparison.notes],
        "extra_old": [_extra(entry) for entry in comparison.extra_old],
        "extra_new": [_extra(entry) for entry in comparison.extra_new],
        "summary": {"cells": len(comparison.figures), "changed": len(comparison.changed)},
    }
    return dumps(made, indent=2) + "\n"


def _file(report: Report, path: str) -> dict[str, object]:
    return {"path": path, "form": report.form.name, "year": report.year, "organ": report.organ}


def _words(words: Words, name: str) -> dict[str, object]:
    pieces = [{"op": piece.op, "text": piece.text} for piece in words.pieces]
    return {name: words.key, "similarity": words.similarity, "pieces": pieces}


def _extra(entry: Extra) -> dict[str, object]:
    return {"table": entry.table, "label": entry.label or entry.row, "values": list(entry.values)}
