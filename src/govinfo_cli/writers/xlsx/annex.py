"""Behind the tables of a sum: a sheet a table with a line an organ, and their total by formula."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from govinfo_cli.marks import ANNEX, ANNEX_KEYS, UNREAD
from govinfo_cli.number import show
from govinfo_cli.office.book import put_text
from govinfo_cli.writers.xlsx.grid import address, letters
from govinfo_cli.writers.xlsx.texts import is_exact

if TYPE_CHECKING:
    from collections.abc import Sequence

    from govinfo_cli.forms import CellSpec, Form
    from govinfo_cli.report import Contribution

HEADER: Final = 4  # title, rows of the form, their columns, and the paths of the cells
LEFT: Final = len(ANNEX_KEYS)
TITLE: Final = "{label}：各单位的数"
TOTAL: Final = "合计"


def add_annex(
    book: Any, form: Form, tables: Sequence[str], contributions: Sequence[Contribution]
) -> None:
    """Add the sheets to a workbook of openpyxl. Recognition reads them by ``marks.ANNEX``."""
    for key in tables:
        cells = [cell for cell in form.cells if cell.table == key]
        sheet = book.create_sheet(ANNEX + form.table(key).sheet)
        _header(sheet, form, cells)
        for number, entry in enumerate(contributions, start=HEADER + 1):
            sheet.append([None, None, *(_value(entry, cell.path) for cell in cells)])
            for column, words in enumerate((entry.organ, entry.file), start=1):
                put_text(sheet.cell(number, column), words)
            for column, cell in enumerate(cells, start=LEFT + 1):
                if cell.path in entry.lost:
                    _mark(sheet.cell(number, column))
        _total(sheet, len(cells), len(contributions))
        _set_up(sheet, len(cells))


def _value(entry: Contribution, path: str) -> object:
    if path in entry.lost:
        return UNREAD
    value = entry.cells.get(path, 0)
    return value if value is None or is_exact(value) else show(value)


def _header(sheet: Any, form: Form, cells: Sequence[CellSpec]) -> None:
    """Rows of the form on top, their columns below; the paths stand in a hidden line."""
    table = form.table(cells[0].table)
    names = [
        " ".join((*table.rows[cell.row].under[-1:], table.rows[cell.row].label)) for cell in cells
    ]
    sheet.append([TITLE.format(label=table.label)])
    sheet.append(["单位", "文件", *names])
    sheet.append(["", "", *(table.columns[cell.column].label for cell in cells)])
    sheet.append([*ANNEX_KEYS, *(cell.path for cell in cells)])
    for line in sheet.iter_rows(max_row=HEADER):
        for cell in line:
            put_text(cell, cell.value or "")
    sheet.row_dimensions[HEADER].hidden = True
    at = LEFT + 1
    for _, members in groupby(cell.row for cell in cells):
        wide = len(list(members))
        if wide > 1:
            sheet.merge_cells(start_row=2, end_row=2, start_column=at, end_column=at + wide - 1)
        at += wide
    for column in range(1, LEFT + 1):
        sheet.merge_cells(start_row=2, end_row=3, start_column=column, end_column=column)


def _mark(cell: Any) -> None:
    from openpyxl.styles import PatternFill  # noqa: PLC0415

    cell.fill = PatternFill("solid", fgColor="FFC7CE")


def _total(sheet: Any, width: int, organs: int) -> None:
    """The last line: each column added up by a formula, which counts no mark and no blank."""
    from openpyxl.styles import Font  # noqa: PLC0415

    line = [TOTAL, ""]
    for column in range(LEFT, LEFT + width):
        first, last = address((HEADER, column)), address((HEADER + organs - 1, column))
        line.append(f"=SUM({first}:{last})")
    sheet.append(line)
    for cell in sheet[HEADER + organs + 1]:
        cell.font = Font(name="宋体", size=10.5, bold=True)


def _set_up(sheet: Any, width: int) -> None:
    from openpyxl.styles import Alignment, Font  # noqa: PLC0415

    sheet["A1"].font = Font(name="黑体", size=14)
    for line in sheet.iter_rows(min_row=2, max_row=3):
        for cell in line:
            cell.font = Font(name="黑体", size=10.5)
            cell.alignment = Alignment("center", "center", wrap_text=True)
    sheet.row_dimensions[2].height, sheet.row_dimensions[3].height = 54, 30
    for column, wide in enumerate((30, 24, *(11.0,) * width)):
        sheet.column_dimensions[letters(column)].width = wide
    sheet.freeze_panes = address((HEADER, LEFT))
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.print_title_rows = f"1:{HEADER}"
    sheet.print_title_cols = "A:A"
