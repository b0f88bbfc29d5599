"""Notes under a table that give the reason why a figure does not follow from last year's."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from govinfo_cli.forms import CellSpec
from govinfo_cli.report import Report
from govinfo_cli.text import fold, wording

# Why two years of an organ cannot be compared at all, whatever the figure.
_SCOPE: Final = re.compile(
    r"机构改革|机构调整|职能(?:调整|划转)|划入|划出|划转|合并|撤并|拆分|口径|统计范围"
)
# What a note names that speaks of a finding's figure.
_SPEAKS: Final[Mapping[str, re.Pattern[str]]] = {
    "Y401": re.compile("结转|上一?年|去年|跨年"),
    "Y402": re.compile("现行有效|有效件数|规范性文件|规章|清理|废止|失效"),
    "Y403": re.compile("上一?年|项目数|事项|清单|目录"),
}  # fmt: skip

TELLING: Final = 4  # a shorter label (总计, 其他) stands in any note


def note_on(report: Report, cell: CellSpec, code: str) -> str:
    """The lines of the table's note that speak of a figure, or "".

    A line speaks of it that names what the figure is, its row, or a reason that holds for all
    figures (the organ was reorganised, the scope changed). Another note excuses nothing.
    """
    lines = report.notes.get(cell.table, "").split("\n")
    row = fold(report.form.table(cell.table).rows[cell.row].label)
    return " ".join(line for line in lines if _speaks(wording(line), row, code))


def _speaks(line: str, row: str, code: str) -> bool:
    named = _SPEAKS.get(code)
    if _SCOPE.search(line) or (named and named.search(line)):
        return True
    return len(row) >= TELLING and row in line
