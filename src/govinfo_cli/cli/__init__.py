"""The command line: it parses, calls the API and chooses the exit status."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from govinfo_cli.cli.commands import BY_NAME, plain_call, spread_line
from govinfo_cli.cli.dropped import with_command
from govinfo_cli.errors import EXIT_TROUBLE, GovinfoError
from govinfo_cli.messages import language, say, word_error

INTERRUPTED = 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run ``govinfo`` with the given arguments and return its exit status."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    lang = _language_of(arguments)
    _make_consoles_safe()
    try:
        arguments = with_command(arguments)
        plain = plain_call(arguments, lang)
        return plain() if plain else _run(arguments, lang)
    except GovinfoError as error:
        path = error.facts.get("path")
        print(f"govinfo: {f'{path}: ' if path else ''}{word_error(error, lang)}", file=sys.stderr)
    except KeyboardInterrupt:
        print(say(lang, "interrupted"), file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        # The reader went away (govinfo … | head): nothing more to say, nobody to say it to.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except Exception as error:  # the last resort: a sentence instead of a traceback
        if os.environ.get("GOVINFO_DEBUG"):
            raise
        reason = f"{type(error).__name__}: {error}"
        internal = GovinfoError("internal", reason=reason)
        print(f"govinfo: {word_error(internal, lang)}", file=sys.stderr)
    return EXIT_TROUBLE


def _run(arguments: list[str], lang: str) -> int:
    from govinfo_cli.cli.clickwords import translated  # noqa: PLC0415

    with translated(lang):
        import click  # only now, so that it takes our words  # noqa: PLC0415

        from govinfo_cli.cli.app import build_app  # noqa: PLC0415

        app = build_app(lang, next((word for word in arguments if word in BY_NAME), ""))
        try:
            status = app.main(
                args=spread_line(arguments), prog_name="govinfo", standalone_mode=False
            )
        except click.exceptions.Exit as leaving:
            return leaving.exit_code
        except click.ClickException as error:
            error.show()
            return EXIT_TROUBLE
        except click.Abort:
            raise KeyboardInterrupt from None
    return status if isinstance(status, int) else 0


def _language_of(arguments: Sequence[str]) -> str:
    """The language, before the help texts are made: ``--lang en`` anywhere on the line."""
    for number, argument in enumerate(arguments):
        if argument == "--lang" and number + 1 < len(arguments):
            return language(arguments[number + 1])
        if argument.startswith("--lang="):
            return language(argument[7:])
    return language()


def _make_consoles_safe() -> None:
    """A character that a console's encoding lacks is replaced; it never stops the program."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")
