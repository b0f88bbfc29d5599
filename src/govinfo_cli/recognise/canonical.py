"""The canonical JSON form to a Report: its structure is its own, so there is nothing to guess."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from itertools import chain
from typing import Any, Final

from govinfo_cli.errors import UnreadableError
from govinfo_cli.finding import Finding, Where, finding
from govinfo_cli.forms import Form, FormSet, Label
from govinfo_cli.late import late
from govinfo_cli.limits import now, reached
from govinfo_cli.number import (
    MAX_DIGITS,
    Number,
    Raw,
    from_json,
    parse,
    show_raw,
    whole_from_json,
)
from govinfo_cli.recognise.leftovers import KEPT, restore
from govinfo_cli.recognise.structure import remark_structure
from govinfo_cli.recognise.values import put
from govinfo_cli.report import Contribution, Extra, Report

_WORDS: Final = ("organ", "organ_level", "published", "contact", "title")
_KNOWN: Final = {
    "$schema",
    "form",
    "year",
    "narrative",
    "tables",
    "notes",
    "extra",
    "contributions",
    *_WORDS,
}
_LARGEST: Final = 10**MAX_DIGITS
_LEVELS: Final = ("government", "department", "township")


def read_canonical(text: str, forms: FormSet, wanted: str = "auto") -> Report:
    """Make a Report of JSON text.

    What breaks the JSON Schema becomes findings; what is no report at all raises
    UnreadableError.
    """
    data = _parse(text)
    form = _form_of(data, forms, wanted)
    tables = data.get("tables", {})
    figures = _whole_tables(form, tables)
    report = Report(form, values=figures, places=[*_pointers(form)]) if figures else Report(form)
    report.remarks.extend(_particulars(report, data))
    report.remarks.extend(_texts(report, data))
    others = [other for other in forms if other is not form]
    foreign: dict[str, list[str]] = {}
    for name, label in _tables(report, tables, others) if not figures else ():
        foreign.setdefault(name, []).append(label)
    _extras(report, data.get("extra", []))
    _contributions(report, data.get("contributions", []))
    remark_structure(report, others, foreign)
    return report


def _parse(text: str) -> dict[str, Any]:
    try:
        try:
            data = _DECODER.decode(text)
            if not _no_key_is_lost(text, data):
                data = _CAREFUL.decode(text)
        except json.JSONDecodeError:
            raise
        except ValueError:  # a whole number of more digits than Python converts
            data = json.JSONDecoder(**_HOOKS, parse_int=whole_from_json).decode(text)
    except json.JSONDecodeError as error:
        raise UnreadableError("json-syntax", line=error.lineno, column=error.colno) from error
    except RecursionError as error:
        raise UnreadableError("json-too-deep") from error
    if not isinstance(data, dict) or not isinstance(data.get("tables", {}), dict):
        raise UnreadableError("json-no-report")
    if not ({"tables", "narrative"} & data.keys()):
        raise UnreadableError("json-no-report")
    return data


def _no_constant(name: str) -> object:
    raise UnreadableError("json-constant", name=name)


def _no_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        seen: set[str] = set()
        for key, _ in pairs:
            if key in seen:
                raise UnreadableError("json-repeated-key", name=key)
            seen.add(key)
    return made


def _no_key_is_lost(text: str, data: Any) -> bool:
    """Whether it is plain that no key was written over, without looking at each pair.

    Each key in the text has a colon behind it, so there are at least as many colons as keys; and
    at least as many keys in the text as in what was read. Where both ends are equal, no key
    stands twice. With colons in its words, a text is counted by those right behind a quotation
    mark, as long as no space comes between.
    """
    keys = _keys_of_report(data)
    return text.count(":") == keys or (text.count('":') == keys and not _SPACED.search(text))


def _keys_of_report(data: Any) -> int:
    """The keys of a report and of its parts down to the cells; what else there is has more."""
    if type(data) is not dict:
        return 0
    parts = [part for part in data.values() if type(part) is dict]
    tables = data.get("tables")
    rows = [*tables.values()] if type(tables) is dict else []
    rows = [row for row in rows if type(row) is dict]
    cells = [cell for row in rows for cell in row.values() if type(cell) is dict]
    return len(data) + sum(map(len, parts)) + sum(map(len, rows)) + sum(map(len, cells))


_SPACED: Final = late(r'"\s+:')
_NUMBERS: Final[dict[str, Any]] = {"parse_float": from_json, "parse_constant": _no_constant}
_HOOKS: Final[dict[str, Any]] = {**_NUMBERS, "object_pairs_hook": _no_twins}
_DECODER: Final = json.JSONDecoder(**_NUMBERS)
_CAREFUL: Final = json.JSONDecoder(**_HOOKS)


def _form_of(data: Mapping[str, Any], forms: FormSet, wanted: str) -> Form:
    if wanted != "auto":
        return forms.require(wanted)
    if "form" in data:
        return forms.require(str(data["form"]))
    year = data.get("year")
    form = forms.for_year(year) if type(year) is int else None
    return form or next(iter(forms))


def _schema(pointer: str, reason: str, **facts: Any) -> Finding:
    return finding("S101", Where("", pointer), case=reason, pointer=pointer, **facts)


def _particulars(report: Report, data: Mapping[str, Any]) -> Iterator[Finding]:
    year = data.get("year")
    if type(year) is int and 1900 <= year <= 9999:
        report.year = year
    else:
        yield _schema("/year", "year", value=show_raw(year)[:60])
    if not isinstance(data.get("form"), str):
        yield _schema("/form", "form", value=show_raw(data.get("form"))[:60])
    for name in _WORDS:
        value = data.get(name, "")
        if not isinstance(value, str):
            yield _schema(f"/{name}", "text", value=show_raw(value)[:60])
        elif name == "organ_level" and name in data and value not in _LEVELS:
            yield _schema(f"/{name}", "level", value=value)
        elif name == "published" and name in data and not _is_date(value):
            yield _schema(f"/{name}", "date", value=value)
        else:
            setattr(report, name, value)
    if "organ" not in data:
        yield _schema("/organ", "missing", value="organ")
    for name in (key for key in data if key not in _KNOWN):  # in the order of the file
        yield _schema(f"/{name}", "unknown", value=name)


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _texts(report: Report, data: Mapping[str, Any]) -> Iterator[Finding]:
    tables = [table.key for table in report.form.tables]
    targets = (("narrative", report.form.texts, report.narrative), ("notes", tables, report.notes))
    for name, keys, texts in targets:
        given = data.get(name, {})
        if not isinstance(given, dict):
            yield _schema(f"/{name}", "object", value=show_raw(given)[:60])
            continue
        for key, value in given.items():
            pointer = f"/{name}/{key}"
            if key not in keys:
                yield _schema(pointer, "unknown", value=key)
            elif not isinstance(value, str):
                yield _schema(pointer, "text", value=show_raw(value)[:60])
            else:
                if len(value) > now().string:
                    raise reached("text-too-long", "string", source=pointer)
                lines = [line for line in map(str.strip, value.splitlines()) if line]
                texts[key] = "\n".join(lines)
                report.text_places[key] = [pointer] * (len(lines) or 1)


def _tables(
    report: Report, tables: Mapping[str, Any], others: list[Form]
) -> Iterator[tuple[str, str]]:
    """Read the cells; gives the names of other forms whose rows are mixed in, with the rows."""
    form = report.form
    known = {table.key: table for table in form.tables}
    for name, rows in tables.items():
        if name not in known or not isinstance(rows, dict):
            report.remarks.append(_schema(f"/tables/{name}", "unknown", value=name))
            continue
        for row, cells in rows.items():
            pointer = f"/tables/{name}/{row}"
            if not isinstance(cells, dict):
                report.remarks.append(_schema(pointer, "object", value=show_raw(cells)[:60]))
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


def _whole_tables(form: Form, tables: Mapping[str, Any]) -> list[Number | None]:
    """The cells of tables that are just as the form has them; none for any others."""
    if {*map(type, tables.values())} != {dict}:
        return []
    rows = [*chain.from_iterable(map(dict.values, tables.values()))]
    if {*map(type, rows)} != {dict}:
        return []
    if ([*tables], [*map(tuple, tables.values())], _columns(rows)) != _shape(form):
        return []
    return _figures([*chain.from_iterable(map(dict.values, rows))])


@lru_cache(maxsize=8)
def _shape(form: Form) -> tuple[object, ...]:
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
    report.places[start:end] = _pointers(report.form)[start:end]
    report.absent.difference_update(range(start, end))
    return True


def _figures(values: list[Any]) -> list[Number | None]:
    """A run of cells as a report holds them; none where one is more than a number or a blank."""
    kinds = {*map(type, values)}
    if not kinds <= _NUMBERS_OR_BLANK:
        return []
    numbers = {*values} - {None}  # many are 0
    if numbers and not -_LARGEST < min(numbers) <= max(numbers) < _LARGEST:
        return []
    return values


_BLANK: Final = type(None)
_NUMBERS_OR_BLANK: Final = {int, Decimal, _BLANK}


@lru_cache(maxsize=8)
def _pointers(form: Form) -> tuple[str, ...]:
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
            if type(value) is int and not -_LARGEST < value < _LARGEST:
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


def _extras(report: Report, entries: object) -> None:
    if not isinstance(entries, list):
        report.remarks.append(_schema("/extra", "list", value=show_raw(entries)[:60]))
        return
    for number, entry in enumerate(entries):
        pointer = f"/extra/{number}"
        if not isinstance(entry, dict) or not _is_kept(entry):
            report.remarks.append(_schema(pointer, "extra", value=show_raw(entry)[:60]))
            continue
        words = {name: entry[name] for name in Extra._fields if name in entry}
        words["values"] = tuple(show_raw(value) for value in entry.get("values", ()))
        restore(report, Extra(**{"table": "", **words}), pointer)


def _is_kept(entry: Mapping[str, Any]) -> bool:
    """Whether an entry is told as the schema has it, so that nothing of it would be lost."""
    texts = all(isinstance(value, str) for name, value in entry.items() if name != "values")
    return texts and entry.get("code") in KEPT and isinstance(entry.get("values", []), list)


def _contributions(report: Report, entries: object) -> None:
    if not isinstance(entries, list):
        report.remarks.append(_schema("/contributions", "list", value=show_raw(entries)[:60]))
        return
    for number, entry in enumerate(entries):
        pointer = f"/contributions/{number}"
        made = _contribution(report.form, entry) if isinstance(entry, dict) else None
        if made is None:
            report.remarks.append(_schema(pointer, "extra", value=show_raw(entry)[:60]))
        else:
            report.contributions.append(made)


def _contribution(form: Form, entry: Mapping[str, Any]) -> Contribution | None:
    """One organ's figures, or None where they are not told as the schema has it."""
    organ, file = entry.get("organ"), entry.get("file", "")
    cells, lost = entry.get("cells"), entry.get("lost", [])
    if not (isinstance(organ, str) and isinstance(file, str) and isinstance(cells, dict)):
        return None
    if not isinstance(lost, list) or not all(
        path in form.index for path in (*cells, *map(str, lost))
    ):
        return None
    parsed = {path: parse(value) for path, value in cells.items()}
    if any(p.style not in ("", "blank") or isinstance(cells[k], str) for k, p in parsed.items()):
        return None
    if any(abs(p.value or 0) >= _LARGEST for p in parsed.values()):
        return None
    return Contribution(organ, file, {k: p.value for k, p in parsed.items()}, tuple(map(str, lost)))
