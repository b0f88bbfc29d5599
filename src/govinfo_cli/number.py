"""Numbers are made here and nowhere else: int or Decimal, with what was odd about them."""

import re
from collections.abc import Iterable
from decimal import Context, Decimal, InvalidOperation
from math import isfinite
from typing import Final, NamedTuple
from unicodedata import normalize

from govinfo_cli.late import late
from govinfo_cli.text import halved

Number = int | Decimal

BLANKS: Final = frozenset({"", "/", "\\", "-", "--", "—", "——", "–", "―", "－", "无", "空", "_"})
UNITS: Final = {"元": Decimal("0.0001"), "万元": Decimal(1), "亿元": Decimal(10000)}

# No figure has more digits; what has is told as no number, whatever it would cost to write it.
MAX_DIGITS: Final = 400
EXACT: Final = Context(prec=3 * MAX_DIGITS)  # the usual context would round after 28 digits
_PLAIN = late(r"[+-]?\d{1,400}(?:\.\d{1,400})?")
# What all the ways of writing have in common: most other texts are told by their first sign.
_MAY_BE = late(
    r"(?:[+\-−﹣]|减少?|增加?|负)?\s*\d[\d,. '’\u00a0]*"
    r"\s*(?:亿元|万元|元|件|条|项|个|宗|次|份)?\s*(?:[(\[【].*)?",
    re.DOTALL,
)
_NOTE = late(r"[(\[【][^()\[\]【】]*[)\]】]\s*$")
_GROUPED = late(r"[+-]?\d{1,3}(?:([, '’\u00a0])\d{3})(?:\1\d{3})*(?:\.\d+)?")
_WORDED = late(r"(减少?|增加?|负)\s*(\d+(?:\.\d+)?)")
_COUNTED = late(r"(.*?\d)\s*(亿元|万元|元|件|条|项|个|宗|次|份)")
_CIRCLED = late(r"[①-⑳⓪]")


class Raw(NamedTuple):
    """A cell that its file could not give a value: an error value or a bare formula."""

    kind: str  # "error" | "formula"
    text: str


class Parsed(NamedTuple):
    """One cell understood: ``value`` is None for a blank and for what is not a number.

    ``style`` says how: ``""`` plain, ``"blank"`` (with nothing or a dash), ``"styled"``
    (understood, but not a plain number), ``"unit"`` (converted to 万元), ``"not-a-number"``,
    ``"error"``, ``"formula"``.
    """

    value: Number | None
    style: str
    raw: str


def from_float(value: float) -> Number | None:
    """The number that Excel shows for a stored double: fifteen significant digits."""
    if not isfinite(value):
        return None
    if value.is_integer() and abs(value) < 1e15:
        return int(value)
    text = format(value, ".15g")
    plain = "." in text and "e" not in text  # then it ends in no 0
    return Decimal(text) if plain else tidy(Decimal(text))


def tidy(value: Decimal) -> Number:
    """An int where the decimal is whole, otherwise the decimal without trailing zeros."""
    if value == value.to_integral_value():
        return int(value)
    return value.normalize(EXACT)


def from_json(text: str) -> Number | Raw:
    """A decimal of JSON (12.0 is whole); one too long or too large to be written stays text."""
    if len(text) <= MAX_DIGITS:
        try:
            value = Decimal(text)
        except InvalidOperation:  # an exponent that no computer holds
            return Raw("not-a-number", text)
        size = abs(value.adjusted())
        if size <= MAX_DIGITS:
            return tidy(value) if size < MAX_DIGITS else value
    return Raw("not-a-number", text)


def whole_from_json(text: str) -> int | Raw:
    """A whole number of JSON; one too long stays text."""
    return int(text) if len(text) <= MAX_DIGITS else Raw("not-a-number", text)


def total(values: Iterable[Number]) -> Number:
    """The exact sum, of any number of digits."""
    whole, part = 0, Decimal(0)
    for value in values:
        if isinstance(value, int):
            whole += value
        else:
            part = _EXACT.add(part, value)
    if not part:
        return whole
    part = _EXACT.add(part, Decimal(whole))
    return int(part) if part == part.to_integral_value() else _EXACT.normalize(part)


_EXACT: Final = Context(prec=2000)  # more digits than any number that ``parse`` takes


