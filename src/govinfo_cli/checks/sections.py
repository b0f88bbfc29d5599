"""Sections that say nothing where the form asks for words (C704)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from govinfo_cli.context import Context
from govinfo_cli.finding import Finding, Where, finding
from govinfo_cli.report import Report
from govinfo_cli.text import squeeze

LONG_ENOUGH: Final = 20  # no way to say nothing takes more
_NONE: Final = frozenset({"无", "无。", "没有", "没有。", "暂无", "暂无。", "略", "略。"})


def check_sections(report: Report, context: Context) -> Iterator[Finding]:
    """Sections one, five and six have text, and section five is not "无".

    Source: Art. 50; domain.md 3.1, SEC5.
    """
    del context
    for section in report.form.sections:
        if section.text != "required" or section.key not in report.narrative:
            continue
        words = report.narrative[section.key]
        if len(words) > LONG_ENOUGH:
            continue
        text = squeeze(words)
        places = report.text_places.get(section.key)
        where = Where("", places[0] if places else "")
        if not text:
            yield finding("C704", where, case="empty", section=section.key)
        elif text in _NONE and section.key == "problems":
            yield finding("C704", where, case="none", section=section.key)
