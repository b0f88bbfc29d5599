"""What the prose of a report counts: each figure with its reading, its year and its scope."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from govinfo_cli.forms.readings import Side
from govinfo_cli.prose.bind import choice_of, is_whole, keys_of, whole_of
from govinfo_cli.prose.choose import NOTHING, Choice
from govinfo_cli.prose.clause import (
    BREAKS,
    COUNT,
    SHARE,
    Lead,
    kinds,
    lead_of,
    role_of,
    split_share,
)
from govinfo_cli.prose.figures import Figure
from govinfo_cli.prose.scan import Token
from govinfo_cli.prose.state import State

_BARE: Final = frozenset({"total", "glue", "now", "colon"})
_ENDS: Final = BREAKS | {"stop", "join", "share", "than", "each", "nocount"}
_TIMES: Final = frozenset({"year", "last", "now"})
_NAMES: Final = frozenset({"key", "requests"})
_NEXT: Final = frozenset({"key", "part", "rise", "fall"})


class Mention(NamedTuple):
    """One figure of a sentence.

    ``role``: COUNT, SHARE (of a whole), GROWTH (percent) or CHANGE (a difference), the latter
    two with a ``sign``. ``readings`` and ``cells``: what it counts and the sums of cells that it
    may be; no cells where it cannot be held to the tables. ``of``: the whole that a SHARE
    names. ``period``: "" for the report's year, ``last`` or ``other``. ``opener``: the word that
    makes it a part of a figure before, such as 其中 or "(". ``total``: 共 stands before it.
    ``aside``: 另有 does. ``whole``: of one with readings, nothing says that it is another's
    figure, or a part. ``bare``: its clause has no other words. ``start``, ``end``: its words, in
    the plain paragraph.
    """

    figure: Figure
    role: str
    sign: int
    readings: tuple[str, ...]
    cells: tuple[Side, ...]
    period: str
    opener: str
    total: bool
    aside: bool
    whole: bool
    bare: bool
    depth: int
    start: int
    end: int
    of: tuple[Side, ...] = ()


def read_sentence(tokens: Sequence[Token], state: State) -> Iterator[Mention]:
    """The figures of one sentence, in order."""
    state.sentence()
    found = kinds(tokens)
    if "figure" not in found:
        state.about(tokens)
        return
    plain = without_asides(tokens) if "open" in found else tokens
    named = not _NAMES.isdisjoint(found)
    first = 0
    for at, token in enumerate(plain):
        if token.figure is not None:
            before, after = plain[first:at], plain[at + 1 :]
            yield _mention(token, token.figure, before, after, state, named=named)
            first = at + 1
        elif token.kind in ("open", "close"):
            state.depth += 1 if token.kind == "open" else -1
        elif token.kind in _TIMES and plain[at + 1 :] and plain[at + 1].kind != "than":
            state.take_period(token, plain[first:at])  # not so 与去年相比
    state.about(plain[first:])


def without_asides(tokens: Sequence[Token]) -> list[Token]:
    """The tokens without brackets that hold no figure: 其他处理（含撤回）341 件."""
    made: list[Token] = []
    opened: list[int] = []
    for token in tokens:
        made.append(token)
        if token.kind == "open":
            opened.append(len(made) - 1)
        elif token.kind == "close" and opened:
            start = opened.pop()
            if all(entry.figure is None for entry in made[start:]):
                del made[start:]
    return made


def _tail(following: Sequence[Token]) -> list[Token]:
    """The words after a figure that belong to it; words of the form before the next one do not."""
    tail: list[Token] = []
    for token in following:
        if token.figure is not None:
            return tail[: next((n for n, t in enumerate(tail) if t.kind in _NEXT), len(tail))]
        if token.kind in _ENDS:
            break
        tail.append(token)
    return tail


def _mention(
    token: Token, figure: Figure, tokens: Sequence[Token], following: Sequence[Token],
    state: State, *, named: bool,
) -> Mention:  # fmt: skip
    """``named``: whether the sentence has any word of the form."""
    lead = lead_of(tokens)
    role, sign = role_of(figure, lead)
    bound = _bound(lead, _tail(following), following, state, role) if named else _UNBOUND
    period = state.period_in(lead, role)
    choice = bound.choice
    held = bound.whole and not period and (role != COUNT or figure.unit in choice.units)
    words = kinds(tokens) if lead.prior else lead.kinds
    part = kinds(split_share(lead.own)[0]) if role == SHARE else lead.kinds
    keys = bound.keys or [token]  # in order
    return Mention(
        figure, role, sign, choice.readings, choice.cells if held else (), period, lead.opener,
        "total" in words, "aside" in words, bound.whole, part <= _BARE, state.depth,
        min(keys[0].start, token.start), max(keys[-1].end, token.end), bound.of,
    )  # fmt: skip


class _Bound(NamedTuple):
    """What binds a figure to the form; see Mention."""

    keys: list[Token]
    choice: Choice
    of: tuple[Side, ...]
    whole: bool


_UNBOUND: Final = _Bound([], NOTHING, (), False)


def _bound(
    lead: Lead, tail: Sequence[Token], following: Sequence[Token], state: State, role: str
) -> _Bound:
    found = keys_of(lead, tail, following, state, role)
    state.about([*lead.prior, *lead.own])
    choice = choice_of(found, lead, tail, state)
    of = choice_of(whole_of(lead), lead, [], state).cells if role == SHARE else ()
    if found.after:
        state.about(found.keys)
    whole = is_whole(lead, found, tail, state, role)
    state.parted = not whole or bool(found.keys and not choice.readings)
    state.ground(found, whole=whole and bool(choice.cells))
    return _Bound(found.keys, choice, of, whole)
