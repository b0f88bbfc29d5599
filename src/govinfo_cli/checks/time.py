"""The report's year: period, titles and date of publication (C701, C702)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from govinfo_cli.context import Context
from govinfo_cli.finding import Finding, Where, finding
from govinfo_cli.late import late
from govinfo_cli.prose.paragraphs import paragraphs
from govinfo_cli.report import Report
from govinfo_cli.text import squeeze
from govinfo_cli.title import level_of, read_title

_DATE: Final = r"(\d{4})年(\d{1,2})月(\d{1,2})日"
_PERIOD: Final = late(
    r"(?:期限|期间|时间|时限|周期|数据|统计)[^。；]{0,24}?" + _DATE
    + r"起?(?:至|到|—+|-+|~)(?:(\d{4})年)?(\d{1,2})月(\d{1,2})日"
)  # fmt: skip
_QUOTED: Final = late(r"《([^《》]{6,80}报告)》")


def check_period(report: Report, context: Context) -> Iterator[Finding]:
    """Title, preface and tables name one year, and the period is all of it.

    Source: the form's preface; domain.md 3.1, PERIOD (a report was seen to end 30 December).
    """
    del context
    years: list[tuple[int, str]] = []
    for text, source in _titles(report):
        if found := read_title(text):
            years.append((found[1], source))
    for key in ("preface", "overview"):
        if "日" not in squeeze(report.narrative.get(key, "")):
            continue
        for paragraph, source in paragraphs(report, key):
            for match in _PERIOD.finditer(squeeze(paragraph)):
                first, month, day, last, last_month, last_day = match.groups()
                years += [(int(first), source), (int(last or first), source)]
                bounds = [int(part) for part in (month, day, last_month, last_day)]
                if bounds != [1, 1, 12, 31]:
                    yield finding("C701", Where("", source), case="period", text=match[0])
    named = {year for year, _ in years} | ({report.year} if report.year is not None else set())
    if len(named) > 1:
        odd = next(source for year, source in years if year != report.year)
        found_years = tuple(str(year) for year in sorted(named))
        yield finding("C701", Where("", odd), case="years", found=found_years, year=report.year)


def _titles(report: Report) -> Iterator[tuple[str, str]]:
    source = next(iter(report.text_places.get("title", ())), "")
    if report.title:
        yield report.title, source
    for paragraph, place in paragraphs(report, "preface"):
        for quoted in _QUOTED.findall(paragraph):
            yield quoted, place


def check_deadline(report: Report, context: Context) -> Iterator[Finding]:
    """Published by 31 January, or by 31 March for a government's report.

    Source: 《政府信息公开条例》 Art. 49. Of an organ without a name the later date is taken.
    """
    if not report.published or report.year is None:
        return
    level = report.organ_level or level_of(report.organ) or "government"
    due = f"{report.year + 1}-{context.settings.deadlines.get(level, '03-31')}"
    if report.published > due:
        yield finding("C702", Where("", ""), published=report.published, due=due, organ_level=level)
