"""What a file says about the report itself: label and value, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from govinfo_cli.document import RawCell
from govinfo_cli.late import late
from govinfo_cli.number import show_raw
from govinfo_cli.report import Report
from govinfo_cli.text import fold, squeeze

KEYS: Final = {
    fold(label): key
    for key, labels in {
        "title": ("标题", "报告标题", "title"),
        "organ": (
            "单位名称",
            "机关名称",
            "单位",
            "填报单位",
            "编制单位",
            "发布机构",
            "发布单位",
            "发文机关",
            "公开主体",
            "organ",
        ),
        "year": ("年度", "报告年度", "统计年度", "year"),
        "form": ("格式", "form"),
        "organ_level": ("单位类别", "机关类别", "organ_level"),
        "published": (
            "公布日期",
            "发布日期",
            "公开日期",
            "发布时间",
            "成文日期",
            "生成日期",
            "published",
        ),
        "contact": ("联系方式", "contact"),
    }.items()
    for label in labels
}
LEVELS: Final = {
    "政府": "government", "人民政府": "government", "government": "government",
    "部门": "department", "政府部门": "department", "department": "department",
    "乡镇": "township", "乡镇街道": "township", "township": "township",
}  # fmt: skip
MAX_KEY: Final = 20
_DATE: Final = late(r"(\d{4})[-年./](\d{1,2})[-月./](\d{1,2})日?")
_YEAR: Final = late(r"((?:19|20)\d{2})年?度?")


def is_setting(texts: Sequence[tuple[int, str, object]]) -> bool:
    """Whether a grid line begins with a label of the report's own particulars."""
    return bool(texts) and fold(texts[0][1]) in KEYS


def setting(cells: Sequence[RawCell]) -> tuple[str, str] | None:
    """The particular that a grid line gives, as (key, value), or None."""
    first = next((cell for cell in cells if cell is not None and cell != ""), None)
    if not isinstance(first, str) or len(first) > MAX_KEY or not (key := KEYS.get(fold(first))):
        return None
    filled = [cell for cell in cells if cell is not None and cell != ""]
    if len(filled) > 2:
        return None
    return key, show_raw(filled[1]).strip() if len(filled) == 2 else ""


def iso_date(text: str) -> str:
    """The first date in a text as YYYY-MM-DD, or "" (2021年1月20日, 2021-01-20, 2021/1/20)."""
    return _dated(text) if len(text) <= _SHORT else _first_date(text)


def _first_date(text: str) -> str:
    match = _DATE.search(squeeze(text))
    if not match:
        return ""
    year, month, day = (int(part) for part in match.groups())
    from datetime import date  # noqa: PLC0415

    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""


_dated: Final = lru_cache(maxsize=512)(_first_date)  # the reports of a year come out on few days
_SHORT: Final = 40


def apply(report: Report, key: str, value: str) -> bool:
    """Set one particular; False where the value cannot be understood (it is kept as prose)."""
    if not value:
        return True
    if key == "form":
        return True
    if key == "year":
        match = _YEAR.fullmatch(squeeze(value))
        if not match:
            return False
        report.year = int(match[1])
    elif key == "published":
        if not (found := iso_date(value)):
            return False
        report.published = found
    elif key == "organ_level":
        if value not in LEVELS:
            return False
        report.organ_level = LEVELS[value]
    else:
        setattr(report, key, value)
    return True
