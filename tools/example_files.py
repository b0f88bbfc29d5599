"""Each example by its name: what it is made of, and what is wrong in it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook

from example_data import county, dongxihu
from example_district import district, roll_up, sum_of
from example_layouts import Change, as_json, as_lines, workbook
from example_pages import as_archive, as_page, as_xlsb
from example_pdf import as_pdf
from govinfo_cli import convert

Files = dict[str, bytes]
Expected = tuple[str, str, list[str]]  # code, severity, cells


def _order(book: Workbook) -> None:
    """Swap the first two columns of numbers of table three, header and all."""
    sheet = book["依申请"]
    for row in range(4, sheet.max_row + 1):
        one, other = sheet.cell(row, 5), sheet.cell(row, 6)
        one.value, other.value = other.value, one.value


def _labels(book: Workbook) -> None:
    """Spaces, line breaks and other numbering inside labels, as people type them."""
    sheet = book["依申请"]
    for row in sheet.iter_rows(min_col=1, max_col=3):
        for cell in row:
            if isinstance(cell.value, str):
                cell.value = cell.value.replace("（", "(").replace("）", ")").replace("1.", "1、")
                cell.value = cell.value[:4] + "\n " + cell.value[4:]


def _html_tables(report: dict[str, Any]) -> bytes:
    """Markdown as some editors save it: headings in Markdown, tables in HTML."""
    text = re.sub(r"(?s).*<div id=\"zoom\">(.*?)</div>.*", r"\1", as_page(report).decode())
    text = re.sub(r"<p[^>]*><strong>(.*?)</strong></p>", r"\n## \1\n", text)
    text = re.sub(r"<p align[^>]*><b>(.*?)</b></p>", r"# \1\n", text)
    text = re.sub(r'<p class="MsoNormal">(?:&nbsp;)*<span>(.*?)</span></p>', r"\n\1\n", text)
    return f"{text}\n公布日期：{report['published']}\n".encode()


# Made by LibreOffice from sheets.xlsx (soffice --convert-to xls, ods); wps.et is the xls, as WPS
# Office names it. They cannot be rebuilt here and are kept as they are.
FOREIGN = (
    "valid/old_excel.xls", "valid/open_document.ods", "valid/wps.et",
    "forms/district/form.json", "forms/district/report.json", "forms/district/previous.json",
    "plugin/pyproject.toml", "plugin/govinfo_township/__init__.py",
    "plugin/govinfo_township/check.py", "plugin/govinfo_township/ini.py",
)  # fmt: skip

VALID: dict[str, Callable[[], Files]] = {
    "county_2024": lambda: {"county_2024.json": as_json(county("2021", 2024))},
    "county_2020": lambda: {"county_2020.json": as_json(county("2019", 2020))},
    "dongxihu_2020": lambda: {"dongxihu_2020.json": as_json(dongxihu())},
    "dongxihu_sheets": lambda: {"dongxihu_sheets.xlsx": workbook(dongxihu())},
    "sheets": lambda: {"sheets.xlsx": workbook(county("2021", 2024))},
    "one_sheet": lambda: {"one_sheet.xlsx": workbook(county("2021", 2023), one_sheet=True, down=4, right=3, notes=True)},
    "unmerged": lambda: {"unmerged.xlsx": workbook(county("2021", 2022), merged=False, repeated=True)},
    "other_order": lambda: {"other_order.xlsx": workbook(county("2021", 2024), merged=False, change=_order)},
    "spaced_labels": lambda: {"spaced_labels.xlsm": workbook(county("2019", 2019), change=_labels)},
    "formulas": lambda: {"formulas.xlsx": workbook(county("2021", 2024), formulas=True)},
    "pipes": lambda: {"pipes.md": as_lines(county("2021", 2024), "|")},
    "tabs": lambda: {"tabs.txt": as_lines(county("2021", 2021), "\t")},
    "page": lambda: {"page.html": as_page(county("2021", 2024))},
    "page_gb2312": lambda: {"page_gb2312.htm": as_page(county("2019", 2020), "gb2312")},
    "saved_page": lambda: {"saved_page.mht": as_archive(as_page(county("2021", 2023)))},
    "html_tables": lambda: {"html_tables.md": _html_tables(county("2021", 2024))},
    "word": lambda: {"word.docx": convert(as_json(county("2021", 2024)), "docx", format="json")},
    "tidy": lambda: {"tidy.csv": convert(as_json(county("2021", 2024)), "csv", format="json")},
    "printed": lambda: {"printed.pdf": as_pdf(county("2021", 2024))},
    "binary": lambda: {"binary.xlsb": as_xlsb(county("2021", 2024))},
    "gbk": lambda: {"gbk.txt": as_lines(county("2019", 2020), "\t").decode().encode("gb18030")},
}  # fmt: skip


DISTRICT: dict[str, Callable[[], Files]] = {"district": district}


def _file(name: str, data: bytes, expected: Iterable[Expected]) -> Files:
    findings = [{"code": c, "severity": s, "cells": cells} for c, s, cells in expected]
    stem = name.rsplit(".", 1)[0]
    text = json.dumps(findings, ensure_ascii=False, indent=1) + "\n"
    return {name: data, f"{stem}.findings.json": text.encode()}


def _json(
    name: str,
    change: Callable[[dict[str, Any]], None],
    *expected: Expected,
    form: str = "2021",
    year: int = 2024,
) -> Callable[[], Files]:
    def make() -> Files:
        report = county(form, year)
        change(report)
        return _file(f"{name}.json", as_json(report), expected)

    return make


def _after(
    name: str, change: Callable[[dict[str, Any]], None], *expected: Expected, form: str = "2021"
) -> Callable[[], Files]:
    """A report with a fault that only last year's report shows; that one stands beside it."""

    def make() -> Files:
        year = 2020 if form == "2019" else 2024
        report, before = county(form, year), county(form, year - 1)
        for row, cells in before["tables"]["disclosure"].items():
            if "in_force" in cells:
                cells["in_force"] -= cells["made"] - cells["repealed"]
            if "prior_items" in cells:
                now = report["tables"]["disclosure"][row]
                cells["prior_items"] = now["prior_items"] - cells["change"]
        change(report)
        files = _file(f"{name}.json", as_json(report), expected)
        return files | {f"{name}.previous.json": as_json(before)}

    return make


