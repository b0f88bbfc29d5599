"""What stands around the tables in a grid: particulars of the report, and its prose."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from govinfo_cli.document import Grid, RawCell
from govinfo_cli.forms import Form
from govinfo_cli.number import show_raw
from govinfo_cli.recognise.labels import label_index
from govinfo_cli.recognise.prose import Piece
from govinfo_cli.recognise.regions import Layout
from govinfo_cli.recognise.settings import apply, setting
from govinfo_cli.report import Report

MIN_LISTED: Final = 3
# Words that belong to a table's frame and not to the narrative.
FURNITURE: Final = frozenset({"block", "stub", "corner", "group", "hint"})
# In a grid the label of a column is no prose either: a page break may leave it alone.
_IN_TABLES: Final = FURNITURE | {"column"}


class Line(NamedTuple):
    """What a line says: a particular, and what of it is prose (not known before it is asked)."""

    particular: tuple[str, str] | None
    pieces: list[Piece] | None = None


def pieces_around(
    report: Report, grid: Grid, layout: Layout, kept: dict[int, Line],
    own: Mapping[int, Sequence[RawCell]],
) -> Iterator[Piece]:  # fmt: skip
    """Take the particulars; give the lines that are prose.

    ``kept``: what the lines of the grid are known to say, and ``own`` those that a file has
    instead, both by their number.
    """
    found = []
    for number in layout.prose:
        line = kept.get(number) if number not in own else None
        if line is None or line.particular or line.pieces != []:
            found.append((number, line or Line(setting(own.get(number, grid.rows[number])))))
    # A label alone is a particular left empty only in a list of them; else it is a word.
    listed = sum(1 for _, line in found if line.particular) >= MIN_LISTED
    for number, line in found:
        particular, pieces = line
        if not (particular and (particular[1] or listed) and apply(report, *particular)):
            if pieces is None:
                cells = own.get(number, grid.rows[number])
                pieces = _pieces(report.form, grid, layout, number, cells)
                line = Line(particular, pieces)  # noqa: PLW2901
            yield from pieces
        if number not in own:
            kept[number] = line


def _pieces(
    form: Form, grid: Grid, layout: Layout, number: int, cells: Sequence[RawCell]
) -> list[Piece]:
    """The cells of a line that are no words of a table."""
    match = label_index(form).match
    last = max((data.line for region in layout.regions for data in region.data), default=-1)
    table = layout.regions[-1].table if layout.regions and number > last else ""
    made = []
    for column, cell in enumerate(cells):
        if cell is None or cell == "" or not (text := show_raw(cell).strip()):
            continue
        targets = match(text).targets
        if not targets or any(target.kind not in _IN_TABLES for target in targets):
            made.append(Piece(text, grid.locate(number, column), 0, column, table))
    return made
