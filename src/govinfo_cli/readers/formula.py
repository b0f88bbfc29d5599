"""The formulas that forms need: SUM, + and −, references and ranges on one sheet.

Everything else is left alone (None): a number is worked out exactly or not at all.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final

from govinfo_cli.number import Number, parse, tidy

MAX_DEPTH: Final = 100
MAX_RANGE: Final = 100_000
_TOKEN: Final = re.compile(
    r"\s*(?:(?P<sum>SUM\()|(?P<range>\$?[A-Z]{1,3}\$?\d{1,7}:\$?[A-Z]{1,3}\$?\d{1,7})"
    r"|(?P<cell>\$?[A-Z]{1,3}\$?\d{1,7})(?![(!:])|(?P<number>\d+(?:\.\d+)?)|(?P<sign>[+\-(),]))",
    re.IGNORECASE,
)
_PLACE: Final = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})", re.IGNORECASE)


class _UnknownError(Exception):
    """The formula is not one of the simple ones."""


class Evaluator:
    """Works out the formulas of one sheet; ``start`` is where its first row and column stand."""

    def __init__(
        self,
        rows: Sequence[Sequence[object]],
        formulas: Mapping[tuple[int, int], str],
        start: tuple[int, int],
    ) -> None:
        self._rows, self._formulas, self._start = rows, formulas, start
        self._known: dict[tuple[int, int], Number | None] = {}
        self._open: set[tuple[int, int]] = set()

    def value(self, at: tuple[int, int]) -> Number | None:
        """What the formula at a cell gives, or None where it cannot be worked out."""
        if at not in self._known:
            if at in self._open or len(self._open) > MAX_DEPTH:
                return None  # a circle
            self._open.add(at)
            try:
                self._known[at] = self._run(self._formulas[at])
            except _UnknownError:
                self._known[at] = None
            finally:
                self._open.discard(at)
        return self._known[at]

    def _run(self, formula: str) -> Number:
        tokens: list[tuple[str, str]] = []
        at = 0
        while at < len(formula):
            match = _TOKEN.match(formula, at)
            if not match or match.lastgroup is None:
                if formula[at:].strip():
                    raise _UnknownError
                break
            tokens.append((match.lastgroup, match[match.lastgroup].upper()))
            at = match.end()
        value, rest = self._expression(tokens)
        if rest:
            raise _UnknownError
        return tidy(Decimal(value)) if isinstance(value, Decimal) else value

    def _expression(self, tokens: list[tuple[str, str]]) -> tuple[Number, list[tuple[str, str]]]:
        total, rest = self._signed(tokens)
        while rest and rest[0] in (("sign", "+"), ("sign", "-")):
            value, following = self._signed(rest[1:])
            total = total + value if rest[0][1] == "+" else total - value
            rest = following
        return total, rest

    def _signed(self, tokens: list[tuple[str, str]]) -> tuple[Number, list[tuple[str, str]]]:
        sign = 1
        while tokens and tokens[0] in (("sign", "+"), ("sign", "-")):
            sign, tokens = (-sign if tokens[0][1] == "-" else sign), tokens[1:]
        if not tokens:
            raise _UnknownError
        (kind, text), rest = tokens[0], tokens[1:]
        if kind == "number":
            return sign * Decimal(text), rest
        if kind == "cell":
            return sign * self._cell(self._place(text), strict=True), rest
        if kind == "sum":
            value, rest = self._sum(rest)
            return sign * value, rest
        if (kind, text) == ("sign", "("):
            value, rest = self._expression(rest)
            if rest[:1] != [("sign", ")")]:
                raise _UnknownError
            return sign * value, rest[1:]
        raise _UnknownError

    def _sum(self, tokens: list[tuple[str, str]]) -> tuple[Number, list[tuple[str, str]]]:
        total: Number = 0
        rest = tokens
        while rest:
            if rest[0][0] == "range":
                total += self._range(rest[0][1])
                rest = rest[1:]
            elif rest[0][0] == "cell" and rest[1:2] in ([("sign", ",")], [("sign", ")")]):
                total += self._cell(self._place(rest[0][1]), strict=False)
                rest = rest[1:]
            else:
                value, rest = self._expression(rest)
                total += value
            if rest[:1] == [("sign", ")")]:
                return total, rest[1:]
            if rest[:1] != [("sign", ",")]:
                raise _UnknownError
            rest = rest[1:]
        raise _UnknownError

    def _range(self, text: str) -> Number:
        first, last = (self._place(part) for part in text.split(":"))
        (top, bottom), (left, right) = sorted((first[0], last[0])), sorted((first[1], last[1]))
        if (bottom - top + 1) * (right - left + 1) > MAX_RANGE:
            raise _UnknownError
        places = ((r, c) for r in range(top, bottom + 1) for c in range(left, right + 1))
        return sum([self._cell(place, strict=False) for place in places])

    def _place(self, text: str) -> tuple[int, int]:
        match = _PLACE.fullmatch(text)
        assert match  # the token pattern says so
        column = 0
        for letter in match[1].upper():
            column = column * 26 + ord(letter) - 64
        return int(match[2]) - 1 - self._start[0], column - 1 - self._start[1]

    def _cell(self, at: tuple[int, int], *, strict: bool) -> Number:
        """A cell's number. Text counts as 0 inside SUM, as in Excel; elsewhere it is unknown."""
        if at in self._formulas:
            value = self.value(at)
            if value is None:
                raise _UnknownError
            return value
        row, column = at
        inside = 0 <= row < len(self._rows) and 0 <= column < len(self._rows[row])
        raw = self._rows[row][column] if inside else ""
        if isinstance(raw, str) or raw is None:
            if not strict or raw in ("", None):
                return 0
            raise _UnknownError
        parsed = parse(raw)
        if parsed.value is None:
            raise _UnknownError
        return parsed.value
