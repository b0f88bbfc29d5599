"""Bytes to text: UTF-8 with or without BOM, UTF-16 by its BOM, what a page says, GB18030."""

from __future__ import annotations

import codecs
from typing import Final

from govinfo_cli.errors import UnreadableError

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
    if data.startswith(codecs.BOM_UTF8):
        return _strictly(data[3:], "utf-8")
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _strictly(data, "utf-16")
    if b"\x00" in data:
        raise UnreadableError("not-text")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _strictly(data, _FOREIGN.get(declared.lower(), "gb18030"))


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableError("encoding-unknown", encoding=encoding, byte=error.start) from error
