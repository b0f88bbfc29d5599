"""Reports as data frames of polars or pandas: the tidy form, one line a cell, amounts exact."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from govinfo_cli.errors import UnwritableError
from govinfo_cli.marks import TIDY_HEADER
from govinfo_cli.report import Report
from govinfo_cli.writers.tidy import Record, records

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

PRECISION: Final = 38  # digits of an amount, and of these behind the point: as in Parquet
SCALE: Final = 6
COLUMNS: Final = (*TIDY_HEADER, "state", "file")
NUMBER, BLANK, UNREAD = "number", "blank", "unread"


class _Line(NamedTuple):
    """One line of a frame: a cell, how it stands, and the file that its report is from."""

    record: Record
    state: str
    file: str


def to_polars(reports: Report | Iterable[Report]) -> pl.DataFrame:
    """One report or many as a frame of polars, one line a cell; needs ``govinfo-cli[polars]``.

    The columns are those of ``convert(report, "csv")``, then ``state`` and ``file``. ``value`` is
    ``Decimal(38, 6)`` and never a float; ``year`` is Int32, all others are strings. ``state`` is
    ``number``; ``blank`` (``value`` is null where a number is due); or ``unread`` (null, and
    ``text`` is what stood there). A cell that the file does not have has no line. Raises
    UnwritableError where polars is not installed, and for a number that the type cannot hold.

    >>> from govinfo_cli import read, to_polars
    >>> frame = to_polars(read("examples/valid/sheets.xlsx"))
    >>> frame.filter(row="received", column="total")["value"].item()
    Decimal('140.000000')
    """
    try:
        import polars  # a large library, only for who has it  # noqa: PLC0415, ICN001
    except ImportError as error:
        raise UnwritableError("extra-missing", extra="polars") from error
    types: dict[str, Any] = dict.fromkeys(COLUMNS, polars.String)
    types |= {"year": polars.Int32, "value": polars.Decimal(PRECISION, SCALE)}
    return polars.DataFrame(_columns(reports, "polars"), schema=types)


def to_pandas(reports: Report | Iterable[Report]) -> pd.DataFrame:
    """One report or many as a frame of pandas, one line a cell; needs ``govinfo-cli[pandas]``.

    Columns and lines are those of ``to_polars``. ``value`` is Arrow's ``decimal128(38, 6)``, of
    which sums and groups are exact, and never a float; ``year`` is the nullable Int32, all others
    are strings; what is missing is ``pandas.NA``. Raises UnwritableError as ``to_polars`` does.

    >>> from govinfo_cli import read, to_pandas
    >>> frame = to_pandas(read("examples/valid/sheets.xlsx"))
    >>> frame[(frame.row == "received") & (frame.column == "total")]["value"].item()
    Decimal('140.000000')
    """
    try:
        import pandas  # a large library, only for who has it  # noqa: PLC0415, ICN001
        import pyarrow  # noqa: PLC0415, ICN001
    except ImportError as error:
        raise UnwritableError("extra-missing", extra="pandas") from error
    types = dict.fromkeys(COLUMNS, pandas.StringDtype("pyarrow"))
    types |= {
        "year": pandas.Int32Dtype(),
        "value": pandas.ArrowDtype(pyarrow.decimal128(PRECISION, SCALE)),
    }
    return pandas.DataFrame(
        {
            name: pandas.Series(column, dtype=types[name])
            for name, column in _columns(reports, "pandas").items()
        }
    )


def _columns(reports: Report | Iterable[Report], library: str) -> dict[str, list[Any]]:
    lines = list(_lines([reports] if isinstance(reports, Report) else reports))
    made = {
        name: [getattr(line.record, name) for line in lines]
        for name in TIDY_HEADER
    }  # fmt: skip
    made["value"] = [_exact(value, library) for value in made["value"]]
    made["state"] = [line.state for line in lines]
    made["file"] = [line.file for line in lines]
    return made


def _lines(reports: Iterable[Report]) -> Iterator[_Line]:
    for report in reports:
        for record in records(report):
            index = report.form.index[f"{record.table}/{record.row}/{record.column}"]
            state = BLANK if report.is_blank(index) else NUMBER
            yield _Line(record, UNREAD if record.text else state, report.path)


def _exact(value: Any, library: str) -> Decimal | None:
    """A number as the column holds it. Raises UnwritableError rather than round it."""
    if value is None:
        return None
    exact = Decimal(value)
    _, digits, exponent = exact.as_tuple()
    assert isinstance(exponent, int), "a report holds finite numbers"
    before, behind = len(digits) + exponent, -exponent
    while behind > SCALE and digits and digits[-1] == 0:
        digits, behind = digits[:-1], behind - 1  # zeros at the end say nothing
    if behind > SCALE or before > PRECISION - SCALE:
        raise UnwritableError("number-too-large", format=library, value=str(value)[:60])
    return exact
