"""The sheets on which a sum lists what each organ gave to it, as our workbooks have them."""

from __future__ import annotations

from collections.abc import Sequence

from govinfo_cli.document import Grid, RawCell
from govinfo_cli.forms import Form
from govinfo_cli.marks import ANNEX_KEYS
from govinfo_cli.number import Number, parse, show_raw
from govinfo_cli.report import Contribution


def read_annex(form: Form, grids: Sequence[Grid]) -> list[Contribution]:
    """What each organ gave, in the order of the first sheet."""
    made: dict[tuple[str, str], tuple[dict[str, Number | None], list[str]]] = {}
    for grid in grids:
        start = next((n for n, row in enumerate(grid.rows) if tuple(row[:2]) == ANNEX_KEYS), None)
        if start is None:
            continue
        paths = [show_raw(cell) for cell in grid.rows[start][2:]]
        for row in grid.rows[start + 1 : -1]:  # the last line is their total
            cells, lost = made.setdefault((show_raw(row[0]), show_raw(row[1])), ({}, []))
            _take(form, paths, row[2:], cells, lost)
    return [Contribution(*key, cells, tuple(lost)) for key, (cells, lost) in made.items()]


def _take(
    form: Form, paths: Sequence[str], row: Sequence[RawCell], cells: dict[str, Number | None],
    lost: list[str],
) -> None:  # fmt: skip
    for path, raw in zip(paths, row, strict=False):
        if path not in form.index:
            continue
        found = parse(raw)
        if found.style not in ("", "blank"):
            lost.append(path)
        elif found.value != 0:
            cells[path] = found.value
