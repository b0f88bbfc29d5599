"""The texts of a workbook as their bytes tell them, for the plain cases only.

What is not plain (old escapes, carriage returns, odd nesting) is None: calamine's to read.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from govinfo_cli.office.package import Part, part_bytes

if TYPE_CHECKING:
    from collections.abc import Mapping

STRINGS: Final = "xl/sharedStrings.xml"
_ITEM: Final = re.compile(rb"<si>(.*?)</si>|<si/>", re.DOTALL)
_TEXT: Final = re.compile(rb'<t(?: xml:space="(preserve)")?>([^<]*)</t>')
_RUNS: Final = re.compile(
    rb'(?:<r>(?:<rPr>.*?</rPr>|<rPr/>)?<t(?: xml:space="preserve")?>[^<]*</t></r>)+', re.DOTALL
)
_ENTITY: Final = re.compile(r"&(?:#(\d{1,7})|#x([0-9a-fA-F]{1,6})|(amp|lt|gt|quot|apos));")
_NAMED: Final = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}


def shared_strings(data: bytes, package: Mapping[str, Part]) -> list[bytes] | None:
    """The package's strings as they are written; None where one could not be told apart."""
    part = package.get(STRINGS)
    if part is None:
        return []
    xml = part_bytes(data, part)
    found = _ITEM.findall(xml)
    plain = len(found) == xml.count(b"<si") and b"<!" not in xml
    return found if plain else None


@lru_cache(maxsize=1024)
def decode(written: bytes, *, shared: bool) -> str | None:
    """One text: an item of the shared strings, or what stands in a cell's own ``<t>``."""
    if b"_x" in written or b"\r" in written:
        return None
    if not shared:
        return _words(written, keep=False)
    whole = _TEXT.fullmatch(written)
    if whole:
        return _words(whole[2], keep=bool(whole[1]))
    if not _RUNS.fullmatch(written):
        return None
    runs = [_words(text, keep=bool(keep)) for keep, text in _TEXT.findall(written)]
    return None if None in runs else "".join(run or "" for run in runs)


def _words(written: bytes, *, keep: bool) -> str | None:
    try:
        text = written.decode()
        plain = _ENTITY.sub(_entity, text) if "&" in text else text
    except (ValueError, OverflowError):
        return None
    if text.count("&") != len(_ENTITY.findall(text)):
        return None
    return plain if keep or plain == plain.strip() else None


def _entity(match: re.Match[str]) -> str:
    if match[3]:
        return _NAMED[match[3]]
    return chr(int(match[1]) if match[1] else int(match[2], 16))
