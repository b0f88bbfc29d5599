"""The commands, in the order of the help."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from govinfo_cli.cli.options import Command, Options, ReadingOptions, parse_plain, spread

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

COMMANDS: Final = (
    Command("validate", "validate", "validate", "ValidateOptions"),
    Command("fix", "fix", "fix", "FixOptions"),
    Command("convert", "convert", "convert", "ConvertOptions"),
    Command("merge", "merge", "merge", "MergeOptions"),
    Command("template", "template", "template", "TemplateOptions"),
    Command("diff", "diff", "diff", "DiffOptions"),
    Command("trend", "trend", "trend", "TrendOptions"),
    Command("show", "show", "show", "ShowOptions"),
    Command("serve", "serve", "serve", "ServeOptions"),
    Command("rules", "rules", "rules", "RulesOptions"),
    Command("rule", "rules", "rule", "RuleOptions"),
    Command("schema", "rules", "schema", "SchemaOptions"),
    Command("config", "config", "config", "ConfigOptions"),
    Command("completion", "completion", "completion", "CompletionOptions"),
)
BY_NAME: Final = {command.name: command for command in COMMANDS}


def spread_line(words: Sequence[str]) -> list[str]:
    """A whole line as typer can take it: see ``options.spread``."""
    at = next((number for number, word in enumerate(words) if word in BY_NAME), None)
    if at is None:
        return list(words)
    command = BY_NAME[words[at]]
    options = getattr(import_module(f"govinfo_cli.cli.{command.module}"), command.options)
    return [*words[: at + 1], *spread(options, words[at + 1 :])]


def plain_call(words: Sequence[str], lang: str) -> Callable[[], int] | None:
    """What a line asks for, where it needs nothing of typer; else None."""
    command = BY_NAME.get(words[0]) if words else None
    if command is None:
        return None
    module = import_module(f"govinfo_cli.cli.{command.module}")
    taken: type[Options] = getattr(module, command.options)
    options = parse_plain(taken, spread(taken, words[1:]), lang)
    if options is None:
        return None
    run: Callable[[object], int] = getattr(module, command.function)
    return lambda: call(run, options)


def call(run: Callable[[Any], int], options: Options) -> int:
    """Run a command; where it reads files, under the limits that hold.

    A command with a configuration of its own, ``validate``, sees to them itself.
    """
    if not isinstance(options, ReadingOptions) or hasattr(options, "no_config"):
        return run(options)
    from govinfo_cli.cli.limited import limited  # seldom the first to need it  # noqa: PLC0415

    with limited(options):
        return run(options)
