"""The package that a library is given: what was looked at and nothing else, unpacked already.

A library that inflates a part a second time takes longer than the look at it; and one that can
reach no other part cannot be led to one that nobody looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from struct import Struct
from struct import error as struct_error
from typing import Final

from govinfo_cli.errors import UnreadableError
from govinfo_cli.office.package import STORED, Part, packed_bytes

# Headers before a part and in the directory, and the directory's end, as in PKWARE's APPNOTE,
# sections 4.3.7, 4.3.12 and 4.3.16: version, names in UTF-8, method, the first day there is.
_COMMON: Final = Struct("<HHHIIIIHH").pack
_END: Final = Struct("<4s4xHHIIH").pack
_OFFSET: Final = Struct("<I").pack
_VERSION, _UTF8, _DAY = 20, 0x800, 0x21 << 16
_REST: Final = bytes(10)  # no remark, the first disk, no attributes


def handed_on(
    data: bytes, package: Mapping[str, Part], names: Iterable[str], parts: Mapping[str, bytes]
) -> bytes:
    """A package of the parts of these names; those in ``parts`` lie in it as they are there.

    Raises UnreadableError for a part that is not where the directory says.
    """
    contents: list[bytes] = []
    directory: list[bytes] = []
    at = 0
    for name in names:
        part, label = package[name], name.encode()
        content, method = parts.get(name), STORED
        if content is None:
            content, method = _packed(data, part), part.method
        common = _COMMON(_VERSION, _UTF8, method, _DAY, part.crc, len(content), part.size,
                         len(label), 0)  # fmt: skip
        contents += b"PK\x03\x04", common, label, content
        directory += b"PK\x01\x02\x14\0", common, _REST, _OFFSET(at), label
        at += 30 + len(label) + len(content)
    size, count = sum(map(len, directory)), len(directory) // 5
    return b"".join((*contents, *directory, _END(b"PK\x05\x06", count, count, size, at, 0)))


def _packed(data: bytes, part: Part) -> bytes:
    try:
        return packed_bytes(data, part)
    except struct_error as error:
        raise UnreadableError("package-corrupt", reason=part.name) from error
