"""Where the numbers of a region go: worked out once, for all grids of its layout."""

from __future__ import annotations

from operator import itemgetter

from govinfo_cli.document import Grid
from govinfo_cli.forms import Form
from govinfo_cli.recognise.regions import Plan, Region, is_misaligned


def plan_of(form: Form, grid: Grid, region: Region) -> Plan:
    """The plan of a region, made at the first grid that has it."""
    loose = {data.line for data in region.data if is_misaligned(grid, region, data)}
    if loose and not grid.aligned:
        loose = {data.line for data in region.data}
    lines = [
        (data, None if data.line in loose else indexes_of(form, region, data.row))
        for data in region.data
    ]
    rows = form.table(region.table).rows
    optional = [
        form.row_indexes(region.table, data.row)
        for data in region.data if data.row and not rows[data.row].required
    ]  # fmt: skip
    plain = [
        (data.line, at, index) for data, found in lines for at, index in found or ()
        if at < len(grid.rows[data.line])
    ]  # fmt: skip
    indexes = frozenset(index for _, _, index in plain)
    twice = any(repeats_of(form, region, data.row) for data in region.data)
    if (
        loose
        or twice
        or region.strangers
        or len(indexes) != sum(len(found or ()) for _, found in lines)
    ):
        return Plan(lines, optional)
    start = min(indexes, default=0)
    if len(indexes) != max(indexes, default=0) - start + 1:
        return Plan(lines, optional, plain, indexes)
    ordered = sorted(plain, key=itemgetter(2))
    run = tuple(line for line, _, _ in ordered), tuple(at for _, at, _ in ordered)
    return Plan(lines, optional, plain, indexes, run, start)


def indexes_of(form: Form, region: Region, row: str) -> list[tuple[int, int]]:
    """The cells of a line: (grid column, index), left to right."""
    index = form.index
    made: dict[int, int] = {}
    for at in sorted(region.columns):
        path = f"{region.table}/{row or region.row_at(at)}/{region.columns[at]}"
        if path in index:
            made.setdefault(index[path], at)  # a header repeated over a merge counts once
    return [(at, number) for number, at in made.items()]


def repeats_of(form: Form, region: Region, row: str) -> list[tuple[int, int, str]]:
    """Columns under a header that stood before: (grid column, the first one's, its label)."""
    labels = form.table(region.table).columns
    first: dict[tuple[str, str], int] = {}
    made = []
    for at, column in sorted(region.columns.items()):
        before = first.setdefault((row or region.row_at(at), column), at)
        if before != at:
            made.append((at, before, labels[column].label))
    return made
