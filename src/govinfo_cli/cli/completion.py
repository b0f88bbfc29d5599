"""``govinfo completion``: scripts that know all commands and options, with their words.

The script holds everything, so that the program is not started for a key. It is made of the same
table as the help.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Final, NamedTuple

from govinfo_cli.cli.commands import COMMANDS
from govinfo_cli.cli.options import Options, Spec, argument, specs_of
from govinfo_cli.errors import EXIT_OK, UsageError
from govinfo_cli.messages import catalogue, say

if TYPE_CHECKING:
    from collections.abc import Mapping

SHELLS: Final = ("bash", "zsh", "fish", "powershell")
Values = tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class CompletionOptions(Options):
    """What ``govinfo completion`` takes."""

    shell: str = argument("SHELL", help="help.shell")


def completion(options: CompletionOptions) -> int:
    """Write the script for a shell; the exit status."""
    shell = {"pwsh": "powershell"}.get(options.shell, options.shell)
    if shell not in SHELLS:
        raise UsageError("shell-unknown", shell=options.shell, known=", ".join(SHELLS))
    script = import_module(f"govinfo_cli.cli.shells.{shell}").script
    sys.stdout.write(script(entries_of(options.lang)))
    return EXIT_OK


class Flag(NamedTuple):
    """An option: its flags, its words, whether a word follows, and which words those may be."""

    flags: tuple[str, ...]
    words: str
    takes: bool
    values: Values


class Entry(NamedTuple):
    """A command: its name, its words, its options, and what its arguments may be.

    ``values`` is empty where an argument is a file, or anything else.
    """

    name: str
    words: str
    flags: tuple[Flag, ...]
    values: Values


def entries_of(lang: str) -> list[Entry]:
    """All commands with their options in a language."""
    return [_entry(command.module, command.options, command.name, lang) for command in COMMANDS]


def _entry(module: str, options: str, name: str, lang: str) -> Entry:
    specs = specs_of(getattr(import_module(f"govinfo_cli.cli.{module}"), options))
    flags = [_flag(key, spec, lang) for key, spec in specs.items() if spec.flags]
    flags.append(Flag(("--help", "-h"), say(lang, "help.help"), takes=False, values=()))
    loose = next((_values(key, lang) for key, spec in specs.items() if not spec.flags), ())
    return Entry(name, _words(f"help.{name}", lang), tuple(flags), loose)


def _flag(key: str, spec: Spec, lang: str) -> Flag:
    facts = spec.facts(lang) if spec.facts else ""
    words = say(lang, spec.help, formats=facts)
    values = _values(key, lang) or tuple((v, "") for v in facts.split(", ") if v)
    return Flag(spec.flags, words, spec.type is not bool, values)


def _words(key: str, lang: str) -> str:
    return say(lang, key).rstrip("。.")


def _values(key: str, lang: str) -> Values:
    make = _VALUES.get(key)
    return tuple(make(lang)) if make else ()


def _codes(lang: str) -> Iterator[tuple[str, str]]:
    found: Mapping[str, Mapping[str, str]] = catalogue(lang)["findings"]
    yield from ((code, entry["title"]) for code, entry in found.items())


def _forms(lang: str) -> Iterator[tuple[str, str]]:
    from govinfo_cli.forms import load_forms  # noqa: PLC0415

    yield from ((form.name, form.en if lang == "en" else form.title) for form in load_forms())


def _languages(lang: str) -> Iterator[tuple[str, str]]:
    del lang
    yield from (("zh", "中文"), ("en", "English"))


def _shells(lang: str) -> Iterator[tuple[str, str]]:
    del lang
    yield from ((shell, "") for shell in SHELLS)


# By the names of the fields in the options.
_VALUES: Final[Mapping[str, Callable[[str], Iterator[tuple[str, str]]]]] = {
    "code": _codes,
    "select": _codes,
    "ignore": _codes,
    "form": _forms,
    "lang": _languages,
    "shell": _shells,
}
