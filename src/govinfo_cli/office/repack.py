"""A package written anew: some parts changed, all others byte for byte as they lay packed."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from io import BytesIO
from struct import Struct
from typing import Final, NamedTuple
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from govinfo_cli.errors import UnreadableError
from govinfo_cli.limits import now, reached
from govinfo_cli.office.package import Part, packed_bytes

_VERSION: Final = 20  # of a reader that knows folders and deflate
_UTF8: Final = 0x800
_READABLE: Final = 0o600 << 16
# Headers before an entry and in the directory, and the directory's end, as in PKWARE's APPNOTE,
# sections 4.3.7, 4.3.12 and 4.3.16. What both headers say of an entry is one piece of them.
_COMMON: Final = Struct("<HHHHHIIIHH").pack
_CENTRAL: Final = Struct("<HHHI").pack
_END: Final = Struct("<4sHHHHIIH").pack
_OFFSET: Final = Struct("<I").pack


class Entry(NamedTuple):
    """A part that lies ready: its header with its content, and what the directory says of it.

    The place in the package goes between ``before`` and ``after``.
    """

    name: str
    content: bytes
    before: bytes
    after: bytes


@contextmanager
def opened(package: bytes) -> Iterator[ZipFile]:
    """The package's entries. Raises UnreadableError for what is broken or too large."""
    try:
        with ZipFile(BytesIO(package)) as source:
            total = sum(info.file_size for info in source.infolist())
            if total > 4 * now().unpacked:  # its pictures, too
                raise reached("part-too-large", "unpacked", part="zip")
            yield source
    except (BadZipFile, zlib.error, KeyError, EOFError, RuntimeError, NotImplementedError) as error:
        raise UnreadableError("package-corrupt", reason=str(error)) from error


def repack(parts: Iterable[tuple[ZipInfo, bytes]]) -> bytes:
    """A package of these parts, each packed as its ``ZipInfo`` says."""
    return put_together(packed(info, content) for info, content in parts)


def entry_of(package: bytes, source: ZipFile, info: ZipInfo) -> Entry:
    """A part of an opened package as it lies packed, once it has proved to be whole."""
    source.read(info)
    part = Part(info.filename, info.header_offset, info.compress_size, info.file_size,
                info.compress_type, info.flag_bits, info.CRC)  # fmt: skip
    return _entry(info, info.compress_type, packed_bytes(package, part), info.file_size, info.CRC)


def packed(info: ZipInfo, content: bytes) -> Entry:
    """A part with this content, packed as its ``ZipInfo`` says."""
    if info.compress_type == ZIP_STORED:
        return _entry(info, ZIP_STORED, content, len(content), zlib.crc32(content))
    pack = zlib.compressobj(zlib.Z_DEFAULT_COMPRESSION, zlib.DEFLATED, -zlib.MAX_WBITS)
    data = pack.compress(content) + pack.flush()
    return _entry(info, ZIP_DEFLATED, data, len(content), zlib.crc32(content))


def _entry(info: ZipInfo, method: int, data: bytes, size: int, crc: int) -> Entry:
    name = info.filename.encode()
    year, month, day, hour, minute, second = info.date_time
    common = _COMMON(
        _VERSION, 0 if info.filename.isascii() else _UTF8, method,
        hour << 11 | minute << 5 | second // 2, (year - 1980) << 9 | month << 5 | day,
        crc, len(data), size, len(name), 0,
    )  # fmt: skip
    made_by = bytes((_VERSION, info.create_system))
    attributes = info.external_attr or _READABLE
    return Entry(
        info.filename,
        b"PK\x03\x04" + common + name + data,
        b"PK\x01\x02" + made_by + common + _CENTRAL(len(info.comment), 0, 0, attributes),
        name + info.comment,
    )


def put_together(entries: Iterable[Entry]) -> bytes:
    """A package of these entries; the same entries give the same bytes."""
    contents: list[bytes] = []
    directory: list[bytes] = []
    at = 0
    for entry in entries:
        contents.append(entry.content)
        directory += entry.before, _OFFSET(at), entry.after
        at += len(entry.content)
    size, count = sum(map(len, directory)), len(contents)
    return b"".join((*contents, *directory, _END(b"PK\x05\x06", 0, 0, count, count, size, at, 0)))
