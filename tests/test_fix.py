"""Corrections and marked copies: what is certain is changed, all else stays as it stood."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import docx
import pytest
from openpyxl import load_workbook

from example_data import county
from example_layouts import as_json, workbook
from govinfo_cli import convert, fix, read, validate
from govinfo_cli.cli import main
from govinfo_cli.errors import UnwritableError

INVALID = Path(__file__).resolve().parent.parent / "examples" / "invalid"
SWAPPED = INVALID / "digits_swapped.xlsx"
GOOD = read(as_json(county("2021", 2024)), format="json")
GRANTED = "requests/granted/natural_person"


def wrong() -> bytes:
    report = county("2021", 2024)
    report["tables"]["requests"]["granted"]["natural_person"] = 16
    return as_json(report)


def parts(data: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


@pytest.mark.parametrize("to", ["json", "md", "xlsx", "docx", "csv"])
def test_a_slip_is_corrected_in_each_type(to: str) -> None:
    data = convert(read(wrong(), format="json"), to)
    made = fix(data, format=to)
    assert [(c.where.cell, c.old, c.new, why) for c, why in made.done] == [
        (GRANTED, 16, 61, "digits-swapped")
    ]
    assert dict(read(made.data, format=to).items()) == dict(GOOD.items())
    again = fix(made.data, format=to)
    assert (again.data, again.done, again.left) == (made.data, [], [])


def test_a_workbook_keeps_all_but_the_cell() -> None:
    before = SWAPPED.read_bytes()
    after = fix(before, name=str(SWAPPED)).data
    changed = [name for name, part in parts(before).items() if parts(after)[name] != part]
    sheets = [name for name in changed if name.startswith("xl/worksheets")]
    assert len(sheets) == 1
    assert set(changed) - set(sheets) <= {"xl/workbook.xml"}


def test_formulas_of_totals_stay() -> None:
    data = workbook(county("2021", 2024), formulas=True)
    book = load_workbook(BytesIO(data))
    book["依申请"]["D29"] = 182  # concluded, natural persons: 128
    stream = BytesIO()
    book.save(stream)
    made = fix(stream.getvalue(), format="xlsx")
    assert [(c.old, c.new) for c, _ in made.done] == [(182, 128)]
    assert str(load_workbook(BytesIO(made.data))["依申请"]["J29"].value).startswith("=SUM")


def test_an_empty_total_is_filled_in() -> None:
    made = fix((INVALID / "blank_total.json").read_bytes(), format="json")
    assert [(c.old, why) for c, why in made.done] == [(None, "total-blank")]
    assert validate(made.data, format="json").findings == []


def test_what_is_not_certain_is_left_unless_asked_for() -> None:
    report = county("2021", 2024)
    report["tables"]["remedies"]["reconsideration"]["upheld"] = 50
    made = fix(as_json(report), format="json")
    assert not made.done
    assert len(made.left) == 1
    assert made.data == as_json(report)
    bold = fix(as_json(report), format="json", unsafe=True)
    assert dict(read(bold.data, format="json").items()) == dict(GOOD.items())


def test_a_page_cannot_be_changed_in_place() -> None:
    page = convert(read(wrong(), format="json"), "html").replace(b"<main>", b"<main><p>x</p>")
    with pytest.raises(UnwritableError, match="fix-format"):
        fix(page, format="html")


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "fixed.xlsx"
    assert main(["fix", str(SWAPPED), "--diff"]) == 0
    assert "16 → 61（数字颠倒）" in capsys.readouterr().out
    assert main(["fix", str(SWAPPED), "-o", str(target)]) == 0
    assert main(["validate", str(target)]) == 0
    assert main(["fix", str(SWAPPED), "-o", str(target)]) == 2
    assert main(["fix", str(SWAPPED), "-o", str(SWAPPED), "--force"]) == 2
    assert main(["fix", str(SWAPPED)]) == 2
    assert main(["fix", str(tmp_path / "none.xlsx"), "--diff"]) == 2


def test_marked_copies(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    word = tmp_path / "report.docx"
    word.write_bytes(convert(read(wrong(), format="json"), "docx"))
    before = SWAPPED.read_bytes(), word.read_bytes()
    folder = tmp_path / "marked"
    assert main(["validate", str(SWAPPED), str(word), "--annotate", str(folder)]) == 1
    capsys.readouterr()
    assert (SWAPPED.read_bytes(), word.read_bytes()) == before
    cell = load_workbook(folder / SWAPPED.name)["依申请"]["D8"]
    assert cell.fill.fgColor.rgb == "00F8C9C4"
    assert cell.comment is not None
    assert "应为 61" in cell.comment.text
    marked = docx.Document(str(folder / "report.docx"))
    (comment,) = marked.comments
    assert "应为 61" in comment.text
    assert read(folder / "report.docx")[GRANTED] == 16
    again = folder / "again"
    assert main(["validate", str(folder / "report.docx"), "--annotate", str(again)]) == 1
    assert len(list(docx.Document(str(again / "report.docx")).comments)) == 2
    capsys.readouterr()
    assert main(["validate", str(INVALID / "balance.json"), "--annotate", str(folder)]) == 2


def test_suggestions_in_json(capsys: pytest.CaptureFixture[str]) -> None:
    main(["validate", str(SWAPPED), "--format", "json"])
    (file,) = json.loads(capsys.readouterr().out)["files"]
    (lead,) = [f for f in file["findings"] if f["suggestions"]]
    assert lead["suggestions"] == [{
        "why": "digits-swapped", "certain": True, "safe": True,
        "changes": [{"cell": GRANTED, "source": "依申请!D8", "from": 16, "to": 61}],
    }]  # fmt: skip


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_of_findings(lang: str, capsys: pytest.CaptureFixture[str]) -> None:
    files = [str(SWAPPED), str(INVALID / "balance.json"), "missing.xlsx"]
    assert main(["validate", *files, "--format", "html", "--lang", lang]) == 2
    page = capsys.readouterr().out
    assert "<script" not in page
    assert "http" not in page.replace("http-equiv", "")
    assert "missing.xlsx" in page
    targets = set(re.findall(r'href="#([^"]+)"', page))
    assert targets
    assert targets <= set(re.findall(r'id="([^"]+)"', page))
    assert '<span class="due">→ 61</span>' in page


def test_a_browser_draws_the_page_of_findings(tmp_path: Path) -> None:
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    if browser is None:
        pytest.skip("no Chromium on this machine")
    page, picture = tmp_path / "findings.html", tmp_path / "page.png"
    assert main(["validate", str(SWAPPED), "--format", "html", "-o", str(page)]) == 1
    run = [browser, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
           "--disable-background-networking", "--disable-component-update", "--disable-sync",
           f"--user-data-dir={tmp_path / 'profile'}"]  # fmt: skip
    done = subprocess.run(
        [*run, "--enable-logging=stderr", f"--screenshot={picture}", page.as_uri()],
        capture_output=True, check=True, timeout=120,
    )  # fmt: skip
    assert b"Content Security Policy" not in done.stderr
    assert picture.stat().st_size > 10_000
    made = subprocess.run(
        [*run, "--dump-dom", page.as_uri()], capture_output=True, check=True, timeout=120
    )
    assert made.stdout.count(b'<td class="n error"') == 3
