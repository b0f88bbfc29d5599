"""Files of one make: what was found out of the first holds for each, but for what is its own.

A report hangs on the texts of its file and on the places of its numbers. Where these are the
first's, only the numbers have to be put in their cells, and the lines around the tables that
differ to be read. A line in a table that differs makes it another make, and a word that a layout
could hang on, too.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from itertools import count
from typing import Final, NamedTuple, cast

from govinfo_cli.compiled import taker
from govinfo_cli.document import Document, Grid, RawCell, bare
from govinfo_cli.errors import UnreadableError
from govinfo_cli.forms import FormSet
from govinfo_cli.makes import At, Filled, Make
from govinfo_cli.marks import EXTRA_HEADER
from govinfo_cli.number import Number
from govinfo_cli.recognise.around import pieces_around
from govinfo_cli.recognise.labels import LabelIndex, label_index, tell_form
from govinfo_cli.recognise.prose import read_prose
from govinfo_cli.recognise.settings import KEYS
from govinfo_cli.recognise.skeletons import PROSE, masked_line, only_fills, shortest
from govinfo_cli.recognise.structure import remark_structure
from govinfo_cli.recognise.whole import Whole, others_than, recognise_whole, remark_metadata
from govinfo_cli.report import Report
from govinfo_cli.text import fold

_MAX_FORMS: Final = 4  # sets of forms for which a make is known


class _Seen(NamedTuple):
    """What was found out of a make's first file.

    ``take`` gives the values of a report out of a file's numbers and the first's ``texts``, the
    values that it has as texts. ``loose``: numbers that go to no cell of a table, with what the
    first has. ``free``: what may be another word or number, see ``_free``.
    """

    whole: Whole
    grids: Sequence[Grid]
    take: Callable[[Sequence[Number | None]], Sequence[Number | None]]
    texts: Sequence[Number | None]
    loose: Sequence[tuple[int, At, Number]]
    free: Mapping[At, int]


def recognise_again(
    filled: Filled, metadata: Mapping[str, str], forms: FormSet, wanted: str
) -> Report | None:
    """The report of a file of a known make; None where it has to be looked at as a whole."""
    seen = _seen(filled.make, forms, wanted)
    own = _own_lines(seen, filled, forms) if seen else None
    if seen is None or own is None:
        return None
    first = seen.whole.report
    report = Report(
        first.form, values=[*seen.take([*filled.numbers, *seen.texts])],
        absent={*first.absent}, unread={*first.unread}, extra=[*first.extra],
        places=[*first.places], remarks=[*seen.whole.remarks],
    )  # fmt: skip
    pieces = [
        piece for block, (layout, lines) in seen.whole.around.items()
        for piece in pieces_around(report, seen.grids[block], layout, lines, own.get(block, {}))
    ]  # fmt: skip
    remark_metadata(report, metadata)
    read_prose(report, pieces)
    remark_structure(report, others_than(first.form, forms), seen.whole.mixed)
    if seen.whole.verdict:
        from govinfo_cli.recognise.audit import tell  # seldom needed  # noqa: PLC0415

        tell(report, seen.whole.verdict)
    return report


def _own_lines(
    seen: _Seen, filled: Filled, forms: FormSet
) -> dict[int, dict[int, list[RawCell]]] | None:
    """The lines that differ from the first's, by block and number.

    None where one of them could make the layout another.
    """
    cells: dict[At, RawCell] = {**filled.words}
    for number, at, its in seen.loose:
        if filled.numbers[number] != its:
            cells[at] = filled.numbers[number]
    index = label_index(seen.whole.report.form)
    index.begin()
    own: dict[int, dict[int, list[RawCell]]] = {}
    for at, cell in cells.items():
        block, row, column = at
        short = seen.free.get(at)
        if short is None or (type(cell) is str and not _fills(cell, short, index, forms)):
            return None
        lines = own.setdefault(block, {})
        if row not in lines:
            lines[row] = seen.grids[block].rows[row][:]
        lines[row][column] = cell
    return own


def _fills(word: str, short: int, index: LabelIndex, forms: FormSet) -> bool:
    """Whether a word says as little of the layout and the form as the first's."""
    return fold(word) not in _telling(forms) and only_fills(word, index, short)


@lru_cache(maxsize=_MAX_FORMS)
def _telling(forms: FormSet) -> frozenset[str]:
    """The folded words that say something of a form, of the report, or of what found no cell."""
    return frozenset(KEYS).union((fold(EXTRA_HEADER[0]),), *(label_index(f).keys() for f in forms))


def _seen(make: Make, forms: FormSet, wanted: str) -> _Seen | None:
    """What was found out of the first file; None where another can differ in more than it tells."""
    kept = cast("dict[object, tuple[FormSet, _Seen | None]]", make.kept)
    if kept is None:
        kept = make.kept = {}
    known = kept.get((id(forms), wanted))
    if known is None:
        if len(kept) >= _MAX_FORMS:
            kept.clear()
        known = kept[id(forms), wanted] = forms, _look(make, forms, wanted)
    return known[1]


def _look(make: Make, forms: FormSet, wanted: str) -> _Seen | None:
    grids = cast("list[Grid]", make.first.blocks)
    firsts = [grids[block].rows[row][column] for block, row, column in make.numbers]
    numbers = [number if type(number) is int else 0 for number in firsts]
    document = Document("", filled=Filled(make, numbers, {}))
    try:
        whole = recognise_whole(document, forms, wanted)
    except UnreadableError:  # each file is to be told of by its own words
        return None
    if not whole.plain or not whole.taken:
        return None
    report = whole.report
    grids = cast("list[Grid]", document.blocks)
    blocks = {id(grid): block for block, grid in enumerate(grids)}
    there = {
        (blocks[id(place[0])], *place[1:]): index
        for index, place in enumerate(report.places) if isinstance(place, tuple)
    }  # fmt: skip
    cells = [there.get(at, -1) for at in make.numbers]
    found = {index: number for number, index in enumerate(cells) if index >= 0}
    if any(report.values[index] != numbers[number] for index, number in found.items()):
        return None  # it is not taken as it stands
    texts = [v for index, v in enumerate(report.values) if index not in found]
    beyond = count(len(numbers))
    order = [found[i] if i in found else next(beyond) for i in range(len(report.values))]
    loose = [
        (number, at, numbers[number])
        for number, (at, index) in enumerate(zip(make.numbers, cells, strict=True)) if index < 0
    ]  # fmt: skip
    return _Seen(whole, grids, taker(order), texts, loose, _free(whole, grids, forms))


def _free(whole: Whole, grids: Sequence[Grid], forms: FormSet) -> dict[At, int]:
    """The cells around the tables that have no say in layout and form.

    In their place may stand any number, and any word that is longer than so many signs.
    """
    index = label_index(whole.report.form)
    made = {}
    for block, (layout, _) in whole.around.items():
        for line in layout.prose:
            row = bare(grids[block].rows[line])
            words = [cell for cell in row if isinstance(cell, str)]
            if EXTRA_HEADER[0] in words or any(tell_form(words, forms).values()):
                continue
            short = shortest(row, index) or 0
            for column, cell in enumerate(masked_line(row, index)):
                if cell in (0, PROSE):
                    made[block, line, column] = short
    return made
