"""Suggestions in words: 表三（一）予以公开·自然人：D7 填 1326，应为 1362（数字颠倒）."""

from __future__ import annotations

from govinfo_cli.finding import Change, Suggestion
from govinfo_cli.forms import Form
from govinfo_cli.messages import catalogue, say
from govinfo_cli.messages.labels import cell_label
from govinfo_cli.messages.places import place_words
from govinfo_cli.number import show

MOST = 4


def cause(suggestion: Suggestion, form: Form | None, lang: str, *, first: bool = True) -> str:
    """What is wrong and what it should be, with how it came about and how sure that is.

    ``first``: it is the likeliest one; the others are only told.
    """
    changes = [_change(change, form, lang) for change in suggestion.changes[:MOST]]
    text = ("；" if lang == "zh" else "; ").join(changes)
    if len(suggestion.changes) > MOST:
        text += say(lang, "more-changes", count=len(suggestion.changes) - MOST)
    why = catalogue(lang)["whys"].get(suggestion.why, suggestion.why)
    key = "cause-likely" if first and not suggestion.certain else "cause-certain"
    return say(lang, key, changes=text, why=why)


def _change(change: Change, form: Form | None, lang: str) -> str:
    place = place_words(change.where.source.rpartition("!")[2], lang)
    key = "change-blank" if change.old is None else "change"
    label = cell_label(change.where.cell, form, lang)
    return say(lang, key, label=label, place=place, old=show(change.old), new=show(change.new))


def row_of(suggestion: Suggestion, lang: str) -> str:
    """A whole row as it may have been meant."""
    numbers = ("、" if lang == "zh" else " ").join(show(c.new) for c in suggestion.changes)
    why = catalogue(lang)["whys"].get(suggestion.why, suggestion.why)
    return say(lang, "may-be", numbers=numbers, why=why)
