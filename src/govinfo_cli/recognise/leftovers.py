"""The table of what found no cell (未能归位的内容), as our writers write it, read back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from govinfo_cli.document import Grid
from govinfo_cli.finding import Where, finding
from govinfo_cli.marks import EXTRA_HEADER, NOTE_CODE, VALUE_SEPARATOR
from govinfo_cli.number import show_raw
from govinfo_cli.report import Extra, Report

KEPT: Final = ("S105", "S106", "S107", "S108", "V202", "V207", "V208")


def read_leftovers(report: Report, grid: Grid) -> bool:
    """Move the rows below the header out of the grid; True where there were any."""
    below = taken = False
    for number, cells in enumerate(grid.rows):
        if not below and (not cells or cells[0] != EXTRA_HEADER[0]):
            continue
        texts = [show_raw(cell) for cell in cells]
        if [text.strip() for text in texts[: len(EXTRA_HEADER)]] == list(EXTRA_HEADER):
            below = True
        else:
            below = _row(report, texts, grid.locate(number, 0))
        if below:
            grid.rows[number] = []
            taken = True
    return taken


def _row(report: Report, texts: Sequence[str], place: str) -> bool:
    code, table, row, column, label, raw, source = (*texts, *[""] * len(EXTRA_HEADER))[
        : len(EXTRA_HEADER)
    ]
    if code == NOTE_CODE and table in {t.key for t in report.form.tables}:
        report.notes[table] = raw
        return True
    if code not in KEPT:
        return False
    restore(
        report,
        Extra(
            code,
            table,
            row,
            column,
            label,
            tuple(raw.split(VALUE_SEPARATOR)) if raw else (),
            source,
        ),
        place,
    )
    return True


def restore(report: Report, entry: Extra, place: str) -> None:
    """Add an entry of ``extra`` and give its cells the state they had, with its finding."""
    _drop_twin(report, entry)
    report.extra.append(entry)
    where = Where("/".join(filter(None, (entry.table, entry.row, entry.column))), place)
    facts: dict[str, Any] = {
        "values": entry.values,
        "label": entry.label,
        "raw": "".join(entry.values),
    }
    if entry.code == "S108":
        return
    if entry.code == "S107":
        indexes = _cells(report, entry)
        facts |= {"found": sum(1 for value in entry.values if value), "due": len(indexes)}
        _unread(report, indexes)
        report.remarks.append(finding("S107", where, **facts))
    elif entry.code in ("S105", "S106"):
        case = "column" if entry.row and entry.code == "S105" else "row"
        report.remarks.append(finding(entry.code, where, case=case, **facts))
    else:
        _unread(report, _cells(report, entry))
        facts["formula"] = facts["raw"]
        report.remarks.append(finding(entry.code, where, **facts))


def _cells(report: Report, entry: Extra) -> list[int]:
    return [
        index
        for index, cell in enumerate(report.form.cells)
        if cell.table == entry.table
        and entry.row in ("", cell.row)
        and entry.column in ("", cell.column)
    ]


def _unread(report: Report, indexes: Sequence[int]) -> None:
    report.unread.update(indexes)
    report.absent.difference_update(indexes)
    for index in indexes:
        report.values[index] = None


def _drop_twin(report: Report, entry: Extra) -> None:
    """The same cell was also read from its table: the entry here knows more (its source)."""
    keys = (entry.table, entry.row, entry.column)
    path = "/".join(filter(None, keys))
    if not entry.row or not entry.column:
        return
    report.extra[:] = [e for e in report.extra if (e.table, e.row, e.column) != keys]
    report.remarks[:] = [
        r for r in report.remarks
        if not (r.code in ("V202", "V207", "V208") and r.cells and r.cells[0].cell == path)
    ]  # fmt: skip
