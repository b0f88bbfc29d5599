"""Take the numbers out of a laid-out grid into the Report; say what was odd about them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import repeat
from operator import getitem
from typing import cast

from govinfo_cli.document import Grid, RawCell
from govinfo_cli.finding import Where, finding
from govinfo_cli.marks import ABSENT
from govinfo_cli.number import parse, show_raw
from govinfo_cli.recognise.plans import indexes_of, plan_of, repeats_of
from govinfo_cli.recognise.regions import DataLine, Layout, Plan, Region
from govinfo_cli.report import Extra, Report

_CODES = {"error": "V208", "formula": "V207", "not-a-number": "V202"}


def take(report: Report, grid: Grid, layout: Layout) -> None:
    """Fill the report from one grid."""
    for region in layout.regions:
        if region.columns:
            _take_region(report, grid, region)
        else:
            for data in region.data:
                _lose(report, grid, region, data, _tokens(grid.rows[data.line], data))
    for line, column, text, official, table in layout.labels:
        place = Where(table, grid.locate(line, column))
        report.remarks.append(finding("S109", place, label=text, official=official))


def _take_region(report: Report, grid: Grid, region: Region) -> None:
    if region.plan is None:
        region.plan = plan_of(report.form, grid, region)
    if not _take_plain(report, grid, region.plan):
        for data, found in region.plan.lines:
            _take_line(report, grid, region, data, found)
    for indexes in region.plan.optional:
        # A local row that is printed but left empty is not in the report at all.
        if all(report.is_blank(index) for index in indexes):
            report.absent.update(indexes)
    for data in region.unknown:
        _keep(report, grid, region.table, data, "S105", "")
    for data in region.foreign:
        _keep(report, grid, region.table, data, "S108", "")


def _take_plain(report: Report, grid: Grid, plan: Plan) -> bool:
    """The usual case, where all that can be odd is a cell's content; False where it is another."""
    if not plan.indexes or grid.stale or not plan.indexes <= report.absent:
        return False
    report.absent -= plan.indexes
    rows, values, places = grid.rows, report.values, report.places
    if plan.run:
        lines, columns = plan.run
        found = [*map(getitem, map(rows.__getitem__, lines), columns)]
        if {*map(type, found)} == {int}:
            end = plan.start + len(found)
            values[plan.start : end] = cast("list[int]", found)
            places[plan.start : end] = zip(repeat(grid), lines, columns)
            return True
    for line, at, index in plan.plain:
        raw = rows[line][at]
        if type(raw) is int:
            values[index] = raw
            places[index] = grid, line, at
        elif raw == ABSENT:
            report.absent.add(index)
        else:
            put(report, index, raw, grid, line, at)
    return True


def _take_line(
    report: Report, grid: Grid, region: Region, data: DataLine, found: list[tuple[int, int]] | None
) -> None:
    cells = grid.rows[data.line]
    due = indexes_of(report.form, region, data.row) if found is None else found
    if due and due[0][1] not in report.absent and _repeated(report, due):
        _keep(report, grid, region.table, data, "S106", data.row)
    elif found is None:
        _take_loose(report, grid, region, data)
    else:
        width = len(cells)
        for at, index in found:
            put(report, index, cells[at] if at < width else None, grid, data.line, at)
        if region.strangers:
            _take_strangers(report, grid, region, data)
        for at, first, label in repeats_of(report.form, region, data.row):
            if at < width and cells[at] != cells[first]:
                _take_stranger(report, grid, region, data, at, label)


def _repeated(report: Report, due: list[tuple[int, int]]) -> bool:
    return all(index not in report.absent for _, index in due)


def put(
    report: Report, index: int, raw: RawCell, grid: Grid | None, line: int, column: int
) -> None:
    """Put one raw cell into the report."""
    if raw == ABSENT:
        return
    report.absent.discard(index)
    if grid is not None:
        report.places[index] = grid, line, column
        if grid.stale and (line, column) in grid.stale:
            _stale(report, index, grid, (line, column))
    if type(raw) is float and raw.is_integer() and -1e15 < raw < 1e15:
        report.values[index] = int(raw)
        return
    if type(raw) is int:
        report.values[index] = raw
        return
    cell = report.form.cells[index]
    value, style, text = parse(raw, cell.unit)
    report.values[index] = value
    if style and style != "blank":
        _remark(report, index, style, text)


