"""Files gone wrong, made of good ones: flipped bits, cut tails, swapped parts, edited markup.

What a seed and a number give is always the same file, so that a failure can be made again.
"""

from __future__ import annotations

import io
import random
import re
import warnings
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

_TAG = re.compile(rb"<[^<>]{1,200}>")
_VALUE = re.compile(rb'"([^"<>]{0,40})"')
_NUMBER = re.compile(rb"\d+")
# What people and programs do not expect where a number, a place or a word is due.
MAGIC = (
    b"", b"0", b"-1", b"1048576", b"1048577", b"16384", b"65536", b"2147483648", b"4294967295",
    b"18446744073709551616", b"1e400", b"1E999999", b"NaN", b"Infinity", b"A1:XFD1048576",
    b"XFD1048576", b"ZZZZZZ99999999", b"A0", b"../../../etc/passwd", b"&#0;", b"&x;", b"&#99999999999;",
    b"\x00", b"\xff\xfe", b"\xed\xa0\x80", b"%s%n", b"=HYPERLINK(1)", b"<![CDATA[", b"<!--", b"]]>",
    b'<!DOCTYPE a [<!ENTITY x "y">]>', b"\xe2\x80\xae", b"9" * 400, b"9" * 5000, b"(" * 400,
    "一".encode() * 40, b"true", b"null", b"[]", b"{}", b"1000000000", b'" rowspan="1000000000',
)  # fmt: skip
Change = Callable[[random.Random, bytes], bytes]


def _flip(rng: random.Random, data: bytes) -> bytes:
    made = bytearray(data)
    for _ in range(rng.choice((1, 1, 2, 8, 64))):
        made[rng.randrange(len(made))] ^= 1 << rng.randrange(8)
    return bytes(made)


def _overwrite(rng: random.Random, data: bytes) -> bytes:
    at, length = rng.randrange(len(data)), rng.choice((1, 2, 4, 4, 8, 512))
    return data[:at] + rng.randbytes(length) + data[at + length :]


def _extreme(rng: random.Random, data: bytes) -> bytes:
    at, length = rng.randrange(len(data)), rng.choice((1, 2, 4))
    return data[:at] + rng.choice((b"\xff", b"\x00", b"\x7f")) * length + data[at + length :]


def _cut(rng: random.Random, data: bytes) -> bytes:
    return data[: rng.randrange(len(data))]


def _drop(rng: random.Random, data: bytes) -> bytes:
    at = rng.randrange(len(data))
    return data[:at] + data[at + rng.choice((1, 16, 512, len(data) // 3)) :]


def _double(rng: random.Random, data: bytes) -> bytes:
    at, length = rng.randrange(len(data)), rng.choice((1, 16, 512, len(data) // 3))
    return data[: at + length] + data[at:]


def _insert(rng: random.Random, data: bytes) -> bytes:
    at = rng.randrange(len(data))
    return data[:at] + rng.choice(MAGIC) + data[at:]


def _swap(pattern: re.Pattern[bytes], group: int) -> Change:
    """A change that puts something odd in the place of one match."""

    def change(rng: random.Random, data: bytes) -> bytes:
        found = [match.span(group) for match in pattern.finditer(data)]
        if not found:
            return _insert(rng, data)
        start, end = rng.choice(found)
        other = rng.choice(found)
        new = rng.choice((rng.choice(MAGIC), data[other[0] : other[1]]))
        return data[:start] + new + data[end:]

    return change


def _repeat_tag(rng: random.Random, data: bytes) -> bytes:
    found = [match.span() for match in _TAG.finditer(data)]
    if not found:
        return _double(rng, data)
    start, end = rng.choice(found)
    return data[:start] + data[start:end] * rng.choice((0, 2, 50, 3000)) + data[end:]


RAW: tuple[Change, ...] = (_flip, _overwrite, _extreme, _cut, _drop, _double, _insert)
MARKUP: tuple[Change, ...] = (
    *RAW, _swap(_TAG, 0), _swap(_VALUE, 1), _swap(_NUMBER, 0), _swap(_VALUE, 1), _swap(_NUMBER, 0),
    _repeat_tag,
)  # fmt: skip


def mutant(name: str, data: bytes, number: int) -> bytes:
    """The file with one to three things wrong; ``name`` is the good file's, for its type."""
    rng = random.Random(f"{name} {number}")  # noqa: S311  no secret
    for _ in range(rng.choice((1, 1, 1, 2, 3))):
        if not data:
            break
        if data.startswith(b"PK") and rng.random() < 0.8:
            data = _package(rng, data)
        else:
            changes = RAW if Path(name).suffix in (".pdf", ".xls", ".et") else MARKUP
            data = rng.choice(changes)(rng, data)
    return data


def _package(rng: random.Random, data: bytes) -> bytes:
    """A package with its parts changed, and its checksums right."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = [(info.filename, archive.read(info)) for info in archive.infolist()]
    except Exception:  # noqa: BLE001  one that an earlier change broke
        return rng.choice(RAW)(rng, data)
    if not parts:
        return data
    at = rng.randrange(len(parts))
    name, content = parts[at]
    kind = rng.randrange(10)
    if kind == 0:
        del parts[at]
    elif kind == 1:
        other = rng.randrange(len(parts))
        parts[at], parts[other] = (name, parts[other][1]), (parts[other][0], content)
    elif kind == 2:
        parts.append((name if rng.random() < 0.5 else "../" + name, content))
    elif content:
        parts[at] = name, rng.choice(RAW if name.endswith(".bin") else MARKUP)(rng, content)
    made = io.BytesIO()
    with (
        warnings.catch_warnings(),
        zipfile.ZipFile(made, "w", rng.choice((zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED))) as new,
    ):
        warnings.simplefilter("ignore")  # two parts of one name are meant
        for part, content in parts:
            new.writestr(zipfile.ZipInfo(part), content)
    return made.getvalue()


def mutants(files: list[Path], first: int, count: int) -> Iterator[tuple[str, bytes]]:
    """So many mutants, of each file in turn, with a name that makes them again."""
    known = [(path.name, path.read_bytes()) for path in files]
    for number in range(first, first + count):
        name, data = known[number % len(known)]
        stem, dot, suffix = name.rpartition(".")
        yield f"{stem}.{number}{dot}{suffix}", mutant(name, data, number)
