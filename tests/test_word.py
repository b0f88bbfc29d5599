"""Word files as Word writes them: lists, changes, boxes, nested tables, and templates filled."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from example_data import county
from example_layouts import as_json
from govinfo_cli import convert, read, validate
from govinfo_cli.document import Document, Grid, Paragraph
from govinfo_cli.errors import UnreadableError, UnwritableError
from govinfo_cli.readers.docx import read as read_docx
from govinfo_cli.readers.numbering import written

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
COUNTY = as_json(county("2021", 2024))
GOOD = convert(COUNTY, "docx", format="json")


def package(body: str, **parts: str) -> bytes:
    made = BytesIO()
    with ZipFile(made, "w") as archive:
        archive.writestr(
            "word/document.xml",
            f"<w:document {W} {MC}><w:body>{body}</w:body></w:document>",
        )
        for name, text in parts.items():
            archive.writestr(f"word/{name}.xml", text)
    return made.getvalue()


def document(body: str, **parts: str) -> Document:
    return read_docx(package(body, **parts), "docx")


def p(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def tc(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(text)}</w:tc>"


def table(*rows: str) -> str:
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"


def texts(found: Document) -> list[str]:
    return [block.text for block in found.blocks if isinstance(block, Paragraph)]


def grids(found: Document) -> list[list[list[object]]]:
    return [block.rows for block in found.blocks if isinstance(block, Grid)]


def test_merged_cells() -> None:
    rows = table(
        tc("甲", '<w:vMerge w:val="restart"/>') + tc("乙", '<w:gridSpan w:val="2"/>') + tc("丙"),
        tc("", "<w:vMerge/>") + tc("1") + tc("2") + tc("3"),
    )
    assert grids(document(rows)) == [[["甲", "乙", None, "丙"], [None, "1", "2", "3"]]]


def test_changes_are_read_as_accepted() -> None:
    body = (
        "<w:p><w:r><w:t>公开</w:t></w:r><w:ins><w:r><w:t>信息</w:t></w:r></w:ins>"
        "<w:del><w:r><w:delText>旧</w:delText></w:r></w:del><w:r><w:t>5件</w:t></w:r></w:p>"
        + table(tc("1") + tc("2"), "<w:trPr><w:del/></w:trPr>" + tc("3") + tc("4"))
    )
    found = document(body)
    assert texts(found) == ["公开信息5件"]
    assert grids(found) == [[["1", "2"]]]
    assert found.metadata["tracked-changes"] == "3"


def test_a_deleted_paragraph_end_joins_two() -> None:
    body = p("前", "<w:rPr><w:del/></w:rPr>") + p("后")
    assert texts(document(body)) == ["前后"]


def test_list_numbers_are_words() -> None:
    numbering = (
        f'<w:numbering {W}><w:abstractNum w:abstractNumId="0">'
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="%1、"/></w:lvl>'
        '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2"/></w:lvl>'
        '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )
    styles = (
        f'<w:styles {W}><w:style w:type="paragraph" w:styleId="H"><w:pPr><w:outlineLvl w:val="0"/>'
        '<w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style></w:styles>'
    )
    direct = '<w:numPr><w:ilvl w:val="{}"/><w:numId w:val="1"/></w:numPr>'
    body = (
        p("总体情况", '<w:pStyle w:val="H"/>') + p("细", direct.format(1)) + p("细", direct.format(1))
        + p("主动公开政府信息情况", direct.format(0)) + p("细", direct.format(1))
    )  # fmt: skip
    found = document(body, numbering=numbering, styles=styles)
    assert texts(found) == [
        "一、总体情况",
        "一.1细",
        "一.2细",
        "二、主动公开政府信息情况",
        "二.1细",
    ]
    first = found.blocks[0]
    assert isinstance(first, Paragraph)
    assert first.level == 1


@pytest.mark.parametrize(
    ("number", "form", "text"),
    [
        (11, "chineseCounting", "十一"), (20, "japaneseCounting", "二十"), (3, "chineseLegalSimplified", "叁"),
        (2, "upperLetter", "B"), (14, "upperRoman", "XIV"), (2, "decimalEnclosedParen", "⑵"), (7, "strange", "7"),
    ],
)  # fmt: skip
def test_formats_of_numbers(number: int, form: str, text: str) -> None:
    assert written(number, form) == text


def test_boxes_once_and_footnotes() -> None:
    box = f"<w:txbxContent>{p('框中')}</w:txbxContent>"
    body = (
        f"<w:p><w:r><mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
        "</mc:AlternateContent></w:r><w:r><w:t>正文</w:t></w:r><w:r><w:footnoteReference w:id='2'/></w:r></w:p>"
    )
    notes = (
        f'<w:footnotes {W}><w:footnote w:id="2">{p("注：含上年结转")}</w:footnote></w:footnotes>'
    )
    found = document(body, footnotes=notes)
    assert texts(found) == ["正文", "框中", "注：含上年结转"]


def test_a_frame_of_one_cell_is_no_table() -> None:
    inner = table(tc("1") + tc("2"), tc("3") + tc("4"))
    frame = f"<w:tbl><w:tr><w:tc>{p('一、总体情况')}{inner}{p('完')}</w:tc></w:tr></w:tbl>"
    found = document(frame)
    assert texts(found) == ["一、总体情况", "完"]
    assert grids(found) == [[["1", "2"], ["3", "4"]]]


def test_a_table_cut_by_a_page_goes_on() -> None:
    with ZipFile(BytesIO(GOOD)) as source:
        xml = source.read("word/document.xml").decode()
    at = xml.index("3.补正后申请内容仍不明确")
    at = xml.rindex("<w:tr>", 0, at)
    grid = xml[xml.rindex("<w:tbl>", 0, at) : xml.index("<w:tr>", xml.rindex("<w:tbl>", 0, at))]
    cut = xml[:at] + "</w:tbl>" + p("") + grid + xml[at:]
    again = read(repacked(GOOD, cut), format="docx")
    assert dict(again.items()) == dict(read(COUNTY, format="json").items())


def repacked(data: bytes, document_xml: str) -> bytes:
    made = BytesIO()
    with ZipFile(BytesIO(data)) as source, ZipFile(made, "w") as target:
        for name in source.namelist():
            content = document_xml if name == "word/document.xml" else source.read(name)
            target.writestr(name, content)
    return made.getvalue()


@pytest.mark.parametrize(
    ("data", "key"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"WordDocument", "old-word"),
        (b"{\\rtf1 x}", "old-word"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        (package("<w:p></w:body>"), "package-corrupt"),
        (GOOD[: len(GOOD) // 2], "package-corrupt"),
        (repacked(GOOD, "<!DOCTYPE a [<!ENTITY x 'y'>]><a/>"), "xml-doctype"),
        (b"PK\x05\x06" + bytes(18), "no-word"),
    ],
)
def test_what_is_no_word_file(data: bytes, key: str) -> None:
    with pytest.raises(UnreadableError) as caught:
        read(data, format="docx")
    assert caught.value.key == key


def parts(data: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(data)) as source:
        return {name: source.read(name) for name in source.namelist()}


def test_the_same_report_gives_the_same_bytes() -> None:
    assert convert(COUNTY, "docx", format="json") == GOOD


def test_a_published_blank_is_filled_in_place(published: Path) -> None:
    blank = (published / "blank_2021.docx").read_bytes()
    report = read(COUNTY, format="json")
    filled = convert(report, "docx", template=blank)
    assert dict(read(filled, format="docx").items()) == dict(report.items())
    before, after = parts(blank), parts(filled)
    assert [name for name in before if before[name] != after[name]] == ["word/document.xml"]
    words = lambda found: [b.text for b in found.blocks if isinstance(b, Paragraph)]  # noqa: E731
    assert words(read_docx(blank, "docx")) == words(read_docx(filled, "docx"))
    again = convert(report, "docx", template=filled)
    assert parts(again)["word/document.xml"] == after["word/document.xml"]


def test_a_template_of_the_other_form_is_refused() -> None:
    other = read(as_json(county("2019", 2020)), format="json")
    with pytest.raises((UnwritableError, UnreadableError)):
        convert(other, "docx", template=GOOD)


def test_metadata_is_told() -> None:
    core = (
        '<cp:coreProperties xmlns:cp="x" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        "<dc:creator>张三</dc:creator></cp:coreProperties>"
    )
    made = BytesIO()
    with ZipFile(BytesIO(GOOD)) as source, ZipFile(made, "w") as target:
        for name in source.namelist():
            target.writestr(name, core if name == "docProps/core.xml" else source.read(name))
    (found,) = validate(made.getvalue(), format="docx").findings
    assert (found.code, found.case, found.facts["detail"]) == ("P802", "author", "张三")
