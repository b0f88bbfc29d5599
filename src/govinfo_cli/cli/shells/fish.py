"""Completion for fish, each word with its description."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from govinfo_cli.cli.completion import Entry, Flag, Values


def script(entries: Iterable[Entry]) -> str:
    """The script, for ``~/.config/fish/completions/govinfo.fish``."""
    lines = ["# govinfo, fish: govinfo completion fish > ~/.config/fish/completions/govinfo.fish"]
    entries = list(entries)
    lines += [
        f"complete -c govinfo -n __fish_use_subcommand -f -a {entry.name} -d {_quote(entry.words)}"
        for entry in entries
    ]
    for entry in entries:
        seen = _quote(f"__fish_seen_subcommand_from {entry.name}")
        lines += [f"complete -c govinfo -n {seen} {part}" for part in _parts(entry)]
    return "\n".join(lines) + "\n"


def _parts(entry: Entry) -> Iterator[str]:
    if entry.values:
        yield f"-f -a {_values(entry.values)}"
    for option in entry.flags:
        yield _option(option)


def _option(option: Flag) -> str:
    names = " ".join(
        f"-l {flag[2:]}" if flag.startswith("--") else f"-s {flag[1:]}" for flag in option.flags
    )
    takes = ""
    if option.takes:
        takes = f" -x -a {_values(option.values)}" if option.values else " -r -F"
    return f"{names}{takes} -d {_quote(option.words)}"


def _values(values: Values) -> str:
    """Words with their descriptions, one a line, as the command substitution of fish has them."""
    return _quote(
        "(printf '%s\\t%s\\n' "
        + " ".join(f"{_quote(value)} {_quote(words)}" for value, words in values)
        + ")"
    )


def _quote(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
