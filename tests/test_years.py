"""Two years of one organ: what carries over, what a note explains, what cannot be compared."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from example_data import county
from example_layouts import as_json
from govinfo_cli import check, convert, read
from govinfo_cli.checks.notes import note_on
from govinfo_cli.cli import main
from govinfo_cli.errors import UsageError
from govinfo_cli.messages import word
from govinfo_cli.report import Report

INVALID = Path(__file__).resolve().parent.parent / "examples" / "invalid"


def pair() -> tuple[Report, Report]:
    return read(INVALID / "carry_over.json"), read(INVALID / "carry_over.previous.json")


def test_a_note_under_the_table_turns_the_error_into_information() -> None:
    report, previous = pair()
    assert {f.severity for f in check(report, previous=previous)} == {"error", "warning"}
    report.notes["requests"] = "注：上年 1 件于年初撤回。"
    found = check(report, previous=previous)
    assert {f.severity for f in found} == {"info"}
    assert {f.case for f in found} == {"noted"}


@pytest.mark.parametrize(
    ("code", "table", "note", "speaks"),
    [
        ("Y401", "requests", "注：上年结转 1 件并案办理。", True),
        ("Y401", "requests", "注：因机构改革，部分申请划转。", True),
        ("Y401", "requests", "注：本表由办公室填报。", False),
        ("Y401", "remedies", "注：含上年度结转数。", False),
        ("Y402", "disclosure", "注：清理后宣布失效 2 件。", True),
        ("Y402", "disclosure", "注：收费金额含滞纳金。", False),
        ("Y404", "disclosure", "注：行政许可含电子证照。", True),
        ("Y404", "disclosure", "注：总计含电子证照。", False),
    ],
)
def test_a_note_excuses_what_it_speaks_of(code: str, table: str, note: str, speaks: bool) -> None:  # noqa: FBT001
    name = {"Y401": "carry_over", "Y402": "in_force", "Y404": "jump"}[code]
    report = read(INVALID / f"{name}.json")
    previous = read(INVALID / f"{name}.previous.json")
    report.notes[table] = f"注：另一条。\n{note}"
    found = [f for f in check(report, previous=previous) if f.code == code]
    assert {f.case for f in found} == {"noted" if speaks else ""}
    assert {f.severity == "info" for f in found} == {speaks or code == "Y404"}
    told = word(found[0], report.form, "zh")
    assert (note in told) is speaks
    assert "另一条" not in told


def test_a_short_label_stands_in_any_note() -> None:
    report, _ = pair()
    report.notes["requests"] = "注：其他情况见正文。重复申请见附件。"
    cells = report.form.cells
    spoken = {
        row: note_on(report, cells[report.form.index[f"requests/{row}/total"]], "Y404")
        for row in ("other", "rejected_repeated")
    }
    assert [bool(spoken[row]) for row in ("other", "rejected_repeated")] == [False, True]


@pytest.mark.parametrize("kind", ["md", "docx", "html", "xlsx"])
@pytest.mark.parametrize(
    "note", ["说明：上年结转 1 件并案。", "* 上年结转 1 件并案。", "上年结转 1 件"]
)
def test_notes_of_any_make_survive_a_file(kind: str, note: str) -> None:
    report, previous = pair()
    report.notes["requests"] = f"{note}\n第二行"
    again = read(convert(report, kind), format=kind)
    assert note in again.notes["requests"]
    assert {f.severity for f in check(again, previous=previous)} == {"info"}


def test_a_footnote_of_a_word_table_is_its_note() -> None:
    report, previous = pair()
    made = convert(report, "docx")
    with ZipFile(BytesIO(made)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    parts["word/footnotes.xml"] = (
        f'<w:footnotes {space}><w:footnote w:id="2"><w:p><w:r>'
        "<w:t>上年结转 1 件年初撤回。</w:t></w:r></w:p></w:footnote></w:footnotes>"
    ).encode()
    text = parts["word/document.xml"].decode()
    at = text.index("上年结转")
    at = text.index("</w:r>", at) + len("</w:r>")
    mark = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    parts["word/document.xml"] = (text[:at] + mark + text[at:]).encode()
    stream = BytesIO()
    with ZipFile(stream, "w") as package:
        for name, data in parts.items():
            package.writestr(name, data)
    again = read(stream.getvalue(), format="docx")
    assert again.notes == {"requests": "注：上年结转 1 件年初撤回。"}
    assert {f.severity for f in check(again, previous=previous)} == {"info"}


def test_reports_of_other_years_are_refused() -> None:
    report, previous = pair()
    previous.year = 2021
    with pytest.raises(UsageError, match="previous-year"):
        check(report, previous=previous)


def test_only_carried_over_cases_are_compared_between_forms() -> None:
    now = read(as_json(county("2021", 2021)), format="json")
    before = read(as_json(county("2019", 2020)), format="json")
    assert check(now, previous=before) == []
    before.values[before.form.index["requests/carried_out/total"]] = 8
    assert [f.code for f in check(now, previous=before)] == ["Y401"]


def test_last_year_tells_which_of_several_cells_are_wrong() -> None:
    now = read(as_json(county("2021", 2024)), format="json")
    before = read(INVALID / "carry_over.previous.json")
    for column in ("natural_person", "total"):
        index = now.form.index[f"requests/carried_in/{column}"]
        now.values[index] = (now.values[index] or 0) + 30
    alone = [f for f in check(now) if f.suggestions]
    assert not any(s.certain for f in alone for s in f.suggestions)
    (lead,) = [f for f in check(now, previous=before) if f.suggestions]
    cells = {c.where.cell for c in lead.suggestions[0].changes}
    assert cells == {"requests/carried_in/natural_person", "requests/carried_in/total"}


def test_the_blank_for_next_year_knows_what_is_carried_over(tmp_path: Path) -> None:
    last = tmp_path / "last.json"
    last.write_bytes(as_json(county("2021", 2023)))
    target = tmp_path / "next.xlsx"
    assert main(["template", "--previous", str(last), "-o", str(target)]) == 0
    blank = read(target)
    assert (blank.year, blank.organ) == (2024, "清溪县人民政府")
    assert blank["requests/carried_in/natural_person"] == 6
    assert blank["requests/received/natural_person"] is None
    assert main(["template", "--previous", str(tmp_path / "none.json"), "-o", str(target)]) == 2
