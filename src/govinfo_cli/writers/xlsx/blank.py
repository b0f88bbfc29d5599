"""The built-in workbook: the official layout, its totals as formulas, only numbers to fill in."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from govinfo_cli.forms.sheet import official_sheet
from govinfo_cli.marks import EXTRA_HEADER, EXTRA_SHEET, INFO_LABELS, INFO_SHEET, TEXT_SHEET
from govinfo_cli.office.book import MADE, packed, put_text
from govinfo_cli.writers.xlsx.grid import At, address, letters
from govinfo_cli.writers.xlsx.sums import side, total_rules

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from govinfo_cli.forms import CellSpec, Form, Table
    from govinfo_cli.report import Contribution

TOP: Final = 2  # rows above a table: its heading and its unit
LONG: Final = 30  # a label of more characters takes two lines
WIDTHS: Final = {
    "blocks": (30, 18, 18, 18),
    "matrix": (11, 15, 38, *(9.5,) * 7),
    "wide": (7.5,) * 15,
}
RULES: Final = {
    "count": ("whole", "此处只能填大于等于 0 的整数。", "Only whole numbers >= 0."),
    "change": (
        "any",
        "此处只能填整数，减少用负数。",
        "Only whole numbers; less is negative.",
    ),
    "amount": ("decimal", "此处只能填大于等于 0 的数，单位万元。", "Only numbers >= 0."),
}
TITLE: Final = {"zh": "填写有误", "en": "Not allowed"}


def table_places(form: Form, key: str) -> dict[int, At]:
    """Where the numbers of a table stand on its sheet, by index into ``form.cells``."""
    slots = official_sheet(form, key).slots
    return {s.index: (line + TOP, column) for (line, column), s in slots.items() if s.index >= 0}


def frame(
    form: Form,
    tables: tuple[str, ...],
    *,
    extra: bool = False,
    lang: str = "zh",
    contributions: Sequence[Contribution] = (),
) -> bytes:
    """The workbook without a number in it: sheets, labels, formulas, rules and print set-up.

    ``contributions``: of a sum, listed on sheets of their own behind the others.
    """
    if contributions:
        from govinfo_cli.writers.xlsx.annex import add_annex  # noqa: PLC0415

        book = _book(form, tables, lang, extra=extra)
        add_annex(book, form, tables, contributions)
        return _packed(book)
    return _frame(_ById(form), tables, extra, lang)


class _ById:
    """A form as a key: by identity, since a form is a large value and slow to hash."""

    def __init__(self, form: Form) -> None:
        self.form = form

    def __hash__(self) -> int:
        return id(self.form)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ById) and other.form is self.form


@lru_cache(maxsize=32)
def _frame(key: _ById, tables: tuple[str, ...], extra: bool, lang: str) -> bytes:  # noqa: FBT001
    return _packed(_book(key.form, tables, lang, extra=extra))


def _book(form: Form, tables: tuple[str, ...], lang: str, *, extra: bool) -> Any:
    from openpyxl import Workbook  # slow to import, only for writing  # noqa: PLC0415

    book = Workbook()
    info = book.active
    assert info is not None
    info.title = INFO_SHEET
    _list(info, [(label,) for _, label in INFO_LABELS], (14, 70))
    _list(book.create_sheet(TEXT_SHEET), [], (34, 90))
    for name in tables:
        table = form.table(name)
        _table(book.create_sheet(table.sheet), form, table, lang)
    if extra:
        _list(book.create_sheet(EXTRA_SHEET), [EXTRA_HEADER], (8, 12, 24, 16, 30, 40, 24))
    return book


def _packed(book: Any) -> bytes:
    """The package, with the dates and the maker of every blank."""
    book.properties.created = book.properties.modified = MADE
    book.properties.creator = "govinfo"
    return packed(book)


def _list(sheet: Any, rows: list[tuple[str, ...]], widths: tuple[float, ...]) -> None:
    """A sheet of words: wide columns that wrap, free to be written in."""
    from openpyxl.styles import Alignment, Font, Protection  # noqa: PLC0415

    for row in rows:
        sheet.append(row)
    for number, width in enumerate(widths):
        column = sheet.column_dimensions[letters(number)]
        column.width = width
        column.alignment = Alignment(wrap_text=True, vertical="top")
        column.protection = Protection(locked=False)
    for line in sheet.iter_rows():
        for cell in line:
            cell.font = Font(name="黑体", size=11)
            cell.alignment = Alignment(vertical="center")
    _paper(sheet, landscape=False)


def _paper(sheet: Any, *, landscape: bool) -> None:
    """A4, one page wide, with the margins of a public document."""
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.orientation = "landscape" if landscape else "portrait"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_options.horizontalCentered = True
    margins = sheet.page_margins
    margins.left = margins.right = 0.6
    margins.top = margins.bottom = 0.75


def _table(sheet: Any, form: Form, table: Table, lang: str) -> None:
    official = official_sheet(form, table.key)
    places = table_places(form, table.key)
    for number, width in enumerate(WIDTHS[table.arrangement][: official.width]):
        sheet.column_dimensions[letters(number)].width = width
    _heading(sheet, table, official.width)
    for (line, column), slot in official.slots.items():
        _slot(sheet, (line + TOP, column), slot.text, slot.rowspan, slot.colspan, slot.role)
    for index, rule in total_rules(form, places).items():
        sheet[address(places[index])].value = "=" + side(rule.right, places)
    for line in range(official.height):
        longest = max(len(s.text) for (at, _), s in official.slots.items() if at == line)
        sheet.row_dimensions[line + TOP + 1].height = 40 if longest > LONG else 27
    if table.corner:
        sheet.row_dimensions[TOP + 1].height = 24
    _entries(sheet, form.cells, places, lang)
    _alarms(sheet, form, places)
    sheet.protection.sheet = True
    sheet.protection.formatCells = sheet.protection.formatColumns = False
    if official.header:
        sheet.freeze_panes = address((TOP + official.header, 0))
        sheet.print_title_rows = f"1:{TOP + official.header}"
    _paper(sheet, landscape=table.arrangement == "wide")


def _heading(sheet: Any, table: Table, width: int) -> None:
    from openpyxl.styles import Alignment, Font, Protection  # noqa: PLC0415

    for row, (text, font, align) in enumerate(
        (
            ("", Font(name="黑体", size=14), "left"),
            (table.hint, Font(name="宋体", size=10), "right"),
        ),
        start=1,
    ):
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=width)
        cell = _words(sheet, (row - 1, 0), text)
        cell.font, cell.alignment = font, Alignment(horizontal=align, vertical="center")
        cell.protection = Protection(locked=row > 1)
    sheet.row_dimensions[1].height = 30


def _words(sheet: Any, at: At, text: str) -> Any:
    """A cell with a form's own words, which are words even where they begin with ``=``."""
    cell = sheet.cell(at[0] + 1, at[1] + 1)
    put_text(cell, text)
    return cell


