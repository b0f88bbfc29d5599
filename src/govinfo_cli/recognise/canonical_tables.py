"""The tables of the canonical JSON form: all at once where they are as the form has them."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from itertools import chain
from typing import Any, Final

from govinfo_cli.finding import Finding, Where, finding
from govinfo_cli.forms import Form, Label
from govinfo_cli.number import MAX_DIGITS, Number, Raw, show_raw
from govinfo_cli.recognise.values import put
from govinfo_cli.report import Extra, Report

LARGEST: Final = 10**MAX_DIGITS


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


def whole_tables(form: Form, tables: Mapping[str, Any]) -> list[Number | None]:
    """The cells of tables that are just as the form has them; none for any others."""
    if {*map(type, tables.values())} != {dict}:
        return []
    rows = [*chain.from_iterable(map(dict.values, tables.values()))]
    if {*map(type, rows)} != {dict}:
        return []
    if ([*tables], [*map(tuple, tables.values())], _columns(rows)) != shape_of(form):
        return []
    return _figures([*chain.from_iterable(map(dict.values, rows))])


@lru_cache(maxsize=8)
def shape_of(form: Form) -> tuple[object, ...]:
    """The tables of a form, the rows of each, and the columns of all rows."""
    rows = [tuple(table.rows) for table in form.tables]
    columns = [label.columns for table in form.tables for label in table.rows.values()]
    return [table.key for table in form.tables], rows, _columns(columns)


def _columns(rows: Sequence[Collection[str]]) -> tuple[list[int], str]:
    """How many columns each row has, and all their keys as one text, which is soon compared.

    No key of a form has a line feed; one in a file makes for more lines than the form has.
    """
    return [*map(len, rows)], "\n".join(chain.from_iterable(rows))


def _whole_row(report: Report, label: Label, table: str, cells: Mapping[str, Any]) -> bool:
    """Take a row that has exactly its cells, numbers or blanks; False for any other."""
    if tuple(cells) != label.columns or not (figures := _figures([*cells.values()])):
        return False
    # The cells of a row stand side by side in the form.
    start = report.form.index[f"{table}/{label.key}/{label.columns[0]}"]
    end = start + len(figures)
    report.values[start:end] = figures
    report.places[start:end] = pointers(report.form)[start:end]
    report.absent.difference_update(range(start, end))
    return True


def _figures(values: list[Any]) -> list[Number | None]:
    """A run of cells as a report holds them; none where one is more than a number or a blank."""
    kinds = {*map(type, values)}
    if not kinds <= _NUMBERS_OR_BLANK:
        return []
    numbers = {*values} - {None}  # many are 0
    if numbers and not -LARGEST < min(numbers) <= max(numbers) < LARGEST:
        return []
    return values


_BLANK: Final = type(None)
_NUMBERS_OR_BLANK: Final = {int, Decimal, _BLANK}


@lru_cache(maxsize=8)
def pointers(form: Form) -> tuple[str, ...]:
    """The JSON pointer of each cell."""
    return tuple(f"/tables/{cell.path}" for cell in form.cells)


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
