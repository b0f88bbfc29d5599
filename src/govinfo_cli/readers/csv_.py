"""CSV and TSV: one grid, whatever the separator; a line knows its number."""

from __future__ import annotations

import csv
from functools import partial
from io import StringIO
from typing import Final

from govinfo_cli.document import Document, Grid, RawCell
from govinfo_cli.errors import UnreadableError
from govinfo_cli.limits import now, reached
from govinfo_cli.readers.encoding import decode

SEPARATORS: Final = (",", "\t", ";", "，")


def read(data: bytes, name: str) -> Document:
    """Read a file of separated values. Raises UnreadableError."""
    text = decode(data)
    first = max(text.splitlines()[:50], key=lambda line: max(map(line.count, SEPARATORS)))
    separator = max(SEPARATORS, key=first.count)
    csv.field_size_limit(max(now().string, len(text)))
    rows: list[list[RawCell]] = []
    numbers: list[int] = []
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator)
    width = 0
    try:
        for fields in reader:
            rows.append([*fields])
            numbers.append(reader.line_num)
            width = max(width, len(fields))
            if width * len(rows) > now().cells:
                raise reached("table-too-large", "cells", source=name)
    except csv.Error as error:
        raise UnreadableError("csv-broken", line=reader.line_num, reason=str(error)) from error
    rows = [row + [""] * (width - len(row)) for row in rows]
    return Document(name, [Grid(rows, partial(_locate, numbers))])


def _locate(numbers: list[int], row: int, column: int) -> str:
    line = numbers[row] if row < len(numbers) else numbers[-1] + 1
    return f"line {line}, column {column + 1}"
