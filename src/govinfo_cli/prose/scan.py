"""Prose cut into sentences of tokens, in one pass.

Words are looked up by their first two signs. One pattern of them all was as fast, but took ten
milliseconds to compile, a tenth of what the check of a single file takes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final, NamedTuple

from govinfo_cli.forms import Form
from govinfo_cli.forms.readings import Reading, Side, sides
from govinfo_cli.late import late
from govinfo_cli.prose.figures import BEGINNINGS, PATTERN, Figure, figure_of
from govinfo_cli.prose.words import WORDS

# Cases carried over with the year in figures; the form's words have them by 上年 and 下年.
_CARRIED_OUT: Final = r"(?:结转|顺延|转结|转|延)[至到入](?:19|20)\d{2}年度?(?:继续)?(?:办理|答复)?"
_CARRIED_IN: Final = r"(?:19|20)\d{2}年度?(?:未办结)?(?:结转|转入|顺延)(?![至到下次])"
_LAW: Final = (
    r"(?:按照|根据|依照|依据)?《(?:中华人民共和国)?(?:政府信息公开)?条例》(?:的?(?:规定|要求))?"
)
# What words are asked before, and what after; at one place the first of them counts.
_BEFORE: Final = late(f"(?P<out>{_CARRIED_OUT})|(?P<law>{_LAW})")
_AFTER: Final = late(rf"(?P<in>{_CARRIED_IN})|{PATTERN}")
_BEGIN_BEFORE: Final = frozenset("结顺转延按根依《")
_SIGNS: Final = {
    ",": "comma", ":": "colon", "(": "open", ")": "close", "[": "open", "]": "close",
    "。": "stop", ";": "stop", "!": "stop", "?": "stop",
}  # fmt: skip
_BEGIN_AFTER: Final = frozenset(BEGINNINGS)  # digits of any script begin, too


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


Word = tuple[str, str, Known | None]  # with its kind


class Vocabulary(NamedTuple):
    """A form's words, the grammar's and the signs, by their first two, the longest first.

    ``begins``: any sign at which a token may begin, by itself and the sign after it.
    ``by_start``: words of one sign also stand last among those of two signs that begin with it.
    """

    begins: re.Pattern[str]
    by_start: dict[str, list[Word]]
    by_key: dict[str, Known]

    def word_at(self, text: str, at: int, end: int) -> Token | None:
        """The longest word that begins at a place."""
        by_start = self.by_start
        found = by_start.get(text[at : at + 2]) or by_start.get(text[at])
        for word, kind, known in found or ():
            if text.startswith(word, at, end):
                return Token(kind, word, at, at + len(word), None, known)
        return None


@lru_cache(maxsize=8)
def vocabulary(form: Form) -> Vocabulary:
    """The words that matter in a report of a form."""
    known: dict[str, Known] = {}
    by_key: dict[str, Known] = {}
    for entry in form.mentions:
        within = {topic: sides(ways, form.index) for topic, ways in entry.within.items()}
        made = Known(entry, sides(entry.cells, form.index), within)
        by_key[entry.key] = made
        known.update(dict.fromkeys(entry.words, made))
    words: dict[str, tuple[str, Known | None]] = {
        word: (kind, None) for word, kind in (_SIGNS | WORDS).items()
    }
    words |= {word: ("key", made) for word, made in known.items()}
    by_start: dict[str, list[Word]] = {}
    for word in sorted(words, key=len, reverse=True):
        by_start.setdefault(word[:2], []).append((word, *words[word]))
    odd = _BEGIN_AFTER | _BEGIN_BEFORE | {start for start in by_start if len(start) == 1}
    firsts = odd | {start[0] for start in by_start}
    seconds = {start[1] for start in by_start if len(start) > 1}
    begins = rf"[\d{_listed(firsts)}](?:(?<=[\d{_listed(odd)}])|(?=[{_listed(seconds)}]))"
    for start in by_start:
        if len(start) > 1:
            by_start[start] += by_start.get(start[0], [])
    return Vocabulary(re.compile(begins), by_start, by_key)


def _listed(signs: Iterable[str]) -> str:
    return re.escape("".join(sorted(signs)))


def tokens(text: str, start: int, end: int, words: Vocabulary) -> list[Token]:
    """A sentence as its tokens, with the gaps between them."""
    made: list[Token] = []
    at = looked = start
    for sign in words.begins.finditer(text, start, end):
        first = sign.start()
        if first < looked:  # within the last token
            continue
        one = text[first]
        match = _BEFORE.match(text, first, end) if one in _BEGIN_BEFORE else None
        token = words.word_at(text, first, end) if match is None else None
        if token is not None:
            looked = token.end
        elif match or one in _BEGIN_AFTER or one.isdecimal():
            match = match or _AFTER.match(text, first, end)
            if match is None:
                continue
            looked, token = match.end(), _token(match, words)
        if token is None:
            continue
        if first > at:
            made.append(Token("gap", text[at:first], at, first))
        made.append(token)
        at = looked
    if end > at:
        made.append(Token("gap", text[at:end], at, end))
    return made


def _token(match: re.Match[str], words: Vocabulary) -> Token | None:
    """What is no word of a list; None for numerals that are no number."""
    kind, word = match.lastgroup, match[0]
    start, end = match.span()
    if kind == "figure":
        found = figure_of(match)
        return None if found is None else Token("figure", word, start, end, found)
    if kind in ("in", "out"):
        return Token("key", word, start, end, None, words.by_key.get(f"carried_{kind}"))
    return Token("glue" if kind == "law" else str(kind), word, start, end)  # year, nocount
