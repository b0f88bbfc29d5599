"""One walk down a grid: its headers, its lines of numbers, and what belongs to no table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from govinfo_cli.document import RawCell
from govinfo_cli.forms import Form
from govinfo_cli.number import looks_numeric
from govinfo_cli.recognise.labels import LabelIndex, Match, Target, label_index
from govinfo_cli.recognise.regions import DataLine, Layout, Region
from govinfo_cli.recognise.settings import is_setting

MAX_PILE: Final = 6  # lines of a header that are one word cut apart


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


class Walk:
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
        """Lay out the rows; one is added where a table's only line of numbers is empty."""
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
        for start in range(max(len(pile) - MAX_PILE, 0), len(pile) - 1):
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
        its_own = self._is_wide(table) and self._are_numbers(line, end)
        (self.region.data if its_own else self.region.unknown).append(entry)
        return True

    def _are_numbers(self, line: _Line, end: int) -> bool:
        """Whether a line without a label is mostly numbers: a word among them is a wrong cell."""
        assert self.region is not None
        columns = self.region.columns
        numbers = sum(at in columns for at in line.values)
        words = [(at, match) for at, _, match in line.texts if at > end]
        return numbers > len(words) and not any(
            match.targets or at not in columns for at, match in words
        )

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
