"""Templates: the built-in blank, and anybody's own workbook filled in place."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment

from example_data import county
from example_layouts import as_json, workbook
from govinfo_cli import convert, read, validate
from govinfo_cli.errors import UnreadableError, UnwritableError, UsageError
from govinfo_cli.forms import load_forms
from govinfo_cli.writers.xlsx import blank_workbook

COUNTY = as_json(county("2021", 2024))


def own(book: Workbook) -> None:
    """What people have in their sheets besides the form."""
    sheet = book["依申请"]
    sheet["L2"] = CellRichText("填表", TextBlock(InlineFont(b=True), "须知"))
    sheet["D6"].comment = Comment("请核对", "某人")
    sheet["J6"].number_format = "0;[Red]-0"
    sheet["J8"] = "=SUM(D8:I8)"
    book.create_sheet("其他").append([1, 2, 3])


def parts(data: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def template() -> bytes:
    empty = county("2021", 2024)
    for rows in empty["tables"].values():
        for row in rows.values():
            row.update(dict.fromkeys(row))
    return workbook(empty, words=False, change=own)


def test_only_the_number_cells_change() -> None:
    before = template()
    after = convert(COUNTY, "xlsx", template=before, format="json")
    changed = {n for n, content in parts(after).items() if content != parts(before).get(n)}
    assert changed <= {f"xl/worksheets/sheet{n}.xml" for n in (1, 2, 3)} | {"xl/workbook.xml"}
    sheet = load_workbook(BytesIO(after), rich_text=True)["依申请"]
    assert str(sheet["L2"].value) == "填表须知"
    assert sheet["D6"].comment.text == "请核对"
    assert sheet["J6"].number_format == "0;[Red]-0"
    assert sheet["J8"].value == "=SUM(D8:I8)"
    assert sheet["D8"].value == 61
    assert b'fullCalcOnLoad="1"' in parts(after)["xl/workbook.xml"]
    assert dict(read(after, format="xlsx").items()) == dict(read(COUNTY, format="json").items())


def test_a_total_that_does_not_hold_replaces_its_formula() -> None:
    report = county("2021", 2024)
    report["tables"]["requests"]["granted"]["total"] = 99
    after = convert(as_json(report), "xlsx", template=template(), format="json")
    assert load_workbook(BytesIO(after))["依申请"]["J8"].value == 99
    assert "A303" in {f.code for f in validate(after, format="xlsx").findings}


def test_a_template_that_cannot_hold_the_report_is_refused() -> None:
    with pytest.raises(UnwritableError, match="template-lacks"):
        convert(as_json(county("2019", 2020)), "xlsx", template=template(), format="json")
    with pytest.raises(UsageError, match="template-format"):
        convert(COUNTY, "md", template=template(), format="json")
    with pytest.raises(UnreadableError):
        convert(COUNTY, "xlsx", template=b"nothing", format="json")


@pytest.mark.parametrize("name", ["2019", "2021"])
def test_the_blank_guards_what_is_typed(name: str) -> None:
    form = load_forms().require(name)
    data = blank_workbook(form, form.first_year, "某县人民政府")
    assert data == blank_workbook(form, form.first_year, "某县人民政府")
    book = load_workbook(BytesIO(data))
    assert book.sheetnames == ["基本信息", "文字", "主动公开", "依申请", "复议诉讼"]
    sheet = book["依申请"]
    assert sheet["J8"].value == "=SUM(D8:I8)"
    assert sheet.protection.sheet
    assert sheet["A6"].protection.locked
    assert not sheet["D6"].protection.locked
    assert sheet.page_setup.paperSize == 9
    assert sheet.data_validations.dataValidation
    # every row total, the totals row, and the carried-over row that balances it
    assert len(list(sheet.conditional_formatting)) == (37 if name == "2021" else 35)
    report = read(data, format="xlsx")
    assert (report.form.name, report.year, report.organ) == (name, form.first_year, "某县人民政府")
    assert not report.extra
    assert not any(f.severity == "error" for f in validate(data, format="xlsx").findings)
