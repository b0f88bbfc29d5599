"""The official layout of a table, worked out once for every writer: slots with spans."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from govinfo_cli.forms.model import Form, Label, Table


@dataclass(frozen=True, slots=True)
class Slot:
    """A printed cell. ``index`` is the number it takes (into ``Form.cells``), or -1 for a label."""

    text: str
    index: int = -1
    rowspan: int = 1
    colspan: int = 1
    role: str = "label"  # "label" | "header" | "number" | "empty"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table as it is printed: ``slots`` by (row, column) of their upper left corner."""

    slots: dict[tuple[int, int], Slot]
    height: int
    width: int
    header: int  # rows of the header (0 for blocks, which have several)


@lru_cache(maxsize=32)  # a form is hashed by its name and told from others by its identity
def official_sheet(form: Form, key: str) -> Sheet:
    """The official layout of a form's table.

    Source: the annexes of the two notices (domain.md section 1.3 and 1.4).
    """
    table = form.table(key)
    return {"blocks": _blocks, "matrix": _matrix, "wide": _wide}[table.arrangement](form, table)


def _number(form: Form, table: Table, row: str, column: str, colspan: int = 1) -> Slot:
    return Slot("", form.index[f"{table.key}/{row}/{column}"], 1, colspan, "number")


def _blocks(form: Form, table: Table) -> Sheet:
    slots: dict[tuple[int, int], Slot] = {}
    width = 1 + max(len(block.columns) for block in table.blocks)
    line = 0
    for block in table.blocks:
        slots[line, 0] = Slot(block.label, colspan=width, role="header")
        slots[line + 1, 0] = Slot(table.stub, role="header")
        spans = _spread(len(block.columns), width - 1)
        for row, offset in [("", 1), *((r, n + 2) for n, r in enumerate(block.rows))]:
            if row:
                slots[line + offset, 0] = Slot(table.rows[row].label)
            at = 1
            for column, span in zip(block.columns, spans, strict=True):
                if not row:
                    slots[line + 1, at] = Slot(table.columns[column].label, -1, 1, span, "header")
                elif column in table.rows[row].columns:
                    slots[line + offset, at] = _number(form, table, row, column, span)
                at += span
        line += 2 + len(block.rows)
    return Sheet(slots, line, width, 0)


def _spread(parts: int, width: int) -> list[int]:
    """Share ``width`` columns among ``parts`` cells, the last one taking what is left over."""
    each = width // parts
    return [each] * (parts - 1) + [width - each * (parts - 1)]


def _tree(labels: Sequence[Label], depth: int) -> list[tuple[int, int, str, int, int]]:
    """Nested groups of labels as (level, first, text, levels, count); the leaves fill up."""
    made: list[tuple[int, int, str, int, int]] = []
    for level in range(depth - 1):
        at = 0
        for group, members in groupby(label.under[: level + 1] for label in labels):
            count = len(list(members))
            if len(group) > level:
                made.append((level, at, group[level], 1, count))
            at += count
    for number, label in enumerate(labels):
        level = len(label.under)
        made.append((level, number, label.label, depth - level, 1))
    return made


def _matrix(form: Form, table: Table) -> Sheet:
    rows, columns = list(table.rows.values()), list(table.columns.values())
    deep = 1 + max(len(label.under) for label in columns)
    wide = 1 + max(len(label.under) for label in rows)
    slots = {(0, 0): Slot(table.corner, -1, deep, wide, "header")}
    for level, first, text, levels, count in _tree(columns, deep):
        slots[level, wide + first] = Slot(text, -1, levels, count, "header")
    for level, first, text, levels, count in _tree(rows, wide):
        slots[deep + first, level] = Slot(text, -1, count, levels)
    for down, row in enumerate(rows):
        for across, column in enumerate(columns):
            slots[deep + down, wide + across] = _number(form, table, row.key, column.key)
    return Sheet(slots, deep + len(rows), wide + len(columns), deep)


def _wide(form: Form, table: Table) -> Sheet:
    rows, columns = list(table.rows.values()), list(table.columns.values())
    deep = 2 + max(len(label.under) for label in rows)
    slots: dict[tuple[int, int], Slot] = {}
    for level, first, text, levels, count in _tree(rows, deep - 1):
        slots[level, first * len(columns)] = Slot(text, -1, levels, count * len(columns), "header")
    for number, row in enumerate(rows):
        # A group that spans all header levels leaves one for its columns.
        for across, column in enumerate(columns):
            at = number * len(columns) + across
            slots[deep - 1, at] = Slot(column.label, role="header")
            slots[deep, at] = _number(form, table, row.key, column.key)
    return Sheet(slots, deep + 1, len(rows) * len(columns), deep)
