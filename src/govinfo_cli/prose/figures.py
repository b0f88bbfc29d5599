"""Figures in prose: which digits are counts, percentages or amounts, and which are none.

Years, dates, document and article numbers, ordinals and telephone numbers are told apart from
counts here, and so are ranges and figures with about-words, which no check may hold to a cell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from govinfo_cli.number import Number
from govinfo_cli.prose.numerals import DIGITS, Value, value_of

_CHINESE: Final = "〇零○一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟"
_ARABIC: Final = r"(?:\d{1,3}(?:,\d{3})+|\d{1,12})(?:\.\d{1,8})?[万亿]{0,2}"
UNITS: Final = (
    "人次", "件次", "万元", "亿元", "个工作日", "个月", "小时", "分钟",
    "件", "条", "宗", "份", "起", "例", "次", "个", "项", "篇", "期", "场", "元", "人", "部(?!门)",
    "家", "批", "种", "类", "封", "笔", "户", "天", "页", "字", "张", "块", "级",
)  # fmt: skip
_ABOUT_BEFORE: Final = (
    r"大约|约为|约|近|逾|超过|超出|超|不足|至少|多达|数(?=[十百千万])|几(?=[十百千万])"
)
_ABOUT_AFTER: Final = "余|多|来|几"

# What wears digits and is no count. Each is one token, so that no part of it is read as one.
_NO_COUNT: Final = (
    r"[〔\[(【]?(?:19|20)\d{2}[〕\])】]第?\d+(?:-\d+)?号"
    r"|第[\d〇零一二两三四五六七八九十百千]+(?:[、至-][\d一二三四五六七八九十百]+)?"
    r"(?:条|款|项|号|次|期|届|批|个|季度|章|节|部分|名|位|场|类|轮)?(?:第?\([一二三四五六七八九十]+\)项)*"
    r"|\d{1,2}月(?:\d{1,2}日)?(?:[至到~—-]+\d{1,2}月?(?:\d{1,2}日)?)?|\d{1,2}日|\d+号"
    r"|\d+(?:\.\d+){2,}|\d{3,4}-\d{7,8}|\d{13,}"
    r"|[一二三四五六七八九十]+届|[一二三四五六七八九十\d]+季度|\([\d一二三四五六七八九十]{1,3}\)"
)
YEAR: Final = r"(?:19|20)\d{2}年度?|二[〇零○]{1,2}[〇零○一二三四五六七八九]{1,2}年度?"
_UNIT: Final = "|".join(UNITS)
# After numerals only what is counted: 三类, 两级, 一张 are words.
_COUNTED: Final = (
    r"人次|件次|万元|亿元|个工作日|个月|件(?!事)|条|宗|份|起|例|次(?!性)|个|项|篇|期|场|元|人"
    r"|部(?!门)|家"
)
PATTERN: Final = (
    rf"(?P<year>{YEAR})|(?P<nocount>{_NO_COUNT})"
    rf"|(?P<figure>(?P<about>{_ABOUT_BEFORE})?"
    rf"(?:百分之(?P<hundredth>[{_CHINESE}]+(?:点[{_CHINESE}]+)?)"
    rf"|(?P<number>{_ARABIC})(?P<range>(?:件|条|%)?(?:[~—-]+|至|到)(?:{_ARABIC}))?"
    rf"(?P<more>{_ABOUT_AFTER})?(?P<unit>%|个百分点|{_UNIT})?"
    rf"|(?P<numeral>[{_CHINESE}]+)(?P<some>{_ABOUT_AFTER})?(?P<measure>{_COUNTED})))"
)
# The first signs of all these but for the digits.
BEGINNINGS: Final = f"〔[(【第百大约近逾超不至多数几{_CHINESE}"
_AROUND: Final = re.compile(r"左右|以上|以下|上下|以内|之多|多[件条]")


class Figure(NamedTuple):
    """A number with its unit; ``about`` where it is a range or only roughly meant."""

    number: Number
    step: Number  # what the last digit is worth
    unit: str
    about: bool
    start: int
    end: int
    text: str

    @property
    def percent(self) -> bool:
        """Whether it is a share or a rate."""
        return self.unit == "%"


def figure_of(match: re.Match[str]) -> Figure | None:
    """The figure of a match of PATTERN; None for words that look like numerals and are none."""
    hundredth, number, numeral, about, *loosely = match.group(
        "hundredth", "number", "numeral", "about", "range", "more", "some"
    )
    if number:
        found, unit = value_of(number), match["unit"] or ""
    elif hundredth:
        found, unit = _hundredth(hundredth), "%"
    else:
        found, unit = value_of(numeral), match["measure"]
    if found is None:
        return None
    start, end = match.span()
    loose = about is not None or any(loosely) or _AROUND.match(match.string, end) is not None
    return Figure(found.number, found.step, unit, loose, start, end, match[0])


def _hundredth(text: str) -> Value | None:
    """百分之三十二点一 is 32.1."""
    whole, _, part = text.partition("点")
    found = value_of(whole)
    if found is None or not part:
        return found
    return value_of(f"{found.number}." + "".join(str(DIGITS.get(word, "")) for word in part))


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    return re.compile(PATTERN)


def figures(text: str) -> Iterator[Figure]:
    """All figures of a plain text (see ``plain.Plain``), in order."""
    for match in _pattern().finditer(text):
        if match["figure"] and (found := figure_of(match)):
            yield found
