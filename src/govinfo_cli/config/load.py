"""Read a configuration and check it: what is unknown or wrong is told with file, key and line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final

from govinfo_cli.config import PROJECT
from govinfo_cli.config.keys import GROUPS, KEYS, KINDS, Key
from govinfo_cli.config.lines import line_of
from govinfo_cli.errors import UsageError
from govinfo_cli.jsonin import text_of

_AT: Final = re.compile(r"at line (\d+)")
_PREFIX: Final = ("tool", "govinfo")


@dataclass(frozen=True, slots=True)
class Config:
    """A configuration as it stands in its file; paths are resolved against its folder.

    ``values`` by key; ``per_path`` and ``waive`` are its repeated tables. ``lines``: where in
    the file each key stands, as far as that is known.
    """

    path: Path
    values: Mapping[str, Any] = field(default_factory=dict)
    per_path: tuple[Mapping[str, Any], ...] = ()
    waive: tuple[Mapping[str, str], ...] = ()
    lines: Mapping[str, int] = field(default_factory=dict)

    def place(self, key: str) -> str:
        """The file and line of a key, for people."""
        line = self.lines.get(key)
        return f"{self.path}:{line}" if line else str(self.path)


def load(path: Path) -> Config:
    """The configuration of a file. Raises UsageError with file, key and line."""
    try:
        text = text_of(path)
        data: dict[str, Any] = tomllib.loads(text)
    except OSError as error:
        raise UsageError("config-unreadable", path=str(path), reason=error.strerror) from error
    except RecursionError as error:
        raise UsageError("config-syntax", path=str(path), reason="nested too deep") from error
    except ValueError as error:  # TOML's errors, which say the line, and UTF-8's
        told = _AT.search(str(error))
        place = f"{path}:{told[1]}" if told else str(path)
        raise UsageError("config-syntax", path=place, reason=str(error)) from error
    prefix = _PREFIX if path.name == PROJECT else ()
    for part in prefix:
        data = data.get(part, {})
        if not isinstance(data, dict):
            raise UsageError("config-syntax", path=str(path), reason="[tool.govinfo]")
    checker = _Checker(path, text, prefix)
    checker.table(data, KEYS, (), extra=GROUPS)
    folder = path.parent
    values = {key.name: _resolved(data[key.name], key, folder) for key in KEYS if key.name in data}
    return Config(
        path, values, tuple(data.get("per-path", ())), tuple(data.get("waive", ())),
        {name: line for name in data if (line := line_of(text, (*prefix, name)))},
    )  # fmt: skip


def _resolved(value: Any, key: Key, folder: Path) -> Any:
    if not key.path:
        return value
    return [str(folder / v) for v in value] if isinstance(value, list) else str(folder / value)


@dataclass(frozen=True, slots=True)
class _Checker:
    path: Path
    text: str
    prefix: tuple[str, ...]

    def table(
        self, data: Mapping[str, Any], keys: Sequence[Key], above: tuple[str | int, ...],
        *, required: Sequence[str] = (), extra: Mapping[str, Any] | None = None,
    ) -> None:  # fmt: skip
        """Check one table and the repeated tables in it."""
        known = {key.name: key for key in keys}
        names = [*known, *(extra or ())]
        for name, value in data.items():
            if name in known:
                if not KINDS[known[name].kind].holds(value):
                    raise self.wrong(f"config-{known[name].kind}", above, name, value=value)
            elif extra and name in extra:
                self.group(name, value)
            else:
                raise self.unknown(name, names, above)
        for name in required:
            if name not in data:
                raise self.wrong("config-lacks", above, name)

    def group(self, name: str, value: object) -> None:
        """Check ``[[per-path]]`` or ``[[waive]]``."""
        group = GROUPS[name]
        if not isinstance(value, list) or not all(isinstance(entry, dict) for entry in value):
            raise self.wrong("config-tables", (), name)
        for number, entry in enumerate(value):
            self.table(entry, group.keys, (name, number), required=group.required)

    def wrong(
        self, key: str, above: tuple[str | int, ...], name: str, **facts: object
    ) -> UsageError:
        """An error with its place: ``govinfo.toml:7``."""
        line = line_of(self.text, (*self.prefix, *above, name)) or line_of(
            self.text, (*self.prefix, *above)
        )
        place = f"{self.path}:{line}" if line else str(self.path)
        return UsageError(key, path=place, name=".".join(map(_shown, (*above, name))), **facts)

    def unknown(self, name: str, names: list[str], above: tuple[str | int, ...]) -> UsageError:
        """A key that there is not, with the one that was meant."""
        close = get_close_matches(name, names, 1)
        if close:
            return self.wrong("config-key-close", above, name, close=close[0])
        return self.wrong("config-key", above, name, known=", ".join(names))


def _shown(part: str | int) -> str:
    return str(part + 1) if isinstance(part, int) else part
