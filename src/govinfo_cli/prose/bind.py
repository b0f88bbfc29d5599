"""A figure bound to the words beside it: what it counts, and whether all of that."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from govinfo_cli.prose.choose import NOTHING, REMEDIES, REQUESTS, Choice, choose
from govinfo_cli.prose.clause import (
    BREAKS,
    COUNT,
    SHARE,
    Keys,
    Lead,
    announced,
    is_plain_tail,
    keys_before,
    keys_elsewhere,
    kinds,
    split_share,
)
from govinfo_cli.prose.scan import Token
from govinfo_cli.prose.scope import OTHER, Organ, is_partial
from govinfo_cli.prose.state import State

_ASKING: Final = frozenset(
    {"glue", "requests", "own", "now", "wide", "total", "colon", "year", "join"}
)
_COMMA: Final = Token("comma", ",", 0, 0)
_SHORT: Final = 3  # a clause of no more words only names a subject


def keys_of(
    lead: Lead, tail: Sequence[Token], following: Sequence[Token], state: State, role: str
) -> Keys:
    """The words of the form that name this figure, before it, after it or announced."""
    group, more = announced(lead, following)
    if group.keys:
        state.waiting = group.keys[1:] if more >= len(group.keys) - 1 else []
        return Keys(group.keys[:1] if state.waiting else [], group.before)
    if state.waiting and kinds([*lead.prior, *lead.own]) <= {"join", "comma"}:
        return Keys([state.waiting.pop(0)], [])
    state.waiting = []
    own = split_share(lead.own)[0] if role == SHARE else lead.own
    named = "key" in lead.kinds
    found = keys_before(own, comparing=role != COUNT) if named else Keys([], own)
    return found if found.keys or role != COUNT else keys_elsewhere(lead, tail)


def whole_of(lead: Lead) -> Keys:
    """The words that name the whole of a share."""
    return keys_before(split_share(lead.own)[1], comparing=False)


def choice_of(found: Keys, lead: Lead, tail: Sequence[Token], state: State) -> Choice:
    """The cells that the words mean; nothing where they may mean more or less than the form."""
    if not found.keys:
        return _bare_requests(lead, tail, state)
    known = [key.known for key in found.keys if key.known]
    named = {entry.reading.topic for entry in known}
    said = {token.text for token in lead.own}
    around = (*lead.prior, *lead.own, *tail)
    if any(entry.reading.role == "verb" for entry in known) and named & set(REMEDIES):
        # A government also decides on reconsiderations of all kinds; those are not in the report.
        state.deciding = state.deciding or not any("公开" in token.text for token in around)
    state.stock = state.stock or "累计" in said
    if state.deciding and named & set(REMEDIES):
        return NOTHING
    if state.stock and not named & {REQUESTS, *REMEDIES}:
        return NOTHING
    if any(not said.isdisjoint(entry.reading.excluded) for entry in known):
        return NOTHING
    topics = list(state.topics)
    if any(entry.reading.within for entry in known):
        here = {t.known.reading.topic for t in (*lead.prior, *lead.own) if t.known}
        topics = [topic for topic in topics if topic in here | state.grounded]
    if any(t.kind == "requests" for t in (*lead.own, *tail)) and not named & set(REMEDIES):
        topics.insert(0, REQUESTS)
    return choose(found.keys, topics, joined=found.joined)


def _bare_requests(lead: Lead, tail: Sequence[Token], state: State) -> Choice:
    """政府信息公开申请 3119 件, with no word that says whether they came or were answered."""
    if "requests" not in lead.kinds:
        return NOTHING
    asked = any(len(t.text) > 2 for t in lead.own if t.kind == "requests")
    if not (asked and state.requests and lead.kinds <= _ASKING and is_plain_tail(tail)):
        return NOTHING
    reading = state.requests
    return Choice((reading.reading.key,), reading.cells, reading.reading.units)


def is_whole(lead: Lead, found: Keys, tail: Sequence[Token], state: State, role: str) -> bool:
    """Whether a figure is the report's own, and all of what its words name."""
    before = lead.own if found.after else found.before
    scope = state.organ.scope(before) if before else ""
    if found.keys and not state.depth:
        state.scope = scope or _subject(lead, state.organ) or state.scope
        if lead.opener and state.organ.level == "government" and _named(before, state.organ):
            state.scope = OTHER
    if OTHER in (state.scope, scope):
        return False
    if is_partial([entry for entry in before if not found.after or entry.kind != "aside"]):
        return False
    if role == COUNT and not found.after and not is_plain_tail(tail):
        return False
    topics = {k.known.reading.topic for k in found.keys if k.known} - {"", REQUESTS, *REMEDIES}
    if topics and any(t.kind == "gap" and not state.organ.is_own(t.text) for t in before):
        return False  # 收录规章 3 件: an unknown verb makes it another count
    if lead.own[:1] and lead.own[0].kind == "join" and not lead.prior and not lead.opener:
        return not state.parted  # 刊登规章 1 件、规范性文件 20 件
    verb = all(k.known and k.known.reading.role == "verb" for k in found.keys)
    return not (verb and lead.opener and not any(k.text.startswith("新") for k in found.keys))


def _named(tokens: Sequence[Token], organ: Organ) -> bool:
    return any(token.kind == "gap" and organ.is_own(token.text) for token in tokens)


def _subject(lead: Lead, organ: Organ) -> str:
    """A clause before that only names whose figures follow: 区教育局，受理 3 件."""
    if not lead.prior:
        return ""
    clause: list[Token] = []
    found = ""
    for token in [*lead.prior, _COMMA]:
        if token.kind in BREAKS:
            scope = organ.scope(clause)
            found = scope if scope and len(clause) <= _SHORT else found
            clause = []
        else:
            clause.append(token)
    return found
