"""Reports as frames: the tidy form, exact, with what is no number kept apart."""

from __future__ import annotations

import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from govinfo_cli import convert, read, to_pandas, to_polars
from govinfo_cli.errors import UnwritableError
from govinfo_cli.report import Report

ROOT = Path(__file__).resolve().parent.parent
SHEETS = ROOT / "examples" / "valid" / "sheets.xlsx"
CELLS = ("natural_person", "enterprise", "research")


def report(**values: object) -> Report:
    made = read(SHEETS)
    for path, value in values.items():
        made.values[made.form.index[path]] = value  # type: ignore[call-overload]
    return made


def odd() -> Report:
    """A blank, an unreadable and an absent cell side by side."""
    made = report()
    one, two, three = (made.form.index[f"requests/granted/{cell}"] for cell in CELLS)
    made.values[one] = made.values[two] = made.values[three] = None
    made.unread.add(two)
    made.absent.add(three)
    return made


def in_polars(reports: Any) -> list[dict[str, Any]]:
    pytest.importorskip("polars")
    return to_polars(reports).to_dicts()


def in_pandas(reports: Any) -> list[dict[str, Any]]:
    pandas = pytest.importorskip("pandas")
    pytest.importorskip("pyarrow")
    lines = to_pandas(reports).to_dict("records")
    return [{k: None if v is pandas.NA else v for k, v in line.items()} for line in lines]


BOTH = pytest.mark.parametrize("lines", [in_polars, in_pandas])


@BOTH
def test_frames_say_what_the_csv_says(lines: Any) -> None:
    import csv
    import io

    data = convert(odd(), "csv").decode("utf-8-sig")
    for line, row in zip(lines(odd()), csv.DictReader(io.StringIO(data, newline="")), strict=True):
        value, printed = line.pop("value"), row.pop("value")
        assert value == (Decimal(printed) if printed else None)
        assert {k: str(v) for k, v in line.items() if k not in ("state", "file")} == row


@BOTH
def test_blank_unread_and_absent_stay_apart(lines: Any) -> None:
    found = {line["column"]: line for line in lines(odd()) if line["row"] == "granted"}
    assert (found["natural_person"]["state"], found["natural_person"]["value"]) == ("blank", None)
    assert (found["enterprise"]["state"], found["enterprise"]["text"]) == ("unread", "?")
    assert "research" not in found
    assert found["total"]["state"] == "number"


@BOTH
def test_amounts_are_exact(lines: Any) -> None:
    wanted = Decimal("12345678901234567890123456789012.123456")
    made = report(**{"disclosure/fees/amount": wanted, "requests/received/total": 2**60 + 1})
    values = [line["value"] for line in lines(made)]
    assert wanted in values
    assert 2**60 + 1 in values
    assert all(value is None or isinstance(value, Decimal) for value in values)


@BOTH
@pytest.mark.parametrize("value", ["0.1234567", "123456789012345678901234567890123", "1E+40"])
def test_nothing_is_rounded(lines: Any, value: str) -> None:
    with pytest.raises(UnwritableError, match="number-too-large"):
        lines(report(**{"disclosure/fees/amount": Decimal(value)}))


@BOTH
def test_zeros_at_the_end_say_nothing(lines: Any) -> None:
    found = lines(report(**{"disclosure/fees/amount": Decimal("1.50000000")}))
    assert next(e for e in found if e["row"] == "fees")["value"] == Decimal("1.5")


@BOTH
def test_many_reports_and_none(lines: Any) -> None:
    other = read(ROOT / "examples" / "valid" / "county_2020.json")
    found = lines(iter([report(), other]))
    assert {line["file"] for line in found} == {str(SHEETS), other.path}
    assert {line["year"] for line in found} == {2024, 2020}
    assert lines([]) == []


def test_sums_are_exact() -> None:
    pytest.importorskip("pandas")
    tenth = report(**{"disclosure/fees/amount": Decimal("0.1")})
    frame = to_pandas([tenth] * 3)
    assert frame[frame.row == "fees"].groupby("organ")["value"].sum().item() == Decimal("0.3")
    assert str(frame.dtypes["year"]) == "Int32"
    assert str(frame.dtypes["value"]) == "decimal128(38, 6)[pyarrow]"
    assert frame.columns.tolist() == to_pandas([]).columns.tolist()


@pytest.mark.parametrize(
    ("make", "name"), [(to_polars, "polars"), (to_pandas, "pandas"), (to_pandas, "pyarrow")]
)
def test_a_missing_library_is_told(monkeypatch: pytest.MonkeyPatch, make: Any, name: str) -> None:
    monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(UnwritableError, match="extra-missing"):
        make(report())
