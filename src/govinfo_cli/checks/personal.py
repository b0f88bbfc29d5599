"""Personal data in what is to be published (P801)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from govinfo_cli.finding import Finding, Where, finding
from govinfo_cli.late import late
from govinfo_cli.prose.paragraphs import paragraphs
from govinfo_cli.prose.plain import DROPPED, Plain, half_width
from govinfo_cli.report import Report

_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK: Final = "10X98765432"
_GAP: Final = f"{DROPPED}*"
_LONG: Final = late(r"\d(?:[ \u3000\uff0d–━-]?\d){10}")  # what half width makes spaces and dashes
_REACH: Final = late(
    "|".join(_GAP.join(word) for word in ("电话", "手机", "联系", "微信", "QQ", "邮箱"))
)
_NUMBER: Final = late(r"(?<![\d.])\d(?:[ -]?\d){10,22}[Xx]?(?![\d.]*\d)")
_MOBILE: Final = late(r"1[3-9]\d{9}")
_CARD: Final = late(r"(?:62|60|9558|4|5|35|37)\d+")
_PERSON: Final = late(
    r"(?:先生|女士|某某?|村民|居民|原告|投诉人|举报人|来信人)[^。;]{0,12}?"
    r"(?:电话|手机|联系方式|微信号?|QQ号?|邮箱)(?:号码)?[:为是]?"
    r"(?P<contact>[\d-]{5,20}|[\w.-]+@[\w.-]+)"
)
SHOWN: Final = (3, 2)  # signs at the beginning and the end that a masked number keeps


def check_personal(report: Report) -> Iterator[Finding]:
    """Identity-card, mobile and bank-card numbers, and how to reach a private person.

    Numbers that carry a check digit are told only where it is right; the landlines and mailboxes
    of the organ belong in the report. Findings never show the whole number.
    Source: 《政府信息公开条例》 Art. 15; GB 11643-1999; ISO/IEC 7812-1 annex B.
    """
    whole = "\n".join((*report.narrative.values(), *report.notes.values(), report.contact))
    if not _REACH.search(whole) and not _LONG.search(whole):
        return
    for text, source in _texts(report):
        seen: set[str] = set()
        for case, value in _found(text):
            if value not in seen:
                seen.add(value)
                yield finding("P801", Where("", source), case=case, masked=masked(value))


def _texts(report: Report) -> Iterator[tuple[str, str]]:
    for section in report.narrative:
        yield from paragraphs(report, section)
    for note in (*report.notes.values(), report.contact):
        if note:
            yield note, ""


def _found(text: str) -> Iterator[tuple[str, str]]:
    for match in _NUMBER.finditer(half_width(text)):
        value = re.sub("[ -]", "", match[0]).upper()
        if is_identity(value):
            yield "identity", value
        elif _MOBILE.fullmatch(value):
            yield "mobile", value
        elif _CARD.fullmatch(value) and 16 <= len(value) <= 19 and luhn(value):
            yield "bank-card", value
    for match in _PERSON.finditer(Plain(text).text):
        value = match["contact"]
        if not _MOBILE.fullmatch(value.replace("-", "")):
            yield "contact", value


def is_identity(value: str) -> bool:
    """Whether eighteen signs are an identity-card number: a date of birth and the check digit."""
    if not re.fullmatch(r"[1-9]\d{16}[\dX]", value):
        return False
    try:
        from datetime import date  # seldom needed  # noqa: PLC0415

        born = date(int(value[6:10]), int(value[10:12]), int(value[12:14]))
    except ValueError:
        return False
    rest = sum(w * int(d) for w, d in zip(_WEIGHTS, value[:17], strict=True)) % 11
    return born.year >= 1900 and _CHECK[rest] == value[17]


def luhn(value: str) -> bool:
    """Whether a card number's last digit is right (ISO/IEC 7812-1, annex B)."""
    total = 0
    for place, sign in enumerate(reversed(value)):
        digit = int(sign) * (2 if place % 2 else 1)
        total += digit - 9 if digit > 9 else digit
    return total % 10 == 0


def masked(value: str) -> str:
    """A number of which only the ends are shown: 138******12."""
    first, last = SHOWN
    if len(value) <= first + last + 1:
        return value[:1] + "*" * (len(value) - 1)
    return value[:first] + "*" * (len(value) - first - last) + value[-last:]
