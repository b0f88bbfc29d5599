"""SQLite: any number of reports in one file, to be queried; only the standard library."""

from __future__ import annotations

import sqlite3
import tempfile
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Final

from govinfo_cli.errors import UnwritableError
from govinfo_cli.text import printable
from govinfo_cli.writers.tidy import records

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from govinfo_cli.number import Number
    from govinfo_cli.report import Report

MAX_INTEGER: Final = 2**63 - 1
_FULL: Final = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_WRITE)
_SCHEMA: Final = """
CREATE TABLE reports (id INTEGER PRIMARY KEY, path TEXT NOT NULL, organ TEXT NOT NULL,
  year INTEGER, form TEXT NOT NULL, organ_level TEXT, published TEXT, title TEXT, contact TEXT);
CREATE TABLE labels (id INTEGER PRIMARY KEY, form TEXT NOT NULL, "table" TEXT NOT NULL,
  "row" TEXT NOT NULL, "column" TEXT NOT NULL, table_label TEXT NOT NULL,
  row_label TEXT NOT NULL, column_label TEXT NOT NULL, unit TEXT NOT NULL);
CREATE TABLE cells (report INTEGER NOT NULL REFERENCES reports, label INTEGER NOT NULL
  REFERENCES labels, value NUMERIC, text TEXT NOT NULL, PRIMARY KEY (report, label))
  WITHOUT ROWID;
CREATE TABLE narrative (report INTEGER NOT NULL REFERENCES reports, section TEXT NOT NULL,
  text TEXT NOT NULL, PRIMARY KEY (report, section)) WITHOUT ROWID;
CREATE TABLE leftovers (report INTEGER NOT NULL REFERENCES reports, code TEXT NOT NULL,
  "table" TEXT NOT NULL, "row" TEXT, "column" TEXT, label TEXT, text TEXT, source TEXT);
CREATE VIEW tidy AS SELECT r.path, r.organ, r.year, r.form, l."table", l."row", l."column",
  l.table_label, l.row_label, l.column_label, l.unit, c.value, c.text
  FROM cells c JOIN reports r ON r.id = c.report JOIN labels l ON l.id = c.label;
"""
_INDEXES: Final = """
CREATE INDEX reports_by_year ON reports (year, organ);
CREATE INDEX cells_by_label ON cells (label, value);
"""


def write(report: Report) -> bytes:
    """Write one report as a database file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.db"
        write_all([("", report)], path)
        return path.read_bytes()


def write_all(reports: Iterable[tuple[str, Report]], path: Path) -> int:
    """Write reports into a new database: tables reports, cells, labels, narrative, leftovers.

    The view ``tidy`` gives one line a cell. Amounts keep 15 digits, as the file type has it;
    a whole number beyond 64 bits raises UnwritableError.
    """
    labels: dict[tuple[str, ...], int] = {}
    count = 0
    try:
        with closing(sqlite3.connect(path, isolation_level=None)) as base:
            base.executescript(f"PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; {_SCHEMA} BEGIN;")
            for count, (name, report) in enumerate(reports, 1):
                _report(base, count, name, report)
                rows = list(_cells(base, count, report, labels))
                base.executemany("INSERT INTO cells VALUES (?, ?, ?, ?)", rows)
            base.execute("COMMIT")
            base.executescript(_INDEXES)
    except sqlite3.Error as error:
        full = getattr(error, "sqlite_errorcode", 0) in _FULL
        key = "output-full" if full else "output-failed"
        raise UnwritableError(key, reason=str(error)) from error
    return count


def _report(base: sqlite3.Connection, number: int, name: str, report: Report) -> None:
    base.execute(
        "INSERT INTO reports VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (number, printable(name), printable(report.organ), report.year, report.form.name,
         report.organ_level, report.published, printable(report.title), printable(report.contact)),
    )  # fmt: skip
    base.executemany(
        "INSERT INTO narrative VALUES (?, ?, ?)",
        [(number, key, printable(text)) for key, text in report.narrative.items()],
    )
    base.executemany(
        "INSERT INTO leftovers VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [(number, e.code, e.table, e.row, e.column, printable(e.label),
          printable("\t".join(e.values)), printable(e.source)) for e in report.extra],
    )  # fmt: skip


def _cells(
    base: sqlite3.Connection, number: int, report: Report, labels: dict[tuple[str, ...], int]
) -> Iterator[tuple[int, int, object, str]]:
    for record in records(report):
        key = record[2:6]
        if key not in labels:
            labels[key] = len(labels) + 1
            base.execute(
                "INSERT INTO labels VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (labels[key], *record[2:10]),
            )
        yield number, labels[key], _stored(record.value), printable(record.text)


def _stored(value: Number | None) -> object:
    """Amounts go in as their digits: the column makes of them the nearest number it has."""
    if isinstance(value, Decimal):
        return format(value, "f")
    if value is not None and abs(value) > MAX_INTEGER:
        raise UnwritableError("number-too-large", format="sqlite", value=str(value)[:20])
    return value
