"""What is missing or mixed in a report as a whole: S102, S103, S104, S108, S110."""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from govinfo_cli.finding import Finding, Where, finding
from govinfo_cli.forms import Form, Table
from govinfo_cli.report import Report


def remark_structure(
    report: Report, others: Sequence[Form], mixed: Mapping[str, Sequence[str]]
) -> None:
    """Add the structure findings. ``mixed``: labels that speak for each form, by its name."""
    report.remarks.extend(_structure(report, others, mixed))


def _structure(
    report: Report, others: Sequence[Form], mixed: Mapping[str, Sequence[str]]
) -> Iterable[Finding]:
    foreign = {name: keys for name, keys in mixed.items() if keys and name != report.form.name}
    lacking: list[tuple[Table, tuple[str, ...]]] = []
    gaps = _gaps(report.form, frozenset(report.absent)) if report.absent else ()
    for table, found, missing, columns in gaps:
        if not found:
            if not _lost_header(report, table):
                yield finding("S102", Where(table.key, ""))
            continue
        if missing and (other := _other_form(table, missing, others)):
            foreign.setdefault(other.name, [])
            report.covered.update(
                i for key in missing for i in report.form.row_indexes(table.key, key)
            )
        elif missing:
            lacking.append((table, missing))
        for column in columns:
            yield finding("S104", Where(f"{table.key}//{column}", ""), column=column)
    for table, missing in lacking:
        for key in missing:
            yield finding("S103", Where(f"{table.key}/{key}", ""))
    yield from _form_and_year(report, foreign)
    yield from _sections(report)


class _Gap(NamedTuple):
    """What a file lacks of a table: required rows, and columns that none of its rows has."""

    table: Table
    found: bool
    rows: tuple[str, ...]
    columns: tuple[str, ...]


@lru_cache(maxsize=64)
def _gaps(form: Form, absent: frozenset[int]) -> tuple[_Gap, ...]:
    """What lacks in each table, by the absent cells: in many reports they are the same."""
    return tuple(_gap(form, table, absent) for table in form.tables)


def _gap(form: Form, table: Table, absent: frozenset[int]) -> _Gap:
    cells = [(i, cell) for i, cell in enumerate(form.cells) if cell.table == table.key]
    rows = {cell.row for i, cell in cells if i not in absent}
    missing = [key for key, row in table.rows.items() if row.required and key not in rows]
    due = dict.fromkeys(cell.column for _, cell in cells if cell.row in rows)
    there = {cell.column for i, cell in cells if i not in absent}
    return _Gap(table, bool(rows), tuple(missing), tuple(key for key in due if key not in there))


def _lost_header(report: Report, table: Table) -> bool:
    """Whether lines of a table were found but could not be placed at all."""
    return any(entry.table == table.key and entry.code == "S107" for entry in report.extra)


def _other_form(table: Table, missing: Sequence[str], others: Sequence[Form]) -> Form | None:
    """The other form that has this table without exactly the missing rows, if there is one."""
    for other in others:
        twin = next((t for t in other.tables if t.key == table.key), None)
        if twin and set(twin.rows) == set(table.rows) - set(missing):
            return other
    return None


def _form_and_year(report: Report, foreign: Mapping[str, Sequence[str]]) -> Iterable[Finding]:
    form = report.form
    for name, keys in foreign.items():
        yield finding("S108", case="mixed", form=form.name, other=name, labels=tuple(keys))
    if report.year is not None and not form.covers(report.year):
        years = f"{form.first_year}–{form.last_year or ''}"
        yield finding("S108", case="year", form=form.name, year=report.year, due=years)


def _sections(report: Report) -> Iterable[Finding]:
    missing = [s for s in report.form.sections if s.key not in report.narrative]
    if len(missing) == len(report.form.sections):
        yield finding("S110", case="all")
        return
    for section in missing:
        yield finding("S110", case="one", section=section.key)
