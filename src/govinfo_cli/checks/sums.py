"""The one interpreter of a form's linear rules (A301 to A308)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from govinfo_cli.compiled import all_hold
from govinfo_cli.context import Context
from govinfo_cli.finding import CODES, WARNING, Finding, Term, finding
from govinfo_cli.forms import Constraint, Form
from govinfo_cli.number import Number
from govinfo_cli.report import Report

Side = tuple[tuple[int, int], ...]


def check_sums(report: Report, context: Context) -> Iterator[Finding]:
    """Check every rule whose cells could be read.

    A blank counts as 0, a blank total as what is due there (V201 says so); a rule with a cell
    that is missing or unreadable is left to the finding that says that.
    Source: the form's own 勾稽关系; domain.md 3.1.
    """
    del context
    if _all_hold(report):
        return
    numbers = numbers_of(report)
    unknown = (report.absent - report.covered) | report.unread
    for rule in report.form.constraints:
        left, right = _side(numbers, rule.left), _side(numbers, rule.right)
        if holds(left, rule.relation, right) or not unknown.isdisjoint(rule.indexes):
            continue
        if rule.result >= 0 and report.is_blank(rule.result):
            continue
        yield _broken(report, rule, left, right)


def numbers_of(report: Report) -> Sequence[Number]:
    """The values of the form's cells: a blank counts as 0, a blank total as what is due there."""
    if None not in report.values:
        return report.values  # type: ignore[return-value]  # none is None
    numbers = [value or 0 for value in report.values]
    for index, due in due_totals(report).items():
        numbers[index] = due
    return numbers


def _all_hold(report: Report) -> bool:
    """Whether every rule holds, by one expression made for a form's second report."""
    form = report.form
    known = _COMPILED.get(id(form))
    if known is None or known[0] is not form:
        if len(_COMPILED) >= _MOST:
            _COMPILED.clear()
        _COMPILED[id(form)] = form, None
        return False
    holds = known[1]
    if holds is None:
        holds = all_hold((rule.left, rule.relation, rule.right) for rule in form.constraints)
        _COMPILED[id(form)] = form, holds
    values: list[Any] = report.values
    if missing := report.absent | report.unread:
        values = values[:]
        for index in missing:
            values[index] = values[index] or 0
    try:
        return holds(values)
    except TypeError:  # a blank
        return holds(numbers_of(report))


_MOST = 16  # forms whose sums are kept
_COMPILED: dict[int, tuple[Form, Callable[[Sequence[Number]], bool] | None]] = {}


def _side(numbers: Sequence[Number], side: Side) -> Number:
    total: Number = 0
    for index, factor in side:
        total = total + numbers[index] if factor == 1 else total - numbers[index]
    return total


def holds(left: Number, relation: str, right: Number) -> bool:
    """Whether two sides of a rule stand in their relation (see ``forms.Constraint``)."""
    if relation == "=":
        return left == right
    if relation == ">=":
        return left >= right
    if relation == "<=":
        return left <= right
    return left == 0 or right != 0  # only-if


def due_totals(report: Report) -> dict[int, Number]:
    """For each blank total, the sum of its addends; of two rules the first one in the form."""
    due: dict[int, Number] = {}
    unknown = (report.absent - report.covered) | report.unread
    numbers: list[Number] = [value or 0 for value in report.values]
    for rule in report.form.constraints:
        if rule.result in due or rule.result < 0 or not report.is_blank(rule.result):
            continue
        if unknown.isdisjoint(rule.indexes):
            due[rule.result] = numbers[rule.result] = _side(numbers, rule.right)
    return due


def below_zero(report: Report, path: str) -> str:
    """The addend that makes a total below zero, down to one that is no total; "" for none."""
    numbers = numbers_of(report)
    at, found = report.form.index[path], ""
    while True:
        sums = (r for r in report.form.constraints if r.result == at and r.relation == "=")
        right = (rule.right for rule in sums if _side(numbers, rule.right) == numbers[at])
        below = (i for side in right for i, factor in side if factor > 0 and numbers[i] < 0)
        addend = next(below, None)
        if addend is None:
            return found
        at, found = addend, report.form.cells[addend].path


def counted(report: Report) -> list[Number | None]:
    """Each cell as sums count it: a blank as 0 or as what is due there; None is not known.

    Not known is what could not be read, and what the file lacks though the form asks for it.
    """
    made: list[Number | None] = [value or 0 for value in report.values]
    for index, due in (due_totals(report) if None in report.values else {}).items():
        made[index] = due
    for index in (report.absent - report.covered) | report.unread:
        cell = report.form.cells[index]
        if index in report.unread or report.form.table(cell.table).rows[cell.row].required:
            made[index] = None
    return made


def _broken(report: Report, rule: Constraint, left: Number, right: Number) -> Finding:
    cells = [rule.result] if rule.result >= 0 else rule.indexes
    blank = _excuse(report, rule, left, right) if rule.relation == "=" else ""
    # Of two sides without one total, the first is what is due and the second what stands.
    expected, actual = (right, left) if rule.result >= 0 else (left, right)
    if rule.relation != "=":
        expected, actual = right, left
    facts: dict[str, object] = {"blank": blank} if blank else {}
    return finding(
        rule.code,
        *(report.where(index) for index in cells),
        severity=WARNING if blank else CODES[rule.code].severity,
        expected=expected,
        actual=actual,
        left=_terms(report, rule.left),
        right=_terms(report, rule.right),
        **facts,
    )


def _terms(report: Report, side: Side) -> tuple[Term, ...]:
    return tuple(Term(report.where(i), report.values[i], factor) for i, factor in side)


def _excuse(report: Report, rule: Constraint, left: Number, right: Number) -> str:
    """A blank cell that could make the sum hold if it were filled in, by its path, or "".

    Sums that only fail because of a blank are warnings (domain.md 3.1, T3-BLANK).
    """
    lacking = rule.left if left < right else rule.right
    for index, factor in lacking:
        if factor == 1 and index != rule.result and report.is_blank(index):
            return report.form.cells[index].path
    return ""
