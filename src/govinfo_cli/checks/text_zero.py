"""Sentences that say none, or say no number at all (N605, N607)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from govinfo_cli.checks.tables import Tables
from govinfo_cli.context import Context
from govinfo_cli.finding import Finding, finding
from govinfo_cli.prose.read import Sentence
from govinfo_cli.prose.statements import Statement

_TOTALLED: Final = (
    r"(?:共计|累计|合计|总计|一共|共)[^,。;:()\d]{0,16}?[件条宗份篇](?=[,。;、(]|其中|$)"
)
_LOST: Final = re.compile(
    rf"{_TOTALLED}"
    r"|(?:收到|受理|答复|办结|主动公开|公开|发布|收取|申请|信息|复议|诉讼)"
    r"(?:[X×_]+|\(\))(?:[件条宗份篇]|万?元)"
    r"|(?:主动公开|公开|发布)(?:各类)?(?:政府)?(?:信息)?条(?=[,。;、]|$)"
    r"|(?:规章|信息|行政复议|行政诉讼)件(?=[,。;、]|$)"
)
_UNIT: Final = re.compile(r"[件条宗份篇元](?<!\d.)")  # without it nothing is lost
# Words that end like a unit: 文件, 条件, 头条, 身份.
_WORD: Final = re.compile(
    r"[事文稿信邮证要软条零构部附案来急物配硬]件$|[头信链词便面线]条$|[身年月省]份$"
)


def check_zeros(
    sentences: Sequence[Sentence], tables: Tables, context: Context
) -> Iterator[Finding]:
    """Where the prose says that there was none, the cells are 0; 均获维持 leaves no other outcome.

    Source: domain.md 3.2, N-ZERO and N-T4.
    """
    del context
    for sentence in sentences:
        for statement in sentence.statements:
            yield from _denied(sentence, statement, tables)


def _denied(sentence: Sentence, statement: Statement, tables: Tables) -> Iterator[Finding]:
    known = tables.known(statement.cells)
    if known and all(value for _, value in known):
        side, value = known[0]
        yield finding(
            "N605", sentence.where, *tables.places(side), expected=value, actual=0,
            right=tables.terms(side), case=statement.case,
            quote=sentence.quote(statement.start, statement.end),
        )  # fmt: skip


def check_lost_numbers(
    sentences: Sequence[Sentence], tables: Tables, context: Context
) -> Iterator[Finding]:
    """A unit that no number stands before: 共主动公开条.

    Source: domain.md 3.2, N-MISS.
    """
    del tables, context
    for sentence in sentences:
        text = sentence.paragraph.text
        start, end = sentence.tokens[0].start, sentence.tokens[-1].end
        if not _UNIT.search(text, start, end):
            continue
        for match in _LOST.finditer(text, start, end):
            if not _WORD.search(match[0]) and not _has_figure(sentence, match.start(), match.end()):
                quote = sentence.quote(match.start(), match.end())
                yield finding("N607", sentence.where, quote=quote)


def _has_figure(sentence: Sentence, start: int, end: int) -> bool:
    """Whether a figure stands inside after all, in Chinese numerals for example."""
    return any(t.figure is not None and start <= t.start < end for t in sentence.tokens)
