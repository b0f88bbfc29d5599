"""What a form is once it is loaded: immutable, with its cells numbered in printed order."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from govinfo_cli.finding import OwnRule
from govinfo_cli.forms.readings import Reading
from govinfo_cli.number import Number


class CellSpec(NamedTuple):
    """One cell that takes a number. ``kind``: count (>= 0), change (any whole), amount (>= 0)."""

    path: str
    table: str
    row: str
    column: str
    kind: str
    unit: str


class Label(NamedTuple):
    """A row or a column: its key, its printed label, its aliases, the groups it stands under."""

    key: str
    label: str
    en: str
    aliases: tuple[str, ...] = ()
    under: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()  # of a row: the columns in which it takes a number
    kind: str = ""  # of a column
    unit: str = ""  # of a column
    required: bool = True


class Block(NamedTuple):
    """A part of a table with its own header line, such as 第二十条第（一）项."""

    label: str
    en: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]


class Table(NamedTuple):
    """One statistical table.

    ``arrangement`` is how it is printed: ``blocks`` (several headers one below the other),
    ``matrix`` (row labels left, columns on top), ``wide`` (its rows are groups of columns, so
    that all numbers stand in one line).
    """

    key: str
    label: str
    short: str
    en: str
    short_en: str
    sheet: str
    section: str
    arrangement: str
    rows: Mapping[str, Label]
    columns: Mapping[str, Label]
    blocks: tuple[Block, ...] = ()
    corner: str = ""
    stub: str = ""
    hint: str = ""


class Section(NamedTuple):
    """One of the report's headings; ``text`` says whether prose is ``required`` below it."""

    key: str
    label: str
    en: str
    aliases: tuple[str, ...]
    text: str


class Constraint(NamedTuple):
    """A linear rule: the sum of ``left`` stands in ``relation`` to the sum of ``right``.

    Terms are (index into ``Form.cells``, factor 1 or -1). ``relation`` is one of ``=``,
    ``<=``, ``>=`` and ``only-if`` (left may differ from 0 only if right does).
    ``result`` is the index of a cell that is the sum of all others, or -1.
    """

    code: str
    left: tuple[tuple[int, int], ...]
    relation: str
    right: tuple[tuple[int, int], ...]
    result: int
    indexes: tuple[int, ...]


class Term(NamedTuple):
    """``factor`` times a cell: of this report, or ``whose`` = ``previous`` or ``children``.

    ``cell`` is a path; "" stands for the number 1, so that ``factor`` is a constant.
    """

    cell: str
    whose: str
    factor: Number


class OwnConstraint(NamedTuple):
    """A linear rule of a user's form, on one row, one column or the report; see Constraint."""

    rule: OwnRule
    left: tuple[Term, ...]
    relation: str
    right: tuple[Term, ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Form:
    """One official form. ``cells`` are in printed order; ``index`` finds a cell by its path.

    ``own``: rules with codes of one's own (X…), which a user's form file may have.
    """

    name: str
    title: str
    en: str
    source: str
    first_year: int
    last_year: int | None
    report_title: str
    preface: str
    sections: tuple[Section, ...]
    tables: tuple[Table, ...]
    cells: tuple[CellSpec, ...]
    constraints: tuple[Constraint, ...]
    index: Mapping[str, int] = field(default_factory=dict)
    home: tuple[str, ...] = ()  # the user's own folders that it was loaded with
    own: tuple[OwnConstraint, ...] = ()
    mentions: tuple[Reading, ...] = ()
    texts: tuple[str, ...] = ()  # the keys of the narrative, in printed order

    def __reduce__(self) -> tuple[object, ...]:
        """In another process a form is loaded there, and once: caches go by its identity."""
        return _loaded, (self.home, self.name)

    def __hash__(self) -> int:
        """Hash by name: the mappings inside cannot be hashed, and layouts are cached by form."""
        return hash(self.name)

    def covers(self, year: int) -> bool:
        """Whether the State Council's office set this form for reports about ``year``."""
        return self.first_year <= year and (self.last_year is None or year <= self.last_year)

    def table(self, key: str) -> Table:
        """The table of that key; KeyError where the form has none."""
        for table in self.tables:
            if table.key == key:
                return table
        raise KeyError(key)

    def row_indexes(self, table: str, row: str) -> list[int]:
        """The cells of one row, in printed order."""
        return [self.index[f"{table}/{row}/{c}"] for c in self.table(table).rows[row].columns]

    def default_title(self, organ: str, year: int | None) -> str:
        """The title that the form prescribes."""
        return self.report_title.format(organ=organ, year=year if year is not None else "")


def _loaded(home: tuple[str, ...], name: str) -> Form:
    from govinfo_cli.forms.load import load_forms  # it imports this module  # noqa: PLC0415

    return load_forms(*home).require(name)
