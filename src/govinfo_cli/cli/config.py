"""``govinfo config``: what holds, and where each value comes from."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass

from govinfo_cli.cli.choices import Choices, choices_of
from govinfo_cli.cli.options import arguments, flag
from govinfo_cli.cli.validate import ValidateOptions
from govinfo_cli.errors import EXIT_OK
from govinfo_cli.messages import say
from govinfo_cli.text import one_line

Row = tuple[str, object, str]


@dataclass(frozen=True, kw_only=True)
class ConfigOptions(ValidateOptions):
    """What ``govinfo config`` takes: all that ``validate`` does, to see what would hold."""

    paths: tuple[str, ...] = arguments("[PATH...]", help="help.config-paths", required=False)
    show: bool = flag("--show", help="help.show-config")


def config(options: ConfigOptions) -> int:
    """Show the configuration; the exit status."""
    choices = choices_of(options)
    rows = list(_rows(choices, say(options.lang, "origin-default")))
    if options.format == "json":
        _tell_json(choices, rows)
        return EXIT_OK
    from govinfo_cli.reporters.plain import pad, width  # noqa: PLC0415

    found = choices.config
    none = say(options.lang, "config-none")
    sys.stdout.write(f"{say(options.lang, 'config-file')}  {found.path if found else none}\n")
    lines = [(name, _shown(value), origin) for name, value, origin in rows]
    wide = [max(width(line[at]) for line in lines) for at in (0, 1)]
    for name, value, origin in lines:
        line = one_line(f"{pad(name, wide[0])}  {pad(value, wide[1])}  {origin}")
        sys.stdout.write(f"{line}\n")
    return EXIT_OK


def _rows(choices: Choices, default: str) -> Iterator[Row]:
    """Key, value and origin; entries of tables each by themselves."""
    from govinfo_cli.config.keys import KEYS  # noqa: PLC0415

    for key in KEYS:
        given = [layer[key.name] for layer in choices.layers if key.name in layer]
        if key.kind in ("severities", "deadlines", "names", "limits"):
            origins = dict.fromkeys(key.default or {}, default)  # type: ignore[call-overload]
            for choice in given:
                origins |= dict.fromkeys(choice.value, choice.origin)
            merged = choices.get(key.name, key.default)
            yield from ((f"{key.name}.{k}", merged[k], origin) for k, origin in origins.items())
        else:
            # Where all layers count, all of them are named.
            named = given if key.name == "forms" else given[-1:]
            origin = ", ".join(choice.origin for choice in named) or default
            yield key.name, choices.get(key.name, key.default), origin
    if choices.config is not None:
        yield from _groups(choices)


def _groups(choices: Choices) -> Iterator[Row]:
    found = choices.config
    assert found is not None
    for name, entries in (("per-path", found.per_path), ("waive", found.waive)):
        for number, entry in enumerate(entries, 1):
            yield f"{name}.{number}", dict(entry), str(found.path)


def _shown(value: object) -> str:
    if isinstance(value, dict):
        return " ".join(f"{k}={_shown(v)}" for k, v in value.items())
    if isinstance(value, list | tuple):
        return ",".join(map(str, value)) or "-"
    if isinstance(value, bool):
        return str(value).lower()
    return "-" if value in (None, "") else str(value)


def _tell_json(choices: Choices, rows: list[Row]) -> None:
    from govinfo_cli.jsonout import dumps  # noqa: PLC0415

    values = [{"key": key, "value": value, "origin": origin} for key, value, origin in rows]
    path = str(choices.config.path) if choices.config else None
    sys.stdout.write(dumps({"config": path, "values": values}, indent=2) + "\n")
