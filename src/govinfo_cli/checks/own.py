"""The rules of a user's form file (X…), by the interpreter of the built-in sums."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from govinfo_cli.checks.sums import due_totals, holds
from govinfo_cli.context import Context
from govinfo_cli.finding import Finding, Where, finding
from govinfo_cli.finding import Term as Shown
from govinfo_cli.forms import OwnConstraint, Term
from govinfo_cli.number import Number
from govinfo_cli.report import Report

Side = tuple[Term, ...]
PREVIOUS: Final = "previous"
CHILDREN: Final = "children"
SIGNS: Final = {"=": "=", "<=": "≤", ">=": "≥", "only-if": "→"}


def check_own(report: Report, context: Context) -> Iterator[Finding]:
    """Check every own rule whose cells are all there; a blank counts as 0.

    A rule about last year or about children is left out where their reports are not given.
    Source: the user's form file.
    """
    if not report.form.own:
        return
    cells: dict[str, Mapping[str, Number]] = {"": _numbers(report)}
    if context.previous is not None:
        cells[PREVIOUS] = _numbers(context.previous)
    if context.children:
        cells[CHILDREN] = _together(context.children)
    for rule in report.form.own:
        left, right = _total(rule.left, cells), _total(rule.right, cells)
        if left is not None and right is not None and not holds(left, rule.relation, right):
            yield _broken(report, context, rule, left, right, cells)


def _numbers(report: Report) -> dict[str, Number]:
    """The numbers of a report by path, without cells that are missing or could not be read."""
    unknown = (report.absent - report.covered) | report.unread
    due = due_totals(report) if None in report.values else {}
    return {
        cell.path: due.get(index, report.values[index] or 0)
        for index, cell in enumerate(report.form.cells)
        if index not in unknown
    }


def _together(children: Iterable[Report]) -> dict[str, Number]:
    """The sums over all children; a cell that one of them lacks is left out."""
    first, *others = [_numbers(child) for child in children]
    return {
        path: sum((other[path] for other in others), value)
        for path, value in first.items()
        if all(path in other for other in others)
    }


def _total(side: Side, cells: Mapping[str, Mapping[str, Number]]) -> Number | None:
    total: Number = 0
    for term in side:
        value = _value(term, cells)
        if value is None:
            return None
        total += term.factor * value
    return total


def _value(term: Term, cells: Mapping[str, Mapping[str, Number]]) -> Number | None:
    return cells.get(term.whose, {}).get(term.cell) if term.cell else 1


def _broken(
    report: Report, context: Context, rule: OwnConstraint, left: Number, right: Number,
    cells: Mapping[str, Mapping[str, Number]],
) -> Finding:  # fmt: skip
    index = report.form.index
    here = [t.cell for t in (*rule.left, *rule.right) if t.cell and not t.whose]
    return finding(
        rule.rule.code, *(report.where(index[path]) for path in dict.fromkeys(here)),
        rule=rule.rule, relation=SIGNS[rule.relation], expected=right, actual=left,
        left=tuple(_shown(report, context, term, cells) for term in rule.left),
        right=tuple(_shown(report, context, term, cells) for term in rule.right),
    )  # fmt: skip


def _shown(
    report: Report, context: Context, term: Term, cells: Mapping[str, Mapping[str, Number]]
) -> Shown:
    """A term with its place; ``previous:requests/…`` for a cell of another report."""
    if not term.cell:
        return Shown(Where("", ""), 1, term.factor)  # a constant
    if not term.whose:
        return Shown(report.where(report.form.index[term.cell]), _value(term, cells), term.factor)
    other = context.previous if term.whose == PREVIOUS else None
    source = other.source(other.form.index[term.cell]) if other else ""
    return Shown(Where(f"{term.whose}:{term.cell}", source), _value(term, cells), term.factor)
