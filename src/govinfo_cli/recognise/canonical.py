"""The canonical JSON form to a Report: its structure is its own, so there is nothing to guess."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final

from govinfo_cli.errors import GovinfoError
from govinfo_cli.finding import Finding
from govinfo_cli.forms import Form, FormSet
from govinfo_cli.limits import now, reached
from govinfo_cli.number import parse, show_raw
from govinfo_cli.recognise.canonical_tables import not_as_due, read_tables
from govinfo_cli.recognise.json_mould import keep_mould, pour
from govinfo_cli.recognise.json_text import parse_report
from govinfo_cli.recognise.leftovers import KEPT, restore
from govinfo_cli.recognise.plain_tables import LARGEST, plain_tables
from govinfo_cli.recognise.structure import remark_structure
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
_LEVELS: Final = ("government", "department", "township")


def read_canonical(text: str, forms: FormSet, wanted: str = "auto") -> Report:
    """Make a Report of JSON text.

    What breaks the JSON Schema becomes findings; what is no report at all raises
    UnreadableError.
    """
    report, data = _known(text, forms, wanted) or _new(text, forms, wanted)
    report.remarks.extend(_particulars(report, data))
    report.remarks.extend(_texts(report, data))
    others = [other for other in forms if other is not report.form]
    foreign: dict[str, list[str]] = {}
    for name, label in read_tables(report, data.get("tables", {}), others):
        foreign.setdefault(name, []).append(label)
    if "extra" in data:
        _extras(report, data["extra"])
    if "contributions" in data:
        _contributions(report, data["contributions"])
    remark_structure(report, others, foreign)
    return report


_Begun = tuple[Report, dict[str, Any]]
"""A report, with its figures if its tables are plain, and what else there is to be read."""


def _known(text: str, forms: FormSet, wanted: str) -> _Begun | None:
    """A report whose tables fit a mould; None for any other, and for a faulty one."""
    if (poured := pour(text)) is None:
        return None
    try:
        data = parse_report(poured.rest)
        form = _form_of(data, forms, wanted)
    except GovinfoError:  # its sentence tells where in the whole text
        return None
    if form is not poured.layout.form:
        return None
    return poured.layout.report(poured.figures), data


def _new(text: str, forms: FormSet, wanted: str) -> _Begun:
    data = parse_report(text)
    form = _form_of(data, forms, wanted)
    plain = plain_tables(form, data.get("tables", {}))
    if plain is None:
        return Report(form), data
    layout, figures = plain
    keep_mould(text, layout)
    data["tables"] = {}  # nothing is left to be read of them
    return layout.report(figures), data


def _form_of(data: Mapping[str, Any], forms: FormSet, wanted: str) -> Form:
    if wanted != "auto":
        return forms.require(wanted)
    if "form" in data:
        return forms.require(str(data["form"]))
    year = data.get("year")
    form = forms.for_year(year) if type(year) is int else None
    return form or next(iter(forms))


def _particulars(report: Report, data: Mapping[str, Any]) -> Iterator[Finding]:
    year = data.get("year")
    if type(year) is int and 1900 <= year <= 9999:
        report.year = year
    else:
        yield not_as_due("/year", "year", value=show_raw(year)[:60])
    if not isinstance(data.get("form"), str):
        yield not_as_due("/form", "form", value=show_raw(data.get("form"))[:60])
    for name in _WORDS:
        if name not in data:
            continue
        value = data[name]
        if not isinstance(value, str):
            yield not_as_due(f"/{name}", "text", value=show_raw(value)[:60])
        elif name == "organ_level" and value not in _LEVELS:
            yield not_as_due(f"/{name}", "level", value=value)
        elif name == "published" and not _is_date(value):
            yield not_as_due(f"/{name}", "date", value=value)
        else:
            setattr(report, name, value)
    if "organ" not in data:
        yield not_as_due("/organ", "missing", value="organ")
    for name in (key for key in data if key not in _KNOWN):  # in the order of the file
        yield not_as_due(f"/{name}", "unknown", value=name)


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _texts(report: Report, data: Mapping[str, Any]) -> Iterator[Finding]:
    tables = [table.key for table in report.form.tables]
    targets = (("narrative", report.form.texts, report.narrative), ("notes", tables, report.notes))
    longest = now().string
    for name, keys, texts in targets:
        given = data.get(name, {})
        if not isinstance(given, dict):
            yield not_as_due(f"/{name}", "object", value=show_raw(given)[:60])
            continue
        for key, value in given.items():
            pointer = f"/{name}/{key}"
            if key not in keys:
                yield not_as_due(pointer, "unknown", value=key)
            elif not isinstance(value, str):
                yield not_as_due(pointer, "text", value=show_raw(value)[:60])
            else:
                if len(value) > longest:
                    raise reached("text-too-long", "string", source=pointer)
                lines = [*filter(None, map(str.strip, value.splitlines()))]
                texts[key] = "\n".join(lines)
                report.text_places[key] = [pointer] * (len(lines) or 1)


def _extras(report: Report, entries: object) -> None:
    if not isinstance(entries, list):
        report.remarks.append(not_as_due("/extra", "list", value=show_raw(entries)[:60]))
        return
    for number, entry in enumerate(entries):
        pointer = f"/extra/{number}"
        if not isinstance(entry, dict) or not _is_kept(entry):
            report.remarks.append(not_as_due(pointer, "extra", value=show_raw(entry)[:60]))
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
        report.remarks.append(not_as_due("/contributions", "list", value=show_raw(entries)[:60]))
        return
    for number, entry in enumerate(entries):
        pointer = f"/contributions/{number}"
        made = _contribution(report.form, entry) if isinstance(entry, dict) else None
        if made is None:
            report.remarks.append(not_as_due(pointer, "extra", value=show_raw(entry)[:60]))
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
    if any(abs(p.value or 0) >= LARGEST for p in parsed.values()):
        return None
    return Contribution(organ, file, {k: p.value for k, p in parsed.items()}, tuple(map(str, lost)))
