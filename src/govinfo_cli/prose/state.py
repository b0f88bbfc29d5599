"""What is carried along while a paragraph is read: of what, of whom and of when it speaks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from govinfo_cli.prose.choose import REQUESTS
from govinfo_cli.prose.clause import CHANGE, GROWTH, Keys, Lead, lead_of
from govinfo_cli.prose.numerals import DIGITS
from govinfo_cli.prose.scan import Known, Token
from govinfo_cli.prose.scope import Organ

LAST: Final = "last"
OTHER_YEAR: Final = "other"
_UNTIL: Final = ("至", "到")
_LAST_WORDS: Final = ("上", "去")


@dataclass(slots=True)
class State:
    """One report's reading.

    Kept for a paragraph: ``topics``, the last one first, the ``scope`` of the last subject, and
    ``grounded``, the topics of figures that were the report's own. Kept for a sentence:
    ``period``, the ``depth`` of brackets, ``waiting`` words whose figures 分别为 announces, and
    what taints later figures: ``many_years`` in a row, a last figure that was ``parted`` from
    the whole, a ``stock`` of all years (累计), reconsiderations that the organ is ``deciding``.
    """

    organ: Organ
    year: int | None
    requests: Known | None = None  # the reading of bare requests, where the form has one
    topics: list[str] = field(default_factory=list)
    scope: str = ""
    grounded: set[str] = field(default_factory=set)
    period: str = ""
    depth: int = 0
    waiting: list[Token] = field(default_factory=list)
    many_years: bool = False
    parted: bool = False
    stock: bool = False
    deciding: bool = False

    def paragraph(self, topics: Sequence[str]) -> None:
        """Begin a paragraph."""
        self.topics, self.scope, self.grounded = list(topics), "", set()

    def sentence(self) -> None:
        """Begin a sentence."""
        self.topics = self.topics[:2]
        self.period, self.depth, self.waiting = "", 0, []
        self.many_years = self.parted = self.stock = self.deciding = False

    def about(self, tokens: Sequence[Token]) -> None:
        """Take note of what is spoken of."""
        for token in tokens:
            if token.kind == "requests" and token.text != "申请":
                self.first(REQUESTS)
            elif token.known and token.known.reading.role == "noun" and token.known.reading.topic:
                self.first(token.known.reading.topic)

    def first(self, topic: str) -> None:
        """Let a topic be the one spoken of last."""
        self.topics = [topic, *(entry for entry in self.topics if entry != topic)]

    def ground(self, found: Keys, *, whole: bool) -> None:
        """Keep what a figure was about, as ground for words that depend on it (维持 5 件)."""
        if not found.keys:
            return
        named = {key.known.reading.topic for key in found.keys if key.known} - {""}
        if not whole:
            self.grounded -= named
            return
        self.grounded |= named
        if named == {REQUESTS}:
            self.first(REQUESTS)

    def take_period(self, token: Token, lead: Sequence[Token]) -> None:
        """A year, 去年 or 今年 holds to the end of the sentence, after 较 only for its clause."""
        before = lead_of(lead).own[-2:]
        if token.kind == "year" and before and before[-1].kind == "join":
            self.many_years = self.many_years or any(entry.kind == "year" for entry in before)
        if any(entry.kind == "than" or entry.text.endswith(_UNTIL) for entry in before):
            return
        self.period = "" if token.kind == "now" else self._named(token)

    def _named(self, token: Token) -> str:
        """The period that a year or a word such as 去年 names."""
        if token.kind == "year":
            return period_of(token.text, self.year)
        return LAST if token.text.startswith(_LAST_WORDS) else OTHER_YEAR

    def period_in(self, lead: Lead, role: str) -> str:
        """Which year a figure is of; what is compared with last year is of this one."""
        if role in (GROWTH, CHANGE):
            return ""
        if self.many_years:
            return OTHER_YEAR
        if self.depth and not lead.own and lead.prior and lead.prior[-1].kind in ("year", "last"):
            return self._named(lead.prior[-1])  # 较2023年（2870 件）
        against = "than" in lead.kinds and lead.kinds & {"last", "year"}
        return LAST if against else self.period


def period_of(text: str, report_year: int | None) -> str:
    """Which period a year such as 2023年 or 二〇二三年 is, seen from a report's year."""
    digits = "".join(str(DIGITS.get(sign, sign)) for sign in text.rstrip("年度"))
    if report_year is None or int(digits) == report_year:
        return ""
    return LAST if int(digits) == report_year - 1 else OTHER_YEAR
