from __future__ import annotations

import re
import string
from pathlib import Path

import pytest

from govinfo_cli.api import validate
from govinfo_cli.errors import UnreadableError
from govinfo_cli.finding import CODES
from govinfo_cli.messages import LANGUAGES, catalogue, word_error
from govinfo_cli.messages.places import place_words
from govinfo_cli.reporters import BY_NAME

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
PACKAGE = Path(__file__).resolve().parent.parent / "src" / "govinfo_cli"
KEYS = {
    key
    for path in PACKAGE.rglob("*.py")
    for key in re.findall(r'(?:Error)\(\s*"([a-z-]+)"', path.read_text("utf-8"))
}


def names(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_code_and_error_has_words(lang: str) -> None:
    words = catalogue(lang)
    assert set(words["findings"]) == set(CODES)
    assert set(words["errors"]) >= KEYS
    for entry in words["findings"].values():
        assert all(entry[part] for part in ("title", "message", "why", "source", "fix", "example"))


def test_both_languages_use_the_same_facts() -> None:
    zh, en = catalogue("zh"), catalogue("en")
    for part in ("ui", "errors"):
        assert zh[part].keys() == en[part].keys()
        for key, template in zh[part].items():
            assert names(template) == names(en[part][key]), key
    for code, entry in zh["findings"].items():
        other = en["findings"][code]["message"]
        assert {c: names(t) for c, t in entry["message"].items()} == {
            c: names(t) for c, t in other.items()
        }


def test_an_unknown_error_is_still_told() -> None:
    assert "x=1" in word_error(UnreadableError("no-such-key", x=1), "zh")


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("line 31", "第31行"), ("line 4, column 2", "第4行第2列"), ("paragraph 12", "第12段"),
        ("page 4, table 2, row 5, column 15", "第4页第2个表格第5行第15列"),
        ("依申请!D8", "依申请!D8"), ("line 3!A1", "line 3!A1"), ("/tables/requests", "/tables/requests"),
        ("pipeline 3", "pipeline 3"), ("", ""),
    ],
)  # fmt: skip
def test_places_are_told_in_chinese(source: str, words: str) -> None:
    assert place_words(source, "zh") == words
    assert place_words(source, "en") == source


@pytest.mark.parametrize("to", ["text", "html", "junit"])
def test_no_sentence_names_a_place_in_english(to: str) -> None:
    paths = sorted((EXAMPLES / "invalid").glob("*.txt")) + sorted(
        (EXAMPLES / "batches").rglob("*.docx")
    )
    told = "".join(BY_NAME[to].report(map(validate, paths), "zh"))
    assert re.search("第[0-9]+行", told)
    assert not re.search(r"\b(line|table|row|column|paragraph|page) \d", told)
