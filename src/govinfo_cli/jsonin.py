"""A user's own files (forms, baselines, settings): what is doubtful is refused, as in reports."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

from govinfo_cli.limits import now


def text_of(path: Path) -> str:
    """The text of such a file, never more of it than a text may have: it may be a device.

    Raises OSError, and ValueError for what is no UTF-8 or too much.
    """
    with path.open("rb") as file:
        data = file.read(now().text + 1)
    if len(data) > now().text:
        raise ValueError(f"over {now().text} bytes")
    return data.decode("utf-8-sig")


def loads(text: str) -> Any:
    """Read JSON. Raises ValueError with what is wrong, and where as far as that is known.

    Keys that stand twice, NaN, Infinity and nesting without end are wrong, too.
    """
    try:
        return json.loads(text, object_pairs_hook=_no_twins, parse_constant=_no_constant)
    except RecursionError as error:
        raise ValueError("nested too deep") from error


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _no_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if (twin := repeated(pairs)) is not None:
        raise ValueError(f"{twin!r} stands twice")
    return dict(pairs)


def repeated(pairs: Sequence[tuple[str, Any]]) -> str | None:
    """The first key of an object that stands there again; None where there is none."""
    if len(dict(pairs)) == len(pairs):
        return None
    seen: set[str] = set()
    for key, _ in pairs:
        if key in seen:
            break
        seen.add(key)
    return key
