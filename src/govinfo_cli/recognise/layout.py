"""Find the form's tables in a grid: which cell stands where, whatever stands around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from govinfo_cli.document import Grid, RawCell, Skeleton, skeleton_of
from govinfo_cli.forms import Form
from govinfo_cli.number import looks_numeric
from govinfo_cli.recognise.labels import LabelIndex, Match, Target, label_index
from govinfo_cli.recognise.settings import KEYS, is_setting
from govinfo_cli.text import fold


class DataLine(NamedTuple):
    """A line of numbers: its row key ("" in a wide table), and where its last label stands."""

    line: int
    row: str
    label_end: int
    label: str


class Plan(NamedTuple):
    """Where the numbers of a region go, worked out once.

    ``lines``: for each line its cells as (grid column, index), or None where the header cannot
    tell. ``plain``: all of them as (line, grid column, index), where every line is told by the
    header and no cell is named twice, otherwise empty; ``indexes`` are theirs.
    """

    lines: list[tuple[DataLine, list[tuple[int, int]] | None]]
    plain: list[tuple[int, int, int]]
    indexes: frozenset[int]


@dataclass(slots=True)
class Region:
    """A header and the data lines below it, up to the next header."""

    table: str
    columns: dict[int, str] = field(default_factory=dict)  # grid column -> column key
    groups: dict[int, str] = field(default_factory=dict)  # wide: grid column -> row key
    strangers: dict[int, str] = field(default_factory=dict)  # grid column -> unknown header
    data: list[DataLine] = field(default_factory=list)
    unknown: list[DataLine] = field(default_factory=list)
    foreign: list[DataLine] = field(default_factory=list)  # a row that only another form has
    plan: Plan | None = None  # see values

    def row_at(self, column: int) -> str:
        """Wide tables: the row whose group label stands over a grid column, or before it."""
        before = [at for at in self.groups if at <= column]
        return self.groups[max(before)] if before else ""


@dataclass(slots=True)
class Layout:
    """What one grid holds.

    ``prose``: lines that belong to no table. ``labels``: odd wordings, as (line, column, text,
    official text, table).
    """

    regions: list[Region] = field(default_factory=list)
    prose: list[int] = field(default_factory=list)
    labels: list[tuple[int, int, str, str, str]] = field(default_factory=list)


class _Line(NamedTuple):
    """A grid line taken apart: label cells with their matches, and cells meant as values."""

    texts: list[tuple[int, str, Match]]
    values: list[int]

    def having(self, kind: str, table: str = "") -> list[tuple[int, Target]]:
        return [
            (at, target)
            for at, _, match in self.texts
            for target in match.targets
            if target.kind == kind and (not table or target.table == table)
        ]


def bones_of(grid: Grid) -> Skeleton:
    """A grid's skeleton, kept with it."""
    if grid.skeleton is None:
        grid.skeleton = skeleton_of(grid.rows)
    return grid.skeleton


def lay_out(
    grid: Grid, bones: Skeleton, form: Form, others: Sequence[Form], carried: Region | None
) -> Layout:
    """Lay out one grid. ``carried`` is the region that a page break may have cut off."""
    key = (
        id(form), grid.aligned, carried.table if carried else "",
        tuple(carried.columns.items()) if carried else (), _masked(bones, form),
    )  # fmt: skip
    known = _KNOWN.get(key)
    if known is None:
        height = len(grid.rows)
        layout = _Walk(form, others, carried).over(grid.rows)
        if len(_KNOWN) >= MAX_KNOWN:
            _KNOWN.clear()
        known = _KNOWN[key] = layout, len(grid.rows) > height, form
    elif known[1]:
        grid.rows.append([None] * len(grid.rows[-1]))
    return known[0]


def _masked(bones: Skeleton, form: Form) -> Skeleton:
    """The skeleton without the words that only fill a line: an organ's name, a paragraph.

    They differ from file to file and have no say in the layout. A short word stays, since it
    may be half of a header, and so does every word in a line that has a label or a number.
    """
    known = _MASKS.get((id(form), bones))
    if known is None:
        index = label_index(form)
        if len(_MASKS) >= MAX_KNOWN:
            _MASKS.clear()
        rows = tuple([_masked_line(row, index) for row in bones.cells])
        masked = bones if rows == bones.cells else Skeleton(rows)
        known = _MASKS[id(form), bones] = form, masked
    return known[1]


_MASKS: dict[tuple[int, Skeleton], tuple[Form, Skeleton]] = {}


def _masked_line(row: tuple[object, ...], index: LabelIndex) -> tuple[object, ...]:
    if 0 in row:  # a number
        return row
    words = [cell for cell in row if type(cell) is str and cell]
    if not 0 < len(words) <= LINE_OF_WORDS:
        return row
    first = words[0]
    if len(words) > 1 and fold(first) in KEYS:
        return tuple([cell if cell == first else _mask(cell, index, 0) for cell in row])
    if any(target.kind != "section" for word in words for target in index.match(word).targets):
        return row
    return tuple([_mask(cell, index, SHORT) for cell in row])