def _slot(sheet: Any, at: At, text: str, down: int, across: int, role: str) -> None:
    from openpyxl.styles import Alignment, Border, Font, Protection, Side  # noqa: PLC0415

    line = Side(style="thin")
    for row in range(at[0], at[0] + down):
        for column in range(at[1], at[1] + across):
            sheet.cell(row + 1, column + 1).border = Border(line, line, line, line)
    cell = _words(sheet, at, text)
    cell.font = Font(name="黑体" if role == "header" else "宋体", size=10.5)
    centred = role != "label"
    cell.alignment = Alignment("center" if centred else "left", "center", wrap_text=True)
    cell.protection = Protection(locked=role != "number")
    if down > 1 or across > 1:
        sheet.merge_cells(
            start_row=at[0] + 1, start_column=at[1] + 1,
            end_row=at[0] + down, end_column=at[1] + across,
        )  # fmt: skip


def _entries(sheet: Any, cells: tuple[CellSpec, ...], places: Mapping[int, At], lang: str) -> None:
    """Let each cell take only the numbers that its column allows."""
    from openpyxl.worksheet.datavalidation import DataValidation  # noqa: PLC0415

    for kind, (allowed, zh, en) in RULES.items():
        found = [address(at) for index, at in places.items() if cells[index].kind == kind]
        if found:
            whole = allowed != "decimal"
            rule = DataValidation(
                type="whole" if whole else "decimal",
                operator="between" if allowed == "any" else "greaterThanOrEqual",
                formula1="-1000000000" if allowed == "any" else "0",
                formula2="1000000000" if allowed == "any" else None,
                allow_blank=True, showErrorMessage=True,
                errorTitle=TITLE[lang], error=zh if lang == "zh" else en,
            )  # fmt: skip
            for reference in found:
                rule.add(reference)
            sheet.add_data_validation(rule)


def _alarms(sheet: Any, form: Form, places: Mapping[int, At]) -> None:
    """Turn the cells of a broken sum red while somebody types."""
    from openpyxl.formatting.rule import FormulaRule  # noqa: PLC0415
    from openpyxl.styles import Font, PatternFill  # noqa: PLC0415

    fill = PatternFill(bgColor="FFC7CE", fill_type="solid")
    for rule in form.constraints:
        if rule.relation == "only-if" or not places.keys() >= set(rule.indexes):
            continue
        broken = {"=": "<>", ">=": "<", "<=": ">"}[rule.relation]
        formula = f"{side(rule.left, places, '$')}{broken}{side(rule.right, places, '$')}"
        marked = [rule.result] if rule.result >= 0 else [i for i, _ in (rule.right or rule.left)]
        for index in marked:
            font = Font(color="9C0006", bold=True)
            alarm = FormulaRule(formula=[formula], fill=fill, font=font)  # type: ignore[no-untyped-call]
            sheet.conditional_formatting.add(address(places[index]), alarm)
