"""CSV, tidy: one line a cell, with a byte order mark, as spreadsheets on Windows want it."""

from __future__ import annotations

import csv
from functools import lru_cache
from io import StringIO, TextIOWrapper
from typing import TYPE_CHECKING, Any

from govinfo_cli.marks import TIDY_HEADER, guarded
from govinfo_cli.number import show
from govinfo_cli.text import printable
from govinfo_cli.writers.tidy import records

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from govinfo_cli.report import Report


def write(report: Report) -> bytes:
    """Write the cells of one report; its words are not in this form."""
    made = StringIO(newline="")
    _writer(made).writerows([TIDY_HEADER, *_rows(report)])
    return made.getvalue().encode("utf-8-sig")


def write_all(reports: Iterable[tuple[str, Report]], path: Path) -> int:
    """Write many reports into one file."""
    count = 0
    with path.open("wb") as raw, TextIOWrapper(raw, "utf-8-sig", newline="") as file:
        lines = _writer(file)
        lines.writerow(TIDY_HEADER)
        for _, report in reports:
            lines.writerows(_rows(report))
            count += 1
    return count


def _writer(file: Any) -> Any:
    return csv.writer(file, lineterminator="\r\n")


def _rows(report: Report) -> Iterable[list[object]]:
    for record in records(report):
        *words, value, text = record
        safe = [_safe(w) if isinstance(w, str) else w for w in words]
        yield [*safe, show(value), _safe(text)]


@lru_cache(maxsize=1024)  # labels and names, the same in each line and file
def _safe(text: str) -> str:
    return guarded(printable(text))
