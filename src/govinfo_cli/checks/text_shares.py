"""Percentages in the prose: shares of a whole, and growth against last year (N602, N604)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import product
from typing import Final

from govinfo_cli.checks.tables import Tables, is_cut, near, per_cent, rounded
from govinfo_cli.context import Context
from govinfo_cli.finding import INFO, Finding, Where, finding
from govinfo_cli.forms.readings import Side
from govinfo_cli.number import Number
from govinfo_cli.prose.clause import COUNT, GROWTH, SHARE
from govinfo_cli.prose.mentions import Mention
from govinfo_cli.prose.read import Sentence

_ASKED: Final = (
    ("requests/concluded/total",), ("requests/received/total",),
    ("requests/received/total", "requests/carried_in/total"),
)  # fmt: skip
# The totals that a share of a table's cells is commonly taken of.
WHOLES: Final = {
    "requests": _ASKED,
    "remedies": (
        ("remedies/reconsideration/total",),
        ("remedies/litigation_direct/total", "remedies/litigation_after_reconsideration/total"),
        ("remedies/reconsideration/total", "remedies/litigation_direct/total",
         "remedies/litigation_after_reconsideration/total"),
        *_ASKED,
    ),
}  # fmt: skip


def check_shares(
    sentences: Sequence[Sentence], tables: Tables, context: Context
) -> Iterator[Finding]:
    """A share is the part named before it, of the cases concluded or of another whole nearby.

    Right to half a unit of the last digit; digits cut off are information.
    Source: domain.md 3.2, N-PCT.
    """
    del context
    for sentence in sentences:
        for at, mention in enumerate(sentence.mentions):
            if mention.role != SHARE or mention.figure.about or mention.period:
                continue
            before = _before(sentence.mentions, at)
            part = mention if mention.cells else before[0] if before and mention.bare else None
            if part is not None and not part.figure.about and not part.period:
                yield from _share(sentence, mention, part, before, tables)


def _before(mentions: Sequence[Mention], at: int) -> list[Mention]:
    """The counts of this year before a figure and not deeper in brackets, the nearest first."""
    depth = mentions[at].depth
    return [
        m for m in reversed(mentions[:at])
        if m.role == COUNT and m.depth <= depth and not m.period and not m.figure.about
    ]  # fmt: skip


def _share(
    sentence: Sentence, mention: Mention, part: Mention, before: list[Mention], tables: Tables
) -> Iterator[Finding]:
    parts = [] if part is mention else [part.figure.number]
    parts += tables.values(part.cells)
    wholes = tables.values(mention.of or _wholes(part, tables))
    others = [
        m.figure.number for m in before if m is not part and m.figure.unit == part.figure.unit
    ]
    if not wholes and not (part.opener and others):
        return
    shares = [per_cent(p, w) for w, p in product([*wholes, *others], parts) if w and p <= w]
    place = (sentence.where, *_cells(part, tables))
    yield from _told("N602", sentence, part.start, mention, shares, place)


def _wholes(part: Mention, tables: Tables) -> list[Side]:
    """The totals that a share of such cells is commonly taken of."""
    form = tables.report.form
    if not part.cells:
        return []
    table = form.cells[part.cells[0][0][0]].table
    ways = WHOLES.get(table, ())
    return [
        tuple((form.index[path], 1) for path in way)
        for way in ways
        if all(path in form.index for path in way)
    ]


def _cells(mention: Mention, tables: Tables) -> tuple[Where, ...]:
    return tables.places(mention.cells[0]) if mention.cells else ()


def _told(
    code: str, sentence: Sentence, start: int, mention: Mention, ways: list[Decimal],
    place: tuple[Where, ...],
) -> Iterator[Finding]:  # fmt: skip
    """Nothing where one of the ways gives the figure; information where its digits were cut."""
    number, step = mention.figure.number, mention.figure.step
    if not ways or any(near(way, number, step) for way in ways):
        return
    cut = any(is_cut(way, number, step) for way in ways)
    yield finding(
        code, *place, severity=INFO if cut else "", case="cut" if cut else "",
        expected=rounded(ways[0], step), actual=number,
        quote=sentence.quote(min(start, mention.start), mention.end),
    )  # fmt: skip


def check_growth(
    sentences: Sequence[Sentence], tables: Tables, context: Context
) -> Iterator[Finding]:
    """Growth in percent, or by a number, against last year's report or a figure of the text.

    Source: domain.md 3.2, N-YOY (one report printed 1.05 for 1.08).
    """
    previous = Tables(context.previous) if context.previous is not None else None
    for sentence in sentences:
        for at, mention in enumerate(sentence.mentions):
            if not mention.sign or mention.figure.about or mention.figure.unit == "个百分点":
                continue
            bases = _before(sentence.mentions, at)
            if mention.cells or bases:
                yield from _growth(sentence, mention, bases, tables, previous)


def _growth(
    sentence: Sentence, mention: Mention, bases: list[Mention], tables: Tables,
    previous: Tables | None,
) -> Iterator[Finding]:  # fmt: skip
    base = mention if mention.cells or not bases else bases[0]
    if base is mention and bases and bases[0].readings == mention.readings:
        base = bases[0]
    last = [
        m.figure.number for m in sentence.mentions
        if m.period == "last" and m.role == COUNT and not m.figure.about
        and (not m.readings or m.readings == base.readings)
    ]  # fmt: skip
    pairs = list(product([m.figure.number for m in bases] or tables.values(base.cells), last))
    if previous is not None and not last:
        pairs = [pair for m in (base, *bases) for pair in _pairs(m, tables, previous)]
    ways = [way for now, then in pairs if (way := _change(mention, now, then)) is not None]
    yield from _told(
        "N604", sentence, base.start, mention, [way * mention.sign for way in ways],
        (sentence.where, *_cells(base, tables)),
    )  # fmt: skip


def _pairs(mention: Mention, tables: Tables, previous: Tables) -> Iterator[tuple[Number, Number]]:
    """This year's and last year's number of the same cells, and the text's against last year's."""
    for side in mention.cells:
        then = previous.value(_same(side, tables, previous))
        now = tables.value(side)
        if then is None or now is None:
            continue
        if mention.role == COUNT:
            yield mention.figure.number, then
        yield now, then


def _same(side: Side, tables: Tables, previous: Tables) -> Side:
    """A sum's cells in another report; one that its form lacks makes the sum unknown."""
    form, other = tables.report.form, previous.report.form
    found = tuple(
        (other.index[form.cells[index].path], factor)
        for index, factor in side
        if form.cells[index].path in other.index
    )
    return found if len(found) == len(side) else ()


def _change(mention: Mention, now: Number, then: Number) -> Decimal | None:
    if mention.role != GROWTH:
        return Decimal(now) - Decimal(then)
    return per_cent(now - then, then) if then else None
