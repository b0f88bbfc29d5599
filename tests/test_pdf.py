"""PDF files: cut tables, scans, damage."""

from __future__ import annotations

import sys

import pytest

from example_data import county
from example_layouts import as_json
from example_pdf import _file, as_pdf
from govinfo_cli import read, validate
from govinfo_cli.errors import UnreadableError
from govinfo_cli.limits import Limits, using

pytest.importorskip("pdfplumber")
REPORT = county("2021", 2024)
GOOD = as_pdf(REPORT)


@pytest.mark.parametrize("form", ["2019", "2021"])
def test_a_printed_report_is_read_whole(form: str) -> None:
    report = county(form, 2020 if form == "2019" else 2024)
    found = read(as_pdf(report), format="pdf")
    due = read(as_json(report), format="json")
    assert dict(found.items()) == dict(due.items())
    assert found.narrative == due.narrative
    assert (found.organ, found.year, found.published) == (due.organ, due.year, due.published)


def test_places_name_page_and_cell() -> None:
    found = read(GOOD, format="pdf")
    place = found.source(found.form.index["requests/received/total"])
    assert place == "page 1, table 2, row 4, column 9"


def test_a_wrong_number_is_found_where_it_stands() -> None:
    report = county("2021", 2024)
    report["tables"]["requests"]["granted"]["natural_person"] = 16
    result = validate(as_pdf(report), format="pdf")
    assert {(f.code, f.cells[0].cell) for f in result.findings} == {
        ("A303", "requests/granted/total"), ("A302", "requests/concluded/natural_person"),
    }  # fmt: skip


def error_of(data: bytes) -> UnreadableError:
    with pytest.raises(UnreadableError) as caught:
        read(data, format="pdf")
    return caught.value


def test_a_scan_is_named_as_one() -> None:
    assert error_of(_file(["q 595 0 0 842 0 0 cm Q", "0 0 10 10 re f"])).key == "pdf-scanned"


def test_damage_is_told() -> None:
    assert error_of(b"no pdf at all").key == "pdf-broken"
    for length in range(16, len(GOOD), len(GOOD) // 25):
        result = validate(GOOD[:length], format="pdf")
        assert result.error is None or isinstance(result.error, UnreadableError)
    loop = GOOD.replace(b"/Kids [6 0 R", b"/Kids [2 0 R 6 0 R")
    result = validate(loop, format="pdf")
    assert result.error is None or isinstance(result.error, UnreadableError)
    locked = GOOD.replace(b"/Root 1 0 R", b"/Root 1 0 R /Encrypt << /Filter /Standard /V 9 /R 9 >>")
    assert error_of(locked).key in ("encrypted", "pdf-broken")
    with using(Limits(pages=1)):
        assert error_of(GOOD).key == "pdf-too-long"


def test_without_the_extra_the_user_is_told_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pdfplumber", None)
    error = error_of(GOOD)
    assert (error.key, error.facts["extra"]) == ("extra-needed", "pdf")
