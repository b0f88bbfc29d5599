"""Findings as SARIF 2.1.0 (OASIS), for code scanning and editors."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Final

from govinfo_cli import __version__
from govinfo_cli.finding import RULES, Code, Finding, OwnRule, Where
from govinfo_cli.fingerprint import VERSION, fingerprints
from govinfo_cli.jsonout import dumps
from govinfo_cli.messages import entry_of, say, word_error
from govinfo_cli.messages.labels import cell_label
from govinfo_cli.reporters.outcome import Outcome
from govinfo_cli.reporters.place import line_of, place_of, sentence, uri_of

if TYPE_CHECKING:
    from govinfo_cli.forms import Form

Node = dict[str, object]

SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"
LEVELS: Final = {"error": "error", "warning": "warning", "info": "note"}
LANGUAGES: Final = {"zh": "zh-CN", "en": "en-US"}


def report_sarif(outcomes: Iterable[Outcome], lang: str, *, quiet: bool = False) -> Iterator[str]:
    """One log with one run. Files that could not be read are notifications of the run."""
    rules: dict[str, Code | OwnRule] = {rule.code: rule for rule in RULES}
    results: list[Node] = []
    notes: list[Node] = []
    for outcome in outcomes:
        if outcome.error is not None:
            notes.append(_note(outcome.path, word_error(outcome.error, lang), "error"))
        if outcome.withheld:
            words = say(lang, "withheld", count=len(outcome.withheld))
            notes.append(_note(outcome.path, words, "warning"))
        if quiet and outcome.status == "valid":
            continue
        rules |= {entry.code: entry.rule for entry in outcome.findings if entry.rule}
        results += _results(outcome, list(rules), lang)
    failed = any(note["level"] == "error" for note in notes)
    invocation: Node = {"executionSuccessful": not failed}
    if notes:
        invocation["toolExecutionNotifications"] = notes
    driver: Node = {
        "name": "govinfo",
        "semanticVersion": __version__,
        "language": LANGUAGES[lang],
        "rules": [_rule(rule, lang) for rule in rules.values()],
    }
    run: Node = {
        "tool": {"driver": driver},
        "language": LANGUAGES[lang],
        "columnKind": "unicodeCodePoints",
        "invocations": [invocation],
        "results": results,
    }
    yield dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _note(path: str, words: str, level: str) -> Node:
    return {"level": level, "message": {"text": words}, "locations": [_location(path, None)]}


def _rule(rule: Code | OwnRule, lang: str) -> Node:
    """The metadata of a rule: its help is what ``govinfo rule CODE`` says."""
    entry = entry_of(rule if isinstance(rule, OwnRule) else rule.code, lang)
    parts = [(say(lang, part), entry[part]) for part in _PARTS if entry.get(part)]
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": entry["title"]},
        "fullDescription": {"text": entry.get("why") or entry["title"]},
        "help": {
            "text": "\n".join(f"{name}: {text}" for name, text in parts) or entry["title"],
            "markdown": "\n\n".join(f"**{name}** {text}" for name, text in parts) or entry["title"],
        },
        "defaultConfiguration": {"level": LEVELS[rule.severity]},
    }


_PARTS: Final = ("why", "source", "fix", "example")


def _results(outcome: Outcome, codes: list[str], lang: str) -> Iterator[Node]:
    waivers = {id(entry.finding): entry for entry in outcome.waived}
    everything = [*outcome.findings, *(entry.finding for entry in outcome.waived)]
    form = outcome.report.form if outcome.report else None
    for entry, print_ in fingerprints(outcome.path, outcome.report, everything):
        made = _result(outcome.path, entry, form, lang)
        made |= {"ruleIndex": codes.index(entry.code), "partialFingerprints": {VERSION: print_}}
        if waiver := waivers.get(id(entry)):
            made["suppressions"] = [
                {"kind": "external", "status": "accepted", "justification": waiver.reason}
            ]
        yield made


def _result(path: str, entry: Finding, form: Form | None, lang: str) -> Node:
    first = place_of(entry)
    others = [where for where in entry.cells if where != first]
    made: Node = {
        "ruleId": entry.code,
        "level": LEVELS[entry.severity],
        "message": {"text": sentence(entry, form, lang)},
        "locations": [_location(path, first, form, lang)],
    }
    if others:
        made["relatedLocations"] = [
            {"id": number, **_location(path, where, form, lang)}
            for number, where in enumerate(others, 1)
        ]
    return made


def _location(path: str, where: Where | None, form: Form | None = None, lang: str = "zh") -> Node:
    """A file, with the line where one is known, and the cell by its path and by its place."""
    physical: Node = {"artifactLocation": {"uri": uri_of(path)}}
    if where and (line := line_of(where.source)):
        physical["region"] = {"startLine": line}
    made: Node = {"physicalLocation": physical}
    if logical := list(_logical(where, form, lang)):
        made["logicalLocations"] = logical
    return made


def _logical(where: Where | None, form: Form | None, lang: str) -> Iterator[Mapping[str, object]]:
    if where and where.cell:
        label = cell_label(where.cell, form, lang)
        yield {"name": label, "fullyQualifiedName": where.cell, "kind": "cell"}
    if where and where.source and not line_of(where.source):
        yield {"name": where.source, "fullyQualifiedName": where.source, "kind": "place"}
