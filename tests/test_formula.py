from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govinfo_cli.formula import Evaluator, terms_of

ROWS: list[list[object]] = [[1.0, 2.0, 3.0], ["words", "", 0.25], [None, 4.0, -1.0]]


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("SUM(A1:C1)", 6), ("A1+B1-C1", 0), ("-(A1-C3)", -2), ("SUM(A1:C3)", Decimal("9.25")),
        ("SUM(A1,C1)+B3", 8), ("sum($A$1:B$1)", 3), ("A1+2.5", Decimal("3.5")), ("SUM(A2)", 0),
        ("Z99", 0), ("SUM(A1:B1,-C1)", 0), ("A1+A2", None), ("A1*2", None), ("IF(A1,1,2)", None),
        ("SUM(A1:B1", None), ("", None), ("A1 B1", None), ("Other!A1", None), ("A1:B1", None),
        ("SUM(A1:XFD1048576)", None), ("(" * 5000 + "A1" + ")" * 5000, None),
    ],
)  # fmt: skip
def test_a_formula_is_worked_out_or_left_alone(formula: str, value: object) -> None:
    assert Evaluator(ROWS, {(9, 9): formula}, (0, 0)).value((9, 9)) == value


def test_circles_end() -> None:
    formulas = {(0, 0): "B1", (0, 1): "A1+1"}
    assert Evaluator([["", ""]], formulas, (0, 0)).value((0, 0)) is None


def test_formulas_of_formulas() -> None:
    formulas = {(1, 0): "SUM(A1:C1)", (1, 1): "A2+A2"}
    assert Evaluator(ROWS, formulas, (0, 0)).value((1, 1)) == 12


@given(st.lists(st.integers(-(10**9), 10**9), min_size=1, max_size=20))
def test_sums_are_exact(numbers: list[int]) -> None:
    row = [float(number) for number in numbers]
    last = chr(64 + len(numbers))
    assert Evaluator([row], {(5, 0): f"SUM(A1:{last}1)"}, (0, 0)).value((5, 0)) == sum(numbers)
    assert terms_of(f"SUM(A1:{last}1)") is not None
