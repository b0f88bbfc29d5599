"""The tables as prose speaks of them: sums of cells, held to figures in words."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Final

from govinfo_cli.checks.sums import numbers_of
from govinfo_cli.finding import Term, Where
from govinfo_cli.forms.readings import Side
from govinfo_cli.number import Number, tidy
from govinfo_cli.prose.figures import Figure
from govinfo_cli.report import Report

MONEY: Final = "元"
_TEN_THOUSAND: Final = 10000


class Tables:
    """The numbers of one report."""

    def __init__(self, report: Report) -> None:
        """Take a report; blanks count as 0, blank totals as what is due there."""
        self.report = report
        self._numbers = numbers_of(report)
        self._unknown = (report.absent - report.covered) | report.unread

    def value(self, side: Side) -> Number | None:
        """A sum of cells; None where a cell of it could not be read, and of no cells."""
        if not side or (self._unknown and any(index in self._unknown for index, _ in side)):
            return None
        if len(side) == 1:
            index, factor = side[0]
            return factor * self._numbers[index]
        return sum((factor * self._numbers[index] for index, factor in side), 0)

    def known(self, sides: Iterable[Side]) -> list[tuple[Side, Number]]:
        """Those sums whose cells could all be read, with their values."""
        return [(side, v) for side in sides if (v := self.value(side)) is not None]

    def values(self, sides: Iterable[Side]) -> list[Number]:
        """The values of those sums whose cells could all be read."""
        return [value for _, value in self.known(sides)]

    def terms(self, side: Side) -> tuple[Term, ...]:
        """A sum of several cells as findings carry it, without those that are 0."""
        filled = [(index, factor) for index, factor in side if self._numbers[index]]
        if len(filled) < 2:
            return ()
        return tuple(
            Term(self.report.where(index), self._numbers[index], factor) for index, factor in filled
        )

    def places(self, side: Side) -> tuple[Where, ...]:
        """The cells of a sum that are worth a look: those that are not 0, or the first."""
        filled = [index for index, _ in side if self._numbers[index]] or [side[0][0]]
        return tuple(self.report.where(index) for index in filled)

    def like(self, number: Number, side: Side) -> str:
        """A cell of the same table's totals with just this number, by its path, or "".

        Small numbers stand in several cells by chance and are not told.
        """
        own = {index for index, _ in side}
        first = self.report.form.cells[side[0][0]]
        if number < _TEN:
            return ""
        for index, cell in enumerate(self.report.form.cells):
            same = cell.table == first.table and cell.column == first.column
            if same and index not in self._unknown and self._numbers[index] == number:
                return cell.path if index not in own or len(own) > 1 else ""
        return ""

    def amount(self, figure: Figure, side: Side) -> tuple[Number, Number]:
        """A figure and its last digit's worth in the unit of the cells (万元 for amounts)."""
        if self.report.form.cells[side[0][0]].unit == "万元" and figure.unit == MONEY:
            return _scaled(figure.number), _scaled(figure.step)
        return figure.number, figure.step

    def agrees(self, figure: Figure, side: Side, value: Number) -> bool:
        """Whether a figure is a sum's value, as exactly as it was printed."""
        number, step = self.amount(figure, side)
        return value == number or (step != 1 and near(value, number, step))


_TEN: Final = 10


def _scaled(number: Number) -> Number:
    return tidy(Decimal(number) / _TEN_THOUSAND)


def near(value: Number, number: Number, step: Number) -> bool:
    """Whether a value rounds to a number whose last digit is worth ``step``."""
    return abs(Decimal(value) - Decimal(number)) * 2 <= Decimal(step)


def per_cent(part: Number, whole: Number) -> Decimal:
    """A share in percent."""
    return Decimal(part) * 100 / Decimal(whole)


def rounded(value: Decimal, step: Number) -> Number:
    """A percentage with as many digits as were printed, two at the least."""
    digits = max(2, -int(Decimal(step).as_tuple().exponent))
    return tidy(value.quantize(Decimal(1).scaleb(-digits)))


def is_cut(value: Decimal, number: Number, step: Number) -> bool:
    """Whether a number is what remains of a value when its digits are cut, not rounded."""
    rest = value - Decimal(number)
    return 0 <= rest < Decimal(step)
