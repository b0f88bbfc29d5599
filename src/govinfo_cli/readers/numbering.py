"""The numbers that Word's lists put before a paragraph, which no run of text holds.

Source: ECMA-376 part 1, section 17.9 (numbering).
"""

from __future__ import annotations

import re
from typing import Any, Final

from govinfo_cli.office.wordml import W

_DIGITS: Final = "〇一二三四五六七八九"
_CAPITALS: Final = "零壹贰叁肆伍陆柒捌玖"
_ROMAN: Final = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
MAX_ROMAN: Final = 4000
# Formats of one character a number: name, its first character, its last number.
_SERIES: Final = (
    ("decimalEnclosedCircle", 0x2460, 20), ("decimalEnclosedParen", 0x2474, 20),
    ("lowerLetter", 0x61, 26), ("upperLetter", 0x41, 26),
)  # fmt: skip
_PLACE: Final = re.compile(r"%([1-9])")
_CHINESE: Final = frozenset(
    [
        "chineseCounting",
        "chineseCountingThousand",
        "japaneseCounting",
        "taiwaneseCounting",
        "taiwaneseCountingThousand",
        "ideographDigital",
    ]
)


class Numbering:
    """Counts the lists of one document; ``label`` is called once a paragraph, in order."""

    def __init__(self, numbering: Any, styles: Any) -> None:
        self.levels: dict[str, dict[int, tuple[str, str, int]]] = {}
        self.styles: dict[str, tuple[str, int]] = {}
        self.counts: dict[str, dict[int, int]] = {}
        self.abstract: dict[str, str] = {}
        if numbering is not None:
            self._load(numbering)
        for style in () if styles is None else styles.iter(W + "style"):
            if found := _reference(style):
                self.styles[style.get(W + "styleId", "")] = found

    def _load(self, numbering: Any) -> None:
        for entry in numbering.iter(W + "abstractNum"):
            self.levels[entry.get(W + "abstractNumId", "")] = dict(
                _level(level) for level in entry.iterchildren(W + "lvl")
            )
        for entry in numbering.iter(W + "num"):
            target = entry.find(W + "abstractNumId")
            if target is not None:
                self.abstract[entry.get(W + "numId", "")] = target.get(W + "val", "")

    def label(self, paragraph: Any) -> str:
        """The text that stands before a paragraph: ``一、``, ``（二）``, ``3.`` or nothing."""
        if not self.levels:
            return ""
        found = _reference(paragraph)
        if found is None:
            style = paragraph.find(f"{W}pPr/{W}pStyle")
            found = self.styles.get(style.get(W + "val", "")) if style is not None else None
        if found is None:
            return ""
        list_, level = found
        abstract = self.abstract.get(list_, "")
        levels = self.levels.get(abstract, {})
        if level not in levels:
            return ""
        counts = self.counts.setdefault(abstract, {})
        counts[level] = counts.get(level, levels[level][2] - 1) + 1
        for deeper in [key for key in counts if key > level]:
            del counts[deeper]
        if levels[level][0] in ("bullet", "none"):
            return ""

        def show(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            form, _, start = levels.get(at, ("decimal", "", 1))
            return written(counts.get(at, start), form)

        return _PLACE.sub(show, levels[level][1])


def _reference(element: Any) -> tuple[str, int] | None:
    properties = element.find(f"{W}pPr/{W}numPr")
    if properties is None:
        return None
    list_, level = properties.find(W + "numId"), properties.find(W + "ilvl")
    if list_ is None or list_.get(W + "val") == "0":
        return None
    return list_.get(W + "val", ""), _int(level, 0)


def _level(level: Any) -> tuple[int, tuple[str, str, int]]:
    form, text = level.find(W + "numFmt"), level.find(W + "lvlText")
    return _int(level, 0, "ilvl"), (
        "decimal" if form is None else form.get(W + "val", "decimal"),
        "" if text is None else text.get(W + "val", ""),
        _int(level.find(W + "start"), 1),
    )


def _int(element: Any, default: int, name: str = "val") -> int:
    value = "" if element is None else element.get(W + name, "")
    return int(value[:6]) if value.isascii() and value.isdigit() else default


def written(number: int, form: str) -> str:
    """A number in one of Word's formats; an unknown format gives plain digits.

    >>> [written(n, "chineseCounting") for n in (3, 10, 12, 40)]
    ['三', '十', '十二', '四十']
    >>> written(4, "decimalEnclosedCircleChinese"), written(9, "lowerRoman")
    ('④', 'ix')
    """
    if form in _CHINESE:
        return _chinese(number, _DIGITS, "十")
    if form == "chineseLegalSimplified":
        return _chinese(number, _CAPITALS, "拾")
    if form in ("lowerRoman", "upperRoman") and 0 < number < MAX_ROMAN:
        return _roman(number) if form == "lowerRoman" else _roman(number).upper()
    for name, first, last in _SERIES:
        if form.startswith(name) and 1 <= number <= last:
            return chr(first + number - 1)
    return str(number)


def _roman(number: int) -> str:
    text = ""
    for value, letters in _ROMAN:
        text += letters * (number // value)
        number %= value
    return text


def _chinese(number: int, digits: str, ten: str) -> str:
    if not 0 < number < 100:
        return str(number)
    tens, ones = divmod(number, 10)
    head = "" if not tens else ten if tens == 1 else digits[tens] + ten
    return head + (digits[ones] if ones else "")
