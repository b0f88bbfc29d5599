"""Lists in the prose against their total: 共 16 条，其中…… (N603)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise
from typing import Final, NamedTuple

from govinfo_cli.checks.tables import Tables
from govinfo_cli.context import Context
from govinfo_cli.finding import INFO, Finding, finding
from govinfo_cli.number import Number
from govinfo_cli.prose.clause import COUNT
from govinfo_cli.prose.mentions import Mention
from govinfo_cli.prose.read import Sentence

# After these words, and in brackets, a list is meant to be whole; after 其中 it need not be.
WHOLE: Final = frozenset({
    "包括", "分别为", "分别是", "包含", "分为", "具体为", "具体是", "含", "涵盖", "(",
})  # fmt: skip
_REST: Final = ("其他", "其它", "其余")


class List(NamedTuple):
    """Figures that may be a list's total, the nearest last, and its parts, all of one unit.

    ``ends``: after how many parts a semicolon or the end stands. ``cut``: another list begins
    inside, so that parts may be missing.
    """

    heads: list[Mention]
    parts: list[Mention]
    ends: list[int]
    cut: bool


def check_text_sums(
    sentences: Sequence[Sentence], tables: Tables, context: Context
) -> Iterator[Finding]:
    """The parts of a list are together its total.

    Never an error: a list after 其中 need not be whole, so that too little is information; it is
    a warning where the list ends in 其他 or its word (包括, 分别为, a bracket) says that it is
    whole, and where the parts are more than the total. Nested lists, other units and figures with
    about-words are left out. Source: domain.md 3.2, N-SUM (five of thirty lists were wrong).
    """
    del tables, context
    for at, sentence in enumerate(sentences):
        counts = _counts(sentence)
        for number, mention in enumerate(counts):
            if mention.opener:
                heads = [m for m in counts[:number] if m.depth <= mention.depth]
                if not number and at and sentences[at - 1].paragraph is sentence.paragraph:
                    heads = _counts(sentences[at - 1])
                rest = [counts[number:], *_continued(sentences, at)]
                for unit in dict.fromkeys(head.figure.unit for head in heads):
                    yield from _held(sentence, _list(heads, rest, unit))
            elif mention.total and mention.bare and number > 1:
                yield from _summed_up(sentence, counts[:number], mention)


def _counts(sentence: Sentence) -> list[Mention]:
    return [m for m in sentence.mentions if m.role == COUNT and not m.period]


def _continued(sentences: Sequence[Sentence], at: int) -> Iterator[list[Mention]]:
    """The figures of the sentences that only a semicolon parts from this one."""
    for one, following in pairwise(sentences[at:]):
        if one.closed or following.paragraph is not one.paragraph:
            return
        yield _counts(following)


def _list(heads: list[Mention], rest: Sequence[list[Mention]], unit: str) -> List:
    """Take the parts of one unit up to where the list ends."""
    first = rest[0][0]
    parts: list[Mention] = []
    ends: list[int] = []
    stopped: Mention | None = None
    for mentions in rest:
        for mention in mentions:
            other = mentions is not rest[0] and mention.readings and not first.readings
            if mention is not first and (other or _stops(mention, first)):
                stopped = mention
                break
            if mention.depth == first.depth and mention.figure.unit == unit:
                parts.append(mention)
        ends.append(len(parts))
        if stopped or first.depth:
            break
    cut = stopped is not None and bool(stopped.opener) and stopped.depth == first.depth
    return List([h for h in heads if h.figure.unit == unit], parts, ends, cut)


def _stops(mention: Mention, first: Mention) -> bool:
    if mention.depth > first.depth:
        return False
    return mention.depth < first.depth or bool(mention.opener) or mention.total or mention.aside


def _held(sentence: Sentence, found: List) -> Iterator[Finding]:
    """Hold the parts to the total; any place where the list may end will do."""
    if not found.parts or any(m.figure.about for m in (*found.parts, found.heads[-1])):
        return
    head = found.heads[-1]
    total = head.figure.number
    sums = list(accumulate(part.figure.number for part in found.parts))
    if set(sums) & _totals(found.heads):
        return
    by_part = all(now - before <= 1 for before, now in pairwise([0, *found.ends]))
    parts = found.parts[: found.ends[-1] if by_part else found.ends[0]]
    amount = sums[len(parts) - 1]
    alone = len({h.figure.number for h in found.heads}) == 1
    if amount > total and not (head.total or head.readings or alone):
        return
    if amount < total and (found.cut or len(parts) < 2 or parts[0].opener == "中"):
        return
    yield _told(sentence, head, parts, amount)


def _told(sentence: Sentence, head: Mention, parts: Sequence[Mention], amount: Number) -> Finding:
    opener, last, total = parts[0].opener, parts[-1], head.figure.number
    ending = sentence.paragraph.text[parts[-2].end if len(parts) > 1 else head.end : last.start]
    whole = opener in WHOLE or any(word in ending for word in _REST)
    case = "more" if amount > total else "" if whole else "open"
    return finding(
        "N603", sentence.where, severity=INFO if case == "open" else "", case=case,
        expected=total, actual=amount,
        quote=sentence.quote(min(head.start, parts[0].start), last.end),
        parts="+".join(str(part.figure.number) for part in parts),
    )  # fmt: skip


def _totals(heads: Sequence[Mention]) -> set[Number]:
    """The numbers that a list may be of: one figure before it, or several in a row together."""
    numbers = [head.figure.number for head in heads]
    return {sum(numbers[a:b]) for a in range(len(numbers)) for b in range(a + 1, len(numbers) + 1)}


def _summed_up(sentence: Sentence, before: Sequence[Mention], total: Mention) -> Iterator[Finding]:
    """A total after its parts: 甲 5 件、乙 3 件，共计 9 件."""
    parts = [m for m in before if m.figure.unit == total.figure.unit and not m.depth]
    if len(parts) < 2 or len(parts) < len(before) or any(m.opener or m.total for m in parts):
        return
    if any(m.figure.about for m in (*parts, total)):
        return
    sums = list(accumulate(m.figure.number for m in reversed(parts)))
    if total.figure.number in sums[1:]:
        return
    yield finding(
        "N603", sentence.where, case="after", expected=sums[-1], actual=total.figure.number,
        quote=sentence.quote(parts[0].start, total.end),
        parts="+".join(str(part.figure.number) for part in parts),
    )  # fmt: skip
