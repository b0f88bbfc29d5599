"""Statements without a figure: none came, none was carried over, all were upheld."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from govinfo_cli.forms.readings import Side
from govinfo_cli.prose.choose import REMEDIES, REQUESTS, choose
from govinfo_cli.prose.clause import kinds
from govinfo_cli.prose.scan import Token, Vocabulary
from govinfo_cli.prose.scope import OTHER, is_partial
from govinfo_cli.prose.state import State, period_of

_UPHELD: Final = "upheld"
_NOT_UPHELD: Final = ("corrected", "other_outcome", "pending")
_NEAR: Final = frozenset({"glue", "requests", "own", "now", "key", "join", "all", "total", "wide"})
_SIGNS: Final = frozenset({"comma", "stop", "open", "close"})
_END: Final = Token("stop", "", 0, 0)


class Statement(NamedTuple):
    """Sums of cells of which one is 0 by what is said. ``case``: ``none``, or ``upheld`` (all)."""

    cells: tuple[Side, ...]
    case: str
    start: int
    end: int


def statements(tokens: Sequence[Token], state: State, words: Vocabulary) -> Iterator[Statement]:
    """The statements of one sentence. ``state``: what was spoken of when it had been read."""
    if not kinds(tokens) & {"not", "all"}:
        return
    clause: list[Token] = []
    earlier: list[Token] = []
    for token in [*tokens, _END]:
        if token.kind not in _SIGNS:
            clause.append(token)
        elif clause:
            if all(t.figure is None for t in clause) and not _past(earlier, clause, state):
                yield from _none(clause, earlier, state, words)
                yield from _all_upheld(clause, earlier, state, words)
            earlier += clause
            clause = []


def _past(earlier: Sequence[Token], clause: Sequence[Token], state: State) -> bool:
    """Whether a sentence is of another year."""
    return any(
        token.kind == "last" or (token.kind == "year" and period_of(token.text, state.year))
        for token in (*earlier, *clause)
    )


def _none(
    clause: list[Token], earlier: Sequence[Token], state: State, words: Vocabulary
) -> Iterator[Statement]:
    """未收到政府信息公开申请; 没有发生行政复议、行政诉讼; 行政诉讼为零."""
    at = next((n for n, token in enumerate(clause) if token.kind == "not"), -1)
    if at < 0:
        return
    before, after = clause[:at], clause[at + 1 :]
    if not after:
        start = _near_end(before)
        before, after = before[:start], before[start:]
    scope = state.organ.scope(before) or state.organ.scope(earlier)
    if scope == OTHER or is_partial(before) or not _is_near(after):
        return
    if any(t.kind == "gap" and not state.organ.is_own(t.text) for t in before):
        return  # 如未收到, 个别单位没有
    keys = [token for token in after if token.known]
    asked = [token for token in after if token.kind == "requests"]
    topics = list(state.topics)
    named = {k.known.reading.topic for k in keys if k.known}
    if asked and not named & set(REMEDIES):
        if all(token.text == "申请" for token in asked) and topics[:1] != [REQUESTS]:
            return
        topics.insert(0, REQUESTS)
    choice = choose(keys, topics, joined=True)  # none of any of them
    cells = choice.cells
    if not keys and asked and (received := words.by_key.get("received")):
        cells = received.cells
    if cells:
        start = min(after[0].start, clause[at].start)
        yield Statement(cells, "none", start, clause[-1].end)


def _near_end(tokens: Sequence[Token]) -> int:
    """Where the light words begin that end a clause: 行政复议、行政诉讼均无."""
    start = len(tokens)
    while start and tokens[start - 1].kind in _NEAR:
        start -= 1
    return start


def _is_near(tokens: Sequence[Token]) -> bool:
    """Whether words only say of what there was none: a longer gap may narrow it."""
    return all(t.kind in _NEAR or (t.kind == "gap" and len(t.text) < 2) for t in tokens)


def _all_upheld(
    clause: list[Token], earlier: Sequence[Token], state: State, words: Vocabulary
) -> Iterator[Statement]:
    """行政复议 7 件，均获维持: nothing was corrected, settled otherwise, or is pending."""
    at = next((n for n, token in enumerate(clause) if token.kind == "all"), -1)
    after = clause[at + 1 :]
    upheld = [t for t in after if t.known and t.known.reading.key == _UPHELD]
    if at < 0 or not upheld or not _is_near(after) or is_partial(clause[:at]):
        return
    spoken = [t for t in (*earlier, *clause) if t.known and t.known.reading.topic in REMEDIES]
    topics = dict.fromkeys(t.known.reading.topic for t in spoken if t.known)
    about = list(topics) or [topic for topic in state.topics[:1] if topic in REMEDIES]
    others = [words.by_key[key].within for key in _NOT_UPHELD if key in words.by_key]
    terms = [within[t][0] for t in about for within in others if within.get(t)]
    if terms:
        start = min([token.start for token in spoken] or [clause[at].start])
        side = tuple(term for side in terms for term in side)
        yield Statement((side,), _UPHELD, start, upheld[-1].end)
