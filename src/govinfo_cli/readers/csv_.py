"""CSV and TSV: one grid, whatever the separator; a line knows its number."""

from __future__ import annotations

import csv
from functools import partial
from io import StringIO
from typing import Final

from govinfo_cli.document import Document, Grid, RawCell
from govinfo_cli.errors import UnreadableError
from govinfo_cli.readers.encoding import decode

SEPARATORS: Final = (",", "\t", ";", "，")
MAX_FIELD: Final = 10_000_000
MAX_CELLS: Final = 2_000_000


def read(data: bytes, name: str) -> Document:
    """Read a file of separated values. Raises UnreadableError."""
    text = decode(data)
    first = max(text.splitlines()[:50], key=lambda line: max(map(line.count, SEPARATORS)))
    separator = max(SEPARATORS, key=first.count)
    csv.field_size_limit(MAX_FIELD)
    rows: list[list[RawCell]] = []
    numbers: list[int] = []
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator)
    total = 0
    try:
        for fields in reader:
            total += len(fields)
            if total > MAX_CELLS:
                raise UnreadableError("table-too-large", source=name, limit=MAX_CELLS)
            rows.append([*fields])
            numbers.append(reader.line_num)
    except csv.Error as error:
        raise UnreadableError("csv-broken", line=reader.line_num, reason=str(error)) from error
    width = max(map(len, rows), default=0)
    rows = [row + [""] * (width - len(row)) for row in rows]
    return Document(name, [Grid(rows, partial(_locate, numbers))])


def _locate(numbers: list[int], row: int, column: int) -> str:
    return f"line {numbers[row]}, column {column + 1}"
