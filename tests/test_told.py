"""What is known to be wrong is still told in the same words, places and numbers."""

from __future__ import annotations

import json

import pytest

import altered
import spoilt
import told as tool

LINES = tool.known()
PATHS = [path for path in tool.inputs() if path.name in LINES]


def test_most_examples_are_held_to_their_words() -> None:
    assert len(PATHS) >= 40


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.name)
def test_what_is_said_stays(path: object) -> None:
    line = tool.told(path)  # type: ignore[arg-type]
    assert json.loads(line) == json.loads(LINES[path.name]), "python tools/told.py, if it is meant"  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "case", spoilt.cases(spoilt.SPOILT), ids=lambda c: "-".join(c["wrong"])[:60]
)
def test_the_cells_that_are_named_stay(case: spoilt.Case) -> None:
    assert spoilt.said(case) == case["said"], "python tools/told.py, if it is meant"


@pytest.mark.parametrize("case", spoilt.cases(spoilt.DISTRICTS))
def test_the_organs_that_are_named_stay(case: spoilt.Case) -> None:
    assert spoilt.said_of_district(case) == case["said"], "python tools/told.py, if it is meant"


@pytest.mark.parametrize("case", altered.cases(), ids=lambda case: case["base"])
def test_what_is_read_stays(case: altered.Case) -> None:
    assert altered.seen(case) == case["read"], "python tools/told.py, if it is meant"
