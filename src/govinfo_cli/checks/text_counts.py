"""Counts in the prose against the tables, and against each other (N601, N606)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from govinfo_cli.checks.tables import Tables
from govinfo_cli.context import Context
from govinfo_cli.finding import Finding, finding
from govinfo_cli.prose.clause import COUNT
from govinfo_cli.prose.mentions import Mention
from govinfo_cli.prose.read import Sentence


class Told(NamedTuple):
    """Where a figure was given first, and what the tables have against it."""

    sentence: Sentence
    mention: Mention
    odd: Finding | None


def check_counts(
    sentences: Sequence[Sentence], tables: Tables, context: Context
) -> Iterator[Finding]:
    """Each figure that words of the form name is one of the sums that they may mean.

    All readings are tried (收到 is the new requests, or these and those carried over); a figure
    that is none of them is told with the first. Source: domain.md 3.2, N-NEW to N-T2, N-DUP.
    """
    del context
    told: dict[tuple[str, ...], Told] = {}
    for sentence in sentences:
        listed = False
        for mention in sentence.mentions:
            listed = listed or bool(mention.opener)
            if mention.role != COUNT or mention.figure.about or mention.period:
                continue
            odd = _odd(sentence, mention, tables) if mention.cells else None
            if odd:
                yield odd
            if not listed and mention.readings and mention.whole:
                yield from _twice(Told(sentence, mention, odd), told)


def _odd(sentence: Sentence, mention: Mention, tables: Tables) -> Finding | None:
    known = tables.known(mention.cells)
    if not known or any(tables.agrees(mention.figure, side, value) for side, value in known):
        return None
    side, value = known[0]
    number, _ = tables.amount(mention.figure, side)
    like = tables.like(number, side)
    facts = {"like": like} if like else {}
    return finding(
        "N601", sentence.where, *tables.places(side), expected=value, actual=number,
        right=tables.terms(side), case="like" if like else "",
        quote=sentence.quote(mention.start, mention.end), **facts,
    )  # fmt: skip


def _twice(now: Told, told: dict[tuple[str, ...], Told]) -> Iterator[Finding]:
    """The same thing counted twice, differently; told under the one that the tables refute."""
    mention = now.mention
    first = told.setdefault((*mention.readings, mention.figure.unit), now)
    cause = now.odd or first.odd
    if first is now or mention.figure.number == first.mention.figure.number:
        return
    if mention.cells and not cause:
        return  # two readings, both right: 收到 with and without those carried over
    yield finding(
        "N606", now.sentence.where, first.sentence.where, expected=first.mention.figure.number,
        actual=mention.figure.number, quote=now.sentence.quote(mention.start, mention.end),
        before=first.sentence.quote(first.mention.start, first.mention.end), because=cause,
    )  # fmt: skip
