"""The commands as typer shows them: help, usage and the words of a mistake, in one language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from importlib import import_module
from inspect import Parameter, Signature
from typing import TYPE_CHECKING, Any, get_type_hints

import typer

from govinfo_cli import __version__
from govinfo_cli.cli.commands import COMMANDS, call
from govinfo_cli.cli.options import Command, Spec, specs_of
from govinfo_cli.messages import say

if TYPE_CHECKING:
    from click import Command as ClickCommand


def build_app(lang: str, wanted: str) -> ClickCommand:
    """The command tree with its help in ``lang``; only the command ``wanted`` has its options."""
    words = partial(say, lang)
    app = typer.Typer(
        name="govinfo",
        help=words("help.app"),
        rich_markup_mode=None,
        add_completion=False,
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["--help", "-h"]},
    )

    @app.callback()
    def govinfo(
        version: bool = typer.Option(  # noqa: FBT001
            False, "--version", help=words("help.version"), is_eager=True, callback=_version
        ),
        lang: str = typer.Option("zh", "--lang", envvar="GOVINFO_LANG", help=words("help.lang")),
    ) -> None:
        del version, lang  # the language was found before these help texts were made

    for command in COMMANDS:
        function = _typed(command, lang) if command.name == wanted else _named_only
        app.command(command.name, help=words(f"help.{command.name}"))(function)
    return typer.main.get_command(app)


def _named_only() -> None:
    """What stands for a command in the list of commands."""


def _typed(entry: Command, lang: str) -> Callable[..., int]:
    """A function with the signature that typer reads a command's options off."""
    module = import_module(f"govinfo_cli.cli.{entry.module}")
    options, run = getattr(module, entry.options), getattr(module, entry.function)
    specs, hints = specs_of(options), get_type_hints(options)

    def command(**given: Any) -> int:
        status: int = call(run, options(**_as_given(specs, given) | {"lang": lang}))
        return status

    parameters = [
        Parameter(
            name, Parameter.KEYWORD_ONLY, default=_typer_info(spec, lang),
            annotation=list[str] if spec.many else hints[name],
        )
        for name, spec in specs.items()
    ]  # fmt: skip
    command.__signature__ = Signature(parameters)  # type: ignore[attr-defined]
    command.__annotations__ = {entry.name: entry.annotation for entry in parameters}
    return command


def _as_given(specs: Mapping[str, Spec], given: Mapping[str, Any]) -> dict[str, Any]:
    return {name: tuple(v or ()) if specs[name].many else v for name, v in given.items()}


def _help(spec: Spec, lang: str) -> str:
    return say(lang, spec.help, formats=spec.facts(lang) if spec.facts else "")


def _typer_info(spec: Spec, lang: str) -> Any:
    words = _help(spec, lang)
    default = ... if spec.required else spec.default if not spec.many else None
    if not spec.flags:
        return typer.Argument(default, help=words, metavar=spec.metavar)
    shown = spec.default not in (None, "", (), False)
    return typer.Option(
        default, *spec.flags, help=words, show_default=shown, min=spec.low, max=spec.high
    )


def _version(wanted: bool) -> None:  # noqa: FBT001  typer calls it so
    if wanted:
        print(f"govinfo {__version__}")
        raise typer.Exit
