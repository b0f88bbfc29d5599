"""What changed between two reports: figures with their change, the narrative as a text diff."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from govinfo_cli.api import Source, read
from govinfo_cli.comparison.words import Words, compare_words
from govinfo_cli.forms.same import counterparts
from govinfo_cli.number import Number, change, percent, total
from govinfo_cli.report import Extra, Report

if TYPE_CHECKING:
    from govinfo_cli.forms import FormSet

PARTICULARS: Final = ("organ", "year", "form", "organ_level", "published", "contact", "title")
# How a cell stands in a report that gives it no number.
BLANK, ABSENT, UNREAD = "blank", "absent", "unread"


@dataclass(frozen=True, slots=True)
class Figure:
    """One cell in both reports: ``old`` and ``new`` are None where no number stands.

    ``old_state`` and ``new_state`` say why there is none (``blank``, ``absent``, ``unread``).
    ``addends``: cells of the other form whose sum stands on one side; ``form`` is that of
    ``cell``'s path.
    """

    cell: str
    form: str
    old: Number | None
    new: Number | None
    old_state: str = ""
    new_state: str = ""
    addends: tuple[str, ...] = ()

    @property
    def changed(self) -> bool:
        """Whether the two reports differ here; a blank is not a 0."""
        return (self.old, self.old_state) != (self.new, self.new_state)

    @property
    def change(self) -> Number | None:
        """New less old, exact; None where one of them is no number."""
        if self.old is None or self.new is None:
            return None
        return change(self.old, self.new)

    @property
    def percent(self) -> Decimal | None:
        """The change in per cent of the old figure, to one decimal; from 0 there is none."""
        return None if self.change is None or not self.old else percent(self.change, self.old)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two reports side by side.

    ``only_old`` and ``only_new``: cells that have no counterpart in the other's form.
    ``particulars``: organ, year and so on that differ. ``extra``: what has no cell, if one
    report alone has it.
    """

    old: Report
    new: Report
    figures: tuple[Figure, ...]
    only_old: tuple[Figure, ...]
    only_new: tuple[Figure, ...]
    particulars: tuple[tuple[str, str, str], ...]
    narrative: tuple[Words, ...]
    notes: tuple[Words, ...]
    extra_old: tuple[Extra, ...]
    extra_new: tuple[Extra, ...]
    old_path: str = ""
    new_path: str = ""

    @property
    def changed(self) -> list[Figure]:
        """The figures that differ."""
        return [figure for figure in self.figures if figure.changed]

    @property
    def same(self) -> bool:
        """Whether nothing at all differs."""
        words = (*self.narrative, *self.notes)
        rest = (self.particulars, self.only_old, self.only_new, self.extra_old, self.extra_new)
        return not any(rest) and not self.changed and not any(entry.changed for entry in words)


def diff(
    old: Source | Report, new: Source | Report, *, format: str = "",  # noqa: A002
    forms: FormSet | None = None, form: str = "auto",
) -> Comparison:  # fmt: skip
    """Compare two reports: two years of an organ, two drafts of one year, two organs.

    Sources are what ``read`` takes. Raises UnreadableError where one cannot be read.

    >>> made = diff("examples/batches/chain/2023.md", "examples/batches/chain/0-newest.json")
    >>> [(f.cell, f.old, f.new, f.change) for f in made.changed if f.cell.endswith("total")]
    [('requests/received/total', 140, 141, 1), ('requests/carried_in/total', 7, 6, -1)]
    """
    paths = ["" if isinstance(s, Report | bytes) else str(s) for s in (old, new)]
    one, other = (
        s if isinstance(s, Report) else read(s, format=format, forms=forms, form=form)
        for s in (old, new)
    )
    return compare(one, other, *paths)


def compare(old: Report, new: Report, old_path: str = "", new_path: str = "") -> Comparison:
    """Compare two reports that were read."""
    figures = tuple(_figures(old, new))
    return Comparison(
        old, new, figures,
        tuple(_only(old, new, is_old=True)), tuple(_only(new, old, is_old=False)),
        tuple(_particulars(old, new)),
        tuple(compare_words(old.narrative, new.narrative, new.form.texts)),
        tuple(compare_words(old.notes, new.notes, [table.key for table in new.form.tables])),
        tuple(e for e in old.extra if _what(e) not in set(map(_what, new.extra))),
        tuple(e for e in new.extra if _what(e) not in set(map(_what, old.extra))),
        old_path, new_path,
    )  # fmt: skip


def standing(report: Report, paths: tuple[str, ...]) -> tuple[Number | None, str]:
    """The sum of cells and "", or None and why there is no number.

    A row whose cases another row holds counts as nothing; a blank beside numbers as 0.
    """
    found: list[Number] = []
    states = []
    for path in paths:
        index = report.form.index[path]
        value = report.values[index]
        if value is not None:
            found.append(value)
        elif index in report.unread:
            states.append(UNREAD)
        elif index in report.absent:
            states += [] if index in report.covered and len(paths) > 1 else [ABSENT]
        else:
            states.append(BLANK)
    hard = [state for state in states if state != BLANK]
    if hard or not found:
        return None, hard[0] if hard else BLANK if states else ABSENT
    return total(found), ""


def _figures(old: Report, new: Report) -> Iterator[Figure]:
    """The cells that both forms have, in the new form's order; sums where one prints a group."""
    back = counterparts(old.form, new.form)
    sums = {paths[0]: (cell, paths) for cell, paths in back.items() if len(paths) > 1}
    known = counterparts(new.form, old.form)
    for cell in new.form.cells:
        path, addends = cell.path, known.get(cell.path, ())
        form = new.form.name
        sides: tuple[tuple[str, ...], ...] = (addends, (path,))
        if path in sums:
            path, addends = sums[path]
            form, sides = old.form.name, ((path,), addends)
        if addends:
            (one, one_state), (other, other_state) = (
                standing(report, paths) for report, paths in zip((old, new), sides, strict=True)
            )
            if {one_state, other_state} == {ABSENT}:
                continue
            several = addends if len(addends) > 1 else ()
            yield Figure(path, form, one, other, one_state, other_state, several)


def _only(report: Report, other: Report, *, is_old: bool) -> Iterator[Figure]:
    """The numbers that the other's form has no place for."""
    there = counterparts(other.form, report.form)
    found = {path for paths in there.values() for path in paths}
    found |= set(counterparts(report.form, other.form))
    for path, value in report.items():
        if path not in found and value is not None:
            old, new = (value, None) if is_old else (None, value)
            states = ("", ABSENT) if is_old else (ABSENT, "")
            yield Figure(path, report.form.name, old, new, *states)


def _particulars(old: Report, new: Report) -> Iterator[tuple[str, str, str]]:
    for name in PARTICULARS:
        one, other = (
            report.form.name if name == "form" else getattr(report, name) for report in (old, new)
        )
        if one != other:
            yield name, "" if one is None else str(one), "" if other is None else str(other)


def _what(entry: Extra) -> tuple[object, ...]:
    return entry.code, entry.table, entry.row, entry.column, entry.label, entry.values
