"""Bytes to text: UTF-8 with or without BOM, UTF-16 by its BOM, what a page says, GB18030."""

from __future__ import annotations

import codecs
from typing import Final

from govinfo_cli.errors import UnreadableError
from govinfo_cli.limits import now, reached

_FOREIGN: Final = {
    "big5": "big5",
    "utf-16": "utf-16",
    "utf-16le": "utf-16-le",
    "utf-16be": "utf-16-be",
}


def decode(data: bytes, declared: str = "") -> str:
    """Decode a text file, or raise UnreadableError: nothing is replaced silently.

    ``declared``: the encoding that the file names for itself. Valid UTF-8 is taken for what it
    is whatever is declared; GB2312 and GBK are read as GB18030, which holds both.
    """
    if not data.strip():
        raise UnreadableError("empty-file")
    if len(data) > now().text:
        raise reached("text-too-large", "text", size=len(data))
    if data.startswith(codecs.BOM_UTF8):
        return _strictly(data[3:], "utf-8")
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _strictly(data, "utf-16")
    if b"\x00" in data:
        return _wide(data)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _strictly(data, _FOREIGN.get(declared.lower(), "gb18030"))


def _wide(data: bytes) -> str:
    """UTF-16 without its mark: every second byte of its first letters is zero."""
    start = data[:64]
    for encoding, zeros, letters in (("utf-16-le", start[1::2], start[::2]),
                                     ("utf-16-be", start[::2], start[1::2])):  # fmt: skip
        if not zeros.strip(b"\0") and b"\0" not in letters and len(data) % 2 == 0:
            return _strictly(data, encoding)
    raise UnreadableError("not-text")


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableError("encoding-unknown", encoding=encoding, byte=error.start) from error