def _roll_up() -> Files:
    """A report that is not the sum of those below it, which stand in a folder beside it."""
    above, below = roll_up()
    changed = [
        f"{table}/{row}/{column}"
        for table, rows in above["tables"].items()
        for row, cells in rows.items()
        for column, value in cells.items()
        if str(value) != str(sum_of(below)["tables"][table][row][column])
    ]
    files = _file("roll_up.json", as_json(above), [("L501", "warning", [c]) for c in changed])
    names = ("office", "civil_affairs", "market", "street")
    return files | {
        f"roll_up.children/{name}.json": as_json(report)
        for name, report in zip(names, below, strict=True)
    }


def _carry(report: dict[str, Any]) -> None:
    """One case that was carried over did not arrive; it counts as newly received instead."""
    requests = report["tables"]["requests"]
    for column in ("natural_person", "total"):
        requests["carried_in"][column] -= 1
        requests["received"][column] += 1


def _book(name: str, change: Change, *expected: Expected, **options: Any) -> Callable[[], Files]:
    return lambda: _file(
        f"{name}.xlsx", workbook(county("2021", 2024), change=change, **options), expected
    )


def _says(text: str) -> Callable[[dict[str, Any]], None]:
    """The overview with one more paragraph."""

    def change(report: dict[str, Any]) -> None:
        report["narrative"]["overview"] += f"\n{text}"

    return change


def _copied() -> Files:
    """A report whose words are last year's."""
    report, before = county("2021", 2024), county("2021", 2023)
    for row in ("normative_documents",):
        before["tables"]["disclosure"][row]["in_force"] -= 4
    before["narrative"]["problems"] = report["narrative"]["problems"] = before["narrative"][
        "problems"
    ]
    report["narrative"]["overview"] = before["narrative"]["overview"] + "\n新增了一个查询栏目。"
    files = _file("text_copied.json", as_json(report), [("C705", W, [""])])
    return files | {"text_copied.previous.json": as_json(before)}


