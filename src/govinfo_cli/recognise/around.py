"""What stands around the tables in a grid: particulars of the report, and its prose."""

from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from govinfo_cli.document import Grid, Skeleton
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


class _Line(NamedTuple):
    """What a line says: a particular, and what of it is prose (not known before it is asked)."""

    particular: tuple[str, str] | None
    pieces: list[Piece] | None = None


class _Kept(NamedTuple):
    """What the lines of a grid say, for all grids of one make: see ``Skeleton.near``."""

    layout: Layout
    locate: Callable[[int, int], str]
    lines: dict[int, _Line]


def pieces_around(report: Report, grid: Grid, bones: Skeleton, layout: Layout) -> Iterator[Piece]:
    """Take the particulars; give the lines that are prose."""
    if not layout.prose:
        return
    kept = _kept(bones.near or bones, grid, layout)
    found = []
    for number in layout.prose:
        line = kept.get(number) if number not in bones.lines else None
        if line is None or line.particular or line.pieces != []:
            found.append((number, line or _Line(setting(grid.rows[number]))))
    # A label alone is a particular left empty only in a list of them; else it is a word.
    listed = sum(1 for _, line in found if line.particular) >= MIN_LISTED
    for number, line in found:
        particular, pieces = line
        if not (particular and (particular[1] or listed) and apply(report, *particular)):
            if pieces is None:
                pieces = _pieces(report.form, grid, layout, number)
                line = _Line(particular, pieces)  # noqa: PLW2901
            yield from pieces
        if number not in kept and number not in bones.lines and 0 not in bones.cells[number]:
            kept[number] = line


def _kept(bones: Skeleton, grid: Grid, layout: Layout) -> dict[int, _Line]:
    kept = bones.kept
    if not isinstance(kept, _Kept) or kept.layout is not layout or kept.locate is not grid.locate:
        kept = bones.kept = _Kept(layout, grid.locate, {})
    return kept.lines


def _pieces(form: Form, grid: Grid, layout: Layout, number: int) -> list[Piece]:
    """The cells of a line that are no words of a table."""
    match = label_index(form).match
    last = max((data.line for region in layout.regions for data in region.data), default=-1)
    table = layout.regions[-1].table if layout.regions and number > last else ""
    made = []
    for column, cell in enumerate(grid.rows[number]):
        if cell is None or cell == "" or not (text := show_raw(cell).strip()):
            continue
        targets = match(text).targets
        if not targets or any(target.kind not in _IN_TABLES for target in targets):
            made.append(Piece(text, grid.locate(number, column), 0, column, table))
    return made