def _mask(cell: object, index: LabelIndex, short: int) -> object:
    if type(cell) is not str or len(cell) <= short or index.match(cell).targets:
        return cell
    return cell if len(cell) < NO_NUMBER and (not cell or looks_numeric(cell)) else PROSE


LINE_OF_WORDS = 2
SHORT = 20  # no part of a header is longer
NO_NUMBER = 60  # no number with its note is as long
PROSE = "\0"
MAX_KNOWN = 200
_KNOWN: dict[object, tuple[Layout, bool, Form]] = {}


class _Walk:
    """Goes down a grid once, line by line."""

    def __init__(self, form: Form, others: Sequence[Form], carried: Region | None) -> None:
        self.form = form
        self.index: LabelIndex = label_index(form)
        self.others = [label_index(other) for other in others]
        self.layout = Layout()
        self.region = (
            Region(carried.table, carried.columns, carried.groups, carried.strangers)
            if carried
            else None
        )
        if self.region:
            self.layout.regions.append(self.region)
        self.heading = False  # inside a header
        self.stack: dict[int, list[str]] = {}  # header texts not recognised, by column

    def over(self, rows: list[list[RawCell]]) -> Layout:
        for number, cells in enumerate(rows):
            line = self._take_apart(cells)
            if not line.texts and not line.values:
                self._blank_line(number)
                continue
            if self._is_header(line):
                self._header(number, line)
            elif not self._data(number, line):
                self.layout.prose.append(number)
                if line.having("section"):
                    self.region = None
        if self.heading and self._awaits_numbers():
            rows.append([None] * len(rows[-1]))  # a sheet ends with its last filled cell
            self._blank_line(len(rows) - 1)
        self._close_header()
        return self.layout

    def _awaits_numbers(self) -> bool:
        """Whether a wide table's header is complete and its one line of numbers is due next."""
        region = self.region
        return (
            region is not None
            and self._is_wide(region.table)
            and not region.data
            and bool(region.columns)
        )

    def _blank_line(self, number: int) -> None:
        if self.heading and self.region is not None and self._awaits_numbers():
            self._close_header()
            self.region.data.append(DataLine(number, "", -1, ""))

    def _take_apart(self, cells: Sequence[RawCell]) -> _Line:
        texts: list[tuple[int, str, Match]] = []
        values: list[int] = []
        for at, cell in enumerate(cells):
            if type(cell) is float or type(cell) is int:
                values.append(at)
            elif type(cell) is str:
                if not cell or cell.isspace():
                    continue
                match = self.index.match(cell)
                if not match.targets and looks_numeric(cell):
                    values.append(at)
                else:
                    texts.append((at, cell, match))
            elif cell is not None:
                values.append(at)
        return _Line(texts, values)

    def _is_header(self, line: _Line) -> bool:
        columns = line.having("column")
        if line.values or not line.texts:
            return False
        distinct = {at for at, _ in columns}
        if len(distinct) >= 2 or (distinct and line.having("stub")):
            return True
        over = {at for at, t in line.having("row") if self._is_wide(t.table)}
        if self.heading:
            return bool(distinct or self._groups(line) or over) or self._is_stack(line)
        return len(over) + len(self._groups(line)) >= 2 or bool(
            line.having("corner") or [t for _, t in line.having("group") if t.key == "column"]
        )

    def _groups(self, line: _Line) -> list[tuple[int, Target]]:
        """Labels that open a header: a corner, a group of columns, a group of a wide table."""
        found = [*line.having("corner")]
        found += [(at, t) for at, t in line.having("group") if t.key == "column"]
        found += [(at, t) for at, t in line.having("group") if self._is_wide(t.table)]
        return found

    def _is_stack(self, line: _Line) -> bool:
        """A second line of header words cut in two, such as 企业 below 商业."""
        return (
            bool(self.stack)
            and all(at in self.stack or not match.targets for at, _, match in line.texts)
            and any(at in self.stack for at, _, _ in line.texts)
        )

    def _is_wide(self, table: str) -> bool:
        return bool(table) and self.form.table(table).arrangement == "wide"

    def _header(self, number: int, line: _Line) -> None:
        table = self._table_of(line)
        if not self.heading or self.region is None or (table and table != self.region.table):
            self._close_header()
            self.region = Region(table)
            self.layout.regions.append(self.region)
            self.stack = {}
        self.heading = True
        region = self.region
        for at, text, match in line.texts:
            column = next((t for t in match.targets if t[:2] == ("column", region.table)), None)
            group = next((t for t in match.targets if t[:2] == ("row", region.table)), None)
            if column:
                region.columns[at] = column.key
                self._remark(number, at, text, match)
            elif group and self._is_wide(region.table):
                region.groups[at] = group.key
            elif not match.targets:
                self._stack(number, at, text)

    def _stack(self, number: int, at: int, text: str) -> None:
        assert self.region is not None
        pile = self.stack.setdefault(at, [])
        pile.append(text)
        for start in range(len(pile) - 1):
            joined = self.index.match("".join(pile[start:]))
            for target in joined.targets:
                if target[:2] == ("column", self.region.table):
                    self.region.columns[at] = target.key
                    self._remark(number, at, "".join(pile[start:]), joined)
                    del self.stack[at]
                    return

    def _table_of(self, line: _Line) -> str:
        """The table that most header labels of a line belong to."""
        votes: dict[str, set[tuple[int, str]]] = {}
        for kind in ("column", "corner", "group", "stub"):
            for at, target in line.having(kind):
                votes.setdefault(target.table, set()).add((at, kind))
        for at, target in line.having("row"):
            if self._is_wide(target.table):
                votes.setdefault(target.table, set()).add((at, "row"))
        if not votes:
            return self.region.table if self.region else ""
        here = self.region.table if self.region and self.heading else ""
        return max(votes, key=lambda table: (len(votes[table]), table == here))

    def _close_header(self) -> None:
        if self.region is not None and self.heading:
            self.region.strangers = {
                at: "".join(texts)
                for at, texts in self.stack.items()
                if at not in self.region.columns
            }
        self.heading = False
        self.stack = {}

    def _data(self, number: int, line: _Line) -> bool:
        """Take a line as numbers of a table; False where it is prose."""
        table = self.region.table if self.region else ""
        rows = line.having("row", table) if table else []
        rows = rows or [(at, t) for at, t in line.having("row") if not self._is_wide(t.table)]
        label = " ".join(text for _, text, _ in line.texts)
        if rows and (line.values or self._has_columns(rows[-1][1].table)):
            return self._row(number, line, rows[-1], label)
        if self.region is None or not self.region.columns:
            return False
        if foreign := self._foreign(line):
            self._close_header()
            at, key = foreign
            known = key in self.form.table(table).rows
            entry = DataLine(number, key if known else "", at, label)
            (self.region.data if known else self.region.foreign).append(entry)
            return True
        if not line.values or line.having("section") or is_setting(line.texts[:1]):
            return False
        self._close_header()
        end = max((at for at, _, _ in line.texts if at < min(self.region.columns)), default=-1)
        entry = DataLine(number, "", end, label)
        numbers = any(at in self.region.columns for at in line.values)
        if (
            self._is_wide(table)
            and numbers
            and end == max((at for at, *_ in line.texts), default=-1)
        ):
            self.region.data.append(entry)
        else:
            self.region.unknown.append(entry)
        return True

    def _row(self, number: int, line: _Line, found: tuple[int, Target], label: str) -> bool:
        at, target = found
        if self.region is None or self.region.table != target.table:
            self._close_header()
            self.region = Region(target.table)
            self.layout.regions.append(self.region)
        self._close_header()
        for column, text, match in line.texts:
            if column == at:
                self._remark(number, column, text, match)
                label = text
        labels = [c for c, _, m in line.texts if m.targets or c <= at]
        self.region.data.append(DataLine(number, target.key, max(labels), label))
        return True

    def _foreign(self, line: _Line) -> tuple[int, str] | None:
        """Place and key of a label that only another form has as a row of this table."""
        assert self.region is not None
        for at, text, match in reversed(line.texts):
            if any(target.kind == "row" for target in match.targets):
                continue
            for other in self.others:
                for target in other.knows(text):
                    if target[:2] == ("row", self.region.table) and line.values:
                        return at, target.key
        return None

    def _has_columns(self, table: str) -> bool:
        return self.region is not None and self.region.table == table and bool(self.region.columns)

    def _remark(self, number: int, at: int, text: str, match: Match) -> None:
        if match.official:
            table = self.region.table if self.region else ""
            self.layout.labels.append((number, at, text, match.official, table))


def is_misaligned(grid: Grid, region: Region, data: DataLine) -> bool:
    """Whether a line's numbers cannot be told by the header above them.

    So it is when its label stands in a number column, or a value stands outside all columns.
    """
    cells = grid.rows[data.line]
    if data.label_end >= min(region.columns):
        return True
    if not grid.aligned and len(cells) <= max(region.columns):
        return True  # a line of text that is too short: any of its numbers may be the lost one
    return any(
        at not in region.columns and at not in region.strangers and _is_value(cell)
        for at, cell in enumerate(cells)
        if at > data.label_end
    )


def _is_value(cell: RawCell) -> bool:
    if cell is None or cell == "":
        return False
    return looks_numeric(cell) if isinstance(cell, str) else True
