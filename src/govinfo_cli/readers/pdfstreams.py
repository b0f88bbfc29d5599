"""What a PDF asks for is counted: pdfminer itself would unpack, draw and number without end.

Its functions are wrapped once, where it looks them up, and count down what a file, or a page,
has left. Source: ISO 32000-1, 7.4 (filters), 9.7.4.3 (widths) and 9.7.5 (maps of codes).
"""

from __future__ import annotations

import logging
import zlib
from collections.abc import Callable, Iterable
from contextvars import ContextVar
from functools import cache
from io import BytesIO
from typing import Any, Final

from govinfo_cli.limits import now, reached

_LEFT: ContextVar[int] = ContextVar("left", default=0)


class _Bounded:
    """What pdfminer uses of zlib, with a bound on each stream and on all of one file."""

    error = zlib.error

    @staticmethod
    def decompress(data: bytes) -> bytes:
        unpacker = zlib.decompressobj()
        found = _count(unpacker.decompress(data, now().text + 1))
        if not unpacker.eof:
            raise zlib.error("incomplete stream")
        return found

    @staticmethod
    def decompressobj() -> Any:
        return _Piecewise()


class _Piecewise:
    """A damaged stream is unpacked byte by byte."""

    def __init__(self) -> None:
        self._unpacker = zlib.decompressobj()
        self._total = 0

    def decompress(self, data: bytes) -> bytes:
        found = _count(self._unpacker.decompress(data))
        self._total += len(found)
        if self._total > now().text:
            raise reached("pdf-stream", "text")
        return found


def _count(found: bytes) -> bytes:
    if len(found) > now().text:
        raise reached("pdf-stream", "text")
    _LEFT.set(_LEFT.get() - len(found))
    if _LEFT.get() < 0:
        raise reached("pdf-stream", "unpacked")
    return found


_DRAWN: ContextVar[int] = ContextVar("drawn", default=0)
_NUMBERED: ContextVar[int] = ContextVar("numbered", default=0)
_PER_PAGE: Final = 20  # so many times fewer things on a page than cells in a file
Call = Callable[..., Any]


def _drawn(call: Call) -> Call:
    """Count what is put on a page: each character and line becomes an object of a kilobyte."""

    def counted(*given: Any, **named: Any) -> Any:
        _DRAWN.set(_DRAWN.get() + 1)
        if _DRAWN.get() > now().cells // _PER_PAGE:
            raise reached("pdf-too-full", "cells", most=now().cells // _PER_PAGE)
        return call(*given, **named)

    return counted


def _number(count: int) -> None:
    _NUMBERED.set(_NUMBERED.get() + count)
    if _NUMBERED.get() > now().cells:
        raise reached("pdf-too-full", "cells", most=now().cells)


def _numbered(call: Call) -> Call:
    """Count the codes that a font gives characters to."""

    def counted(*given: Any) -> Any:
        _number(1)
        return call(*given)

    return counted


def _spread(call: Call, size: int) -> Call:
    """Look at ranges of widths, written in groups of so many, before they are spread out."""

    def bounded(seq: Iterable[object]) -> Any:
        from pdfminer.pdftypes import resolve1  # a large library, only for PDF  # noqa: PLC0415

        entries = [resolve1(entry) for entry in seq]
        group: list[Any] = []
        for entry in entries:
            group = [] if isinstance(entry, list) else [*group, entry]
            if len(group) == size:
                first, last = group[:2]
                if isinstance(first, int) and isinstance(last, int):
                    _number(max(last - first, 0))
                group = []
        return call(entries)

    return bounded


def _run_lengths(data: bytes) -> bytes:
    """Unpack ``RunLengthDecode``: a length and literal bytes, or a length and a repeated one."""
    made = bytearray()
    at = 0
    while at < len(data) and data[at] != _END_OF_RUNS:
        length = data[at]
        if length < _END_OF_RUNS:
            made += data[at + 1 : at + 2 + length]
            at += 2 + length
        else:
            made += data[at + 1 : at + 2] * (257 - length)
            at += 2
        if len(made) > now().text:
            break
    return _count(bytes(made))


_END_OF_RUNS: Final = 128


def _codes(data: bytes) -> bytes:
    """Unpack ``LZWDecode`` piece by piece."""
    from pdfminer.lzw import LZWDecoder  # a large library, only for PDF  # noqa: PLC0415

    return b"".join(map(_count, LZWDecoder(BytesIO(data)).run()))


def _letters(call: Call) -> Call:
    def bounded(data: bytes) -> Any:
        if 4 * len(data) > now().text:  # a letter may stand for four bytes
            raise reached("pdf-stream", "text")
        return call(data)

    return bounded


def _lines(call: Call) -> Call:
    def bounded(predictor: int, colors: int, columns: int, bits: int, data: bytes) -> Any:
        if abs(columns) * max(abs(colors), 1) > now().text:  # a line is made before it is read
            raise reached("pdf-stream", "text")
        return call(predictor, colors, columns, bits, data)

    return bounded


@cache
def _install() -> None:
    from pdfminer import cmapdb, converter, pdffont, pdftypes  # only for PDF  # noqa: PLC0415

    filters = vars(pdftypes)
    filters.update(
        zlib=_Bounded, rldecode=_run_lengths, lzwdecode=_codes,
        ascii85decode=_letters(filters["ascii85decode"]),
        apply_png_predictor=_lines(filters["apply_png_predictor"]),
    )  # fmt: skip
    vars(pdffont).update(
        get_widths=_spread(pdffont.get_widths, 3), get_widths2=_spread(pdffont.get_widths2, 5)
    )
    counted: tuple[tuple[type, str, Callable[[Call], Call]], ...] = (
        (cmapdb.CMapBase, "add_cid2unichr", _numbered),
        (cmapdb.FileUnicodeMap, "add_cid2unichr", _numbered),
        (cmapdb.FileCMap, "add_code2cid", _numbered),
        (converter.PDFLayoutAnalyzer, "render_char", _drawn),
        (converter.PDFLayoutAnalyzer, "paint_path", _drawn),
    )
    for owner, name, counting in counted:
        setattr(owner, name, counting(getattr(owner, name)))
    # It warns of each odd colour; whoever wants to know adds a handler.
    logging.getLogger("pdfminer").addHandler(logging.NullHandler())


def bound_streams() -> None:
    """Begin a file: all its streams together may come to ``unpacked`` bytes."""
    _install()
    _LEFT.set(now().unpacked)
    _NUMBERED.set(0)
    bound_page()


def bound_page() -> None:
    """Begin a page."""
    _DRAWN.set(0)
