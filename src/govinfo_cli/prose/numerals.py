"""The exact value of a number as Chinese prose writes it: 1,234, 二十三, 1.2万, 百分之三十二.

Of the libraries, cn2an 0.5.24 was measured: its values are exact, but it takes 85 ms to import
(all of ``govinfo validate`` takes less than twice that), knows no thousands separators, and gives
floats for full-width digits. This grammar has thirty lines.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Final, NamedTuple

from govinfo_cli.number import Number, tidy

DIGITS: Final = {
    **{word: value for value, word in enumerate("〇一二三四五六七八九")},
    "零": 0, "○": 0, "两": 2, "壹": 1, "贰": 2, "叁": 3, "肆": 4, "伍": 5, "陆": 6, "柒": 7,
    "捌": 8, "玖": 9,
}  # fmt: skip
TENS: Final = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_ZEROS: Final = frozenset("〇零○")
SCALES: Final = {"万": 10**4, "亿": 10**8}


class Value(NamedTuple):
    """A number and what its last printed digit is worth: 1.2万 is 12000 by 1000."""

    number: Number
    step: Number


def value_of(text: str) -> Value | None:
    """Read a number in half-width digits or Chinese numerals, with 万 and 亿; None if neither.

    >>> value_of("1.2万"), value_of("二十三"), value_of("1,234")
    (Value(number=12000, step=1000), Value(number=23, step=1), Value(number=1234, step=1))
    """
    if text.isdecimal():  # most of them
        return Value(int(text), 1)
    if text[:1].isascii():
        return _digits(text)
    number = _chinese(text)
    return None if number is None else Value(number, 1)


def _digits(text: str) -> Value:
    bare = text.rstrip("万亿")
    scale = 1
    for word in text[len(bare) :]:
        scale *= SCALES[word]
    number = Decimal(bare.replace(",", ""))
    step = Decimal(1).scaleb(int(number.as_tuple().exponent))
    return Value(tidy(number * scale), tidy(step * scale))


def _chinese(text: str) -> int | None:
    """二十三, 一千零五, 三万二千; digit by digit (二〇二四) only with a zero: 三五 is a guess."""
    if all(word in DIGITS for word in text):
        known = len(text) == 1 or not _ZEROS.isdisjoint(text)
        return int("".join(str(DIGITS[word]) for word in text)) if known else None
    total = part = 0
    digit: int | None = None
    short = False  # 一万二 leaves its last unit out
    for word in text:
        if word in DIGITS:
            if digit:
                return None  # 三五件 is a guess, no number
            digit = DIGITS[word]
            short = short and digit != 0
        elif word in TENS:
            short = word not in "十拾"
            part += (1 if digit is None else digit or 1) * TENS[word]
            digit = None
        else:
            part += digit or 0
            if not total + part:
                return None  # 万 alone
            total = (total + part) * SCALES[word] if word == "亿" else total + part * SCALES[word]
            part, digit, short = 0, None, True
    return None if short and digit else total + part + (digit or 0)
