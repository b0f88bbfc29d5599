"""The tidy form (one line a cell) read back, from CSV or from a sheet that it was opened in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govinfo_cli.document import Document, Grid
from govinfo_cli.errors import UnreadableError
from govinfo_cli.finding import Where, finding
from govinfo_cli.forms import FormSet
from govinfo_cli.marks import TIDY_HEADER, unguarded
from govinfo_cli.number import show_raw
from govinfo_cli.recognise.structure import remark_structure
from govinfo_cli.recognise.values import put
from govinfo_cli.report import Extra, Report

if TYPE_CHECKING:
    from collections.abc import Sequence

    from govinfo_cli.document import RawCell


def tidy_grid(document: Document) -> Grid | None:
    """The grid in the tidy form, if the document is one."""
    for block in document.blocks:
        if isinstance(block, Grid) and block.rows and _names(block.rows[0]) >= set(TIDY_HEADER):
            return block
    return None


def _names(cells: Sequence[RawCell]) -> set[str]:
    if len(cells) < len(TIDY_HEADER):
        return set()
    return {cell.strip().removeprefix("\ufeff") for cell in cells if isinstance(cell, str)}


def read_tidy(grid: Grid, forms: FormSet) -> Report:
    """Make the Report. Raises UnreadableError where the lines are of several reports, or none."""
    header = [show_raw(cell).strip().removeprefix("\ufeff") for cell in grid.rows[0]]
    at = {name: header.index(name) for name in TIDY_HEADER}
    lines = [(n, row) for n, row in enumerate(grid.rows[1:], 1) if any(c != "" for c in row)]

    def word(row: Sequence[RawCell], name: str) -> str:
        return unguarded(show_raw(row[at[name]]).strip())

    heads = {tuple(word(row, name) for name in ("organ", "year", "form")) for _, row in lines}
    if not lines:
        raise UnreadableError("no-report", found=", ".join(TIDY_HEADER[:3]))
    if len(heads) > 1:
        raise UnreadableError("tidy-several", count=len(heads))
    organ, year, form = heads.pop()
    report = Report(forms.require(form), organ=organ)
    report.year = int(year) if year.isascii() and year.isdigit() else None
    for number, row in lines:
        path = "/".join(word(row, name) for name in ("table", "row", "column"))
        index = report.form.index.get(path)
        value = row[at["value"]]
        text = word(row, "text")
        if index is None or index not in report.absent:
            code = "S105" if index is None else "S106"
            kept = tuple(filter(None, (show_raw(value), text)))
            place = grid.locate(number, 0)
            report.extra.append(
                Extra(code, path.split("/")[0], label=path, values=kept, source=place)
            )
            report.remarks.append(
                finding(code, Where(path, place), case="row", label=path, values=kept)
            )
            continue
        put(report, index, text or value, grid, number, at["text"] if text else at["value"])
    remark_structure(report, [other for other in forms if other is not report.form], {})
    # The tidy form holds no words, so that nothing can be said about its sections.
    report.remarks[:] = [entry for entry in report.remarks if entry.code != "S110"]
    return report
