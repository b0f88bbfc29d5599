"""Workbooks: the built-in blank, a report in it, and any organ's own workbook filled."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from govinfo_cli.marks import ABSENT
from govinfo_cli.writers.raw import contents
from govinfo_cli.writers.xlsx.grid import At
from govinfo_cli.writers.xlsx.package import rewrite

if TYPE_CHECKING:
    from govinfo_cli.forms import Form
    from govinfo_cli.number import Number
    from govinfo_cli.report import Report

Place = tuple[str, int, int]  # sheet, row and column from 0
Cells = dict[At, "Number | str | None"]


def write(report: Report) -> bytes:
    """Write a report as a workbook in the official layout.

    The totals stay formulas where they give the report's number. Raises UnwritableError for
    a paragraph that is longer than a cell can hold.
    """
    from govinfo_cli.writers.xlsx.blank import frame  # noqa: PLC0415
    from govinfo_cli.writers.xlsx.words import sheets  # noqa: PLC0415

    form = report.form
    present = {cell.table for i, cell in enumerate(form.cells) if i not in report.absent}
    tables = tuple(table.key for table in form.tables if table.key in present)
    package = frame(
        form,
        tables,
        extra=bool(report.extra or report.notes),
        contributions=report.contributions,
    )
    changes = sheets(report, tables)
    for sheet, cells in _numbers(report, _places(form, tables)).items():
        changes.setdefault(sheet, {}).update(cells)
    return rewrite(package, changes)


@lru_cache(maxsize=32)
def _places(form: Form, tables: tuple[str, ...]) -> Mapping[int, Place]:
    """Where the built-in workbook has the numbers of these tables."""
    from govinfo_cli.writers.xlsx.blank import table_places  # noqa: PLC0415

    return {
        index: (form.table(key).sheet, *at)
        for key in tables
        for index, at in table_places(form, key).items()
    }


def fill_template(package: bytes, report: Report, places: Mapping[int, Place]) -> bytes:
    """Fill a workbook: each cell of the form into its place, all else kept as it stood.

    A blank empties its cell; a cell that the report lacks, or that could not be read, gets
    its mark or its words. Raises UnreadableError or UnwritableError.
    """
    return rewrite(package, _numbers(report, places))


def blank_workbook(
    form: Form,
    year: int | None = None,
    organ: str = "",
    *,
    values: Mapping[int, Number] | None = None,
    lang: str = "zh",
) -> bytes:
    """Make a workbook to fill in.

    ``values``: numbers that are known already, such as last year's carried-over figures, by
    index into ``form.cells``. ``lang``: of the messages that a wrong entry brings up.
    """
    from govinfo_cli.report import Report  # noqa: PLC0415
    from govinfo_cli.writers.xlsx.blank import frame, table_places  # noqa: PLC0415
    from govinfo_cli.writers.xlsx.words import sheets  # noqa: PLC0415

    tables = tuple(table.key for table in form.tables)
    report = Report(form, year=year, organ=organ, narrative=dict.fromkeys(form.texts, ""))
    changes = sheets(report, tables)
    for key in tables:
        table = form.table(key)
        cells = changes.setdefault(table.sheet, {})
        for index, at in table_places(form, key).items():
            if values and index in values:
                cells[at] = values[index]
            elif not table.rows[form.cells[index].row].required:
                cells[at] = ABSENT
    return rewrite(frame(form, tables, lang=lang), changes)


def _numbers(report: Report, places: Mapping[int, Place]) -> dict[str, Cells]:
    made: dict[str, Cells] = {}
    texts = contents(report)
    for index, (sheet, row, column) in places.items():
        made.setdefault(sheet, {})[row, column] = texts[index]
    return made
