"""The parts of a zip package, listed from its central directory and inflated one by one.

A tenth of what a general zip library needs for the same, and nothing is trusted: sizes are
bounded before a byte is inflated. Source: PKWARE's APPNOTE, sections 4.3.12 and 4.3.16.
"""

import zlib
from struct import Struct, unpack_from
from struct import error as struct_error
from typing import Any, Final, NamedTuple

from govinfo_cli.errors import UnreadableError
from govinfo_cli.limits import now, reached

OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How a file of the old Office begins; an encrypted new one, too."""

_END: Final = b"PK\x05\x06"
_BIG: Final = b"PK\x06\x07"  # the directory of a package of more than 4 GB stands elsewhere
_ENTRY: Final = b"PK\x01\x02"
_LOCAL: Final = b"PK\x03\x04"
STORED, DEFLATED = 0, 8
ENCRYPTED: Final = 1


class Part(NamedTuple):
    """One entry: where its local header stands, and how it is packed."""

    name: str
    offset: int
    packed: int
    size: int
    method: int
    flags: int
    crc: int


def parts_of(data: bytes) -> dict[str, Part]:
    """The entries by name. Raises UnreadableError for what is no whole package."""
    end = data.rfind(_END, max(0, len(data) - 65_557))
    if end < 0:
        raise UnreadableError("package-corrupt", reason="no zip directory")
    found: dict[str, Part] = {}
    try:
        count, _, at = unpack_from("<HII", data, end + 10)
        if data[max(end - 20, 0) : max(end - 16, 0)] == _BIG:
            raise UnreadableError("package-corrupt", reason="zip64")
        for _ in range(count):
            (mark, flags, method, crc, packed, size, name, extra, comment, offset) = _FIELDS(
                data, at
            )
            if mark != _ENTRY:
                raise UnreadableError("package-corrupt", reason="broken zip directory")
            text = data[at + 46 : at + 46 + name].decode("utf-8", "replace")
            found[text] = _part((text, offset, packed, size, method, flags, crc))
            at += 46 + name + extra + comment
    except struct_error as error:
        raise UnreadableError("package-corrupt", reason="cut off") from error
    if at != end:  # another reader might take other entries than these
        raise UnreadableError("package-corrupt", reason="broken zip directory")
    if len(found) != count:
        raise UnreadableError("package-twice")
    return found


_part = Part._make
_FIELDS: Final = Struct("<4s4xHH4xIIIHHH8xI").unpack_from  # of an entry in the directory


def packed_bytes(data: bytes, part: Part) -> bytes:
    """A part's content as it lies in the package. Raises UnreadableError, or struct.error."""
    if data[part.offset : part.offset + 4] != _LOCAL:
        raise UnreadableError("package-corrupt", reason=part.name)
    name, extra = unpack_from("<HH", data, part.offset + 26)
    start = part.offset + 30 + name + extra
    return data[start : start + part.packed]


def part_bytes(data: bytes, part: Part) -> bytes:
    """A part's content. Raises UnreadableError for one that is broken, huge or encrypted."""
    if part.flags & ENCRYPTED:
        raise UnreadableError("encrypted")
    if part.size > now().unpacked:
        raise reached("part-too-large", "unpacked", part=part.name)
    try:
        packed = packed_bytes(data, part)
        if part.method not in (STORED, DEFLATED):
            raise UnreadableError("package-corrupt", reason=part.name)
    except struct_error as error:
        raise UnreadableError("package-corrupt", reason=part.name) from error
    if part.method == DEFLATED and (quick := _quickly(packed, part)) is not None:
        return quick
    content = packed if part.method == STORED else _inflated(packed, part.size)
    if content is None or len(content) != part.size or zlib.crc32(content) != part.crc:
        raise UnreadableError("package-corrupt", reason=part.name)
    return content


def _inflated(packed: bytes, size: int) -> bytes | None:
    """What a stream holds; None where it is broken."""
    try:
        # One byte more than promised would show that the directory lies about the size.
        return zlib.decompressobj(-15).decompress(packed, size + 1)
    except zlib.error:
        return None


def _quickly(packed: bytes, part: Part) -> bytes | None:
    """What libdeflate makes of a stream; None for what zlib is to judge.

    That is all that it cannot inflate to the size and the checksum that the directory names.
    """
    for library in QUICK if 0 < part.size <= QUICKLY else ():
        try:
            content = bytes(library.deflate_decompress(packed, part.size))
        except library.DeflateError:
            return None
        if len(content) == part.size and library.crc32(content) == part.crc:
            return content
    return None


QUICK: Final[list[Any]] = []  # libdeflate, once it was asked for
QUICKLY: Final = 1_000_000  # bytes; it takes the memory for all that is promised at once


def inflate_faster() -> None:
    """Let libdeflate inflate from now on.

    It needs four tenths of zlib's time; its import takes as long as a few files.
    """
    if not QUICK:
        import deflate  # not for a single file  # noqa: PLC0415

        QUICK.append(deflate)
