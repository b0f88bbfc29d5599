"""The official layout of a table as plain rows of text, without what the report lacks."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from govinfo_cli.forms.sheet import Sheet, Slot, official_sheet

if TYPE_CHECKING:
    from govinfo_cli.forms import Block, Form, Table

Rows = list[list[str]]


def table_pipes(
    form: Form, table: Table, cells: Sequence[str], absent: Collection[int]
) -> Iterator[Rows]:
    """Give a table as grids of text, one for each block; none where all of it is absent.

    ``cells``: what stands in each cell of the form. The text of a merged cell stands in the
    first of its places. Rows and columns that are wholly absent are left out.
    """
    if table.arrangement == "blocks":
        for block in table.blocks:
            if rows := _block(form, table, block, cells, absent):
                yield rows
        return
    sheet = official_sheet(form, table.key)
    present = {at: slot for at, slot in sheet.slots.items() if slot.index >= 0}
    present = {at: slot for at, slot in present.items() if slot.index not in absent}
    if present:
        yield _grid(sheet, present, cells)


def _block(
    form: Form, table: Table, block: Block, cells: Sequence[str], absent: Collection[int]
) -> Rows:
    def index(row: str, column: str) -> int:
        return form.index.get(f"{table.key}/{row}/{column}", -1)

    here = {
        (row, column)
        for row in block.rows
        for column in block.columns
        if index(row, column) >= 0 and index(row, column) not in absent
    }
    columns = [column for column in block.columns if any((r, column) in here for r in block.rows)]
    if not columns:
        return []
    width = len(columns)
    made = [[block.label, *[""] * width]]
    made.append([table.stub, *(table.columns[column].label for column in columns)])
    for row in block.rows:
        if any((row, column) in here for column in columns):
            numbers = [cells[at] if (at := index(row, c)) >= 0 else "" for c in columns]
            made.append([table.rows[row].label, *numbers])
    return made


def _grid(sheet: Sheet, present: dict[tuple[int, int], Slot], cells: Sequence[str]) -> Rows:
    """Cut the printed layout down to the rows and columns that have a cell."""
    first = min(column for (_, column), slot in sheet.slots.items() if slot.index >= 0)
    rows = [*range(sheet.header), *sorted({row for row, _ in present})]
    columns = [*range(first), *sorted({column for _, column in present})]
    made = [[""] * len(columns) for _ in rows]
    for (top, left), slot in sheet.slots.items():
        down = next((r for r in rows if top <= r < top + slot.rowspan), None)
        right = next((c for c in columns if left <= c < left + slot.colspan), None)
        if down is not None and right is not None:
            text = cells[slot.index] if slot.index >= 0 else slot.text
            made[rows.index(down)][columns.index(right)] = text
    return made


def pipes(rows: Iterable[Iterable[str]], *, numbers: bool = False) -> str:
    """Lines of cells as a pipe table, the first its header; ``numbers``: right but the first."""
    lines = [list(row) for row in rows]
    rule = ["---:" if numbers and at else "---" for at in range(len(lines[0]))]
    lines.insert(1, rule)
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
