"""Prose cut into sentences of tokens, in one pass with one pattern per form."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final, NamedTuple

from govinfo_cli.forms import Form
from govinfo_cli.forms.readings import Reading, Side, sides
from govinfo_cli.prose.figures import PATTERN, Figure, figure_of
from govinfo_cli.prose.words import WORDS

GROUP: Final = 60
# Cases carried over with the year in figures; the form's words have them by 上年 and 下年.
_CARRIED_OUT: Final = r"(?:结转|顺延|转结|转|延)[至到入](?:19|20)\d{2}年度?(?:继续)?(?:办理|答复)?"
_CARRIED_IN: Final = r"(?:19|20)\d{2}年度?(?:未办结)?(?:结转|转入|顺延)(?![至到下次])"
_LAW: Final = (
    r"(?:按照|根据|依照|依据)?《(?:中华人民共和国)?(?:政府信息公开)?条例》(?:的?(?:规定|要求))?"
)
_SIGNS: Final = {
    ",": "comma", ":": "colon", "(": "open", ")": "close", "[": "open", "]": "close",
    "。": "stop", ";": "stop", "!": "stop", "?": "stop",
}  # fmt: skip


class Known(NamedTuple):
    """A reading with its cells as indexes into the form."""

    reading: Reading
    cells: tuple[Side, ...]
    within: dict[str, tuple[Side, ...]]


class Token(NamedTuple):
    """``kind``: figure, year, nocount, key, gap, a sign, or a class of ``words``."""

    kind: str
    text: str
    start: int
    end: int
    figure: Figure | None = None
    known: Known | None = None


class Vocabulary(NamedTuple):
    """A form's words with those of the grammar, and the pattern of them all."""

    pattern: re.Pattern[str]
    words: dict[str, tuple[str, Known | None]]
    by_key: dict[str, Known]


@lru_cache(maxsize=8)
def vocabulary(form: Form) -> Vocabulary:
    """The words that matter in a report of a form, compiled once."""
    known: dict[str, Known] = {}
    by_key: dict[str, Known] = {}
    for entry in form.mentions:
        within = {topic: sides(ways, form.index) for topic, ways in entry.within.items()}
        made = Known(entry, sides(entry.cells, form.index), within)
        by_key[entry.key] = made
        known.update(dict.fromkeys(entry.words, made))
    words: dict[str, tuple[str, Known | None]] = {
        word: (kind, None) for word, kind in WORDS.items()
    }
    words |= {word: ("key", made) for word, made in known.items()}
    pattern = (
        rf"(?P<out>{_CARRIED_OUT})|(?P<law>{_LAW})|(?P<word>{_grouped(words)})"
        rf"|(?P<sign>[,:()\[\]。;!?])|(?P<in>{_CARRIED_IN})|{PATTERN}"
    )
    return Vocabulary(re.compile(pattern), words, by_key)


def _grouped(words: Iterable[str]) -> str:
    """An alternation that tries only words of the right first sign, the longest first.

    Python's engine tries branches one after the other, so that first signs are taken in groups:
    a place where no word begins costs ten tests and not four hundred.
    """
    by_first: dict[str, list[str]] = {}
    for word in sorted(words, key=lambda entry: (-len(entry), entry)):
        by_first.setdefault(word[0], []).append(re.escape(word[1:]))
    branches = [
        (first, re.escape(first) + (f"(?:{'|'.join(rest)})" if rest != [""] else ""))
        for first, rest in by_first.items()
    ]
    groups = (branches[at : at + GROUP] for at in range(0, len(branches), GROUP))
    return "|".join(
        f"(?=[{re.escape(''.join(first for first, _ in group))}])"
        f"(?:{'|'.join(branch for _, branch in group)})"
        for group in groups
    )


def tokens(text: str, start: int, end: int, words: Vocabulary) -> list[Token]:
    """A sentence as its tokens, with the gaps between them."""
    made: list[Token] = []
    at = start
    for match in words.pattern.finditer(text, start, end):
        first, last = match.span()
        if match.lastgroup == "word":
            word = match[0]
            kind, known = words.words[word]
            token: Token | None = Token(kind, word, first, last, None, known)
        else:
            token = _token(match, words)
        if token is None:
            continue
        if first > at:
            made.append(Token("gap", text[at:first], at, first))
        made.append(token)
        at = last
    if end > at:
        made.append(Token("gap", text[at:end], at, end))
    return made


def _token(match: re.Match[str], words: Vocabulary) -> Token | None:
    """What is no word of a list; None for numerals that are no number."""
    word, kind = match[0], match.lastgroup or ""
    span = match.span()
    if kind == "sign":
        return Token(_SIGNS[word], word, *span)
    if kind in ("year", "nocount"):
        return Token(kind, word, *span)
    if kind in ("in", "out"):
        return Token("key", word, *span, known=words.by_key.get(f"carried_{kind}"))
    if kind == "law":
        return Token("glue", word, *span)
    found = figure_of(match)
    return None if found is None else Token("figure", word, *span, figure=found)
