"""What a report says is data in every output: no formula, no markup, no command."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import sqlite3
from pathlib import Path
from zipfile import ZipFile

import pytest
from hostile import COUNTY, FORMULAS, MARKUP, OBEYED, UNSEEN, report_of
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import etree, html
from markdown_it import MarkdownIt
from openpyxl import load_workbook
from rich.console import Console

from govinfo_cli import convert, read, trend
from govinfo_cli.cli import draw, main
from govinfo_cli.errors import UnwritableError
from govinfo_cli.forms import load_forms
from govinfo_cli.marks import guarded, unguarded
from govinfo_cli.pages import safe as escape_of_pages
from govinfo_cli.reporters import BY_NAME as REPORTERS
from govinfo_cli.trends.tellers import TELLERS
from govinfo_cli.writers import write
from govinfo_cli.writers.markdown import escape
from govinfo_cli.writers.marked import MARKERS, Mark
from govinfo_cli.writers.xlsx import blank_workbook

ALL = [*FORMULAS, *MARKUP, *UNSEEN]
SHEETS = COUNTY.with_name("sheets.xlsx")


def formulas(data: bytes) -> set[str]:
    """Every formula of a workbook, with its sheet and place."""
    found = set()
    with ZipFile(io.BytesIO(data)) as package:
        for name in package.namelist():
            if name.startswith("xl/worksheets/sheet"):
                for cell in etree.fromstring(package.read(name)).iter("{*}c"):
                    if cell.find("{*}f") is not None:
                        found.add(f"{name} {cell.get('r')} {cell.findtext('{*}f')}")
    return found


@pytest.mark.parametrize("text", FORMULAS)
def test_no_formula_in_a_workbook(text: str) -> None:
    plain = write(report_of("文字"), "xlsx")
    data = write(report_of(text), "xlsx")
    assert formulas(data) == formulas(plain)
    book = load_workbook(io.BytesIO(data))
    told = [cell for sheet in book for row in sheet for cell in row
            if isinstance(cell.value, str) and cell.data_type == "s" and text.strip() in cell.value]  # fmt: skip
    assert len(told) > 5
    shown = [cell for cell in told if cell.value.strip("\r\n\t ") == text.strip("\r\n\t ")]
    assert all(cell.quotePrefix for cell in shown), "it would be worked out when edited"


def test_no_formula_in_a_filled_or_marked_workbook() -> None:
    report = report_of("=1+1")
    template = SHEETS.read_bytes()
    filled = convert(report, "xlsx", template=template)
    assert formulas(filled) <= formulas(template)
    assert "=1+1" in {c.value for s in load_workbook(io.BytesIO(filled)) for r in s for c in r}
    data = write(report, "xlsx")
    marked = MARKERS["xlsx"](data, {("基本信息", 0, 1): Mark("error", "=1+1\n@A1")})
    assert formulas(marked) == formulas(data)


def with_cells(package: bytes, cells: str) -> bytes:
    """A workbook with a row of raw cells at the end of each sheet."""
    made = io.BytesIO()
    with ZipFile(io.BytesIO(package)) as source, ZipFile(made, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            if name.startswith("xl/worksheets/sheet"):
                data = data.replace(
                    b"</sheetData>", f'<row r="99">{cells}</row></sheetData>'.encode()
                )
            target.writestr(name, data)
    return made.getvalue()


def test_texts_of_any_make_stay_texts_in_a_marked_workbook() -> None:
    plain = SHEETS.read_bytes()
    data = with_cells(plain, '<c r="A99" t="str"><v>=2+2</v></c><c r="B99" t="inlineStr"><is><r><t>=3</t></r><r><t>+3</t></r></is></c>')  # fmt: skip
    marked = MARKERS["xlsx"](data, {("依申请", 4, 3): Mark("error", "=1+1")})
    assert formulas(marked) == formulas(MARKERS["xlsx"](plain, {}))
    sheet = load_workbook(io.BytesIO(marked))["依申请"]
    told = [cell.comment.text for row in sheet for cell in row if cell.comment]
    assert told == ["=1+1"]  # at the cell that is seen, where the place is merged
    assert [(c.value, c.data_type) for c in sheet[99][:2]] == [("=2+2", "s"), ("=3+3", "s")]


def test_a_workbook_that_cannot_be_marked_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = (COUNTY.parents[1] / "invalid" / "digits_swapped.xlsx").read_bytes()
    for name, data in (("a.xlsx", with_cells(wrong, '<c r="A99" t="d"><v>no date</v></c>')), ("b.xlsx", wrong)):  # fmt: skip
        (tmp_path / name).write_bytes(data)
    out = tmp_path / "out"
    line = ["validate", str(tmp_path / "a.xlsx"), str(tmp_path / "b.xlsx"), "--annotate", str(out)]
    assert main(line) == 2
    told = capsys.readouterr()
    assert "无法标注" in told.err
    assert [path.name for path in out.iterdir()] == ["b.xlsx"]


@pytest.mark.parametrize("text", FORMULAS)
def test_no_organ_smuggles_a_formula_into_a_sum(text: str, tmp_path: Path) -> None:
    sums = []
    for number, organ in enumerate((text.strip(), "某局")):
        folder = tmp_path / str(number)
        folder.mkdir()
        for name, word in (("a.json", organ), ("b.json", "另一局")):
            report = read(COUNTY)
            report.organ, report.title = word, ""
            (folder / name).write_bytes(write(report, "json"))
        target = tmp_path / f"{number}.xlsx"
        assert main(["merge", str(folder), "-o", str(target), "--organ", organ]) in (0, 1)
        sums.append(target.read_bytes())
    assert formulas(sums[0]) == formulas(sums[1])
    book = load_workbook(io.BytesIO(sums[0]))
    told = [c for s in book for r in s for c in r if c.value == text.strip()]
    assert len(told) >= 2
    assert all(cell.data_type == "s" and cell.quotePrefix for cell in told)


def test_labels_of_a_form_are_no_formulas(tmp_path: Path) -> None:
    form = json.loads((COUNTY.parents[2] / "schemas" / "2021" / "form.json").read_text("utf-8"))
    text = (
        json.dumps(form, ensure_ascii=False)
        .replace("1.属于国家秘密", "=1+1")
        .replace("信息内容", "@A1")
    )
    folder = tmp_path / "own"
    folder.mkdir()
    (folder / "form.json").write_text(text.replace('"2021"', '"own"', 1), "utf-8")
    own = load_forms(str(folder)).require("own")
    data = blank_workbook(own, 2024, "=1+1")
    assert formulas(data) == formulas(blank_workbook(load_forms().require("2021"), 2024, "某局"))


@pytest.mark.parametrize("text", FORMULAS)
def test_no_formula_in_csv(text: str) -> None:
    rows = list(csv.reader(io.StringIO(write(report_of(text), "csv").decode("utf-8-sig"), newline="")))  # fmt: skip
    cells = {cell for row in rows for cell in row if text.strip("\r\n\t '") in cell}
    assert cells
    assert all(
        cell[0] not in "=+-@\t\r＝＋－＠﹦﹢﹣﹫" and cell.strip()[0] == "'" for cell in cells
    )
    assert unguarded(guarded(text)) == text


@given(st.text(st.sampled_from("'=+-@＝＋ \t\r\nab\ufeff"), max_size=6))
def test_the_guard_is_taken_off_again(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert guarded(text).lstrip()[:1] not in set("=+-@＝＋－＠") or not text.strip()


@pytest.mark.parametrize("text", FORMULAS)
def test_no_field_in_word(text: str) -> None:
    with ZipFile(io.BytesIO(write(report_of(text), "docx"))) as package:
        root = etree.fromstring(package.read("word/document.xml"))
    names = {etree.QName(element).localname for element in root.iter()}
    assert not names & {"instrText", "fldSimple", "fldChar", "hyperlink", "object"}


def test_databases_keep_texts_as_texts(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    path.write_bytes(write(report_of("=1+1"), "sqlite"))
    base = sqlite3.connect(path)
    assert base.execute("SELECT DISTINCT typeof(text), text FROM cells WHERE text != ''").fetchall() == [("text", "=1+1")]  # fmt: skip
    assert base.execute("SELECT organ FROM reports").fetchall() == [("=1+1",)]
    base.close()
    pytest.importorskip("pyarrow")
    from pyarrow import parquet

    table = parquet.read_table(io.BytesIO(write(report_of("=1+1"), "parquet")))
    assert set(table.column("organ").to_pylist()) == {"=1+1"}


@pytest.mark.parametrize("text", MARKUP)
def test_pages_hold_no_markup_of_others(text: str, tmp_path: Path) -> None:
    source = tmp_path / "a.json"
    source.write_bytes(write(report_of(text), "json"))
    page = tmp_path / "a.html"
    main(["validate", str(source), "--format", "html", "-o", str(page)])
    for data in (write(report_of(text), "html"), page.read_bytes()):
        root = html.document_fromstring(data.decode())
        policy = root.xpath("//head/meta[@http-equiv]")[0]
        assert policy.get("content").startswith("default-src 'none'")
        assert policy.getprevious().get("charset")  # before anything that it governs
        assert not root.xpath("//script | //img | //b | //iframe | //object | //link | //base")
        assert not root.xpath("//@*[starts-with(name(), 'on')] | //@src")
        assert all(href.startswith("#f") for href in root.xpath("//@href"))
        assert text in root.text_content().replace("\r", "")


@pytest.mark.parametrize("text", MARKUP)
@pytest.mark.parametrize("name", ["svg", "html"])
def test_pictures_hold_no_markup_of_others(name: str, text: str) -> None:
    (teller,) = [teller for teller in TELLERS if teller.name == name]

    def names(data: bytes) -> set[str]:
        page = html.document_fromstring(data) if name == "html" else etree.fromstring(data)
        return {str(e.tag) for e in page.iter()} | {str(a) for e in page.iter() for a in e.attrib}

    report = report_of(text)
    told = teller.tell(trend([report]), "zh")
    assert names(told) == names(teller.tell(trend([report_of("文字")]), "zh"))
    assert escape_of_pages(text).encode() in told


def blocks(source: str) -> list[str]:
    made = MarkdownIt("commonmark").enable("table").enable("strikethrough").parse(source)
    inner = [child.type for token in made for child in token.children or ()]
    return [token.type for token in made] + [t for t in inner if t not in ("text", "softbreak")]


@pytest.mark.parametrize("text", ALL)
def test_markdown_is_not_broken_out_of(text: str) -> None:
    report = report_of(text)
    told = write(report, "md").decode()
    plain = write(report_of("文字"), "md").decode()
    more = 4 if "\n" in text else 0  # a paragraph, and a line of the note
    assert len(told.splitlines()) == len(plain.splitlines()) + more
    tables = [line for line in told.split("\n") if line.startswith("|")]
    assert len(tables) == len([line for line in plain.split("\n") if line.startswith("|")])
    kinds = blocks(told.split("---\n", 2)[2])
    assert not {"link_open", "image", "html_inline", "html_block", "code_inline", "fence"} & {
        *kinds
    }
    assert kinds.count("heading_open") == blocks(plain.split("---\n", 2)[2]).count("heading_open")
    again = read(told.encode(), format="md")
    assert again.narrative["overview"].split("\n")[1:-1] == text.strip().split("\n")
    if text == text.strip():  # a tab parts values there, and blanks around them say nothing
        assert again.extra[0].values == report.extra[0].values


SPECIAL = "#>-+=*_`~|\\[]()!<>&;:/.1 ab\t\n\r\x1b\x9b\u202e中'\"${}"


@settings(max_examples=150, deadline=None)
@given(st.text(st.sampled_from(SPECIAL), min_size=1, max_size=12))
@example("&#27;")
@example("1) a")
def test_any_line_of_markdown_is_one_paragraph(text: str) -> None:
    source = escape(text)
    assert not re.search(r"[\x00-\x1f\x7f-\x9f\u202e]", source)
    if source.strip():
        assert blocks(source) == ["paragraph_open", "inline", "paragraph_close"]


@pytest.mark.parametrize("name", ["json", "md", "csv", "html"])
@pytest.mark.parametrize("text", UNSEEN)
def test_plain_texts_hold_nothing_to_obey(name: str, text: str) -> None:
    told = write(report_of(text), name).decode("utf-8-sig").replace("\r\n", "\n")
    if name == "csv":  # data for programs: only what no text file should hold is shown
        told = re.sub("[\u061c\u200e-\u202e\u2066-\u2069\r]", "", told)
    assert not OBEYED.search(told)


@pytest.mark.parametrize("text", UNSEEN)
def test_nothing_told_is_obeyed(
    text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    if os.name == "nt":
        pytest.skip("Windows allows no such names")
    report = report_of(text)
    report.values[report.form.index["requests/received/total"]] = 1
    source = tmp_path / f"{text.replace('/', '')}.json"
    source.write_bytes(write(report, "json"))
    broken = tmp_path / f"{text.replace('/', '')}.xlsx"
    broken.write_bytes(b"x")
    for line in (
        ["validate", str(source), str(broken)], ["validate", str(broken)], ["show", str(source)],
        *(["validate", str(source), str(broken), "--format", to] for to in REPORTERS),
        ["merge", str(source), str(broken), "-o", str(tmp_path / "sum.xlsx")], ["merge", str(source), "-o", str(tmp_path / "sum.xlsx")],
        ["convert", str(broken), "--to", "md"], ["convert", str(source), "--to", "md", "-o", str(tmp_path / "out")],
        ["fix", str(source), "--diff"], ["fix", str(broken), "--diff"], ["show", str(broken), "more" + text],
        ["validate", str(source), "--annotate", str(tmp_path)], ["rule", text], ["--lang=" + text, "rules"],
    ):  # fmt: skip
        assert main(line) in (0, 1, 2)
        told = capsys.readouterr()
        assert not OBEYED.search(told.out), line
        assert not OBEYED.search(told.err), line
        assert "Traceback" not in told.err
    drawn = io.StringIO()
    monkeypatch.setattr(draw, "Console", lambda **_: Console(file=drawn, width=200))
    draw.draw_report(report, "zh")
    from govinfo_cli import validate

    draw.draw_findings([validate(source), validate(broken)], "zh")
    assert not OBEYED.search(drawn.getvalue())


@pytest.mark.parametrize(
    ("name", "safe"),
    [("CON.xlsx", "CON_.md"), ("nul", "nul_.md"), ("com1.a.json", "com1_.a.md"), ("a:b*c?.json", "a_b_c_.md"),
     ("a\u202eb.json", "a_b.md"), ("a\nb.json", "a_b.md"), ("CONTENT.json", "CONTENT.md"), ("LPT¹.json", "LPT¹_.md"),
     ("某局. .json", "某局. .md"), ("aux .json", "aux_ .md")],
)  # fmt: skip
def test_names_are_made_safe(name: str, safe: str, tmp_path: Path) -> None:
    if os.name == "nt":
        pytest.skip("Windows allows no such names")
    source = tmp_path / "in" / name
    source.parent.mkdir()
    source.write_bytes(COUNTY.read_bytes())
    given = ["--from", "json"]
    assert main(["convert", str(source), *given, "--to", "md", "-o", str(tmp_path / "out")]) == 0
    assert (tmp_path / "out").is_file()
    (tmp_path / "out").unlink()
    (tmp_path / "out").mkdir()
    assert main(["convert", str(source), *given, "--to", "md", "-o", str(tmp_path / "out")]) == 0
    assert [path.name for path in (tmp_path / "out").iterdir()] == [safe]


def test_long_names_are_cut_at_bytes_and_stay_two(tmp_path: Path) -> None:
    sources = tmp_path / "in"
    sources.mkdir()
    for end in "甲乙":
        (sources / f"{'某' * 80}{end}.json").write_bytes(COUNTY.read_bytes())
    out = tmp_path / "out"
    assert main(["convert", str(sources), "--to", "parquet", "-o", str(out / "x")]) in (0, 2)
    assert main(["convert", str(sources), "--to", "md", "-o", str(out)]) == 0
    names = [path.name for path in out.rglob("*.md")]
    assert len(names) == 2
    assert all(len(name.encode()) <= 240 and name.endswith(".md") for name in names)


def test_a_text_that_no_cell_can_hold_is_refused() -> None:
    with pytest.raises(UnwritableError, match="cell-too-long"):
        write(report_of("=" + "长" * 40_000), "xlsx")
