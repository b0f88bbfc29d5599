"""Rules of one's own in a form file: linear, over this year's, last year's and children's cells."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from govinfo_cli.errors import FormError
from govinfo_cli.finding import WARNING, OwnRule, is_own
from govinfo_cli.forms.model import OwnConstraint, Table, Term

THIS: Final = ""
PREVIOUS: Final = "previous"
CHILDREN: Final = "children"
FACTS: Final = frozenset({"cell", "source", "expected", "actual", "formula", "relation", "title"})
LANGUAGES: Final = ("zh", "en")
_MESSAGE: Final = {
    "zh": "{cell}：{title}（填 {actual}，应 {relation} {expected}）。",
    "en": "{cell}: {title} ({actual} stands, due is {relation} {expected}).",
}
_TERM: Final = re.compile(
    r"(?P<sign>-?)(?:(?P<factor>\d{1,9})\*)?(?:(?P<whose>previous|children):)?"
    r"(?P<key>[a-z][a-z0-9_]*(?:/[a-z][a-z0-9_]*){0,2})"
)
_CONSTANT: Final = re.compile(r"-?\d{1,15}(?:\.\d{1,6})?")


def own_constraints(
    entry: Mapping[str, Any], tables: Sequence[Table], index: Mapping[str, int], path: Path
) -> Iterator[OwnConstraint]:
    """Spread one own rule over the rows or columns that have all its cells.

    With ``each`` = ``report`` it is one rule, and its terms are whole paths of cells. Raises
    FormError for a code, term or message that cannot be.
    """
    rule = own_rule(entry, path)
    for pattern in _patterns(entry, tables, path):
        sides = [
            [_term(text, pattern, index) for text in entry[side]] for side in ("left", "right")
        ]
        if all(term is not None for side in sides for term in side):
            left, right = (tuple(term for term in side if term) for side in sides)
            yield OwnConstraint(rule, left, entry["relation"], right)


def _patterns(entry: Mapping[str, Any], tables: Sequence[Table], path: Path) -> Iterator[str]:
    """``requests/%s/total`` for each line that the rule is spread over; ``%s`` for whole paths."""
    code = entry["code"]
    if entry["each"] == "report":
        known = {
            f"{t.key}/{row.key}/{c}" for t in tables for row in t.rows.values() for c in row.columns
        }
        _refuse_strangers(entry, known, path)
        yield "%s"
        return
    table = next((t for t in tables if t.key == entry.get("table")), None)
    if table is None:
        raise FormError("form-no-table", path=str(path), code=code, table=entry.get("table", ""))
    by_row = entry["each"] == "row"
    lines, keys = (table.rows, table.columns) if by_row else (table.columns, table.rows)
    _refuse_strangers(entry, set(keys), path)
    only = entry.get("only", list(lines))
    if strange := [line for line in only if line not in lines]:
        raise FormError("form-no-term", path=str(path), code=code, term=strange[0])
    for line in only:
        yield f"{table.key}/{line}/%s" if by_row else f"{table.key}/%s/{line}"


def _refuse_strangers(entry: Mapping[str, Any], known: set[str], path: Path) -> None:
    for text in (*entry["left"], *entry["right"]):
        match = _TERM.fullmatch(text)
        if not (_CONSTANT.fullmatch(text) or (match and match["key"] in known)):
            raise FormError("form-no-term", path=str(path), code=entry["code"], term=text)


def _term(text: str, pattern: str, index: Mapping[str, int]) -> Term | None:
    """A term, or None where this line has no such cell."""
    if _CONSTANT.fullmatch(text):
        return Term("", THIS, Decimal(text) if "." in text else int(text))
    match = _TERM.fullmatch(text)
    assert match  # _refuse_strangers has seen it
    cell = pattern % match["key"]
    factor = int(match["factor"] or 1) * (-1 if match["sign"] else 1)
    return Term(cell, match["whose"] or THIS, factor) if cell in index else None


def own_rule(entry: Mapping[str, Any], path: Path) -> OwnRule:
    """The words and the severity of an own rule. Raises FormError."""
    code = entry["code"]
    if not is_own(code):
        raise FormError("form-own-code", path=str(path), code=code)
    if "title" not in entry:
        raise FormError("form-own-title", path=str(path), code=code)
    words = {}
    for lang in LANGUAGES:
        made: dict[str, Any] = {part: _in(entry[part], lang) for part in _PARTS if part in entry}
        message = _in(entry.get("message", _MESSAGE), lang)
        _check_message(message, code, path)
        made["message"] = {"": message.replace("{title}", _literal(made["title"]))}
        words[lang] = made
    return OwnRule(code, entry.get("name", code.lower()), entry.get("severity", WARNING), words)


_PARTS: Final = ("title", "why", "source", "fix", "example")


def _in(text: str | Mapping[str, str], lang: str) -> str:
    """A text in a language; one that is given once stands for all."""
    return text if isinstance(text, str) else text.get(lang) or next(iter(text.values()))


def _literal(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")


def _check_message(message: str, code: str, path: Path) -> None:
    try:
        names = {name for _, name, _, _ in string.Formatter().parse(message) if name is not None}
    except ValueError as error:
        raise FormError("form-own-message", path=str(path), code=code, name=str(error)) from error
    if strange := sorted(names - FACTS):
        raise FormError("form-own-message", path=str(path), code=code, name=strange[0] or "{}")
