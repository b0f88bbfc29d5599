"""Ways in which people lay a report out in a file."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from decimal import Decimal
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from example_data import form
from govinfo_cli.forms import Table
from govinfo_cli.forms.sheet import official_sheet

Change = Callable[[Workbook], None]


def as_json(report: dict[str, Any]) -> bytes:
    """Canonical JSON; amounts, held as text, become numbers."""
    text = json.dumps(report, ensure_ascii=False, indent=2)
    return (re.sub(r'("amount": )"([\d.]+)"', r"\1\2", text) + "\n").encode()


def number(report: dict[str, Any], path: str) -> object:
    """The value of a cell for a workbook."""
    table, row, column = path.split("/")
    value = report["tables"].get(table, {}).get(row, {}).get(column)
    if isinstance(value, str) and re.fullmatch(r"-?\d+\.\d+", value):
        return Decimal(value)
    return value


def workbook(
    report: dict[str, Any], *, one_sheet: bool = False, down: int = 2, right: int = 0,
    merged: bool = True, repeated: bool = False, notes: bool = False, words: bool = True,
    formulas: bool = False, change: Change | None = None,
) -> bytes:  # fmt: skip
    """A workbook in the official layout, or in one of the variants that were seen."""
    book = Workbook()
    book.remove(book.active)  # type: ignore[arg-type]
    if words:
        _words(book.create_sheet("文字"), report)
    base = 0
    sheet: Worksheet | None = None
    for table in form(report["form"]).tables:
        if sheet is None or not one_sheet:
            sheet = book.create_sheet("统计表" if one_sheet else table.sheet)
            base = 0
        sheet.cell(base + 1, 1 + right, table.label)
        if notes:
            sheet.cell(base + 2, 1 + right, "说明：没有发生的填 0")
        height = _table(
            sheet,
            report,
            table,
            base + down,
            right,
            merged=merged,
            repeated=repeated,
            formulas=formulas,
        )
        base += down + height + 2
        if notes:
            sheet.cell(base, 1 + right, "填表人：张三")
    if change is not None:
        change(book)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def _words(sheet: Worksheet, report: dict[str, Any]) -> None:
    for line in words_of(report):
        sheet.append([line])


def words_of(report: dict[str, Any]) -> list[str]:
    """Title, date, preface, headings and paragraphs, line by line."""
    chosen = form(report["form"])
    title = f"{report['organ']}{report['year']}年政府信息公开工作年度报告"
    lines = [
        title,
        f"公布日期：{report['published']}",
        *report["narrative"].get("preface", "").split("\n"),
    ]
    for section in chosen.sections:
        lines += [section.label, *report["narrative"].get(section.key, "").split("\n")]
    return [line for line in lines if line]


def _table(
    sheet: Worksheet, report: dict[str, Any], table: Table, down: int, right: int,
    *, merged: bool, repeated: bool, formulas: bool,
) -> int:  # fmt: skip
    official = official_sheet(form(report["form"]), table.key)
    for (line, across), slot in sorted(official.slots.items()):
        row, column = down + line + 1, right + across + 1
        if slot.index >= 0:
            path = form(report["form"]).cells[slot.index].path
            cell = sheet.cell(row, column, number(report, path))
            if formulas and table.key == "requests" and path.endswith("/total"):
                first, last = sheet.cell(row, column - 6), sheet.cell(row, column - 1)
                cell.value = f"=SUM({first.coordinate}:{last.coordinate})"
            continue
        for r in range(slot.rowspan if repeated else 1):
            for c in range(slot.colspan if repeated else 1):
                sheet.cell(row + r, column + c, slot.text)
        if merged and (slot.rowspan > 1 or slot.colspan > 1):
            sheet.merge_cells(
                start_row=row, start_column=column,
                end_row=row + slot.rowspan - 1, end_column=column + slot.colspan - 1,
            )  # fmt: skip
    return official.height


def as_lines(report: dict[str, Any], separator: str, change: Callable[[str], str] = str) -> bytes:
    """A text whose tables are lines with tabs, or pipe tables."""
    chosen = form(report["form"])
    pipes = separator == "|"
    lines = [f"{report['organ']}{report['year']}年政府信息公开工作年度报告"]
    if pipes:
        lines[0] = "# " + lines[0]
    lines += ["", f"公布日期：{report['published']}", "", report["narrative"]["preface"]]
    for section in chosen.sections:
        lines += ["", ("## " if pipes else "") + section.label, ""]
        lines += [f"{text}\n" for text in report["narrative"][section.key].split("\n") if text]
        for table in chosen.tables:
            if table.section == section.key:
                lines += _lines(report, table, pipes=pipes)
    return change("\n".join(lines) + "\n").encode()


def _lines(report: dict[str, Any], table: Table, *, pipes: bool) -> list[str]:
    official = official_sheet(form(report["form"]), table.key)
    lines = []
    for line in range(official.height):
        cells = [""] * official.width
        for across in range(official.width):
            slot = official.slots.get((line, across))
            if slot is not None:
                path = form(report["form"]).cells[slot.index].path if slot.index >= 0 else ""
                value = number(report, path) if path else slot.text
                cells[across] = "" if value is None else str(value)
        lines.append("| " + " | ".join(cells) + " |" if pipes else "\t".join(cells).rstrip())
        if pipes and line == 0:
            lines.append("|" + " --- |" * official.width)
    return lines
