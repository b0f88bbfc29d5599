"""Findings and errors put into words: one catalogue per language, keyed by code."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from govinfo_cli.errors import GovinfoError
from govinfo_cli.text import one_line

if TYPE_CHECKING:
    from govinfo_cli.finding import Finding, OwnRule
    from govinfo_cli.forms import Form

LANGUAGES: Final = ("zh", "en")


@lru_cache(maxsize=2)
def catalogue(lang: str) -> Mapping[str, Any]:
    """The words of a language: ``ui``, ``errors``, ``click`` and ``findings``."""
    path = Path(__file__).with_name(f"{lang}.json")
    loaded: Mapping[str, Any] = json.loads(path.read_bytes())
    return loaded


def language(wanted: str = "") -> str:
    """The language asked for, or that of GOVINFO_LANG, or Chinese."""
    chosen = (wanted or os.environ.get("GOVINFO_LANG", ""))[:2].lower()
    return chosen if chosen in LANGUAGES else LANGUAGES[0]


class _Count(int):
    """A number that knows its plural: ``{errors} error{errors:s}``."""

    def __format__(self, spec: str) -> str:
        return ("" if self == 1 else "s") if spec == "s" else super().__format__(spec)


class _Facts(dict[str, object]):
    """Facts for a template; a name without a fact stays readable instead of failing.

    Texts come from files and file names: they are shown, never obeyed.
    """

    def __getitem__(self, key: str) -> object:
        found = super().__getitem__(key)
        if isinstance(found, str | Path):
            return one_line(str(found))
        return _Count(found) if type(found) is int else found

    def __missing__(self, key: str) -> str:
        return f"<{key}>"


def say(lang: str, key: str, **facts: object) -> str:
    """A sentence of the user interface."""
    template: str = catalogue(lang)["ui"][key]
    return template.format_map(_Facts(facts))


def word_error(error: GovinfoError, lang: str) -> str:
    """What stopped a file, as a sentence; an unknown key is shown with its facts."""
    template = catalogue(lang)["errors"].get(error.key)
    return template.format_map(_Facts(error.facts)) if template else str(error)


def entry_of(rule: OwnRule | str, lang: str) -> Mapping[str, Any]:
    """What a catalogue says of a code, or an own rule of itself (in the language it has)."""
    if isinstance(rule, str):
        entry: Mapping[str, Any] = catalogue(lang)["findings"][rule]
        return entry
    return rule.words.get(lang) or next(iter(rule.words.values()))


def word(finding: Finding, form: Form | None, lang: str) -> str:
    """A finding as one sentence."""
    messages = entry_of(finding.rule or finding.code, lang)["message"]
    template: str = messages.get(finding.case) or messages[""]
    return template.format_map(_Facts(_facts(finding, form, lang)))


def _facts(finding: Finding, form: Form | None, lang: str) -> dict[str, object]:
    # Only when there is something to word: the help texts need none of these.
    from govinfo_cli.messages.labels import cell_label, section_label  # noqa: PLC0415
    from govinfo_cli.messages.places import place_words  # noqa: PLC0415
    from govinfo_cli.messages.sums import compared, formula_of  # noqa: PLC0415
    from govinfo_cli.number import show  # noqa: PLC0415

    facts: dict[str, object] = {
        name: _join(value, lang) if isinstance(value, tuple) else value
        for name, value in finding.facts.items()
    }
    facts["expected"] = show(finding.expected)
    facts["actual"] = show(finding.actual)
    if finding.code == "V201":
        raw = facts.get("raw")
        facts["raw"] = say(lang, "blank-mark" if raw else "blank-none", raw=raw)
    if finding.cells:
        facts["cell"] = cell_label(finding.cells[0].cell, form, lang)
    if "child_source" in facts:
        facts["child_source"] = place_words(str(facts["child_source"]), lang)
    if "why" in facts:
        facts["why"] = catalogue(lang)["whys"].get(str(facts["why"]), facts["why"])
    if "section" in facts:
        facts["section"] = section_label(str(facts["section"]), form, lang)
    if "like" in facts:
        facts["like"] = cell_label(str(facts["like"]), form, lang)
    if finding.code.startswith("N"):
        facts["compared"] = compared(finding, form, lang)
    if finding.right:
        facts["formula"] = formula_of(finding, form, lang)
    return facts


def _join(values: tuple[object, ...], lang: str) -> str:
    return (" " if lang == "en" else "、").join(str(value) or "∅" for value in values)
