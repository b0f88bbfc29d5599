"""The streams of a PDF are unpacked within limits: pdfminer itself would unpack without end."""

from __future__ import annotations

import logging
import zlib
from contextvars import ContextVar
from functools import cache
from typing import Any

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


@cache
def _install() -> None:
    from pdfminer import pdftypes  # a large library, only for PDF  # noqa: PLC0415

    vars(pdftypes)["zlib"] = _Bounded
    # It warns of each odd colour; whoever wants to know adds a handler.
    logging.getLogger("pdfminer").addHandler(logging.NullHandler())


def bound_streams() -> None:
    """Begin a file: all its streams together may come to ``unpacked`` bytes."""
    _install()
    _LEFT.set(now().unpacked)
