"""The tables of reports that one program wrote: the same text each time, with other figures.

What stands around the figures is kept from one report and held against the next, of which only
the figures are looked at then. A text that does not fit to the last sign is read as any JSON.
"""

from __future__ import annotations

import json
from typing import Final, NamedTuple

from govinfo_cli.forms import Form
from govinfo_cli.late import late
from govinfo_cli.number import Number, from_json
from govinfo_cli.recognise.canonical_tables import shape_of

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
_SHORT: Final = 4  # signs of figures that are kept


class Mould(NamedTuple):
    """Tables as a program writes them.

    ``start``: how they begin. ``line``: what stands around the figures, with gaps for these.
    ``room``: signs that the tables may take. ``shape``: of the form, see ``shape_of``.
    """

    start: str
    line: list[bytes]
    room: int
    shape: object


class Poured(NamedTuple):
    """The figures of tables that fit a mould, and the report's text with empty tables instead."""

    figures: list[Number | None]
    rest: str
    shape: object


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
            fitted = _fitted(mould.line, signs.replace(_NULL, _BLANK))
        if fitted:
            written, length = fitted
            return _poured(text[:start], written, text[start + length :], mould.shape)
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
    return written, len(tables) + (len(_NULL) - len(_BLANK)) * tables.count(_BLANK)


def _poured(before: str, written: list[bytes], behind: str, shape: object) -> Poured | None:
    """None where the tables are not those of the report but stand deeper within it."""
    if behind.strip(_SPACES) != "}" and not _is_whole(before + _EMPTY + "}"):
        return None
    try:
        return Poured([*map(_FIGURES.__getitem__, written)], before + _EMPTY + behind, shape)
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


def keep_mould(text: str, form: Form) -> None:
    """Have the tables of a report known again that are just as the form has them.

    From the second report of a form on: a single one would have no use of it. Of moulds that
    begin alike the last is kept.
    """
    shape = shape_of(form)
    if shape not in MET:
        MET[:] = [shape, *MET][:KEPT]
        return
    start = text.find(_TABLES)
    line = _FIGURE.split(_bytes(text[start:]), len(form.cells))
    end = _CLOSED.match(line[-1])
    if not end or not _is_whole(text[:start] + _EMPTY + "}"):
        return  # a figure with an exponent makes two; tables may stand elsewhere, too
    line[-1] = end[0]
    if not b"".join(line).isascii():  # its signs are counted as bytes
        return
    begins = line[0].decode()
    room = sum(map(len, line[::2])) + _ROOM * len(form.cells)
    others = [mould for mould in MOULDS if (mould.start, mould.shape) != (begins, shape)]
    MOULDS[:] = [Mould(begins, line, room, shape), *others][:KEPT]


_FIGURES: Final = _Figures({_BLANK: None})
MOULDS: Final[list[Mould]] = []
MET: Final[list[object]] = []  # shapes of forms of which there was a report
