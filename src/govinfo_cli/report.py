"""The Report: one organ's year, every cell with its value, its state and its place."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from govinfo_cli.finding import NOTHING, Finding, Where
from govinfo_cli.number import Number

if TYPE_CHECKING:
    from govinfo_cli.forms import Form

Place = "str | tuple[Grid, int, int] | None"


class Extra(NamedTuple):
    """What was read and has no cell in the form, kept as it stood.

    ``code`` says why: S105 (a row or column the form does not know), S106 (a row written
    twice), S107 (numbers that could not be told apart), V202, V207 or V208 (a cell that is no
    number; then ``row`` and ``column`` name the cell, which is None in the report).
    """

    code: str
    table: str
    row: str = ""
    column: str = ""
    label: str = ""
    values: tuple[str, ...] = ()
    source: str = ""


class Contribution(NamedTuple):
    """What one organ's report gave to a sum.

    ``cells``: by path, what is not 0; None is a blank, which counts as 0. ``lost``: the paths of
    cells for which the report has no number.
    """

    organ: str
    file: str = ""
    cells: Mapping[str, Number | None] = NOTHING
    lost: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, object]:
        """The entry of the canonical form."""
        made: dict[str, object] = {"organ": self.organ}
        if self.file:
            made["file"] = self.file
        made["cells"] = dict(self.cells)
        if self.lost:
            made["lost"] = list(self.lost)
        return made


@dataclass(slots=True, eq=False, repr=False)
class Report:
    """One report. ``values`` runs parallel to ``form.cells``.

    A value is an int, a Decimal (amounts, in 万元) or None. None means blank, unless the
    cell's index is in ``absent`` (its row, column or table is not in the file) or in
    ``unread`` (something stood there that is not a number; see ``extra``). ``covered`` are
    absent cells whose cases another cell holds (rows of another form), so that sums count 0.
    """

    form: "Form"
    year: int | None = None
    organ: str = ""
    organ_level: str = ""
    published: str = ""
    contact: str = ""
    title: str = ""
    narrative: dict[str, str] = field(default_factory=dict)
    values: list[Number | None] = field(default_factory=list)
    absent: set[int] = field(default_factory=set)
    unread: set[int] = field(default_factory=set)
    covered: set[int] = field(default_factory=set)
    notes: dict[str, str] = field(default_factory=dict)
    extra: list[Extra] = field(default_factory=list)
    places: list[object] = field(default_factory=list)  # str | (Grid, row, column) | None
    text_places: dict[str, list[str]] = field(default_factory=dict)
    remarks: list[Finding] = field(default_factory=list)
    path: str = ""  # of the file that it was read from
    contributions: list[Contribution] = field(default_factory=list)  # of a sum: who gave what

    def __post_init__(self) -> None:
        """Start as a report in which nothing has been found."""
        if not self.values:
            self.values = [None] * len(self.form.cells)
            self.absent = set(range(len(self.values)))
        if not self.places:
            self.places = [None] * len(self.values)

    def __repr__(self) -> str:
        return f"<Report {self.form.name} {self.year} {self.organ}>"

    def __getitem__(self, path: str) -> Number | None:
        """The value at ``table/row/column``; KeyError for a cell that the form lacks."""
        return self.values[self.form.index[path]]

    def source(self, index: int) -> str:
        """Where the reader found a cell: ``依申请!J8``, ``line 31``; "" where it did not."""
        place = self.places[index]
        if isinstance(place, tuple):
            grid, row, column = place
            return str(grid.locate(row, column))
        return place if isinstance(place, str) else ""

    def where(self, index: int) -> Where:
        """A cell's path and place."""
        return Where(self.form.cells[index].path, self.source(index))

    def is_blank(self, index: int) -> bool:
        """True where a number is due and nothing, or a dash, stands."""
        return self.values[index] is None and index not in self.absent and index not in self.unread

    def same_figures(self, other: "Report") -> bool:
        """Whether another file of this report says the same in each cell."""
        mine, its = (self.form.name, self.values), (other.form.name, other.values)
        return mine == its and self.absent == other.absent

    def items(self) -> Iterator[tuple[str, Number | None]]:
        """Paths and values of the cells that the file has, in the form's order."""
        for index, cell in enumerate(self.form.cells):
            if index not in self.absent:
                yield cell.path, self.values[index]

    def to_dict(self) -> dict[str, object]:
        """The canonical form of ``interface.md``, numbers as int and Decimal."""
        made: dict[str, object] = {"form": self.form.name}
        if self.year is not None:
            made["year"] = self.year
        for name in ("organ", "organ_level", "published", "contact", "title"):
            if getattr(self, name):
                made[name] = getattr(self, name)
        made["narrative"] = {k: self.narrative[k] for k in self.form.texts if k in self.narrative}
        made["tables"] = self._tables()
        if self.notes:
            made["notes"] = {
                t.key: self.notes[t.key] for t in self.form.tables if t.key in self.notes
            }
        if self.extra:
            made["extra"] = [_extra_dict(entry) for entry in self.extra]
        if self.contributions:
            made["contributions"] = [entry.to_dict() for entry in self.contributions]
        return made

    def _tables(self) -> Mapping[str, object]:
        tables: dict[str, dict[str, dict[str, Number | None]]] = {}
        for index, cell in enumerate(self.form.cells):
            if index not in self.absent:
                rows = tables.setdefault(cell.table, {})
                rows.setdefault(cell.row, {})[cell.column] = self.values[index]
        return tables


def _extra_dict(entry: Extra) -> dict[str, object]:
    made: dict[str, object] = {"code": entry.code, "table": entry.table}
    for name in ("row", "column", "label"):
        if getattr(entry, name):
            made[name] = getattr(entry, name)
    made["values"] = list(entry.values)
    if entry.source:
        made["source"] = entry.source
    return made
