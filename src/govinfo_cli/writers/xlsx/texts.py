"""What a cell can hold: texts as spreadsheets write them, and numbers of fifteen digits."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from govinfo_cli.number import Number

MAX_TEXT: Final = 32_767
EXACT_DIGITS: Final = 15
_EXACT: Final = 10**EXACT_DIGITS
MAX_EXPONENT: Final = 300
_ESCAPED: Final = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_CONTROL: Final = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")
_SURROGATE: Final = re.compile("[\ud800-\udfff]")


def is_exact(value: Number) -> bool:
    """Whether a spreadsheet, which keeps fifteen digits, can hold a number as one."""
    if isinstance(value, int) and -_EXACT < value < _EXACT:
        return True
    decimal = Decimal(value)
    digits = len(str(abs(int(decimal.scaleb(-decimal.as_tuple().exponent)))).rstrip("0"))  # type: ignore[operator]
    return digits <= EXACT_DIGITS and abs(decimal.adjusted()) < MAX_EXPONENT


def escape(text: str) -> str:
    """Text for a cell: what XML cannot hold is written the way spreadsheets do, ``_x0001_``."""
    text = _ESCAPED.sub("_x005F_", text)
    text = _CONTROL.sub(lambda match: f"_x{ord(match[0]):04X}_", text)
    return _SURROGATE.sub("\ufffd", text)
