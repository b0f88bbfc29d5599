"""The prose of a report, sentence by sentence, with the figures that it gives."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

from govinfo_cli.finding import Where
from govinfo_cli.prose.choose import REQUESTS
from govinfo_cli.prose.mentions import Mention, read_sentence
from govinfo_cli.prose.paragraphs import paragraphs, telling
from govinfo_cli.prose.plain import Plain
from govinfo_cli.prose.scan import Token, tokens, vocabulary
from govinfo_cli.prose.scope import Organ
from govinfo_cli.prose.state import State
from govinfo_cli.prose.statements import Statement, statements
from govinfo_cli.report import Report

_TOPICS: Final = {"requests": [REQUESTS]}
_HEADING: Final = 25  # a paragraph no longer than this, and without a full stop, is a heading
_WIDE: Final = re.compile(r"全[省市县区州旗盟]")


class Sentence(NamedTuple):
    """A sentence: its tokens, its figures and statements, and the paragraph it stands in."""

    tokens: list[Token]
    mentions: list[Mention]
    statements: list[Statement]
    paragraph: Plain
    section: str
    source: str

    def quote(self, start: int, end: int) -> str:
        """The printed words between two places."""
        return self.paragraph.quote(start, end)

    @property
    def where(self) -> Where:
        """The paragraph's place."""
        return Where("", self.source)

    @property
    def closed(self) -> bool:
        """Whether more than a semicolon ends it."""
        return not self.tokens[-1].text.startswith(";")


def read_prose(report: Report, sections: Iterable[str]) -> list[Sentence]:
    """The telling sentences of some sections of a report, in order."""
    wide = _WIDE.search("\n".join(report.narrative.values())) is not None
    organ = Organ(report.organ, report.organ_level, wide=wide)
    made = []
    for section in sections:
        state = State(organ, report.year)
        topics = _TOPICS.get(section, [])
        for text, source in paragraphs(report, section):
            paragraph = Plain(text)
            state.paragraph(topics)
            if spans := telling(paragraph.text):
                words = vocabulary(report.form)
                state.requests = words.by_key.get("requests")
            for start, end in spans:
                found = tokens(paragraph.text, start, end, words)
                mentions = list(read_sentence(found, state))
                said = list(statements(found, state, words))
                made.append(Sentence(found, mentions, said, paragraph, section, source))
            if len(paragraph.text) <= _HEADING and "。" not in paragraph.text:
                topics = _heading_topics(paragraph.text)
    return made


def _heading_topics(text: str) -> list[str]:
    return [REQUESTS] if "申请" in text else []