def _set(*path: str, value: object) -> Callable[[dict[str, Any]], None]:
    def change(report: dict[str, Any]) -> None:
        place = report
        for key in path[:-1]:
            place = place[key]
        if value is ...:
            del place[path[-1]]
        else:
            place[path[-1]] = value

    return change


def _cell(sheet: str, place: str, value: object) -> Change:
    def change(book: Workbook) -> None:
        book[sheet][place] = value

    return change


def _stored(data: bytes, part: str, old: str, new: str) -> bytes:
    """Change the XML of a workbook's part, as a program that stores values would have."""
    stream = BytesIO()
    with ZipFile(BytesIO(data)) as package, ZipFile(stream, "w", ZIP_DEFLATED) as made:
        for entry in package.infolist():
            content = (
                package.read(entry).decode() if entry.filename == part else package.read(entry)
            )
            if isinstance(content, str):
                assert old in content
                content = content.replace(old, new).encode()
            made.writestr(entry, content)
    return stream.getvalue()


def _stale() -> Files:
    data = workbook(county("2021", 2024), formulas=True)
    part = "xl/worksheets/sheet3.xml"
    old, new = "<f>SUM(D8:I8)</f><v></v>", "<f>SUM(D8:I8)</f><v>67</v>"
    with ZipFile(BytesIO(data)) as package:
        xml = package.read(part).decode()
    old = old if old in xml else "<f>SUM(D8:I8)</f><v />"
    return _file("stale_formula.xlsx", _stored(data, part, old, new), [
        ("V209", "warning", ["requests/granted/total"]),
        ("A302", "error", ["requests/concluded/total"]),
        ("A303", "error", ["requests/granted/total"]),
    ])  # fmt: skip


def _lost_tab(text: str) -> str:
    """One number of one line is lost, so that no later one can be placed."""
    return re.sub(r"(重复申请\t)2\t", r"\1", text)


def _again(book: Workbook) -> None:
    """The row of granted requests once more, below the table."""
    sheet = book["依申请"]
    row = sheet.max_row + 1
    for column in range(1, 11):
        sheet.cell(row, column, sheet.cell(8, column).value)


