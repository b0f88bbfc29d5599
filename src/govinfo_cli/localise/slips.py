"""How a number became another one: the slips that people make at a keyboard.

Source: Damerau, A technique for computer detection and correction of spelling errors (1964):
four in five slips are one wrong, missing, extra or swapped character.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from govinfo_cli.number import Number


class Slip(NamedTuple):
    """A slip's name, and how unlikely it is (tenths of a nat, roughly)."""

    why: str
    cost: int


UNRELATED: Final = Slip("only-fit", 75)
SUBTOTAL: Final = Slip("subtotal-as-detail", 30)
_ALIKE: Final = frozenset(frozenset(pair) for pair in ("06", "08", "68", "17", "38", "49", "56"))


def slip(old: Number | None, new: Number, *, total: bool) -> Slip:
    """Say how ``new`` may have become ``old``; ``total`` is True for a cell that adds up others."""
    if old is None or (old == 0 and total):
        return Slip("total-blank" if total else "blank", 8 if total else 20)
    if old == -new:
        return Slip("sign", 12)
    if isinstance(old, Decimal) and old != int(old):
        digits = format(old, "f").replace(".", "").lstrip("0")
        return Slip("decimal-point", 10) if digits == str(new) else UNRELATED
    return _typed(str(int(old)), str(int(new)))


def _typed(old: str, new: str) -> Slip:
    if len(old) == len(new):
        return _same_length(old, new)
    found = None
    if len(new) == len(old) + 1 and old != "0":
        found = _missing(old, new)
    elif len(old) == len(new) + 1:
        found = _extra(old, new)
    elif new == old + "0000" or old == new + "0000":
        found = Slip("unit", 22)
    if found is not None:
        return found
    return Slip("not-filled", 45) if old == "0" else UNRELATED


def _missing(old: str, new: str) -> Slip | None:
    at = _gap(old, new)
    if at is None:
        return None
    if new == old + "0":
        return Slip("factor-ten", 22)
    return Slip("digit-missing", 20 if new[at : at + 1] == new[at + 1 : at + 2] else 26)


def _extra(old: str, new: str) -> Slip | None:
    at = _gap(new, old)
    if at is None:
        return None
    if old == new + "0":
        return Slip("factor-ten", 22)
    doubled = old[at] in (old[at - 1 : at], old[at + 1 : at + 2])
    return Slip("digit-doubled", 18) if doubled else Slip("digit-extra", 28)


def _same_length(old: str, new: str) -> Slip:
    wrong = [at for at, (a, b) in enumerate(zip(old, new, strict=True)) if a != b]
    if len(wrong) == 1:
        at = wrong[0]
        alike = frozenset((old[at], new[at])) in _ALIKE
        # The longer the number, the more slips there are of which this is one.
        return Slip("digit-wrong", (20 if alike else 26) + 4 * min(len(old) - 1, 4))
    if len(wrong) == 2:
        one, two = wrong
        if two == one + 1 and old[one] == new[two] and old[two] == new[one]:
            return Slip("digits-swapped", 15)
    return UNRELATED


def _gap(short: str, long: str) -> int | None:
    """Where ``long`` has the one digit more, or None."""
    for at in range(len(long)):
        if long[:at] + long[at + 1 :] == short:
            return at
    return None
