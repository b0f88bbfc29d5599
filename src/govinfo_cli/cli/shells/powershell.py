"""Completion for PowerShell 5.1 and later, each word with its description as a tool tip."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from govinfo_cli.cli.completion import Entry, Values

_HEAD: Final = """\
# govinfo, PowerShell: govinfo completion powershell | Out-String | Invoke-Expression
Register-ArgumentCompleter -Native -CommandName govinfo -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $commands = [ordered]@{
"""
_TAIL: Final = """\
    }
    $before = @($commandAst.CommandElements |
        Where-Object { $_.Extent.EndOffset -lt $cursorPosition } | ForEach-Object { $_.ToString() })
    $command = $before | Select-Object -Skip 1 | Where-Object { $commands.Contains($_) } |
        Select-Object -First 1
    if (-not $command) {
        $found = $commands.Keys | ForEach-Object { , @($_, $commands[$_].Words) }
    } elseif ($values = $commands[$command].Values[$before[-1]]) {
        $found = $values
    } elseif ($wordToComplete -like '-*') {
        $found = $commands[$command].Flags
    } else {
        $found = $commands[$command].Loose
    }
    $found | Where-Object { $_[0] -like "$wordToComplete*" } | ForEach-Object {
        $tip = if ($_[1]) { $_[1] } else { $_[0] }
        [System.Management.Automation.CompletionResult]::new($_[0], $_[0], 'ParameterValue', $tip)
    }
}
"""


def script(entries: Iterable[Entry]) -> str:
    """The script, for the profile."""
    return _HEAD + "".join(map(_entry, entries)) + _TAIL


def _entry(entry: Entry) -> str:
    flags = tuple((flag, option.words) for option in entry.flags for flag in option.flags)
    values = "; ".join(
        f"{_quote(flag)} = {_pairs(option.values)}"
        for option in entry.flags if option.values for flag in option.flags
    )  # fmt: skip
    return (
        f"        {_quote(entry.name)} = @{{ Words = {_quote(entry.words)}\n"
        f"            Flags = {_pairs(flags)}\n"
        f"            Loose = {_pairs(entry.values)}\n"
        f"            Values = @{{ {values} }} }}\n"
    )


def _pairs(values: Values) -> str:
    inside = ", ".join(f"@({_quote(value)}, {_quote(words)})" for value, words in values)
    return f"@({',' if len(values) == 1 else ''}{inside})"


def _quote(text: str) -> str:
    return "'" + text.replace("'", "''").replace("’", "’’").replace("‘", "‘‘") + "'"
