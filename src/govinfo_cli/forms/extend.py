"""A form that only adds to another one: rows, constraints, and words that are its own."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from govinfo_cli.errors import FormError

_ADDED: Final = frozenset({"extends", "rows", "constraints", "mentions", "$schema"})


def extended(data: Mapping[str, Any], base: Mapping[str, Any], path: Path) -> dict[str, Any]:
    """The whole form of one that ``extends`` another.

    Its rows stand behind those they name with ``after``; a constraint of the same code, table
    and direction, and words of the prose with the same key, take the other's place; all else
    that it says takes the place of what the other says. Raises FormError for a table or row
    that there is not.
    """
    made: dict[str, Any] = copy.deepcopy(dict(base))
    made |= {key: value for key, value in data.items() if key not in _ADDED}
    for entry in data.get("rows", ()):
        _add_row(made, entry, path)
    replaced = {_key(entry) for entry in data.get("constraints", ()) if not _own(entry)}
    kept = [entry for entry in made.get("constraints", ()) if _key(entry) not in replaced]
    made["constraints"] = [*kept, *data.get("constraints", ())]
    said = {entry["key"]: entry for entry in (*made.get("mentions", ()), *data.get("mentions", ()))}
    made["mentions"] = list(said.values())
    return made


def _key(entry: Mapping[str, Any]) -> tuple[object, ...]:
    return entry["code"], entry.get("table"), entry["each"]


def _own(entry: Mapping[str, Any]) -> bool:
    return str(entry["code"]).startswith("X")


def _add_row(made: dict[str, Any], entry: Mapping[str, Any], path: Path) -> None:
    row, after = entry["row"], entry["after"]
    table = next((t for t in made["tables"] if t["key"] == entry["table"]), None)
    if table is None:
        raise FormError("form-no-place", path=str(path), row=row["key"], place=entry["table"])
    keys = [other["key"] for other in table["rows"]]
    if after not in keys:
        raise FormError("form-no-place", path=str(path), row=row["key"], place=after)
    if row["key"] in keys:
        raise FormError("form-row-twice", path=str(path), row=row["key"])
    table["rows"].insert(keys.index(after) + 1, row)
    for block in table.get("blocks", ()):
        if after in block["rows"]:
            block["rows"].insert(block["rows"].index(after) + 1, row["key"])
