"""Which figures a trend shows: the main ones, or cells that a user names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from govinfo_cli.errors import UsageError
from govinfo_cli.forms import Form

SHARE: Final = "%"


class Figure(NamedTuple):
    """A sum of cells, or their share of a whole in per cent. ``key`` names it."""

    key: str
    group: str  # which belong together, for the colours of the chart
    cells: tuple[str, ...]
    whole: tuple[str, ...] = ()


_GRANTED = "requests/granted/total"
_PARTLY = "requests/partly_granted/total"
_DONE = ("requests/concluded/total",)
_SUITS = ("remedies/litigation_direct", "remedies/litigation_after_reconsideration")

FIGURES: Final = (
    Figure("received", "requests", ("requests/received/total",)),
    Figure("concluded", "requests", _DONE),
    Figure("carried_out", "requests", ("requests/carried_out/total",)),
    Figure("granted_share", "shares", (_GRANTED,), _DONE),
    Figure("disclosed_share", "shares", (_GRANTED, _PARTLY), _DONE),
    Figure("reconsideration", "remedies", ("remedies/reconsideration/total",)),
    Figure("reconsideration_corrected", "remedies", ("remedies/reconsideration/corrected",)),
    Figure("litigation", "remedies", tuple(f"{row}/total" for row in _SUITS)),
    Figure("litigation_corrected", "remedies", tuple(f"{row}/corrected" for row in _SUITS)),
    Figure("licensing", "disclosure", ("disclosure/licensing/decisions",)),
    Figure("penalties", "disclosure", ("disclosure/penalties/decisions",)),
    Figure("coercion", "disclosure", ("disclosure/coercion/decisions",)),
    Figure("in_force", "disclosure", ("disclosure/normative_documents/in_force",)),
)
BY_KEY: Final = {figure.key: figure for figure in FIGURES}


def chosen(words: Iterable[str], forms: Sequence[Form]) -> tuple[Figure, ...]:
    """The figures that words name: a key of ``FIGURES`` or a cell's path; all of them for none.

    Raises UsageError for a word that is neither.
    """
    made = []
    for word in words:
        if word in BY_KEY:
            made.append(BY_KEY[word])
        elif any(word in form.index for form in forms):
            made.append(Figure(word, word.split("/", 1)[0], (word,)))
        else:
            raise UsageError("figure-unknown", figure=word, known=", ".join(BY_KEY))
    return tuple(made) or FIGURES
