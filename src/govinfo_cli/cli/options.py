"""What a command takes, told once: typer's help and the plain parser are both made of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeVar


class Spec(NamedTuple):
    """One option, or an argument where it has no flags.

    ``help`` is a key of the catalogues; ``facts`` gives what stands for ``{formats}`` in it.
    ``many``: it may be given several times. ``low`` and ``high`` bound a number.
    """

    flags: tuple[str, ...]
    help: str
    type: type = str
    default: Any = ""
    many: bool = False
    required: bool = False
    metavar: str | None = None
    facts: Callable[[str], str] | None = None
    low: int | None = None
    high: int | None = None
    greedy: bool = False  # several words may follow the flag, as a shell expands a pattern


def text(
    *flags: str, help: str, default: str = "", required: bool = False,  # noqa: A002
    facts: Callable[[str], str] | None = None,
) -> Any:  # fmt: skip
    """An option with a word."""
    return _field(Spec(flags, help, str, default, required=required, facts=facts))


def many(
    *flags: str, help: str, facts: Callable[[str], str] | None = None,  # noqa: A002
    greedy: bool = False,
) -> Any:  # fmt: skip
    """An option that may be given several times; ``greedy``: with several words each time."""
    return _field(Spec(flags, help, default=(), many=True, facts=facts, greedy=greedy))


def flag(*flags: str, help: str) -> Any:  # noqa: A002
    """An option that is on or off."""
    return _field(Spec(flags, help, bool, default=False))


def file(*flags: str, help: str, required: bool = False) -> Any:  # noqa: A002
    """An option with a file or folder."""
    return _field(Spec(flags, help, Path, None, required=required))


def number(
    *flags: str, help: str, default: int | None = None,  # noqa: A002
    low: int | None = None, high: int | None = None, facts: Callable[[str], str] | None = None,
) -> Any:  # fmt: skip
    """An option with a whole number."""
    return _field(Spec(flags, help, int, default, low=low, high=high, facts=facts))


def argument(metavar: str, *, help: str, type: type = str, default: str | None = None) -> Any:  # noqa: A002
    """A word without a flag, required unless it has a default."""
    required = default is None
    return _field(Spec((), help, type, default, required=required, metavar=metavar))


def arguments(metavar: str, *, help: str, required: bool = True) -> Any:  # noqa: A002
    """The words without a flag, at least one if ``required``."""
    return _field(Spec((), help, str, (), many=True, required=required, metavar=metavar))


def _field(spec: Spec) -> Any:
    return field(default=spec.default, metadata={"spec": spec})


@dataclass(frozen=True, kw_only=True)
class Options:
    """What every command takes."""

    lang: str = text("--lang", default="zh", help="help.lang")


def _limits(lang: str) -> str:
    """The names of the limits, for a help text."""
    from govinfo_cli.limits import NAMES  # noqa: PLC0415

    del lang
    return ", ".join(NAMES)


def _time(lang: str) -> str:
    """The limit of time that holds by itself, for a help text."""
    from govinfo_cli.limits import Limits  # noqa: PLC0415

    del lang
    return str(Limits().time)


@dataclass(frozen=True, kw_only=True)
class ReadingOptions(Options):
    """What every command takes that reads files."""

    timeout: int | None = number("--timeout", help="help.timeout", facts=_time, low=0, high=86_400)
    limit: tuple[str, ...] = many("--limit", help="help.limit", facts=_limits)


class Command(NamedTuple):
    """A command: its name, and where its function and its options are (in ``cli``)."""

    name: str
    module: str
    function: str
    options: str


def specs_of(options: type[Options]) -> Mapping[str, Spec]:
    """The options by the names of their fields, those of every command last."""
    own = {entry.name: entry.metadata["spec"] for entry in fields(options)}
    shared = [name for name in ("timeout", "limit", "lang") if name in own]
    return {name: own[name] for name in [*(n for n in own if n not in shared), *shared]}


def spread(options: type[Options], words: Sequence[str]) -> list[str]:
    """The line with each word after a greedy flag behind a flag of its own.

    A shell makes ``--children a.xlsx b.xlsx`` of ``--children *.xlsx``.
    """
    greedy = {flag for spec in specs_of(options).values() if spec.greedy for flag in spec.flags}
    made: list[str] = []
    current, taken = "", 0
    for word in words:
        if word.startswith("-") and word != "-":
            current, taken = (word, 0) if word in greedy else ("", 0)
        else:
            if current and taken:
                made.append(current)
            taken += 1
        made.append(word)
    return made


Chosen = TypeVar("Chosen", bound=Options)


def parse_plain(options: type[Chosen], words: Sequence[str], lang: str) -> Chosen | None:
    """The options of a plain line, or None for a line that is typer's: help, mistakes, ``-ofile``.

    Importing typer takes longer than checking a report, so a line that needs nothing of it does
    without. A test holds the two against each other.
    """
    specs = specs_of(options)
    by_flag = {f: (name, spec) for name, spec in specs.items() for f in spec.flags}
    given: dict[str, Any] = {}
    loose: list[str] = []
    rest = iter(words)
    for word in rest:
        if not word.startswith("-") or word == "-":
            loose.append(word)
            continue
        known, equals, value = word.partition("=") if word.startswith("--") else (word, "", "")
        name, spec = by_flag.get(known, ("", None))
        if spec is None or (equals and spec.type is bool):
            return None
        if spec.type is not bool and not equals:
            value = next(rest, "--")
            if value.startswith("-") and value != "-":
                return None
        if not _put(given, name, spec, value):
            return None
    for name, spec in specs.items():
        if not spec.flags and loose:
            taken, loose = (loose, []) if spec.many else (loose[:1], loose[1:])
            given[name] = tuple(taken) if spec.many else spec.type(taken[0])
        if spec.required and name not in given:
            return None
    return None if loose else options(**given | {"lang": lang})


def _put(given: dict[str, Any], name: str, spec: Spec, value: str) -> bool:
    """Keep one value; False where it is none of this option's."""
    if spec.type is int:
        if not (value.isascii() and value.isdigit() and len(value) <= MAX_DIGITS):
            return False
        found = int(value)
        if found < (spec.low or 0) or (spec.high is not None and found > spec.high):
            return False
        given[name] = found
    elif spec.many:
        given[name] = (*given.get(name, ()), value)
    else:
        given[name] = True if spec.type is bool else spec.type(value)
    return True


MAX_DIGITS: Final = 18
