"""Tables of the canonical JSON form that hold plain rows of the form: all taken at once."""

from collections.abc import Callable, Collection, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from itertools import chain, count
from typing import Any, Final, NamedTuple, cast

from govinfo_cli.compiled import taker
from govinfo_cli.forms import Form
from govinfo_cli.number import MAX_DIGITS, Number
from govinfo_cli.report import Report

LARGEST: Final = 10**MAX_DIGITS


class Layout(NamedTuple):
    """Tables that hold rows of a form, each with its cells, and nothing else.

    ``columns``: see ``_columns``. ``size``: how many figures. ``ordered`` puts these in the
    order of the form's cells; ``places`` and ``absent`` are the report's.
    """

    form: Form
    columns: tuple[list[int], str]
    size: int
    ordered: Callable[[list[Number | None]], list[Number | None]]
    places: tuple[str | None, ...]
    absent: frozenset[int]

    def report(self, figures: list[Number | None]) -> Report:
        """A report with the figures of such tables."""
        return Report(
            self.form,
            values=self.ordered(figures),
            absent={*self.absent},
            places=[*self.places],
        )


def plain_tables(
    form: Form, tables: Mapping[str, Any]
) -> tuple[Layout, list[Number | None]] | None:
    """The layout of tables and their figures; None for any others."""
    if {*map(type, tables.values())} != {dict}:
        return None
    rows = [*chain.from_iterable(map(dict.values, tables.values()))]
    if {*map(type, rows)} != {dict}:
        return None
    known = _numbered(form)
    if not tables.keys() <= known.keys():
        return None
    numbers = [number for name, lines in tables.items() for number in map(known[name].get, lines)]
    if None in numbers:
        return None
    layout = _layout(form, tuple(cast("list[int]", numbers)))
    if _columns(rows) != layout.columns:
        return None
    figures = figures_of([*chain.from_iterable(map(dict.values, rows))])
    return (layout, figures) if figures else None


@lru_cache(maxsize=8)
def _numbered(form: Form) -> dict[str, dict[str, int]]:
    """The rows of each table, numbered through all tables."""
    numbers = count()
    return {table.key: {row: next(numbers) for row in table.rows} for table in form.tables}


@lru_cache(maxsize=64)
def _layout(form: Form, rows: tuple[int, ...]) -> Layout:
    """The layout of tables with these rows, by their numbers."""
    every = [(table.key, label) for table in form.tables for label in table.rows.values()]
    given = [every[number] for number in rows]
    paths = [f"{table}/{row.key}/{column}" for table, row in given for column in row.columns]
    at = {form.index[path]: number for number, path in enumerate(paths)}
    cells = range(len(form.cells))
    return Layout(
        form, _columns([row.columns for _, row in given]), len(paths),
        _ordered([at.get(cell, -1) for cell in cells]),
        tuple(pointer if cell in at else None for cell, pointer in enumerate(pointers(form))),
        frozenset(cells) - at.keys(),
    )  # fmt: skip


def _ordered(places: list[int]) -> Callable[[list[Number | None]], list[Number | None]]:
    """What puts figures in order: for each cell the place of its own, -1 for none."""
    if places == [*range(len(places))]:
        return lambda figures: figures
    take = taker(places)
    return lambda figures: [*take([*figures, None])]


def _columns(rows: Sequence[Collection[str]]) -> tuple[list[int], str]:
    """How many columns each row has, and all their keys as one text, which is soon compared.

    No key of a form has a line feed; one in a file makes for more lines than the form has.
    """
    return [*map(len, rows)], "\n".join(chain.from_iterable(rows))


def figures_of(values: list[Any]) -> list[Number | None]:
    """A run of cells as a report holds them; none where one is more than a number or a blank."""
    kinds = {*map(type, values)}
    if not kinds <= _NUMBERS_OR_BLANK:
        return []
    numbers = {*values} - {None}  # many are 0
    if numbers and not -LARGEST < min(numbers) <= max(numbers) < LARGEST:
        return []
    return values


_BLANK: Final = type(None)
_NUMBERS_OR_BLANK: Final = {int, Decimal, _BLANK}


@lru_cache(maxsize=8)
def pointers(form: Form) -> tuple[str, ...]:
    """The JSON pointer of each cell."""
    return tuple(f"/tables/{cell.path}" for cell in form.cells)
