"""Numbers in Chinese prose are read exactly, and what is no count is not read as one."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govinfo_cli.prose.figures import figures
from govinfo_cli.prose.numerals import value_of
from govinfo_cli.prose.plain import Plain

NUMERALS = "零一二三四五六七八九"


def chinese(number: int) -> str:
    """A number below ten thousand million in Chinese numerals, written by the book."""
    if number >= 10**8:
        rest = number % 10**8
        return (
            chinese(number // 10**8)
            + "亿"
            + ("零" if 0 < rest < 10**7 else "")
            + (chinese(rest) if rest else "")
        )
    if number >= 10**4:
        rest = number % 10**4
        return (
            chinese(number // 10**4)
            + "万"
            + ("零" if 0 < rest < 1000 else "")
            + (chinese(rest) if rest else "")
        )
    for power, word in ((1000, "千"), (100, "百"), (10, "十")):
        if number >= power:
            rest = number % power
            gap = "零" if rest and rest < power // 10 else ""
            return NUMERALS[number // power] + word + gap + (chinese(rest) if rest else "")
    return NUMERALS[number]


@given(st.integers(0, 10**10 - 1))
def test_numerals_are_read_back(number: int) -> None:
    found = value_of(chinese(number))
    assert found is not None
    assert found.number == number


@given(st.integers(0, 10**12 - 1))
def test_separators_make_no_difference(number: int) -> None:
    found = list(figures(Plain(f"公开{number:,}条").text))
    assert [f.number for f in found] == [number]


@given(st.decimals(0, 9999, places=2, allow_nan=False))
def test_decimals_are_exact(number: Decimal) -> None:
    found = value_of(f"{number}万")
    assert found is not None
    assert found.number == number * 10000
    assert found.step == 100


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("二十三件", [(23, "件")]),
        ("十件", [(10, "件")]),
        ("两百零五条", [(205, "条")]),
        ("1.2万条", [(12000, "条")]),
        ("1,234件", [(1234, "件")]),
        ("１，２３４件", [(1234, "件")]),
        ("1 234 件", [(1234, "件")]),
        ("百分之三十二点一", [(Decimal("32.1"), "%")]),
        ("33.9％", [(Decimal("33.9"), "%")]),
        ("412.65万元", [(4126500, "元")]),
        ("〔2021〕30号、第711号、第五十条第（四）项、第3次", []),
        ("2024年1月1日至12月31日", []),
        ("0517-83605210", []),
        ("一是规范，二是公开", []),
        ("①2件", [(2, "件")]),
        ("三五件", []),
        ("一万二条", []),
        ("三百五件", []),
        ("三百五十件", [(350, "件")]),
        ("一件事一次性办好", []),
        ("两部门", []),
    ],
)
def test_figures(text: str, expected: list[tuple[object, str]]) -> None:
    assert [(f.number, f.unit) for f in figures(Plain(text).text)] == expected


@pytest.mark.parametrize(
    "text", ["约30件", "30余件", "三十多件", "近百件", "10-20件", "10至20件", "30件左右", "不足5件"]
)
def test_about_words_and_ranges_are_marked(text: str) -> None:
    found = list(figures(Plain(text).text))
    assert found
    assert all(f.about for f in found)


def test_the_quote_is_as_printed() -> None:
    plain = Plain("全年“共” 收到 １２ 件。")
    (figure,) = figures(plain.text)
    assert plain.quote(figure.start, figure.end) == "１２ 件"
