"""The JSON Schema of ``govinfo.toml``, for editors; made of the rows that the checker uses."""

from __future__ import annotations

from collections.abc import Sequence

from govinfo_cli.config.keys import GROUPS, KEYS, KINDS, Key
from govinfo_cli.forms.json_schema import DIALECT

CONFIG_ID = "urn:govinfo:schema:config"


def config_schema() -> dict[str, object]:
    """The schema, JSON Schema 2020-12."""
    groups = {
        name: {"title": group.title, "type": "array", "items": _table(group.keys, group.required)}
        for name, group in GROUPS.items()
    }
    whole = _table(KEYS, ())
    properties = whole["properties"]
    assert isinstance(properties, dict)
    return {
        "$schema": DIALECT,
        "$id": CONFIG_ID,
        "title": "govinfo.toml",
        "description": "govinfo 的配置，也可写在 pyproject.toml 的 [tool.govinfo] 中。",
        **whole,
        "properties": properties | groups,
    }


def _table(keys: Sequence[Key], required: Sequence[str]) -> dict[str, object]:
    made: dict[str, object] = {"type": "object", "additionalProperties": False}
    if required:
        made["required"] = list(required)
    made["properties"] = {key.name: _key(key) for key in keys}
    return made


def _key(key: Key) -> dict[str, object]:
    default = {} if key.default is None else {"default": key.default}
    description = {"description": f"命令行：{key.option}"} if key.option else {}
    return {"title": key.title, **description, **KINDS[key.kind].schema, **default}
