"""How much of the prose stood in last year's report already (C705)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from govinfo_cli.context import Context
from govinfo_cli.finding import Finding, Where, finding
from govinfo_cli.prose.paragraphs import paragraphs, sections
from govinfo_cli.report import Report
from govinfo_cli.text import squeeze

HALF: Final = 50  # percent
SHORT: Final = 8  # signs: headings and the like are the same every year
_SENTENCE: Final = re.compile(r"[^。;!?]+")
_DIGITS: Final = re.compile(r"\d+(?:[.,]\d+)*")
# What the form itself asks to be said, nearly the same every year.
_PRESCRIBED: Final = re.compile(
    r"需要报告的(?:其他)?(?:事项|情况)|处理费|统计(?:数据的?)?期限|根据.{0,30}条例.{0,40}编制"
    r"|(?:未|没有|无)[^,]{0,30}(?:申请|复议|诉讼)"
)


def check_copied(report: Report, context: Context) -> Iterator[Finding]:
    """Half or more of the prose, by sentences, is last year's, figures apart.

    Measured in signs over the sentences of sections one to six; what the form prescribes and
    short headings are left out. Source: domain.md 2 and 3.2, SIM (a score rule of Suqian).
    """
    if context.previous is None:
        return
    before = {text for text, _ in _sentences(context.previous)}
    now = list(_sentences(report))
    total = sum(len(text) for text, _ in now)
    same = [(text, source) for text, source in now if text in before]
    share = sum(len(text) for text, _ in same) * 100 // total if total else 0
    if share >= HALF:
        _, place = max(same, key=lambda entry: len(entry[0]))
        yield finding("C705", Where("", place), share=share, sentences=len(now), same=len(same))


def _sentences(report: Report) -> Iterator[tuple[str, str]]:
    """The sentences of a report's own, figures masked, each with its paragraph's place."""
    for section in sections(report):
        for text, source in paragraphs(report, section):
            for match in _SENTENCE.finditer(squeeze(text)):
                sentence = _DIGITS.sub("#", match[0])
                if len(sentence) >= SHORT and not _PRESCRIBED.search(sentence):
                    yield sentence, source
