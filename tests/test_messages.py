from __future__ import annotations

import re
import string
from pathlib import Path

import pytest

from govinfo_cli.errors import UnreadableError
from govinfo_cli.finding import CODES
from govinfo_cli.messages import LANGUAGES, catalogue, word_error

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
