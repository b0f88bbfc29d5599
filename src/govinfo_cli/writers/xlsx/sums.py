"""Sums as formulas: written for the totals of the form, and worked out where one stands."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Final

from govinfo_cli.number import tidy
from govinfo_cli.writers.xlsx.grid import At, cells_of, corners, ranges

if TYPE_CHECKING:
    from govinfo_cli.forms import Constraint, Form
    from govinfo_cli.number import Number

MAX_TERMS: Final = 1000  # cells of a formula: more are not all among those that are known
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
    terms = _terms(formula)
    if terms is None:
        return None
    total: Number = 0
    for sign, alone, places in terms:
        for at in places:
            if at not in cells:
                return None
            value = cells[at]
            if isinstance(value, str):
                if alone:
                    return None
            elif value:
                total = total - value if sign < 0 else total + value
    return total if isinstance(total, int) else tidy(total)


@lru_cache(maxsize=1024)
def _terms(formula: str) -> tuple[tuple[int, bool, tuple[At, ...]], ...] | None:
    """Each term's sign, whether it is one cell outside ``SUM``, and its cells."""
    plain = formula.removeprefix("=").replace("$", "").replace(" ", "").upper()
    made: list[tuple[int, bool, tuple[At, ...]]] = []
    end = count = 0
    while end < len(plain):
        match = _TERM.match(plain, end)
        if not match or (end and not match[1]):
            return None
        places: list[At] = []
        for reference in (match[2] or match[3]).split(","):
            found = corners(reference)
            if found is None:
                return None
            places += islice(cells_of(*found), MAX_TERMS)
            if count + len(places) >= MAX_TERMS:
                return None
        count += len(places)
        made.append((-1 if match[1] == "-" else 1, match[2] is None, tuple(places)))
        end = match.end()
    return tuple(made) or None
