"""``govinfo validate``."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from govinfo_cli.cli.common import (
    codes_of,
    forms_of,
    previous_of,
    readable,
    source_of,
    tellable,
    with_progress,
)
from govinfo_cli.errors import EXIT_FINDINGS, EXIT_OK, EXIT_TROUBLE, GovinfoError, UsageError
from govinfo_cli.messages import say

if TYPE_CHECKING:
    from govinfo_cli.api import Result
    from govinfo_cli.batch import Input

_DEADLINE = re.compile(r"(department|government|township)=(\d{2}-\d{2})")


def register(app: typer.Typer, lang: str) -> None:
    """Add the command."""
    words = partial(say, lang)

    @app.command(help=words("help.validate"))
    def validate(
        paths: list[str] = typer.Argument(..., help=words("help.paths"), metavar="PATH..."),
        format: str = typer.Option("text", "--format", help=tellable(lang)),  # noqa: A002
        output: Path | None = typer.Option(None, "-o", "--output", help=words("help.output")),
        form: str = typer.Option("auto", "--form", help=words("help.form")),
        forms: list[str] | None = typer.Option(None, "--forms", help=words("help.forms")),
        select: list[str] | None = typer.Option(None, "--select", help=words("help.select")),
        ignore: list[str] | None = typer.Option(None, "--ignore", help=words("help.ignore")),
        deadline: list[str] | None = typer.Option(None, "--deadline", help=words("help.deadline")),
        source: str = typer.Option("", "--from", help=words("help.from", formats=readable())),
        previous: Path | None = typer.Option(None, "--previous", help=words("help.previous")),
        marked: Path | None = typer.Option(None, "--annotate", help=words("help.annotate")),
        strict: bool = typer.Option(False, "--strict", help=words("help.strict")),  # noqa: FBT001
        quiet: bool = typer.Option(False, "--quiet", help=words("help.quiet")),  # noqa: FBT001
        plain: bool = typer.Option(False, "--plain", help=words("help.plain")),  # noqa: FBT001
        force: bool = typer.Option(False, "--force", help=words("help.force")),  # noqa: FBT001
        language: str = typer.Option(lang, "--lang", help=words("help.lang")),
    ) -> int:
        from govinfo_cli.api import validate as check_file  # noqa: PLC0415
        from govinfo_cli.reporters import BY_NAME  # noqa: PLC0415
        from govinfo_cli.settings import Settings  # noqa: PLC0415

        del language
        if format not in BY_NAME:
            raise UsageError("format-unknown", format=format, known=", ".join(BY_NAME))
        known = forms_of(forms)
        if form != "auto":
            known.require(form)
        settings = Settings(_deadlines(deadline), codes_of(select), codes_of(ignore))
        last = previous_of(previous, known)
        check = partial(check_file, forms=known, form=form, settings=settings, previous=last)
        tally = _Tally()
        inputs = _inputs(paths)
        results = tally.over(_check(entry, source, check) for entry in _with_steps(inputs, lang))
        if marked is not None:
            results = tally.marking(inputs, results, marked, lang, force=force)
        _tell(results, format, output, lang, plain=plain, force=force, quiet=quiet)
        return tally.status(strict=strict)


class _Tally:
    """Counts what passes by, for the exit status."""

    def __init__(self) -> None:
        self.errors = self.warnings = self.unreadable = 0

    def over(self, results: Iterable[Result]) -> Iterator[Result]:
        for result in results:
            counts = result.counts()
            self.errors += counts["error"]
            self.warnings += counts["warning"]
            self.unreadable += result.report is None
            yield result

    def marking(
        self,
        inputs: list[Input | Result],
        results: Iterator[Result],
        folder: Path,
        lang: str,
        *,
        force: bool,
    ) -> Iterator[Result]:
        """Let marked copies be written as results pass by."""
        from govinfo_cli.batch import STDIN, Input  # noqa: PLC0415
        from govinfo_cli.cli.annotate import annotate  # noqa: PLC0415

        for entry, result in zip(inputs, results, strict=True):
            if isinstance(entry, Input) and entry.path != STDIN:
                done = annotate(entry, result, folder, lang, force=force)
                self.unreadable += not done
            yield result

    def status(self, *, strict: bool) -> int:
        if self.unreadable:
            return EXIT_TROUBLE
        return EXIT_FINDINGS if self.errors or (strict and self.warnings) else EXIT_OK


def _inputs(paths: list[str]) -> list[Input | Result]:
    """The files to check; a folder or pattern without any is a result of its own."""
    from govinfo_cli.api import Result  # noqa: PLC0415
    from govinfo_cli.batch import expand  # noqa: PLC0415

    found: list[Input | Result] = []
    seen: set[str] = set()
    for path in paths:
        try:
            found += [entry for entry in expand([path]) if entry.path not in seen]
        except GovinfoError as error:
            found.append(Result(path, error=error))
        seen.update(entry.path for entry in found)
    return found


def _with_steps(entries: list[Input | Result], lang: str) -> Iterator[Input | Result]:
    step = with_progress(len(entries), lang)
    for entry in entries:
        yield entry
        step()


def _check(entry: Input | Result, source: str, check: partial[Result]) -> Result:
    from govinfo_cli.batch import STDIN, Input  # noqa: PLC0415

    if not isinstance(entry, Input):
        return entry
    given, format_ = source_of(entry, source)
    return check(given, format=format_, name=STDIN if entry.path == STDIN else "")


def _deadlines(words: list[str] | None) -> dict[str, str]:
    from govinfo_cli.settings import DEADLINES  # noqa: PLC0415

    made = dict(DEADLINES)
    for word in words or ():
        match = _DEADLINE.fullmatch(word)
        if not match:
            raise UsageError("deadline-form", value=word)
        made[match[1]] = match[2]
    return made


def _tell(
    results: Iterator[Result],
    format_: str,
    output: Path | None,
    lang: str,
    *,
    plain: bool,
    force: bool,
    quiet: bool,
) -> None:
    from govinfo_cli.reporters import BY_NAME  # noqa: PLC0415

    if output is not None:
        from govinfo_cli.outfile import write_file  # noqa: PLC0415

        text = "".join(BY_NAME[format_].report(results, lang, quiet=quiet))
        write_file(output, text.encode(), force=force)
        return
    if format_ == "text" and not plain and sys.stdout.isatty() and os.environ.get("TERM") != "dumb":
        from govinfo_cli.cli.draw import draw_findings  # needs rich  # noqa: PLC0415

        draw_findings(results, lang, quiet=quiet)
        return
    for piece in BY_NAME[format_].report(results, lang, quiet=quiet):
        sys.stdout.write(piece)
        sys.stdout.flush()
