"""The tables of the canonical JSON form, row by row, with what is odd about them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from govinfo_cli.finding import Finding, Where, finding
from govinfo_cli.forms import Form, Label
from govinfo_cli.number import Raw, show_raw
from govinfo_cli.recognise.plain_tables import LARGEST, figures_of, pointers
from govinfo_cli.recognise.values import put
from govinfo_cli.report import Extra, Report


def not_as_due(pointer: str, reason: str, **facts: Any) -> Finding:
    """What breaks the JSON Schema (S101), by its JSON pointer."""
    return finding("S101", Where("", pointer), case=reason, pointer=pointer, **facts)


def read_tables(
    report: Report, tables: Mapping[str, Any], others: list[Form]
) -> Iterator[tuple[str, str]]:
    """Read the cells; gives the names of other forms whose rows are mixed in, with the rows."""
    form = report.form
    known = {table.key: table for table in form.tables}
    for name, rows in tables.items():
        if name not in known or not isinstance(rows, dict):
            report.remarks.append(not_as_due(f"/tables/{name}", "unknown", value=name))
            continue
        for row, cells in rows.items():
            pointer = f"/tables/{name}/{row}"
            if not isinstance(cells, dict):
                report.remarks.append(not_as_due(pointer, "object", value=show_raw(cells)[:60]))
            elif row in known[name].rows:
                if not _whole_row(report, known[name].rows[row], name, cells):
                    _row(report, name, row, cells)
            else:
                known_by = ((o.name, _rows_of(o, name).get(row)) for o in others)
                mixed = [(other, label.label) for other, label in known_by if label]
                yield from mixed
                _stranger(report, name, row, cells, foreign=bool(mixed))


def _rows_of(form: Form, table: str) -> Mapping[str, Label]:
    return next((t.rows for t in form.tables if t.key == table), {})


def _whole_row(report: Report, label: Label, table: str, cells: Mapping[str, Any]) -> bool:
    """Take a row that has exactly its cells, numbers or blanks; False for any other."""
    if tuple(cells) != label.columns or not (figures := figures_of([*cells.values()])):
        return False
    # The cells of a row stand side by side in the form.
    start = report.form.index[f"{table}/{label.key}/{label.columns[0]}"]
    end = start + len(figures)
    report.values[start:end] = figures
    report.places[start:end] = pointers(report.form)[start:end]
    report.absent.difference_update(range(start, end))
    return True


def _row(report: Report, table: str, row: str, cells: Mapping[str, Any]) -> None:
    index = report.form.index
    for column, value in cells.items():
        path = f"{table}/{row}/{column}"
        pointer = f"/tables/{path}"
        if path in index:
            report.places[index[path]] = pointer
            raw = json.dumps(value, default=str) if isinstance(value, dict | list) else value
            if type(value) is int and not -LARGEST < value < LARGEST:
                raw = Raw("not-a-number", str(value))
            put(report, index[path], raw, None, 0, 0)
        else:
            values = (show_raw(value),)
            report.extra.append(Extra("S105", table, row, "", column, values, pointer))
            report.remarks.append(
                finding("S105", Where(f"{table}/{row}", pointer),
                        case="column", label=column, values=values)
            )  # fmt: skip


def _stranger(
    report: Report, table: str, row: str, cells: Mapping[str, Any], *, foreign: bool
) -> None:
    pointer = f"/tables/{table}/{row}"
    values = tuple(show_raw(value) for value in cells.values())
    code = "S108" if foreign else "S105"
    report.extra.append(Extra(code, table, "", "", row, values, pointer))
    if not foreign:
        report.remarks.append(
            finding("S105", Where(table, pointer), case="row", label=row, values=values)
        )
