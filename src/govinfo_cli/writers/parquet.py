"""Parquet, tidy: one line a cell, amounts as exact decimals; needs ``govinfo-cli[parquet]``."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from govinfo_cli.errors import UnwritableError
from govinfo_cli.marks import TIDY_HEADER
from govinfo_cli.text import printable
from govinfo_cli.writers.tidy import records

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from govinfo_cli.report import Report

PRECISION: Final = 38
SCALE: Final = 6
TOGETHER: Final = 500  # reports in one row group


def write(report: Report) -> bytes:
    """Write the cells of one report."""
    made = BytesIO()
    _write([("", report)], made)
    return made.getvalue()


def write_all(reports: Iterable[tuple[str, Report]], path: Path) -> int:
    """Write many reports into one file."""
    return _write(reports, path)


def _write(reports: Iterable[tuple[str, Report]], target: Any) -> int:
    try:
        import pyarrow as pa  # a large library, only for this type  # noqa: PLC0415
        from pyarrow import parquet  # noqa: PLC0415
    except ImportError as error:
        raise UnwritableError("extra-missing", extra="parquet") from error
    types = {"year": pa.int32(), "value": pa.decimal128(PRECISION, SCALE)}
    words = pa.dictionary(pa.int32(), pa.string())
    schema = pa.schema([(name, types.get(name, words)) for name in TIDY_HEADER])
    count = 0
    with parquet.ParquetWriter(target, schema, compression="zstd") as file:
        for group in _groups(reports):
            rows = [record for _, report in group for record in records(report)]
            count += len(group)
            if not rows:
                continue
            columns = [
                [_value(cell) if name == "value" else _word(cell) for cell in column]
                for name, column in zip(TIDY_HEADER, zip(*rows, strict=True), strict=True)
            ]
            try:
                arrays = [
                    pa.array(column, types.get(name, pa.string())).cast(types.get(name, words))
                    for name, column in zip(TIDY_HEADER, columns, strict=True)
                ]
            except pa.ArrowInvalid as error:
                raise UnwritableError(
                    "number-too-large", format="parquet", value=str(error)[:60]
                ) from error
            file.write_table(pa.Table.from_arrays(arrays, schema=schema))
    return count


def _groups(
    reports: Iterable[tuple[str, Report]],
) -> Iterator[list[tuple[str, Report]]]:
    rest = iter(reports)
    while group := list(islice(rest, TOGETHER)):
        yield group


def _value(value: Any) -> Decimal | None:
    return None if value is None else Decimal(value)


def _word(cell: Any) -> Any:
    return printable(cell) if isinstance(cell, str) else cell
