"""JSON text to the object that is to be a report: nothing in it twice, endless or rounded."""

from __future__ import annotations

import json
from typing import Any, Final

from govinfo_cli.errors import UnreadableError
from govinfo_cli.jsonin import repeated
from govinfo_cli.late import late
from govinfo_cli.number import from_json, whole_from_json


def parse_report(text: str) -> dict[str, Any]:
    """The object, its numbers int and Decimal. Raises UnreadableError for what is no report."""
    try:
        try:
            data = _DECODER.decode(text)
            if not _no_key_is_lost(text, data):
                data = _CAREFUL.decode(text)
        except json.JSONDecodeError:
            raise
        except ValueError:  # a whole number of more digits than Python converts
            data = json.JSONDecoder(**_HOOKS, parse_int=whole_from_json).decode(text)
    except json.JSONDecodeError as error:
        raise UnreadableError("json-syntax", line=error.lineno, column=error.colno) from error
    except RecursionError as error:
        raise UnreadableError("json-too-deep") from error
    if not isinstance(data, dict) or not isinstance(data.get("tables", {}), dict):
        raise UnreadableError("json-no-report")
    if not ({"tables", "narrative"} & data.keys()):
        raise UnreadableError("json-no-report")
    return data


def _no_constant(name: str) -> object:
    raise UnreadableError("json-constant", name=name)


def _no_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if (twin := repeated(pairs)) is not None:
        raise UnreadableError("json-repeated-key", name=twin)
    return dict(pairs)


def _no_key_is_lost(text: str, data: Any) -> bool:
    """Whether it is plain that no key was written over, without looking at each pair.

    Each key in the text has a colon behind it, so there are at least as many colons as keys; and
    at least as many keys in the text as in what was read. Where both ends are equal, no key
    stands twice. With colons in its words, a text is counted by those right behind a quotation
    mark, as long as no space comes between.
    """
    keys = _keys_of_report(data)
    return text.count(":") == keys or (text.count('":') == keys and not _SPACED.search(text))


def _keys_of_report(data: Any) -> int:
    """The keys of a report and of its parts down to the cells; what else there is has more."""
    if type(data) is not dict:
        return 0
    parts = [part for part in data.values() if type(part) is dict]
    tables = data.get("tables")
    rows = [*tables.values()] if type(tables) is dict else []
    rows = [row for row in rows if type(row) is dict]
    cells = [cell for row in rows for cell in row.values() if type(cell) is dict]
    return len(data) + sum(map(len, parts)) + sum(map(len, rows)) + sum(map(len, cells))


_SPACED: Final = late(r'"\s+:')
_NUMBERS: Final[dict[str, Any]] = {"parse_float": from_json, "parse_constant": _no_constant}
_HOOKS: Final[dict[str, Any]] = {**_NUMBERS, "object_pairs_hook": _no_twins}
_DECODER: Final = json.JSONDecoder(**_NUMBERS)
_CAREFUL: Final = json.JSONDecoder(**_HOOKS)
