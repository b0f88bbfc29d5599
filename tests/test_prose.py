"""Sentences labelled by hand: what the checks of the prose find in them, and what they leave."""

from __future__ import annotations

import json
from collections import Counter

import pytest

import told as tool
from sentences import found_in, labelled


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


def test_what_is_said_of_a_sentence_stays() -> None:
    said = [json.loads(line) for line in tool.of_sentences()]
    known = [json.loads(line) for line in tool.SENTENCES.read_text("utf-8").splitlines()]
    assert said == known, "python tools/told.py, if it is meant"
