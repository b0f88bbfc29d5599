"""The tables of reports that one program wrote: the same text each time, with other figures.

What stands around the figures is kept from one report and held against the next, of which only
the figures are looked at then. A text that does not fit to the last sign is read as any JSON.
"""

import json
from typing import Final, NamedTuple

from govinfo_cli.forms import Form
from govinfo_cli.late import late
from govinfo_cli.number import Number, from_json
from govinfo_cli.recognise.plain_tables import Layout

_TABLES: Final = '"tables"'
_EMPTY: Final = '"tables":{}'
_SPACES: Final = " \t\n\r"
_NULL: Final = b"null"
_BLANK: Final = b"\0"  # for null; no text that is JSON has it
_FIGURE: Final = late(rb"(null|[-.0-9]+)")
_CLOSED: Final = late(rb"(?:[ \t\n\r]*\}){3}")
_PLAIN: Final = late(rb"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")  # as JSON has it, without exponents
_FIGURES_ONLY: Final = bytes(sign if sign in b"-.0123456789\0" else 32 for sign in range(256))
KEPT: Final = 8  # moulds, and forms that were met
_ROOM: Final = 8  # signs of a figure, on the average; where they take more, the mould is no use
_LONGEST: Final = 40  # signs of a figure; what is longer is looked at with more care elsewhere
LARGEST: Final = 100_000  # bytes of tables worth a mould
_SHORT: Final = 4  # signs of figures that are kept


class Mould(NamedTuple):
    """Tables as a program writes them.

    ``start``: how they begin. ``line``: what stands around the figures, with gaps for these.
    ``room``: signs that the tables may take. ``layout``: where the figures go.
    """

    start: str
    line: list[bytes]
    room: int
    layout: Layout


class Poured(NamedTuple):
    """The figures of tables that fit a mould, and the report's text with empty tables instead."""

    figures: list[Number | None]
    rest: str
    layout: Layout


def pour(text: str) -> Poured | None:
    """Take the tables out of a report's text; None where they fit no mould."""
    start = text.find(_TABLES)
    for mould in MOULDS:
        if not text.startswith(mould.start, start):
            continue
        signs = _bytes(text[start : start + mould.room])
        if _BLANK in signs:
            return None
        fitted = _fitted(mould.line, signs)
        if not fitted and _NULL in signs:
            signs = signs.replace(_NULL, _BLANK)
            fitted = _fitted(mould.line, signs)
        if fitted:
            written, end = fitted[0], start + fitted[1]
            if _BLANK in signs:
                end += signs.count(_BLANK, 0, fitted[1]) * (len(_NULL) - len(_BLANK))
            return _poured(text[:start], written, text[end:], mould.layout)
    return None


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _fitted(around: list[bytes], signs: bytes) -> tuple[list[bytes], int] | None:
    """The figures, where signs begin with them and what is around them; and how long that is."""
    line, gaps = around[:], len(around) // 2
    written = signs.translate(_FIGURES_ONLY).split()[:gaps]
    if len(written) < gaps:
        return None
    line[1::2] = written
    tables = b"".join(line)
    if not signs.startswith(tables):
        return None
    return written, len(tables)


def _poured(before: str, written: list[bytes], behind: str, layout: Layout) -> Poured | None:
    """None where the tables are not those of the report but stand deeper within it."""
    if behind.strip(_SPACES) != "}" and not _is_whole(before + _EMPTY + "}"):
        return None
    try:
        return Poured([*map(_FIGURES.__getitem__, written)], before + _EMPTY + behind, layout)
    except KeyError:
        return None


def _is_whole(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


class _Figures(dict[bytes, Number | None]):
    """Figures as they are written: those of most cells are short and soon there."""

    def __missing__(self, written: bytes) -> Number | None:
        if len(written) > _LONGEST or not _PLAIN.fullmatch(written):
            raise KeyError(written)
        number = from_json(written.decode()) if b"." in written else int(written)
        assert isinstance(number, Number)  # only what is longer is not
        if len(written) <= _SHORT:
            self[written] = number
        return number


def keep_mould(text: str, layout: Layout) -> None:
    """Have the tables of a report known again that are just as the form has them.

    From the second report of a form on: a single one would have no use of it. Of moulds of one
    layout that begin alike the last is kept.
    """
    if layout.form not in MET:
        MET[:] = [layout.form, *MET][:KEPT]
        return
    start = text.find(_TABLES)
    line = _FIGURE.split(_bytes(text[start:]), layout.size)
    end = _CLOSED.match(line[-1])
    if not end or not _is_whole(text[:start] + _EMPTY + "}"):
        return  # a figure with an exponent makes two; tables may stand elsewhere, too
    line[-1] = end[0]
    around = b"".join(line[::2])
    if len(around) > LARGEST or not around.isascii():  # its signs are counted as bytes
        return
    begins = line[0].decode()
    room = len(around) + _ROOM * layout.size
    others = [mould for mould in MOULDS if mould.start != begins or mould.layout is not layout]
    MOULDS[:] = [Mould(begins, line, room, layout), *others][:KEPT]


_FIGURES: Final = _Figures({_BLANK: None})
MOULDS: Final[list[Mould]] = []
MET: Final[list[Form]] = []  # of which there was a report
