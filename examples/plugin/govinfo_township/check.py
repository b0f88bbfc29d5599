"""A check of one's own: townships make no regulations."""

from __future__ import annotations

from collections.abc import Iterator

from govinfo_cli.context import Context
from govinfo_cli.finding import Finding, OwnRule, finding
from govinfo_cli.report import Report

REGULATIONS = OwnRule(
    code="XTS101",
    name="township-regulations",
    severity="error",
    words={
        "zh": {
            "title": "乡镇填报了规章",
            "message": {"": "{cell}：填 {actual}，乡镇没有规章制定权，应为 0。"},
            "why": "规章只由国务院部门、省和设区的市制定。",
            "source": "《中华人民共和国立法法》",
            "fix": "改为 0；行政规范性文件填在下一行。",
            "example": "规章 本年制发 2 → 0",
        },
        "en": {
            "title": "a township with regulations",
            "message": {"": "{cell}: {actual} stands; townships make no regulations, 0 is due."},
            "why": "Only ministries, provinces and cities with districts make regulations.",
            "source": "Legislation Law",
            "fix": "Put 0; normative documents have a row of their own.",
            "example": "Regulations made: 2 → 0",
        },
    },
)
RULES = (REGULATIONS,)


def check(report: Report, context: Context) -> Iterator[Finding]:
    """Every number of the row 规章 is 0 in a township's report."""
    del context
    if report.organ_level != "township":
        return
    for index in report.form.row_indexes("disclosure", "regulations"):
        if report.values[index]:
            where, value = report.where(index), report.values[index]
            yield finding("XTS101", where, rule=REGULATIONS, expected=0, actual=value)
