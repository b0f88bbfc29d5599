"""Which cells the words beside a figure mean."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import Final, NamedTuple

from govinfo_cli.forms.readings import Side
from govinfo_cli.prose.scan import Known, Token

REQUESTS: Final = "requests"
REMEDIES: Final = (
    "reconsideration", "litigation", "litigation_direct", "litigation_after_reconsideration",
)  # fmt: skip


class Choice(NamedTuple):
    """The readings taken, and the sums of cells that they may mean (any of them is right)."""

    readings: tuple[str, ...] = ()
    cells: tuple[Side, ...] = ()
    units: tuple[str, ...] = ()


NOTHING: Final = Choice()


def choose(keys: Sequence[Token], topics: Sequence[str], *, joined: bool) -> Choice:
    """The reading of the keys beside one figure. ``topics``: what is spoken of, the last first.

    What depends on a topic (维持) goes before nouns, nouns go before verbs (收到): 收到行政复议申请
    counts reconsiderations. Two nouns that nothing joins leave it open what is counted.
    """
    known = [token.known for token in keys if token.known]
    depending = _unique([k for k in known if k.reading.within])
    nouns = _unique([k for k in known if not k.reading.within and k.reading.role == "noun"])
    verbs = _unique([k for k in known if k.reading.role == "verb"])
    if depending:
        return _depending(depending, nouns, topics, joined=joined)
    if nouns:
        return _nouns(nouns, verbs, joined=joined)
    if verbs and (topics[:1] == [REQUESTS] or not verbs[0].cells):
        cells = tuple(side for verb in verbs for side in verb.cells)
        return Choice(tuple(v.reading.key for v in verbs), cells, verbs[0].reading.units)
    return NOTHING


def _unique(known: Sequence[Known]) -> list[Known]:
    """Each reading once; of a whole and its part (诉讼中直接起诉) the part."""
    if len(known) < 2:
        return list(known)
    found = {entry.reading.key: entry for entry in known}
    return [
        entry for key, entry in found.items()
        if not any(other.startswith(f"{key}_") and other in REMEDIES for other in found)
    ]  # fmt: skip


def _nouns(nouns: Sequence[Known], verbs: Sequence[Known], *, joined: bool) -> Choice:
    if len(nouns) > 1 and not joined:
        return NOTHING
    if verbs and nouns[0].reading.topic in REMEDIES:
        settled = any(verb.reading.key == "concluded" for verb in verbs)
        if settled:
            return NOTHING
    return Choice(
        tuple(noun.reading.key for noun in nouns),
        _added([noun.cells for noun in nouns]),
        nouns[0].reading.units,
    )


def _depending(
    depending: Sequence[Known], nouns: Sequence[Known], topics: Sequence[str], *, joined: bool
) -> Choice:
    named = [noun.reading.topic for noun in nouns]
    if (len(depending) > 1 or len(named) > 1) and not joined:
        return NOTHING
    about = named or list(topics)
    ways: tuple[Side, ...] = ()
    fitting = [t for t in about if all(t in entry.reading.within for entry in depending)]
    if not fitting or (not named and topics[:1] != fitting[:1]):
        return NOTHING
    if not named:
        for topic in fitting:
            ways += _added([entry.within[topic] for entry in depending])
    if len(fitting) > 1 or named:
        ways += _added([e.within[topic] for topic in fitting for e in depending])
    keys = tuple(entry.reading.key for entry in depending)
    return Choice((*keys, *fitting), tuple(dict.fromkeys(ways)), depending[0].reading.units)


def _added(ways: Sequence[Sequence[Side]]) -> tuple[Side, ...]:
    """Each combination of readings as one sum: 予以公开及部分公开."""
    if any(not way for way in ways):
        return ()
    if len(ways) > 4:
        return ()
    return tuple(
        tuple(term for side in combination for term in side) for combination in product(*ways)
    )
