"""What is missing or mixed in a report as a whole: S102, S103, S104, S108, S110."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

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
    lacking: list[tuple[Table, list[str]]] = []
    for table in report.form.tables if report.absent else ():
        rows = {report.form.cells[i].row for i in _present(report, table)}
        if not rows:
            if not _lost_header(report, table):
                yield finding("S102", Where(table.key, ""))
            continue
        missing = [key for key, row in table.rows.items() if row.required and key not in rows]
        if missing and (other := _other_form(table, missing, others)):
            foreign.setdefault(other.name, [])
            report.covered.update(
                i for key in missing for i in report.form.row_indexes(table.key, key)
            )
        elif missing:
            lacking.append((table, missing))
        yield from _columns(report, table, rows)
    for table, missing in lacking:
        for key in missing:
            yield finding("S103", Where(f"{table.key}/{key}", ""))
    yield from _form_and_year(report, foreign)
    yield from _sections(report)


def _present(report: Report, table: Table) -> list[int]:
    return [
        index
        for index, cell in enumerate(report.form.cells)
        if cell.table == table.key and index not in report.absent
    ]


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


def _columns(report: Report, table: Table, rows: set[str]) -> Iterable[Finding]:
    """Columns without a single cell, although rows that should have it are there."""
    absent: dict[str, bool] = {}
    for index, cell in enumerate(report.form.cells):
        if cell.table == table.key and cell.row in rows:
            absent[cell.column] = absent.get(cell.column, True) and index in report.absent
    for column, gone in absent.items():
        if gone:
            yield finding("S104", Where(f"{table.key}//{column}", ""), column=column)


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
