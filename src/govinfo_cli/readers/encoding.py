"""Bytes to text: UTF-8 with or without BOM, UTF-16 by its BOM, GBK/GB18030."""

from __future__ import annotations

import codecs

from govinfo_cli.errors import UnreadableError


def decode(data: bytes) -> str:
    """Decode a text file, or raise UnreadableError: nothing is replaced silently."""
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
        return _strictly(data, "gb18030")


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableError("encoding-unknown", encoding=encoding, byte=error.start) from error
