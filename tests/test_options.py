"""Two parsers, one table of options: what the plain one takes, typer takes for the same."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from importlib import import_module
from unittest.mock import patch

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st

from govinfo_cli.cli.app import build_app
from govinfo_cli.cli.commands import COMMANDS, plain_call
from govinfo_cli.cli.options import Command, Options, parse_plain, specs_of

LIMITED_MODULE = "govinfo_cli.cli.limited"
WORDS = st.sampled_from(
    ["x.xlsx", "-", "2021", "A303", "a=b", "", "0012", "99999", "一.json", "-h", "--"]
)


def options_of(command: Command) -> type[Options]:
    found: type[Options] = getattr(
        import_module(f"govinfo_cli.cli.{command.module}"), command.options
    )
    return found


@contextmanager
def recorded(command: Command) -> Iterator[list[Options]]:
    seen: list[Options] = []
    with patch(f"govinfo_cli.cli.{command.module}.{command.function}", seen.append):
        yield seen


def by_typer(command: Command, line: list[str]) -> Options | None:
    with recorded(command) as seen, patch(f"{LIMITED_MODULE}.limited", nullcontext):
        try:
            build_app("zh", command.name).main(
                args=[command.name, *line], prog_name="govinfo", standalone_mode=False
            )
        except (click.ClickException, click.exceptions.Exit):
            return None
    return seen[0] if seen else None


@st.composite
def lines(draw: st.DrawFn, command: Command) -> list[str]:
    flags = [flag for spec in specs_of(options_of(command)).values() for flag in spec.flags]
    pieces = st.one_of(
        WORDS.map(lambda word: [word]),
        st.tuples(st.sampled_from(flags), WORDS).map(list),
        st.tuples(st.sampled_from(flags), WORDS).map(lambda both: ["=".join(both)]),
        st.sampled_from(flags).map(lambda flag: [flag]),
    )
    return [word for piece in draw(st.lists(pieces, max_size=4)) for word in piece]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
@given(data=st.data())
def test_what_the_plain_parser_takes_typer_takes_for_the_same(
    command: Command, data: st.DataObject
) -> None:
    line = data.draw(lines(command))
    plain = parse_plain(options_of(command), line, "zh")
    if plain is not None:
        assert plain == by_typer(command, line)


@pytest.mark.parametrize(
    "line",
    [["validate", "a.xlsx"], ["validate", "a", "b", "--format", "json", "-o", "x", "--strict"],
     ["convert", "a.json", "--to=xlsx", "-o", "b.xlsx"], ["rules"], ["show", "-", "--from", "json"]],
)  # fmt: skip
def test_plain_lines_need_no_typer(line: list[str]) -> None:
    assert plain_call(line, "zh") is not None


@pytest.mark.parametrize(
    "line",
    [[], ["--help"], ["validate"], ["validate", "--help"], ["validate", "x", "--formt", "json"],
     ["validate", "x", "--strict=1"], ["validate", "x", "-ofile"], ["convert", "x"], ["nothing"],
     ["template", "-o", "x", "--year", "12"], ["template", "-o", "x", "--year", "y"], ["rule", "A", "B"]],
)  # fmt: skip
def test_all_else_is_left_to_typer(line: list[str]) -> None:
    assert plain_call(line, "zh") is None


def test_every_option_has_words() -> None:
    from govinfo_cli.messages import catalogue

    for command in COMMANDS:
        for spec in specs_of(options_of(command)).values():
            assert spec.help in catalogue("zh")["ui"]
