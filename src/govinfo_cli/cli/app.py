"""The commands put together for one language."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import typer

from govinfo_cli import __version__
from govinfo_cli.cli import convert, fix, show, template, validate
from govinfo_cli.messages import say

if TYPE_CHECKING:
    from click import Command

COMMANDS = (validate, fix, convert, template, show)


def build_app(lang: str) -> Command:
    """The command tree with its help in ``lang``."""
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

    for module in COMMANDS:
        module.register(app, lang)
    return typer.main.get_command(app)


def _version(wanted: bool) -> None:  # noqa: FBT001  typer calls it so
    if wanted:
        print(f"govinfo {__version__}")
        raise typer.Exit
