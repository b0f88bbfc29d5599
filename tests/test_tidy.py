"""The tidy form: CSV, Parquet and SQLite, one report or many."""

from __future__ import annotations

import csv
import io
import sqlite3
from decimal import Decimal
from pathlib import Path

import pytest

from example_data import county
from example_layouts import as_json
from govinfo_cli import convert, read
from govinfo_cli.cli import main
from govinfo_cli.errors import UnreadableError, UnwritableError
from govinfo_cli.marks import TIDY_HEADER, guarded, unguarded
from govinfo_cli.report import Report

VALID = Path(__file__).resolve().parent.parent / "examples" / "valid"
COUNTY = as_json(county("2021", 2024))


def report(**changes: object) -> Report:
    made = read(COUNTY, format="json")
    for name, value in changes.items():
        setattr(made, name, value)
    return made


def lines(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_csv_has_one_line_a_cell() -> None:
    data = convert(COUNTY, "csv", format="json")
    assert data.startswith(b"\xef\xbb\xbforgan,year,form,")
    rows = lines(data)
    assert tuple(rows[0]) == TIDY_HEADER
    assert len(rows) == 200
    fees = next(row for row in rows if row["row"] == "fees")
    assert (fees["value"], fees["unit"], fees["row_label"]) == ("412.65", "万元", "行政事业性收费")


@pytest.mark.parametrize("mark", ["=", "+", "-", "@", "\t", "\r", "'=", "''", "'"])
def test_no_text_becomes_a_formula(mark: str) -> None:
    text = mark + "HYPERLINK(1)"
    assert guarded(text)[0] not in "=+-@\t\r"
    assert unguarded(guarded(text)) == text
    rows = lines(convert(report(organ=text), "csv"))
    assert rows[0]["organ"][0] not in "=+-@\t\r"


def test_blank_unread_and_absent_stay_apart() -> None:
    made = report()
    one, two, three = (made.form.index[f"requests/granted/{c}"] for c in ("natural_person", "enterprise", "research"))  # fmt: skip
    made.values[one] = made.values[two] = made.values[three] = None
    made.unread.add(two)
    made.absent.add(three)
    again = read(convert(made, "csv"), format="csv")
    assert again.is_blank(one)
    assert two in again.unread
    assert three in again.absent


def test_lines_of_several_reports_are_not_mixed() -> None:
    data = convert(COUNTY, "csv", format="json")
    other = convert(report(year=2023), "csv").partition(b"\n")[2]
    with pytest.raises(UnreadableError, match="tidy-several"):
        read(data + other, format="csv")


def test_many_reports_into_one_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = [str(VALID / name) for name in ("sheets.xlsx", "county_2020.json", "page.html")]
    for name in ("all.csv", "all.db", "all.parquet"):
        to = {".csv": "csv", ".db": "sqlite", ".parquet": "parquet"}[Path(name).suffix]
        assert (
            main(["convert", *files, "missing.xlsx", "--to", to, "-o", str(tmp_path / name)]) == 2
        )
        told = capsys.readouterr().err
        assert "missing.xlsx" in told
        assert "3" in told
    base = sqlite3.connect(tmp_path / "all.db")
    assert base.execute("SELECT count(*) FROM reports").fetchone() == (3,)
    expected = dict(read(VALID / "county_2020.json").items())
    query = (
        'SELECT "table" || \'/\' || "row" || \'/\' || "column", value FROM tidy WHERE year = 2020'
    )
    found = {path: Decimal(str(v)) if v is not None else None for path, v in base.execute(query)}
    assert found == expected
    base.close()
    pq = pytest.importorskip("pyarrow.parquet")
    rows = pq.read_table(tmp_path / "all.parquet").to_pylist()
    assert {
        f"{r['table']}/{r['row']}/{r['column']}": r["value"] for r in rows if r["year"] == 2020
    } == expected
    assert len(lines((tmp_path / "all.csv").read_bytes())) == len(rows)


def test_a_file_that_stands_is_kept(tmp_path: Path) -> None:
    target = tmp_path / "all.db"
    target.write_text("mine")
    arguments = ["convert", str(VALID), "--to", "sqlite", "-o", str(target)]
    assert main(arguments) == 2
    assert target.read_text() == "mine"
    assert main([*arguments, "--force"]) == 0
    assert target.read_bytes().startswith(b"SQLite format 3")
    assert [path.name for path in tmp_path.iterdir()] == ["all.db"]


def test_numbers_that_a_type_cannot_hold_are_said() -> None:
    made = report()
    made.values[made.form.index["requests/granted/other"]] = 10**40
    for to in ("sqlite", "parquet"):
        with pytest.raises(UnwritableError, match="number-too-large"):
            convert(made, to)
    assert str(10**40) in convert(made, "csv").decode("utf-8-sig")
