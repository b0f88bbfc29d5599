"""A text diff that Chinese can be read in: sentence by sentence, then character by character."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from difflib import SequenceMatcher
from typing import Final, NamedTuple

from govinfo_cli.number import percent

KEPT, REMOVED, ADDED = "kept", "removed", "added"

# A sentence with its full stop, closing quotation marks and line end.
_SENTENCE: Final = re.compile(r"[^。！？；!?;\n]*(?:[。！？；!?;]+[”’」』）)]*\n*|\n+|$)")
# A number and a Latin word are one; of Chinese, each character.
_TOKEN: Final = re.compile(r"\d[\d,，.]*(?<![,，.])%?|[A-Za-z]+|.", re.DOTALL)
ALIKE: Final = Decimal("0.5")  # from here on two sentences are one that was changed
MAX_PAIRS: Final = 40_000  # sentences against sentences in one stretch
MAX_TOKENS: Final = 1_500  # a longer sentence is not looked into
SHORT: Final = 2  # an island of fewer characters between changes is hard to read


class Piece(NamedTuple):
    """A stretch of text: ``kept``, ``removed`` (old only) or ``added`` (new only)."""

    op: str
    text: str


@dataclass(frozen=True, slots=True)
class Words:
    """One section's text in both reports. The kept and removed pieces make the old text."""

    key: str
    pieces: tuple[Piece, ...]

    @property
    def changed(self) -> bool:
        """Whether the texts differ."""
        return any(piece.op != KEPT for piece in self.pieces)

    @property
    def similarity(self) -> Decimal | None:
        """Kept characters in per cent of both texts' characters; None of two empty texts."""
        kept = sum(len(piece.text) for piece in self.pieces if piece.op == KEPT)
        rest = sum(len(piece.text) for piece in self.pieces if piece.op != KEPT)
        return percent(2 * kept, 2 * kept + rest)


def compare_words(
    old: Mapping[str, str], new: Mapping[str, str], order: Iterable[str]
) -> Iterator[Words]:
    """The texts of both, key by key, in the order given; keys of the old alone come last."""
    keys = dict.fromkeys([*order, *old, *new])
    for key in keys:
        one, other = old.get(key, ""), new.get(key, "")
        if one or other:
            yield Words(key, tuple(_joined(compare_text(one, other))))


def compare_text(old: str, new: str) -> Iterator[Piece]:
    """The pieces that lead from one text to the other."""
    one, other = (_SENTENCE.findall(text) for text in (old, new))
    if len(one) * len(other) > 100 * MAX_PAIRS:
        yield from _replaced(one, other)
        return
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    for op, a, b, c, d in matcher.get_opcodes():
        if op == "equal":
            yield Piece(KEPT, "".join(one[a:b]))
        elif op == "replace" and (b - a) * (d - c) <= MAX_PAIRS:
            yield from _paired(one[a:b], other[c:d])
        else:
            yield from _replaced(one[a:b], other[c:d])


def _replaced(old: Sequence[str], new: Sequence[str]) -> Iterator[Piece]:
    yield Piece(REMOVED, "".join(old))
    yield Piece(ADDED, "".join(new))


def _paired(old: Sequence[str], new: Sequence[str]) -> Iterator[Piece]:
    """Sentences that were changed beside what they became, the others gone or come."""
    at = then = 0
    for a, b in [*_pairs(old, new), (len(old), len(new))]:
        yield from _replaced(old[at:a], new[then:b])
        if a < len(old):
            yield from _inside(old[a], new[b])
        at, then = a + 1, b + 1


def _pairs(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """The pairs of alike sentences, in order, whose likeness adds up to most."""
    grams = [[_grams(text) for text in texts] for texts in (old, new)]
    zero = Decimal(0)
    best = [[zero] * (len(new) + 1) for _ in range(len(old) + 1)]
    alike = {}
    for a in reversed(range(len(old))):
        for b in reversed(range(len(new))):
            likeness = _likeness(grams[0][a], grams[1][b])
            best[a][b] = max(best[a + 1][b], best[a][b + 1])
            if likeness >= ALIKE:
                alike[a, b] = likeness
                best[a][b] = max(best[a][b], likeness + best[a + 1][b + 1])
    made = []
    a = b = 0
    while a < len(old) and b < len(new):
        if (a, b) in alike and best[a][b] == alike[a, b] + best[a + 1][b + 1]:
            made.append((a, b))
            a, b = a + 1, b + 1
        elif best[a][b] == best[a + 1][b]:
            a += 1
        else:
            b += 1
    return made


def _grams(text: str) -> frozenset[str]:
    plain = re.sub(r"\d+", "0", text.strip())  # other figures do not make it another sentence
    return frozenset(plain[n : n + 2] for n in range(max(len(plain) - 1, 1)))


def _likeness(one: frozenset[str], other: frozenset[str]) -> Decimal:
    """Dice's coefficient of the pairs of neighbouring characters, 0 to 1."""
    return Decimal(2 * len(one & other)) / (len(one) + len(other))


def _inside(old: str, new: str) -> Iterator[Piece]:
    one, other = _TOKEN.findall(old), _TOKEN.findall(new)
    if max(len(one), len(other)) > MAX_TOKENS:
        yield from _replaced([old], [new])
        return
    gone: list[str] = []
    come: list[str] = []
    codes = SequenceMatcher(None, one, other, autojunk=False).get_opcodes()
    for number, (op, a, b, c, d) in enumerate(codes):
        text = "".join(one[a:b])
        edge = number in (0, len(codes) - 1)
        if op == "equal" and (edge or len(text) >= SHORT or not text.isalpha()):
            yield from _replaced(gone, come)
            gone, come = [], []
            yield Piece(KEPT, text)
            continue
        gone += one[a:b]
        come += other[c:d]
    yield from _replaced(gone, come)


def _joined(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Neighbours of one kind made one; what is empty left out; removed before added."""
    gone = come = kept = ""
    for op, text in pieces:
        if op == KEPT and text:
            yield from _filled((REMOVED, gone), (ADDED, come))
            gone = come = ""
            kept += text
            continue
        if text:
            yield from _filled((KEPT, kept))
            kept = ""
        gone += text if op == REMOVED else ""
        come += text if op == ADDED else ""
    yield from _filled((KEPT, kept), (REMOVED, gone), (ADDED, come))


def _filled(*pieces: tuple[str, str]) -> Iterator[Piece]:
    return (Piece(op, text) for op, text in pieces if text)
