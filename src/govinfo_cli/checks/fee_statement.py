"""The statement on information-processing fees in section six (C703)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from govinfo_cli.finding import Finding, Where, finding
from govinfo_cli.late import late
from govinfo_cli.prose.paragraphs import paragraphs
from govinfo_cli.report import Report
from govinfo_cli.text import squeeze

FIRST_YEAR: Final = 2021
SECTION: Final = "other"
_FEE: Final = late(r"处理费|收费|收取[^。；]{0,8}费|费用")
OF_PROCESSING: Final = late(r"信息(?:公开)?处理费|处理费用?")
_ASKED: Final = late(r"[(（]?文字描述[^)）]*[)）]?")  # the form's own words, left standing


def check_fee_statement(report: Report) -> Iterator[Finding]:
    """Since 2021 section six says whether fees were charged.

    Source: the form's section six (收取信息处理费情况在此处报告), the fee rules of 2020;
    domain.md 1.6 and 3.1, SEC6-FEE. An empty section is told by C704.
    """
    if report.form.first_year < FIRST_YEAR:
        return
    words = squeeze(report.narrative.get(SECTION, ""))
    if "文字描述" in words:
        words = _ASKED.sub("", words)
    if not words:
        return
    if not _FEE.search(words):
        place = next(iter(report.text_places.get(SECTION, ())), "")
        found = next(_elsewhere(report), None)
        if found is None:
            yield finding("C703", Where("", place))
        else:
            yield finding("C703", Where("", place), Where("", found), case="elsewhere")


def _elsewhere(report: Report) -> Iterator[str]:
    """Where else the report speaks of the fee."""
    for section in report.narrative:
        for text, source in paragraphs(report, section):
            if OF_PROCESSING.search(text):
                yield source
