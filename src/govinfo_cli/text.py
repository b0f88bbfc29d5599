"""Text for matching, never for output: one spelling of each label."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final
from unicodedata import normalize

from govinfo_cli.late import late

MAX_KEPT: Final = 1000  # longer texts are no labels, and would fill the memory of those seen
_WIDE: Final = tuple((sign, chr(ord(sign) - 0xFEE0)) for sign in "，：；（）％！？")
_NO_CHARACTER = late(r"&#(?:\d{8,}|[xX][0-9a-fA-F]{8,});?")
_SPACE = late(r"[\s\u200b-\u200f\u2060\ufeff\u00ad\x00-\x1f]+")
_NUMBERING = late(
    r"^(?:\([一二三四五六七八九十]{1,3}\)[、.,:]?"
    r"|[一二三四五六七八九十]{1,3}[、.,:]"
    r"|\(?\d{1,2}[).、,:](?!\d)|\d{1,2}(?=[^\d.,、年月日]))"
)
_NOTE = late(r"\([^()]*\)")
_PUNCTUATION = late(r"""[\s“”"'‘’「」《》<>·•、,。.:;!?*_/|\\()\[\]【】—–-]+""")


def squeeze(text: str) -> str:
    """NFKC without any white space: Kangxi radicals, full width and spacing made one."""
    return _squeeze(text) if len(text) <= MAX_KEPT else _squeezed(text)


def _squeezed(text: str) -> str:
    plain = normalize("NFKC", halved(text))
    # What is printed has no white space but blanks, and no signs of no width.
    return plain if plain.isprintable() and " " not in plain else _SPACE.sub("", plain)


_squeeze = lru_cache(maxsize=1024)(_squeezed)


def halved(text: str) -> str:
    """The usual full-width signs as half-width ones, as NFKC has them in ten times the time."""
    for sign, plain in _WIDE:
        text = text.replace(sign, plain)
    return text


def fold(text: str) -> str:
    """The key under which a label is looked up.

    Numbering, notes in brackets, quotation marks and spaces are gone. A label that is one
    bracket as a whole keeps its words.

    >>> fold("（二） 部分公开（区分处理的，只计这一情形）"), fold("3、 危及“三安全一稳定”")
    ('部分公开', '危及三安全一稳定')
    """
    return _fold(text) if len(text) <= MAX_KEPT else squeeze(text)


@lru_cache(maxsize=1024)
def _fold(text: str) -> str:
    plain = squeeze(text)
    bare = (
        _NUMBERING.sub("", plain, count=1) if plain[:1].isnumeric() or plain[:1] == "(" else plain
    )
    before, without = "", bare
    while "(" in without and before != without:
        before, without = without, _NOTE.sub("", without)
    return _PUNCTUATION.sub("", without) or _PUNCTUATION.sub("", bare)


@lru_cache(maxsize=1024)
def wording(text: str) -> str:
    """What remains when only spacing, width, brackets and quotes are ignored.

    Two labels of one wording need no remark (finding S109) to the user.
    """
    return _PUNCTUATION.sub("", squeeze(text))


def unescaped(text: str) -> str:
    """A text with its entities resolved; a number that is no character gives U+FFFD."""
    if "&" not in text:
        return text
    from html import unescape  # its table of names is large  # noqa: PLC0415

    return unescape(_NO_CHARACTER.sub("\ufffd", text))


def printable(text: str) -> str:
    """A text in which control characters are shown, not obeyed, and lone halves marked.

    Tab, line feed and carriage return stay. XML and HTML cannot hold the others at all.
    """
    return _CONTROL.sub(_shown, text) if _CONTROL.search(text) else text


def visible(text: str) -> str:
    r"""A text for people's eyes: what would turn the order of reading round is shown as well.

    >>> visible("a\u202eb\x1b[31m")
    'a<U+202E>b␛[31m'
    """
    return _ORDER.sub(_named, printable(text)) if not text.isascii() else printable(text)


def one_line(text: str) -> str:
    """A text for people's eyes that stays on its line, so that it cannot pass for another one."""
    return _BREAK.sub(_shown, visible(text))


def _shown(match: re.Match[str]) -> str:
    code = ord(match[0])
    return chr(0x2400 + code) if code < 0x20 else "\u2421" if code == 0x7F else "\ufffd"


def _named(match: re.Match[str]) -> str:
    return f"<U+{ord(match[0]):04X}>"


_CONTROL: Final = late("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_BREAK: Final = late("[\t\n\r]")
ORDER: Final = "\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069"
"""Marks, embeddings, overrides and isolates of direction (UAX 9), and the separators of lines."""
_ORDER: Final = late(f"[{ORDER}]")
