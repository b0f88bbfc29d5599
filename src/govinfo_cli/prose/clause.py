"""The words around one figure: what they name, and how they bind it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final, NamedTuple

from govinfo_cli.prose.figures import Figure
from govinfo_cli.prose.scan import Token

COUNT: Final = "count"
SHARE: Final = "share"
RATE: Final = "rate"  # a percentage that nothing here says of what
GROWTH: Final = "growth"
CHANGE: Final = "change"

BREAKS: Final = frozenset({"comma", "open", "close"})
_LIGHT: Final = frozenset({"glue", "requests", "own", "now", "wide", "total", "colon", "all"})
_NEAR: Final = _LIGHT | {"key", "join", "each", "part"}
_COMPARING: Final = _NEAR | {"than", "last", "year", "rise", "fall", "share"}
_CHANGING: Final = frozenset({"rise", "fall", "changed"})
_PLAIN: Final = _LIGHT | {"key"}
_FILLING: Final = frozenset({"glue", "total", "colon", "requests", "now", "part", "own", "wide"})
_FILLING_TOO: Final = _FILLING | {"aside", "join", "all"}


class Lead(NamedTuple):
    """What stands before a figure: ``own`` in its clause, ``prior`` since the last figure.

    ``opener``: the word that makes it a part of the figure before (其中), or "(". ``kinds``: of
    the words in its clause.
    """

    own: Sequence[Token]
    prior: Sequence[Token]
    opener: str
    kinds: set[str]


class Keys(NamedTuple):
    """Words of the form beside a figure, and what stands before them in their clause."""

    keys: list[Token]
    before: Sequence[Token]
    joined: bool = False
    after: bool = False  # they follow the figure


_NO_KEYS: Final = Keys([], [])


def lead_of(tokens: Sequence[Token]) -> Lead:
    """Cut what stands before a figure at its last break."""
    at, opener, opened = -1, "", ""
    for number, token in enumerate(tokens):
        kind = token.kind
        if kind in BREAKS:
            at = number
            opened = "(" if kind == "open" else opened
        elif kind == "part":
            opener = token.text
    if not opener and at > 0 and tokens[at - 1].text == "中":
        opener = "中"  # 3050 件申请中，……
    own = tokens[at + 1 :]
    return Lead(own, tokens[: max(at, 0)], opener or opened, kinds(own))


def kinds(tokens: Sequence[Token]) -> set[str]:
    """The kinds of words that occur."""
    return {token.kind for token in tokens}


def role_of(figure: Figure, lead: Lead) -> tuple[str, int]:
    """What a figure is for, and for a change its sign."""
    if not figure.percent and _CHANGING.isdisjoint(lead.kinds):
        return COUNT, 0
    sign = next(
        (1 if t.kind == "rise" else -1 for t in reversed(lead.own) if t.kind in ("rise", "fall")), 0
    )
    if figure.percent:
        return (GROWTH, sign) if sign else (SHARE if "share" in lead.kinds else RATE, 0)
    if figure.unit == "个百分点" or "changed" in lead.kinds:
        return CHANGE, 0
    return (CHANGE, sign) if sign else (COUNT, 0)


def keys_before(own: Sequence[Token], *, comparing: bool) -> Keys:
    """The words of the form that nothing but light words part from the figure."""
    near = _COMPARING if comparing else _NEAR
    return _walk(own, near)


def split_share(own: Sequence[Token]) -> tuple[Sequence[Token], Sequence[Token]]:
    """What is before 占 (the part) and after it (the whole): 不予公开占答复总数的 4.34%."""
    at = next(n for n, token in enumerate(own) if token.kind == "share")
    return own[:at], own[at + 1 :]


def _walk(tokens: Sequence[Token], near: Collection[str]) -> Keys:
    start = len(tokens)
    while start and tokens[start - 1].kind in near:
        start -= 1
    found = [n for n in range(start, len(tokens)) if tokens[n].kind == "key"]
    if not found:
        return Keys([], tokens)
    keys = [tokens[n] for n in found]
    joined = _are_joined(tokens[found[0] : found[-1] + 1])
    return Keys(keys, tokens[: found[0]], joined)


def _are_joined(tokens: Sequence[Token]) -> bool:
    """Whether a join stands between every two nouns: 复议、诉讼 and not 复议 诉讼."""
    if len(tokens) == 1:
        return False
    joins = sum(token.kind == "join" for token in tokens)
    nouns = sum(token.kind == "key" and _is_noun(token) for token in tokens)
    return joins > 0 and joins >= nouns - 1


def _is_noun(token: Token) -> bool:
    return token.known is not None and token.known.reading.role == "noun"


def keys_elsewhere(lead: Lead, tail: Sequence[Token]) -> Keys:
    """Where the figure's own clause names nothing: 12 件予以公开, or 受理申请，共 12 件."""
    if tail:
        found = _walk_tail(tail) if lead.kinds <= _FILLING_TOO else _NO_KEYS
        return found if found.keys else Keys([], lead.own)
    closed = lead.prior and "total" in lead.kinds and lead.kinds <= _FILLING
    if closed and not kinds(lead.prior) & {"open", "close", "stop"}:
        prior = lead_of(lead.prior).own
        return _walk(prior, _NEAR)
    return Keys([], lead.own)


def _walk_tail(tail: Sequence[Token]) -> Keys:
    end = 0
    while end < len(tail) and tail[end].kind in _NEAR:
        end += 1
    found = [n for n in range(end) if tail[n].kind == "key"]
    if not found:
        return Keys([], [])
    joined = _are_joined(tail[found[0] : found[-1] + 1])
    return Keys([tail[n] for n in found], [], joined, after=True)


def is_plain_tail(tail: Sequence[Token]) -> bool:
    """Whether nothing after a figure narrows what it counts: 12 件, not 12 件来信."""
    return not tail or kinds(tail) <= _PLAIN


def announced(lead: Lead, following: Sequence[Token]) -> tuple[Keys, int]:
    """The keys to which 分别为 gives one figure each; how many figures follow the first."""
    own = lead.own
    if "key" not in lead.kinds or lead.kinds.isdisjoint(("each", "part")):
        return _NO_KEYS, 0
    each = (n for n, t in enumerate(own) if t.kind == "each" or t.text in ("分别为", "分别是"))
    at = next(each, -1)
    found = _walk(own[: max(at, 0)], _NEAR)
    if at < 0 or len(found.keys) < 2:
        return _NO_KEYS, 0
    more = 0
    for token in following:
        if token.kind == "figure":
            more += 1
        elif token.kind not in ("join", "comma"):
            break
    return found, more
