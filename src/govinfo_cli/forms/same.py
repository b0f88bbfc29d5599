"""Which cells of two forms mean the same, told by their paths and their printed labels."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from govinfo_cli.forms.model import Form, Label


@lru_cache(maxsize=16)
def counterparts(form: Form, other: Form) -> Mapping[str, tuple[str, ...]]:
    """For each cell of ``form``, the cells of ``other`` that add up to the same thing.

    Cells of one path mean the same, unless one form prints as a single row what the other
    prints as a group of rows: then the row is the sum of the group, and the rows of the group
    have no counterpart. A cell without a counterpart is left out. Source: domain.md 1.5
    (2019: （六）其他处理 is one row, 2021: three; made and produced are not the same).
    """
    if form.name == other.name:
        return {cell.path: (cell.path,) for cell in form.cells}
    made: dict[str, tuple[str, ...]] = {}
    for cell in form.cells:
        row = form.table(cell.table).rows[cell.row]
        if group := _group(row, cell.table, other):
            paths = tuple(f"{cell.table}/{key}/{cell.column}" for key in group)
            if all(path in other.index for path in paths):
                made[cell.path] = paths
        elif cell.path in other.index:
            twin = other.table(cell.table).rows[cell.row]
            if not _group(twin, cell.table, form):
                made[cell.path] = (cell.path,)
    return made


def _group(row: Label, table: str, other: Form) -> list[str]:
    """The rows of the other form that stand under a heading of this row's words."""
    rows = next((t.rows for t in other.tables if t.key == table), {})
    return [key for key, entry in rows.items() if entry.under and entry.under[-1] == row.label]
