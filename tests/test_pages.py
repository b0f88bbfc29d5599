"""Pages as they are found: the article among navigation, and the ways in which cells go wrong."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from example_data import county
from example_layouts import as_json
from example_pages import as_page
from govinfo_cli import convert, read, validate
from govinfo_cli.report import Report

GOOD = as_page(county("2021", 2024)).decode()
EXPECTED = dict(read(GOOD.encode(), format="html").items())
GRANTED = "requests/granted/natural_person"
CELL = "<td><p class=MsoNormal>{}<o:p></o:p></p></td>"


def changed(old: str, new: str, count: int = 1) -> Report:
    assert old in GOOD
    return read(GOOD.replace(old, new, count).encode(), format="html")


def differing(report: Report) -> dict[str, object]:
    return {path: value for path, value in report.items() if value != EXPECTED[path]}


def test_the_article_is_found_among_what_stands_around_it() -> None:
    report = read(GOOD.encode(), format="html")
    data = county("2021", 2024)
    assert report.to_dict()["narrative"] == data["narrative"]
    assert (report.organ, report.year, report.published) == (data["organ"], 2024, data["published"])
    assert report.source(report.form.index[GRANTED]) == "table 3, row 6, column 4"


# 61 is the number of GRANTED; it stands once in the page.
@pytest.mark.parametrize(
    ("written", "value", "codes"),
    [
        ("&nbsp;", None, {"V201"}), ("６１", 61, {"V205"}), ("14 069", 14069, {"V205"}),
        ("14,069", 14069, {"V205"}), ("①", 1, {"V205"}), ("—", None, {"V201"}), ("/", None, {"V201"}),
        ("减4", -4, {"V205", "V203"}), ("22（其中修订 16 件）", 22, {"V205"}), ("六十一", None, {"V202"}),
    ],
)  # fmt: skip
def test_cells_as_people_write_them(written: str, value: int | None, codes: set[str]) -> None:
    page = GOOD.replace(CELL.format(61), CELL.format(written), 1)
    result = validate(page.encode(), format="html")
    assert result.report is not None
    assert result.report[GRANTED] == value
    assert set(differing(result.report)) <= {GRANTED}
    assert codes <= {f.code for f in result.findings if f.cells and f.cells[0].cell == GRANTED}


def without_third_column(page: str) -> str:
    """The merged label column lost: 三、本年度办理结果 and its groups are no cells any more."""
    return re.sub(
        r'<td rowspan="\d+"(?: colspan="1")?><p class=MsoNormal>(?:三、|（[三四五六]）)[^<]*<o:p></o:p></p></td>',
        "",
        page,
    )


def test_labels_that_moved_left_keep_their_numbers() -> None:
    report = read(without_third_column(GOOD).encode(), format="html")
    assert differing(report) == {}


def test_a_subtotal_column_of_their_own_is_kept_apart() -> None:
    page = GOOD.replace(
        "<p class=MsoNormal>其他<o:p></o:p></p></td></tr>",
        "<p class=MsoNormal>其他<o:p></o:p></p></td><td>小计</td></tr>",
        1,
    )
    assert page != GOOD
    start = page.index("一、本年新收")
    table = re.sub(r"(?<=</td>)</tr>", "<td>0</td></tr>", page[start:].partition("</table>")[0])
    rest = page[start:].partition("</table>")
    report = read((page[:start] + table + rest[1] + rest[2]).encode(), format="html")
    assert differing(report) == {}
    assert {entry.label for entry in report.extra} == {"小计"}
    assert {entry.code for entry in report.remarks} == {"S105"}


def test_table_two_as_four_tables() -> None:
    page = GOOD
    for block in ("第二十条第（五）项", "第二十条第（六）项", "第二十条第（八）项"):
        at = page.rindex("<tr>", 0, page.index(block))
        page = page[:at] + "</tbody></table><p></p><table><tbody>" + page[at:]
    assert page.count("<table") == GOOD.count("<table") + 3
    assert differing(read(page.encode(), format="html")) == {}


def test_rows_of_2019_in_a_report_of_2021_are_said() -> None:
    lines = re.split(r"(?=<tr>)", GOOD)
    kept = [
        line for line in lines if "1.申请人无正当理由" not in line and "2.申请人逾期" not in line
    ]
    page = "".join(kept).replace('colspan="1"', "")
    page = re.sub(r"<td[^>]*><p class=MsoNormal>（六）其他处理<o:p></o:p></p></td>", "", page)
    page = page.replace("3.其他<o:p>", "（六）其他处理<o:p>")
    result = validate(page.encode(), format="html")
    assert result.report is not None
    assert {f.code for f in result.findings} & {"S103", "S108"}
    assert result.report["requests/concluded/total"] == EXPECTED["requests/concluded/total"]


@pytest.mark.parametrize("charset", ["gb2312", "utf-8", "utf-16"])
def test_encodings(charset: str) -> None:
    assert differing(read(as_page(county("2021", 2024), charset), format="html")) == {}


@pytest.mark.parametrize(
    "change",
    [
        lambda page: page.replace("</td>", ""),
        lambda page: page.replace("</tr>", "").replace("<tbody>", ""),
        lambda page: page.replace('rowspan="', 'rowspan="000'),
        lambda page: f"<table><tr><td>{page}</td></tr></table>",
        lambda page: page.upper().replace("&NBSP;", "&nbsp;"),
        lambda page: page.replace("<p", "<div").replace("</p>", "</div>"),
    ],
)
def test_pages_that_are_not_clean(change: Callable[[str], str]) -> None:
    assert differing(read(change(GOOD).encode(), format="html")) == {}


def test_a_page_renamed_to_xls_is_a_page() -> None:
    assert differing(read(GOOD.encode(), name="report.xls")) == {}


def test_a_page_without_a_report_says_what_was_found() -> None:
    result = validate("<p>欢迎访问</p><table><tr><td>1</td></tr></table>".encode(), format="html")
    assert result.error is not None
    assert result.error.key == "no-report"
    assert "欢迎访问" in str(result.error.facts["found"])


def test_a_browser_sees_the_same_report(tmp_path: Path) -> None:
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    if browser is None:
        pytest.skip("no Chromium on this machine")
    page = tmp_path / "report.html"
    page.write_bytes(convert(as_json(county("2021", 2024)), "html", format="json"))
    made = subprocess.run(
        [browser, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
         "--disable-background-networking", "--disable-component-update", "--disable-sync",
         f"--user-data-dir={tmp_path / 'profile'}", "--dump-dom", page.as_uri()],
        capture_output=True, check=True, timeout=120,
    )  # fmt: skip
    assert read(made.stdout, format="html").to_dict() == read(page).to_dict()


def test_what_a_report_says_is_text_in_a_page() -> None:
    report = read(as_json(county("2021", 2024)), format="json")
    report.organ = '某局"><script>alert(1)</script>'
    report.narrative["overview"] = "<img src=x onerror=alert(1)> & \x07　两 个  空格"
    page = convert(report, "html").decode()
    assert "<script" not in page
    assert "<img" not in page
    assert "Content-Security-Policy" in page
    again = read(page.encode(), format="html")
    assert again.narrative["overview"] == report.narrative["overview"].replace("\x07", "␇")
    assert again.organ == report.organ


def test_amounts_stay_exact() -> None:
    report = read(as_json(county("2021", 2024)), format="json")
    report.values[report.form.index["disclosure/fees/amount"]] = Decimal("59237.2449")
    for to in ("html", "docx", "csv"):
        assert read(convert(report, to), format=to)["disclosure/fees/amount"] == Decimal(
            "59237.2449"
        )
