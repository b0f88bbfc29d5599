"""The formulas that forms need: SUM, + and −, references and ranges on one sheet.

All of them are sums, so a formula becomes a list of terms, once for each text. Everything else
is left alone (None): a number is worked out exactly or not at all.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Final, NamedTuple

from govinfo_cli.number import MAX_DIGITS, Number, parse, tidy

MAX_DEPTH: Final = 100
MAX_TERMS: Final = 20_000
_TOKEN: Final = re.compile(
    r"\s*(?:(?P<sum>SUM\()|(?P<range>\$?[A-Z]{1,3}\$?\d{1,7}:\$?[A-Z]{1,3}\$?\d{1,7})"
    r"|(?P<cell>\$?[A-Z]{1,3}\$?\d{1,7})(?![(!:])|(?P<number>\d+(?:\.\d+)?)|(?P<sign>[+\-(),]))",
    re.IGNORECASE,
)
_PLACE: Final = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})", re.IGNORECASE)

At = tuple[int, int]


class _UnknownError(Exception):
    """The formula is not one of the simple ones."""


class _Term(NamedTuple):
    """``factor`` times a cell (row and column of the sheet, from 0) or a constant.

    ``strict``: outside SUM, where a text makes the formula fail instead of counting as 0.
    """

    factor: int
    at: At | None
    constant: Number
    strict: bool


class Evaluator:
    """Works out the formulas of one sheet; ``start`` is where its first row and column stand."""

    def __init__(
        self, rows: Sequence[Sequence[object]], formulas: Mapping[At, str], start: At
    ) -> None:
        self._rows, self._formulas, self._start = rows, formulas, start
        self._known: dict[At, Number | None] = {}
        self._open: set[At] = set()

    def value(self, at: At) -> Number | None:
        """What the formula at a cell gives, or None where it cannot be worked out."""
        if at not in self._known:
            if at in self._open or len(self._open) > MAX_DEPTH:
                return None  # a circle
            self._open.add(at)
            terms = terms_of(self._formulas[at])
            self._known[at] = None if terms is None else self._total(terms)
            self._open.discard(at)
        return self._known[at]

    def _total(self, terms: Sequence[_Term]) -> Number | None:
        total: Number = 0
        down, right = self._start
        for factor, at, constant, strict in terms:
            value: Number | None = constant
            if at is not None:
                value = self._cell((at[0] - down, at[1] - right), strict=strict)
            if value is None:
                return None
            total += factor * value
        return tidy(total) if isinstance(total, Decimal) else total

    def _cell(self, at: At, *, strict: bool) -> Number | None:
        """A cell's number. Text counts as 0 inside SUM, as in Excel; elsewhere it is unknown."""
        if at in self._formulas:
            return self.value(at)
        row, column = at
        inside = 0 <= row < len(self._rows) and 0 <= column < len(self._rows[row])
        raw = self._rows[row][column] if inside else ""
        if type(raw) is float and raw.is_integer():
            return int(raw)
        if raw is None or raw == "" or (isinstance(raw, str) and not strict):
            return 0
        return None if isinstance(raw, str) else parse(raw).value


@lru_cache(maxsize=4096)
def terms_of(formula: str) -> tuple[_Term, ...] | None:
    """A formula as terms, or None where it is more than a sum."""
    tokens: list[tuple[str, str]] = []
    at = 0
    text = formula.strip()
    while at < len(text):
        match = _TOKEN.match(text, at)
        if not match or match.lastgroup is None:
            return None
        tokens.append((match.lastgroup, match[match.lastgroup].upper()))
        at = match.end()
    try:
        return tuple(_Parser(tokens).whole())
    except (_UnknownError, RecursionError):
        return None


class _Parser:
    """Recursive descent over the tokens; each method gives the terms of what it has read."""

    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self._tokens = [*tokens, ("end", "")]
        self._at = 0

    def whole(self) -> list[_Term]:
        terms = self._sum(strict=True)
        if self._next()[0] != "end" or not terms:
            raise _UnknownError
        return terms

    def _next(self) -> tuple[str, str]:
        self._at += 1
        return self._tokens[self._at - 1]

    def _takes(self, *texts: str) -> str:
        kind, text = self._tokens[self._at]
        if kind == "sign" and text in texts:
            self._at += 1
            return text
        return ""

    def _sum(self, *, strict: bool) -> list[_Term]:
        """A chain of + and −."""
        terms = self._signed(1, strict=strict)
        while sign := self._takes("+", "-"):
            terms += self._signed(-1 if sign == "-" else 1, strict=True)
        return terms

    def _signed(self, factor: int, *, strict: bool) -> list[_Term]:
        while sign := self._takes("+", "-"):
            factor, strict = (-factor if sign == "-" else factor), True
        if self._takes("("):
            terms = self._sum(strict=True)
            self._close()
        else:
            terms = self._one(*self._next(), strict=strict)
        return [term._replace(factor=factor * term.factor) for term in terms]

    def _one(self, kind: str, text: str, *, strict: bool) -> list[_Term]:
        if kind == "number" and len(text) <= MAX_DIGITS:
            return [_Term(1, None, tidy(Decimal(text)), strict)]
        if kind == "cell":
            return [_Term(1, _place(text), 0, strict)]
        if kind == "range" and not strict:
            return _range(text)
        if kind != "sum":
            raise _UnknownError
        terms = self._sum(strict=False)
        while self._takes(","):
            terms += self._sum(strict=False)
        self._close()
        if len(terms) > MAX_TERMS:
            raise _UnknownError
        return terms

    def _close(self) -> None:
        if not self._takes(")"):
            raise _UnknownError


def _place(text: str) -> At:
    match = _PLACE.fullmatch(text)
    assert match  # the token pattern says so
    column = 0
    for letter in match[1].upper():
        column = column * 26 + ord(letter) - 64
    return int(match[2]) - 1, column - 1


def _range(text: str) -> list[_Term]:
    first, last = (_place(part) for part in text.split(":"))
    (top, bottom), (left, right) = sorted((first[0], last[0])), sorted((first[1], last[1]))
    if (bottom - top + 1) * (right - left + 1) > MAX_TERMS:
        raise _UnknownError
    return [
        _Term(1, (row, column), 0, strict=False)
        for row in range(top, bottom + 1)
        for column in range(left, right + 1)
    ]