def parse(raw: object, unit: str = "") -> Parsed:  # noqa: PLR0911  one line a type
    """Read one cell. ``unit`` is the unit that its column is due in (``"万元"`` or none)."""
    if type(raw) is int:
        return Parsed(raw, "", "")
    if type(raw) is float:
        number = from_float(raw)
        return Parsed(number, "" if number is not None else "not-a-number", str(raw))
    if raw is None or raw == "":
        return Parsed(None, "blank", "")
    if isinstance(raw, Raw):
        return Parsed(None, raw.kind, raw.text)
    if isinstance(raw, str):
        return _parse_text(raw, unit)
    if isinstance(raw, Decimal) and raw.is_finite():
        return Parsed(tidy(raw), "", str(raw))
    return Parsed(None, "not-a-number", show_raw(raw))


def show_raw(raw: object) -> str:  # noqa: PLR0911  one line a type
    """What stood in a cell, as a person would write it."""
    if raw is None or isinstance(raw, str):
        return raw or ""
    if isinstance(raw, Raw):
        return raw.text
    if isinstance(raw, bool):
        return "TRUE" if raw else "FALSE"
    if isinstance(raw, float):
        number = from_float(raw)
        return str(raw) if number is None else show(number)
    if isinstance(raw, Decimal):
        return show(tidy(raw)) if raw.is_finite() else str(raw)
    if hasattr(raw, "isoformat"):  # a date or a time, whose module few files need
        return str(raw.isoformat())
    return str(raw)


def show(value: Number | None) -> str:
    """A number in plain digits, never in scientific notation; a blank as nothing."""
    if value is None:
        return ""
    return str(value) if isinstance(value, int) else format(value, "f")


def change(old: Number, new: Number) -> Number:
    """New less old, exact."""
    return total((new, -old if isinstance(old, int) else old.copy_negate()))


def percent(part: Number, whole: Number) -> Decimal | None:
    """``part`` in per cent of ``whole``, exact, rounded half up to one decimal; of 0: None.

    >>> percent(1, 8), percent(-1, 16), percent(5, 0)
    (Decimal('12.5'), Decimal('-6.3'), None)
    """
    if not whole:
        return None
    from fractions import Fraction  # seldom needed  # noqa: PLC0415

    exact = Fraction(part) * 1000 / abs(Fraction(whole))
    rounded = (2 * abs(exact) + 1) // 2
    return Decimal(rounded if exact >= 0 else -rounded).scaleb(-1)


def _plain(text: str) -> Number | None:
    if not _PLAIN.fullmatch(text):
        return None
    try:
        return int(text) if "." not in text else tidy(Decimal(text))
    except (ValueError, InvalidOperation):
        return None


def _parse_text(raw: str, unit: str) -> Parsed:
    stripped = raw.strip()
    if stripped in BLANKS:
        return Parsed(None, "blank", stripped)
    if stripped.isascii() and (value := _plain(stripped)) is not None:
        return Parsed(value, "" if stripped == show(value) else "styled", raw)
    return _parse_odd(raw, unit)


def _parse_odd(raw: str, unit: str) -> Parsed:
    """The ways in which people write numbers: １２, 1,234, ③, 减4, 22（其中…）, 12件, 251000元."""
    text = normalize("NFKC", halved(raw)).strip()
    if text in BLANKS:
        return Parsed(None, "blank", raw.strip())
    if not _MAY_BE.fullmatch(text):
        return Parsed(None, "not-a-number", raw)
    circled = _CIRCLED.fullmatch(raw.strip())
    text = _NOTE.sub("", text).strip() or text
    text = text.replace("−", "-").replace("﹣", "-")
    written = ""
    if not circled and (counted := _COUNTED.fullmatch(text)):
        text, written = counted[1].strip(), counted[2]
    sign = 1
    if worded := _WORDED.fullmatch(text):
        sign = -1 if worded[1][0] in "减负" else 1
        text = worded[2]
    if _GROUPED.fullmatch(text):
        text = re.sub(r"[, '’\u00a0]", "", text)
    value = _plain(text)
    if value is None:
        return Parsed(None, "not-a-number", raw)
    value = tidy(Decimal(value * sign))
    if written in UNITS:
        if unit != "万元":
            return Parsed(None, "not-a-number", raw)
        value = tidy(EXACT.multiply(Decimal(value), UNITS[written]))
        return Parsed(value, "styled" if written == "万元" else "unit", raw)
    return Parsed(value, "styled", raw)


def looks_numeric(raw: object) -> bool:
    """True for a cell that can only be meant as a value: a number, or a dash for none."""
    if isinstance(raw, str):
        if not raw.strip():
            return False
        return _parse_text(raw, "万元").style != "not-a-number"
    return raw is not None