def _stale(report: Report, index: int, grid: Grid, at: tuple[int, int]) -> None:
    due = parse(grid.stale[at]).value
    stored = parse(grid.rows[at[0]][at[1]]).value
    if due != stored:
        report.remarks.append(
            finding("V209", report.where(index), expected=due, actual=stored,
                    formula="=" + grid.formulas.get(at, ""))
        )  # fmt: skip


def _remark(report: Report, index: int, style: str, text: str) -> None:
    where, value, cell = report.where(index), report.values[index], report.form.cells[index]
    if style in _CODES:
        code = _CODES[style]
        report.unread.add(index)
        report.remarks.append(finding(code, where, raw=text, formula=text))
        report.extra.append(
            Extra(code, cell.table, cell.row, cell.column, "", (text,), where.source)
        )
    elif style == "unit":
        report.remarks.append(finding("V206", where, case="converted", raw=text, actual=value))
    else:
        report.remarks.append(finding("V205", where, raw=text, actual=value))


def _tokens(cells: Sequence[RawCell], data: DataLine) -> list[RawCell]:
    """The cells behind a line's label, without the empty ones at both ends."""
    tokens = list(cells[data.label_end + 1 : _end(cells)])
    while tokens and tokens[0] in ("", None):
        tokens.pop(0)
    return tokens


def _take_loose(report: Report, grid: Grid, region: Region, data: DataLine) -> None:
    """Numbers that stand under no header are told by their count, or not at all."""
    cells = grid.rows[data.line]
    found = indexes_of(report.form, region, data.row)
    written = [at for at, cell in enumerate(cells) if at > data.label_end and cell is not None]
    # Where spans are known (a page, a Word file), a line may have the right number of cells
    # though its borders do not meet those of the header.
    if None not in cells or len(written) != len(found):
        end = _end(cells)
        written = [at for at in written if at < end]
        while written and cells[written[0]] == "":
            written.pop(0)
    if len(written) != len(found) or region.strangers:
        _lose(report, grid, region, data, _tokens(cells, data))
        return
    for at, (_, index) in zip(written, found, strict=True):
        put(report, index, cells[at], grid, data.line, at)


def _end(cells: Sequence[RawCell]) -> int:
    """One more than the place of the last cell that holds something."""
    return max((at for at, cell in enumerate(cells) if cell not in ("", None)), default=-1) + 1


def _lose(
    report: Report, grid: Grid, region: Region, data: DataLine, tokens: list[RawCell]
) -> None:
    """S107: the line's cells become null and its raw values are kept."""
    source = grid.locate(data.line, max(data.label_end, 0))
    form, table = report.form, report.form.table(region.table)
    wide = not data.row
    rows = list(table.rows) if wide else [data.row]
    for row in rows:
        for index in form.row_indexes(region.table, row):
            report.absent.discard(index)
            report.unread.add(index)
            report.values[index] = None
            report.places[index] = source
    cell = region.table if wide else f"{region.table}/{data.row}"
    due = sum(len(table.rows[row].columns) for row in rows)
    values = tuple(show_raw(token) for token in tokens)
    found = sum(1 for token in tokens if token not in ("", None))
    report.remarks.append(finding("S107", Where(cell, source), found=found, due=due, values=values))
    report.extra.append(
        Extra("S107", region.table, data.row, "", "" if wide else data.label, values, source)
    )


def _take_strangers(report: Report, grid: Grid, region: Region, data: DataLine) -> None:
    """Cells under a header that the form does not know."""
    for at, label in region.strangers.items():
        if data.label_end < at < len(grid.rows[data.line]):
            _take_stranger(report, grid, region, data, at, label)


def _take_stranger(
    report: Report, grid: Grid, region: Region, data: DataLine, at: int, label: str
) -> None:
    raw = grid.rows[data.line][at]
    if raw in ("", None):
        return
    source, values = grid.locate(data.line, at), (show_raw(raw),)
    report.extra.append(Extra("S105", region.table, data.row, "", label, values, source))
    where = Where(f"{region.table}/{data.row}".rstrip("/"), source)
    report.remarks.append(finding("S105", where, case="column", label=label, values=values))


def _keep(report: Report, grid: Grid, table: str, data: DataLine, code: str, row: str) -> None:
    """A whole line that has no cell in the form."""
    source = grid.locate(data.line, max(data.label_end, 0))
    values = tuple(show_raw(token) for token in _tokens(grid.rows[data.line], data))
    report.extra.append(Extra(code, table, row, "", data.label, values, source))
    if code != "S108":  # said once for the whole table
        cell = f"{table}/{row}" if row else table
        report.remarks.append(
            finding(code, Where(cell, source), case="row", label=data.label, values=values)
        )
