"""Sums as formulas: written for the totals of the form, and worked out where one stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from govinfo_cli.number import tidy
from govinfo_cli.writers.xlsx.grid import At, cells_of, corners, ranges

if TYPE_CHECKING:
    from govinfo_cli.forms import Constraint, Form
    from govinfo_cli.number import Number

Content = "Number | str | None"

_TERM = re.compile(r"([+-]?)(?:SUM\(([A-Z0-9:,]+)\)|([A-Z]{1,3}\d{1,7}))")


def total_rules(form: Form, places: Mapping[int, At]) -> dict[int, Constraint]:
    """The rule that makes each total among ``places``.

    Where a cell is the total of its row and of its column, the row's rule is taken.
    """
    made: dict[int, Constraint] = {}
    for rule in form.constraints:
        if rule.result < 0 or not places.keys() >= set(rule.indexes):
            continue
        in_row = all(form.cells[i].row == form.cells[rule.result].row for i in rule.indexes)
        if in_row or rule.result not in made:
            made[rule.result] = rule
    return made


def side(terms: Sequence[tuple[int, int]], places: Mapping[int, At], mark: str = "") -> str:
    """One side of a rule as a formula without ``=``; texts in its cells count as nothing."""
    made = ""
    for factor, sign in ((1, "+"), (-1, "-")):
        cells = [places[index] for index, given in terms if given == factor]
        if cells:
            made += f"{sign}SUM({','.join(ranges(cells, mark))})"
    return made.removeprefix("+") or "0"


def worked_out(formula: str, cells: Mapping[At, Number | str | None]) -> Number | None:
    """What a sum of cells gives, or None for another formula or for cells that are not known.

    Understood: ``SUM(D6:I6)``, ``D6+E6-F6`` and both together. As in a spreadsheet, a blank
    is 0, and so is a text inside ``SUM``.
    """
    plain = formula.removeprefix("=").replace("$", "").replace(" ", "").upper()
    total: Number = 0
    end = 0
    while end < len(plain):
        match = _TERM.match(plain, end)
        if not match or (end and not match[1]):
            return None
        value = _listed(match[2].split(","), cells) if match[2] else _single(match[3], cells)
        if value is None:
            return None
        total = total - value if match[1] == "-" else total + value
        end = match.end()
    return tidy(Decimal(total)) if end else None


def _single(reference: str, cells: Mapping[At, Number | str | None]) -> Number | None:
    found = corners(reference)
    if found is None or found[0] not in cells:
        return None
    value = cells[found[0]]
    return None if isinstance(value, str) else value or 0


def _listed(references: Iterable[str], cells: Mapping[At, Number | str | None]) -> Number | None:
    total: Number = 0
    for reference in references:
        found = corners(reference)
        if found is None:
            return None
        for at in cells_of(*found):
            if at not in cells:
                return None
            value = cells[at]
            total += 0 if value is None or isinstance(value, str) else value
    return total
