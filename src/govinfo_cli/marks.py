"""The words by which our own Markdown and workbooks say what a bare table cannot.

Writers put them down and recognition looks for them, so they stand once, below both.
"""

from __future__ import annotations

from typing import Final

from govinfo_cli.late import late

ABSENT: Final = "（无此栏）"
"""Stands in a cell that the report does not have, where its row or column is printed anyway."""

UNREAD: Final = "?"
"""Stands in a cell that could not be read and whose raw text is not known either."""

INFO_SHEET: Final = "基本信息"
TEXT_SHEET: Final = "文字"
EXTRA_SHEET: Final = "补充"

ANNEX: Final = "各单位·"
"""Begins the name of a sheet that lists, for one table, what each organ gave to a sum."""

ANNEX_KEYS: Final = ("organ", "file")
"""Begin the line of such a sheet that names its columns by the paths of their cells."""

INFO_LABELS: Final = (
    ("title", "标题"),
    ("organ", "单位名称"),
    ("year", "年度"),
    ("form", "格式"),
    ("organ_level", "单位类别"),
    ("published", "公布日期"),
    ("contact", "联系方式"),
)
LEVELS: Final = {"government": "政府", "department": "部门", "township": "乡镇"}

EXTRA_HEADER: Final = ("代码", "表", "行", "列", "标签", "原文", "位置")
VALUE_SEPARATOR: Final = "\t"
"""Parts the values of one Extra in the column 原文; an empty cell there means no values."""

NOTE_CODE: Final = "注"
"""In the column 代码: this row is a note under the table named in the column 表."""

NOTE_PREFIX: Final = "注："

NOTE: Final = late(r"[（(【\[]?(?:附?注|备注|注释|说明)(?:\d{1,2}|[一二三四五])?[:：.、]|[*＊※]")
"""How a line below a table begins that is a note to it."""


def as_note(line: str) -> str:
    """A line of a note as it is printed: one that would not be known as a note says so."""
    return line if NOTE.match(line) else NOTE_PREFIX + line


TIDY_HEADER: Final = (
    "organ", "year", "form", "table", "row", "column",
    "table_label", "row_label", "column_label", "unit", "value", "text",
)  # fmt: skip
"""The columns of the tidy form, one line a cell."""


def guarded(text: str) -> str:
    """A text that no spreadsheet takes for a formula: an apostrophe before it tells that.

    Full-width signs count, too, and so do signs after blanks. Source: OWASP, CSV injection.
    """
    return "'" + text if is_active(text) else text


def unguarded(text: str) -> str:
    """The text that was guarded."""
    return text[1:] if text.startswith("'") and is_active(text) else text


def is_active(text: str) -> bool:
    """Whether a spreadsheet would work a text out, were it typed in."""
    return _ACTIVE.match(text) is not None


# Whatever takes no room and no note: soft hyphens, joiners, marks of direction and order.
_UNSEEN: Final = "\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff"
_ACTIVE: Final = late(rf"'*(?:[\t\r\n]|[\s{_UNSEEN}]*[=+\-@＝＋－＠﹦﹢﹣﹫])")