E3, W, I = "error", "warning", "info"  # noqa: E741
G = "requests/granted/"
INVALID: dict[str, Callable[[], Files]] = {
    "schema": _json("schema", _set("organ", value=7), ("S101", E3, [""])),
    "table_missing": _json("table_missing", _set("tables", "remedies", value=...), ("S102", E3, ["remedies"])),
    "row_missing": _json("row_missing", _set("tables", "requests", "carried_out", value=...), ("S103", E3, ["requests/carried_out"])),
    "column_missing": _book("column_missing", lambda b: b["主动公开"].delete_cols(4), ("S104", E3, ["disclosure//in_force"]), merged=False),
    "row_unknown": _json("row_unknown", _set("tables", "disclosure", "local_row", value={"made": 3}), ("S105", W, ["disclosure"])),
    "row_repeated": _book("row_repeated", _again, ("S106", E3, ["requests/granted"]), merged=False),
    "width": lambda: _file("width.txt", as_lines(county("2021", 2024), "\t", _lost_tab), [("S107", E3, ["requests/rejected_repeated"])]),
    "form_year": _json("form_year", _set("year", value=2020), ("S108", E3, []), ("C701", E3, [""]), ("C702", W, [""])),
    "forms_mixed": _json("forms_mixed", lambda r: [r["tables"]["requests"].pop(k) for k in ("other_not_corrected", "other_fee_unpaid")], ("S108", E3, [])),
    "label": _book("label", _cell("依申请", "C11", "2.其他法律行政止公开"), ("S109", I, ["requests"])),
    "section_missing": _json("section_missing", _set("narrative", "problems", value=...), ("S110", W, [])),
    "blank": _json("blank", _set("tables", "requests", "denied_safety", "research", value=None), ("V201", W, ["requests/denied_safety/research"])),
    "dash": _book("dash", _cell("依申请", "F8", "—"), ("V201", W, [G + "research"])),
    "blank_total": _json("blank_total", _set("tables", "requests", "granted", "total", value=None), ("V201", W, [G + "total"])),
    "blank_addend": _json("blank_addend", _set("tables", "requests", "granted", "enterprise", value=None),
        ("V201", W, [G + "enterprise"]), ("A303", W, [G + "total"]), ("A302", W, ["requests/concluded/enterprise"])),
    "not_a_number": _book("not_a_number", _cell("依申请", "D8", "若干"), ("V202", E3, [G + "natural_person"])),
    "negative": _json("negative", _set("tables", "disclosure", "licensing", "decisions", value=-5), ("V203", E3, ["disclosure/licensing/decisions"])),
    "not_whole": _book("not_whole", _cell("主动公开", "B9", 21840.5), ("V204", E3, ["disclosure/licensing/decisions"])),
    "number_style": _book("number_style", _cell("依申请", "D8", "６１"), ("V205", I, [G + "natural_person"])),
    "thousands": _book("thousands", _cell("主动公开", "B9", "21,840"), ("V205", I, ["disclosure/licensing/decisions"])),
    "unit": _book("unit", _cell("主动公开", "B16", "4126500元"), ("V206", W, ["disclosure/fees/amount"])),
    "unit_large": _json("unit_large", _set("tables", "disclosure", "fees", "amount", value=4126500), ("V206", W, ["disclosure/fees/amount"])),
    "formula_unevaluated": _book("formula_unevaluated", _cell("依申请", "D8", "=VLOOKUP(A1,B1:C9,2)"), ("V207", E3, [G + "natural_person"])),
    "cell_error": _book("cell_error", _cell("依申请", "D8", "#REF!"), ("V208", E3, [G + "natural_person"])),
    "stale_formula": _stale,
    "formula_range": _book("formula_range", _cell("依申请", "J8", "=SUM(D8:H8)"), ("V210", W, [G + "total", G + "other"]), formulas=True),
    "formula_constant": _book("formula_constant", _cell("依申请", "J8", 66), ("V210", W, [G + "total"]), formulas=True),
    "balance": _json("balance", lambda r: (_set("tables", "requests", "received", "natural_person", value=138)(r), _set("tables", "requests", "received", "total", value=150)(r)),
        ("A301", E3, [f"requests/{row}/natural_person" for row in ("received", "carried_in", "concluded", "carried_out")]),
        ("A301", E3, [f"requests/{row}/total" for row in ("received", "carried_in", "concluded", "carried_out")])),
    "digits_swapped": _book("digits_swapped", _cell("依申请", "D8", 16), ("A303", E3, [G + "total"]), ("A302", E3, ["requests/concluded/natural_person"])),
    "remedies_total": _book("remedies_total", _cell("复议诉讼", "E6", 19), ("A304", E3, ["remedies/reconsideration/total"])),
    "stock": _json("stock", _set("tables", "disclosure", "normative_documents", "in_force", value=3),
        ("A305", W, [f"disclosure/normative_documents/{c}" for c in ("in_force", "made", "repealed")])),
    "disclosed_total": _json("disclosed_total", _set("tables", "disclosure", "normative_documents", "total_disclosed", value=8),
        ("A306", W, [f"disclosure/normative_documents/{c}" for c in ("disclosed", "total_disclosed")]), form="2019", year=2020),
    "items": _json("items", _set("tables", "disclosure", "fees", "change", value=-20), ("A307", E3, ["disclosure/fees/prior_items", "disclosure/fees/change"]), form="2019", year=2020),
    "decisions_without_items": _json("decisions_without_items", _set("tables", "disclosure", "coercion", value={"prior_items": 0, "change": 0, "decisions": 80}),
        ("A308", W, [f"disclosure/coercion/{c}" for c in ("decisions", "prior_items", "change")]), form="2019", year=2020),
    "period": _json("period", _set("narrative", "preface", value="统计数据的期限自2024年1月1日起至2024年12月30日止。"), ("C701", E3, [""])),
    "years": _json("years", _set("narrative", "preface", value="统计数据的期限自2023年1月1日起至2023年12月31日止。"), ("C701", E3, [""])),
    "carry_over": _after("carry_over", _carry, ("Y401", E3, ["requests/carried_in/total"]), ("Y401", W, ["requests/carried_in/natural_person"])),
    "in_force": _after("in_force", _set("tables", "disclosure", "normative_documents", "in_force", value=45), ("Y402", W, ["disclosure/normative_documents/in_force"])),
    "items_chain": _after("items_chain", _set("tables", "disclosure", "penalties", "prior_items", value=99), ("Y403", W, ["disclosure/penalties/prior_items"]), form="2019"),
    "jump": _after("jump", _set("tables", "disclosure", "licensing", "decisions", value=218400), ("Y404", I, ["disclosure/licensing/decisions"])),
    "roll_up": _roll_up,
    "text_count": _json("text_count", _says("全县共收到政府信息公开申请183件。"), ("N601", W, ["", "requests/received/total"])),
    "text_group": _json("text_group", _says("予以公开和部分公开共88件。"), ("N601", W, ["", G + "total", "requests/partly_granted/total"])),
    "text_percent": _json("text_percent", _says("予以公开66件，占46.9%。"), ("N602", W, ["", G + "total"])),
    "text_percent_cut": _json("text_percent_cut", _says("予以公开66件，占47.1%；部分公开14件，占10%；重复申请3件，占2.1%；不予公开10件，占7.1%；信访举报投诉类申请7件，占5%；本机关不掌握相关政府信息34件，占24.2%。"),
        ("N602", I, ["", "requests/unavailable_not_held/total"])),
    "text_sum": _json("text_sum", _says("全年公开各类信息420条，包括政策文件60条、办事指南200条、其他信息150条。"), ("N603", W, [""])),
    "text_sum_open": _json("text_sum_open", _says("全年公开各类信息420条，其中政策文件60条、办事指南200条。"), ("N603", I, [""])),
    "text_growth": _json("text_growth", _says("全县共收到政府信息公开申请140件，比上年的125件增长15%。"), ("N604", W, ["", "requests/received/total"])),
    "text_zero": _json("text_zero", _says("全年没有发生因政府信息公开引起的行政诉讼。"), ("N605", W, ["", *(f"remedies/litigation_{way}/total" for way in ("direct", "after_reconsideration"))])),
    "text_upheld": _json("text_upheld", _says("行政诉讼4件，均予维持。"), ("N605", W, ["", "remedies/litigation_direct/pending"])),
    "text_twice": _json("text_twice", _says("全年主动公开政府信息420条。\n共主动公开政府信息402条。"), ("N606", W, ["", ""])),
    "text_no_number": _json("text_no_number", _says("全年共主动公开条。"), ("N607", W, [""])),
    "deadline": _json("deadline", _set("published", value="2025-04-02"), ("C702", W, [""])),
    "fee_statement": _json("fee_statement", _set("narrative", "other", value="没有其他需要报告的事项。"), ("C703", W, [""])),
    "fee_amount": _json("fee_amount", _set("narrative", "other", value="对 8 件申请收取信息处理费 2955 元。"), ("C703", W, [""])),
    "section_empty": _json("section_empty", _set("narrative", "problems", value="无"), ("C704", W, [""])),
    "text_copied": _copied,
    "personal_data": _json("personal_data", _says("咨询请拨打13800138000，联系人身份证号11010519491231002X，退费账户6222020000000000000。村民李某电话0999-1234567。"), *[("P801", W, [""])] * 4),
    "hidden_sheet": _book("hidden_sheet", lambda b: setattr(b["复议诉讼"], "sheet_state", "hidden"), ("P802", I, [""])),
}  # fmt: skip
