"""The tidy form: one line a cell, for statistics; CSV, Parquet and SQLite share it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from govinfo_cli.writers.raw import contents

if TYPE_CHECKING:
    from govinfo_cli.number import Number
    from govinfo_cli.report import Report


class Record(NamedTuple):
    """One cell. ``value`` is None for a blank; ``text`` is what stood there if no number."""

    organ: str
    year: int | None
    form: str
    table: str
    row: str
    column: str
    table_label: str
    row_label: str
    column_label: str
    unit: str
    value: Number | None
    text: str


def records(report: Report) -> Iterator[Record]:
    """Give a report's cells in printed order; cells that the file does not have are left out."""
    form = report.form
    cells = contents(report)
    for index, cell in enumerate(form.cells):
        if index in report.absent:
            continue
        table = form.table(cell.table)
        row = table.rows[cell.row]
        found = cells[index]
        text = found if isinstance(found, str) else "?" if index in report.unread else ""
        yield Record(
            report.organ, report.year, form.name, cell.table, cell.row, cell.column,
            table.label, " ".join((*row.under, row.label)), table.columns[cell.column].label,
            cell.unit, None if isinstance(found, str) else found, text,
        )  # fmt: skip
