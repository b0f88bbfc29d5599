"""How much the texts of a workbook come to, once each cell has its own.

A workbook writes a text once and names it in any number of cells; a reader gives each of them a
copy. So a file of some kilobytes can ask for terabytes. What it would come to is bounded first by
the longest that it could be, and counted only where that is too much.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from struct import error as struct_error
from struct import unpack_from
from typing import Final

from govinfo_cli.errors import UnreadableError
from govinfo_cli.late import late
from govinfo_cli.limits import now, reached

_CLAIMED: Final = late(rb"""uniqueCount\s*=\s*["'](\d+)""")
_ITEM: Final = late(rb"<(/?)(?:[\w.-]+:)?si(?:\s[^>]*?)?(/?)>")
_NAMED: Final = late(rb"""\st\s*=\s*["']s["']""")
_NAMED_AT_ONCE: Final = late(
    rb"""\st\s*=\s*["']s["'][^<>]*>\s*<(?:[\w.-]+:)?v(?:\s[^<>]*)?>\s*(\d+)\s*<"""
)
_DIGITS: Final = 9


def check_amount(found: int) -> None:
    """Raise UnreadableError where so many bytes of text are more than a file may come to."""
    if found > now().unpacked:
        raise reached("texts-too-large", "unpacked", found=found)


def check_strings(strings: bytes, sheets: Iterable[bytes]) -> None:
    """Check the shared strings of an xlsx and the sheets that name them. Raises UnreadableError."""
    for claimed in _CLAIMED.findall(strings):
        if len(claimed) > _DIGITS or int(claimed) > len(strings):
            raise UnreadableError("package-corrupt", reason=f"uniqueCount {claimed.decode()[:20]}")
    sheets = list(sheets)
    # Each cell has its value between <v> and </v>, whatever the prefix.
    most = len(strings) * sum(part.count(b"v>") for part in sheets) // 2
    if most > now().unpacked:
        check_amount(_counted(strings, sheets))


def _counted(strings: bytes, sheets: Sequence[bytes]) -> int:
    """The bytes of all texts; where the file is odd, what it could be at the most."""
    lengths = _lengths(strings)
    total = 0
    for part in sheets:
        named = _NAMED_AT_ONCE.findall(part)
        count = sum(1 for _ in _NAMED.finditer(part))
        if lengths is None or len(named) != count:
            total += len(strings) * count
        else:
            total += sum_of(lengths, (int(number[:_DIGITS]) for number in named))
    return total


def sum_of(lengths: Sequence[int], named: Iterable[int]) -> int:
    """The length of all texts that are named, by their numbers."""
    return sum(lengths[number] for number in named if number < len(lengths))


def _lengths(strings: bytes) -> list[int] | None:
    """The bytes of each item; None where they are not one beside the other."""
    found: list[int] = []
    start = -1
    for match in _ITEM.finditer(strings):
        closing, empty = match.groups()
        if bool(closing) != (start >= 0):
            return None
        if closing:
            found.append(match.start() - start)
            start = -1
        elif empty:
            found.append(0)
        else:
            start = match.end()
    return found if start < 0 else None


def old_lengths(pieces: Sequence[bytes]) -> list[int] | None:
    """The characters of each text of an xls: of its record SST and those that go on with it.

    None for what is broken. Source: MS-XLS 2.4.265 and 2.5.293.
    """
    found: list[int] = []
    piece, at = 0, 8
    try:
        while piece < len(pieces) and (at < len(pieces[piece]) or piece + 1 < len(pieces)):
            if at >= len(pieces[piece]):
                piece, at = piece + 1, 0
                continue
            (count,) = unpack_from("<H", pieces[piece], at)
            flags = pieces[piece][at + 2]
            at += 3
            rest = 0
            if flags & 8:
                rest += 4 * unpack_from("<H", pieces[piece], at)[0]
                at += 2
            if flags & 4:
                rest += unpack_from("<I", pieces[piece], at)[0]
                at += 4
            found.append(count)
            piece, at = _after_text(pieces, piece, at, count, flags & 1)
            piece, at = _after_bytes(pieces, piece, at, rest)
    except (struct_error, IndexError):
        return None
    return found


def _after_text(
    pieces: Sequence[bytes], piece: int, at: int, left: int, wide: int
) -> tuple[int, int]:
    """Where a text of so many characters ends; each piece that it goes on in says its width."""
    while True:
        taken = min(left, (len(pieces[piece]) - at) >> wide)
        left, at = left - taken, at + (taken << wide)
        if not left:
            return piece, at
        piece, at = piece + 1, 1
        wide = pieces[piece][0] & 1


def _after_bytes(pieces: Sequence[bytes], piece: int, at: int, left: int) -> tuple[int, int]:
    while left > len(pieces[piece]) - at:
        left -= len(pieces[piece]) - at
        piece, at = piece + 1, 0
    return piece, at + left
