"""JSON written exactly: Decimals in plain digits, a row of numbers on one line."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from json.encoder import encode_basestring
from typing import Any, Final

from govinfo_cli.text import ORDER

WIDTH: Final = 100
_SCALARS: Final = frozenset({int, str, Decimal, type(None)})  # most of all values
_UNSEEN: Final = re.compile(f"[\x7f-\x9f\ud800-\udfff{ORDER}]")


def dumps(value: object, indent: int | None = None) -> str:
    """Write a value made of mappings, sequences, str, int, Decimal, bool and None.

    Without ``indent`` all is one line. With it, containers are spread over lines, except for
    those that hold numbers only or that are short and flat. A Decimal is written digit by
    digit, never as 1E+2; a lone surrogate is escaped, so that the text can be encoded.
    Raises TypeError for other types and ValueError for a Decimal that is not finite.

    >>> dumps({"a": Decimal("1E+2"), "b": [None, True, "年"]})
    '{"a": 100, "b": [null, true, "年"]}'
    """
    return _line(value) if indent is None else _spread(value, indent, 0)


def _scalar(value: object) -> str | None:
    """The text of a value that holds no others; None for a container."""
    if value is None or isinstance(value, bool):
        return "null" if value is None else str(value).lower()
    if isinstance(value, str):
        return quote(value)
    if isinstance(value, int):
        return str(int(value))
    if isinstance(value, Decimal):
        if not value.is_finite():
            raise ValueError(f"not a JSON number: {value}")
        return format(value, "f")
    if isinstance(value, Mapping | Sequence):
        return None
    raise TypeError(f"not a JSON value: {type(value).__name__}")


def quote(text: str) -> str:
    """A JSON string, other scripts kept readable; what a terminal would obey is escaped."""
    quoted = encode_basestring(text)
    return _UNSEEN.sub(_escaped, quoted) if _UNSEEN.search(quoted) else quoted


def _escaped(match: re.Match[str]) -> str:
    return f"\\u{ord(match[0]):04x}"


def _line(value: object) -> str:
    if write := _WRITERS.get(type(value)):
        return write(value)
    text = _scalar(value)
    if text is not None:
        return text
    if isinstance(value, Mapping):
        return _object(value)
    assert isinstance(value, Sequence)  # _scalar refuses all else
    return _array(value)


def _object(value: Mapping[object, object]) -> str:
    return "{" + ", ".join([f"{key}: {_line(item)}" for key, item in _pairs(value)]) + "}"


def _array(value: Sequence[object]) -> str:
    return "[" + ", ".join([_line(item) for item in value]) + "]"


# Of nearly all values: to tell what others are takes longer.
_WRITERS: Final[Mapping[type, Callable[[Any], str]]] = {
    str: quote, int: str, dict: _object, list: _array, type(None): lambda _: "null",
}  # fmt: skip


def _pairs(value: Mapping[object, object]) -> Iterator[tuple[str, object]]:
    return ((_key(str(key)), item) for key, item in value.items())


_key = lru_cache(maxsize=1024)(quote)  # the same few in every object


def _spread(value: object, indent: int, depth: int) -> str:
    text = _scalar(value)
    if text is not None:
        return text
    assert isinstance(value, Mapping | Sequence)
    if depth and _flat(value.values() if isinstance(value, Mapping) else value):
        line = _line(value)
        if len(line) + depth * indent <= WIDTH or _numeric(value):
            return line
    if isinstance(value, Mapping):
        brackets = "{}"
        parts = [f"{key}: {_spread(item, indent, depth + 1)}" for key, item in _pairs(value)]
    else:
        brackets = "[]"
        parts = [_spread(item, indent, depth + 1) for item in value]
    if not parts:
        return brackets
    inner = "\n" + " " * indent * (depth + 1)
    outer = "\n" + " " * indent * depth
    return brackets[0] + inner + f",{inner}".join(parts) + outer + brackets[1]


def _flat(items: Iterable[object]) -> bool:
    return all(
        type(item) in _SCALARS or isinstance(item, str) or not isinstance(item, Mapping | Sequence)
        for item in items
    )


def _numeric(value: Mapping[object, object] | Sequence[object]) -> bool:
    items = value.values() if isinstance(value, Mapping) else value
    return not any(isinstance(item, str) for item in items)
