"""Rows with one number too few: which cell the missing one may belong to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from govinfo_cli.finding import Change, Finding, Suggestion
from govinfo_cli.number import parse

if TYPE_CHECKING:
    from govinfo_cli.localise.system import System
    from govinfo_cli.number import Number
    from govinfo_cli.report import Report

MOST = 3


def missing_one(report: Report, system: System, entry: Finding) -> tuple[Suggestion, ...]:
    """Ways to put the numbers of a row (S107) into its cells, the last of which is their sum.

    A cell left out where the last number is the sum of the others is a blank; otherwise the
    total itself may be missing. Nothing of this is certain.
    """
    raw = entry.facts.get("values")
    cell = entry.cells[0].cell if entry.cells else ""
    table, _, row = cell.partition("/")
    if not row or not isinstance(raw, tuple):
        return ()
    line = report.form.row_indexes(table, row)
    values = [parse(str(word)).value for word in raw if word]
    if not values or len(values) != len(line) - 1 or None in values:
        return ()
    known = [value for value in values if value is not None]
    made: list[Suggestion] = []
    seen = []
    for filled, why in _fillings(known):
        if filled in seen:  # among zeros it does not matter which one was lost
            continue
        seen.append(filled)
        changes = dict(zip(line, filled, strict=True))
        if system.may_hold(changes):
            where = tuple(Change(report.where(c), None, new) for c, new in changes.items())
            made.append(Suggestion(why, where))
    return tuple(made[:MOST])


def _fillings(values: Sequence[Number]) -> Iterator[tuple[list[Number], str]]:
    *parts, last = values
    if sum(parts) == last:
        for at in range(len(values)):
            yield [*values[:at], 0, *values[at:]], "blank-lost"
    yield [*values, sum(values)], "total-missing"
