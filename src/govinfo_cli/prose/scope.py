"""Whose figure it is: the report's own, that of a wider whole, or that of a part.

A figure of another organ, of one department, channel or quarter is true beside a table that
says something else; only the report's own figures are held to its cells.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import zip_longest
from typing import Final

from govinfo_cli.prose.scan import Token
from govinfo_cli.text import squeeze
from govinfo_cli.title import level_of

_ORGAN: Final = re.compile(
    r"(?<![我本全])(?:局|委(?!托|员)|厅|县|区(?!别|分)|镇|乡|街道|部门|办(?!理|法|事|结|公)|办公室|办公厅|政府(?!信息)|单位"
    r"|(?<!为)中心|支队|大队|公司|学院|医院|园区|管委会|州|旗|市(?!场)|所(?!有|以|属|在|需)|站(?!式|点)|下属)"
)
_BEGINNINGS: Final = frozenset(
    "局委厅县区镇乡街部办政单中支大公学医园管州旗市所站下"
)  # of these words
_PART: Final = re.compile(
    r"季度|\d月|期间|涉及|关于|有关|转|协助|指导|联合|截至|审结|结案|半年|部分|其他|另|每|日起|以前|之前"
)
OWN: Final = "own"
OTHER: Final = "other"


class Organ:
    """A report's organ as a subject of sentences."""

    def __init__(self, name: str, level: str, *, wide: bool = False) -> None:
        """Take name and level of the report's head, "" where unknown.

        ``wide``: the report speaks of the whole area (全市), so that the government by itself
        is but a part of it.
        """
        self.name = squeeze(name).replace("人民政府", "政府")
        self.level = level or level_of(name)
        self.wide = wide and self.level == "government"

    def is_own(self, words: str) -> bool:
        """Whether a subject is this organ, by its name or by a short form of it."""
        plain = words.replace("人民政府", "政府").strip("、的")
        if not self.name or not plain:
            return False
        return plain == self.name or self.name.endswith(plain) or self.name in plain

    def scope(self, tokens: Sequence[Token]) -> str:
        """What a clause says of whose figure follows: OWN, OTHER, or "" for nothing."""
        self_named = OTHER if self.wide else OWN
        found = ""
        for token, following in zip_longest(tokens, tokens[1:]):
            if following is not None and following.kind == "partial":
                continue  # 市政府网站 is a place and no subject
            if token.kind == "own":
                found = OWN
            elif token.kind == "wide":
                own = self.level in ("government", "") or token.text[1:] in ("镇", "乡", "街道")
                found = OWN if own else OTHER
            elif token.kind == "narrow":
                office = token.text in ("本机关", "本单位", "本部门", "我办", "本办")
                own = self.is_own(token.text) or (office and self.level != "government")
                found = OWN if own else OTHER
            elif token.kind == "others":
                found = OTHER
            elif token.kind == "gap" and _names_organ(token.text):
                found = self_named if self.is_own(token.text) else OTHER
        return found


def _names_organ(words: str) -> bool:
    return not _BEGINNINGS.isdisjoint(words) and _ORGAN.search(words) is not None


def is_partial(tokens: Sequence[Token]) -> bool:
    """Whether words before a reading leave out a part of what it counts."""
    return any(
        token.kind in ("partial", "foreign", "not", "aside")
        or (token.kind in ("gap", "nocount") and _PART.search(token.text))
        for token in tokens
    )
