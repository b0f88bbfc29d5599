"""The command line: it parses, calls the API and chooses the exit status."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from govinfo_cli.cli.commands import BY_NAME, plain_call, spread_line
from govinfo_cli.cli.dropped import with_command
from govinfo_cli.cli.process import INTERRUPTED, mute, stopped_status
from govinfo_cli.errors import EXIT_TROUBLE, GovinfoError, UsageError
from govinfo_cli.messages import LANGUAGES, language, say, word_error
from govinfo_cli.text import one_line


def main(argv: Sequence[str] | None = None) -> int:
    """Run ``govinfo`` with the given arguments and return its exit status."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    asked = _language_of(arguments)
    lang = language(asked)
    _make_consoles_safe()
    try:
        _must_be_known(asked)
        arguments = with_command(arguments)
        plain = plain_call(arguments, lang)
        status = plain() if plain else _run(arguments, lang)
        sys.stdout.flush()
    except KeyboardInterrupt:
        print(say(lang, "interrupted"), file=sys.stderr)
        return stopped_status()
    except BrokenPipeError:
        mute()  # the reader went away (govinfo … | head): nothing to say, nobody to say it to
    except Exception as error:
        if os.environ.get("GOVINFO_DEBUG") and not isinstance(error, GovinfoError):
            raise
        _complain(error, lang)
    else:
        return status
    return EXIT_TROUBLE


def _complain(error: Exception, lang: str) -> None:
    """A sentence instead of a traceback, whatever it was."""
    if isinstance(error, MemoryError):
        error = GovinfoError("memory")
    elif isinstance(error, OSError) and error.errno and error.filename is None:
        # Files have names: this is standard output, whose disk is full.
        mute()
        error = GovinfoError("stdout-failed", reason=error.strerror or str(error))
    elif isinstance(error, OSError) and error.errno:  # a name too long is one even to ask for
        reason = error.strerror or str(error)
        error = GovinfoError("path-unusable", path=str(error.filename), reason=reason)
    elif not isinstance(error, GovinfoError):
        error = GovinfoError("internal", reason=f"{type(error).__name__}: {error}")
    path = error.facts.get("path")
    where = f"{one_line(str(path))}: " if path else ""
    print(f"govinfo: {where}{word_error(error, lang)}", file=sys.stderr)


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
            if not isinstance(error, click.exceptions.NoArgsIsHelpError):  # whose words are ours
                error.message = one_line(error.message)  # type: ignore[misc]  # it may name a file
            error.show()
            return EXIT_TROUBLE
        except click.Abort:
            raise KeyboardInterrupt from None
        except SystemExit:  # so it leaves where nobody reads any more
            raise BrokenPipeError from None
    if status == INTERRUPTED:  # typer makes a status of it without a word
        raise KeyboardInterrupt
    return status if isinstance(status, int) else 0


def _language_of(arguments: Sequence[str]) -> str:
    """The language asked for, before the help texts are made: ``--lang en`` anywhere; or ""."""
    for number, argument in enumerate(arguments):
        if argument == "--lang" and number + 1 < len(arguments):
            return arguments[number + 1]
        if argument.startswith("--lang="):
            return argument[7:]
    return ""


def _must_be_known(asked: str) -> None:
    if asked and asked[:2].lower() not in LANGUAGES:
        raise UsageError("lang-unknown", value=asked, known=", ".join(LANGUAGES))


def _make_consoles_safe() -> None:
    """A character that a console's encoding lacks is replaced; it never stops the program."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")
