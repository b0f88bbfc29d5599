from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govinfo_cli.number import Raw, from_float, parse, show


@pytest.mark.parametrize(
    ("raw", "value", "style"),
    [
        (0, 0, ""), (3.0, 3, ""), (96171.6, Decimal("96171.6"), ""), ("12", 12, ""),
        ("", None, "blank"), (None, None, "blank"), ("/", None, "blank"), ("—", None, "blank"),
        ("无", None, "blank"), ("１２", 12, "styled"), ("14,069", 14069, "styled"),
        ("14 069", 14069, "styled"), ("③", 3, "styled"), ("减4", -4, "styled"),
        ("22（其中修订 16 件）", 22, "styled"), ("12件", 12, "styled"), ("012", 12, "styled"),
        ("若干", None, "not-a-number"), ("1e3", None, "not-a-number"), (True, None, "not-a-number"),
        ("12元", None, "not-a-number"), (Raw("error", "#REF!"), None, "error"),
        (float("nan"), None, "not-a-number"), ("1,23", None, "not-a-number"),
    ],
)  # fmt: skip
def test_one_cell(raw: object, value: object, style: str) -> None:
    parsed = parse(raw)
    assert (parsed.value, parsed.style) == (value, style)
    assert type(parsed.value) is type(value)


@pytest.mark.parametrize(
    ("raw", "value", "style"),
    [
        ("251000元", Decimal("25.1"), "unit"), ("88.19万元", Decimal("88.19"), "styled"),
        ("2亿元", 20000, "unit"), ("52.15", Decimal("52.15"), ""),
    ],
)  # fmt: skip
def test_amounts(raw: str, value: object, style: str) -> None:
    parsed = parse(raw, "万元")
    assert (parsed.value, parsed.style) == (value, style)


@given(st.integers(-(10**14), 10**14))
def test_whole_numbers_survive_a_workbook(number: int) -> None:
    assert from_float(float(number)) == number
    assert parse(str(number)).value == number


@given(st.decimals(-(10**9), 10**9, places=4))
def test_amounts_survive_a_workbook(number: Decimal) -> None:
    assert from_float(float(number)) == number
    assert parse(show(number)).value == number
