"""What a writer puts into each cell: a number, a blank, or the words that stood there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govinfo_cli.marks import ABSENT, UNREAD, VALUE_SEPARATOR

if TYPE_CHECKING:
    from govinfo_cli.number import Number
    from govinfo_cli.report import Extra, Report

_CELL_CODES = frozenset({"V202", "V207", "V208"})
_NAMED = ("year", "title", "organ", "organ_level", "published", "contact")


def contents(report: Report) -> list[Number | str | None]:
    """Give each cell's number, None for a blank, or a text, parallel to ``report.form.cells``.

    Texts are the mark of a cell that the report does not have, and what stood in a cell that
    could not be read. Numbers that could not be told apart (S107) have no cell of their own:
    their cells stay empty here, and ``extra_rows`` gives them as they stood.
    """
    words = {
        (entry.table, entry.row, entry.column): entry.values[0]
        for entry in report.extra
        if entry.code in _CELL_CODES and entry.values
    }
    lost = {(entry.table, entry.row) for entry in report.extra if entry.code == "S107"}
    made: list[Number | str | None] = list(report.values)
    for index in report.absent:
        made[index] = ABSENT
    for index in report.unread:
        cell = report.form.cells[index]
        if (cell.table, "") in lost or (cell.table, cell.row) in lost:
            made[index] = words.get((cell.table, cell.row, cell.column))
        else:
            made[index] = words.get((cell.table, cell.row, cell.column), UNREAD)
    return made


def extra_rows(report: Report) -> list[tuple[str, ...]]:
    """The rows below ``marks.EXTRA_HEADER``, one for each Extra."""
    return [_extra_row(entry) for entry in report.extra]


def _extra_row(entry: Extra) -> tuple[str, ...]:
    values = VALUE_SEPARATOR.join(entry.values)
    return (
        entry.code, entry.table, entry.row, entry.column, entry.label, values, entry.source,
    )  # fmt: skip


def particulars(report: Report) -> list[tuple[str, str]]:
    """What the report says of itself, by the names of ``report.json``; only what it has."""
    values = [(name, getattr(report, name)) for name in _NAMED]
    return [("form", report.form.name), *((n, str(v)) for n, v in values if v not in ("", None))]
