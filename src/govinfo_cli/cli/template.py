"""``govinfo template``: the blank workbook."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path

import typer

from govinfo_cli.cli.common import forms_of, previous_of
from govinfo_cli.messages import say


def register(app: typer.Typer, lang: str) -> None:
    """Add the command."""
    words = partial(say, lang)

    @app.command(help=words("help.template"))
    def template(
        output: Path = typer.Option(..., "-o", "--output", help=words("help.output")),
        form: str = typer.Option("", "--form", help=words("help.form")),
        year: int | None = typer.Option(
            None, "--year", help=words("help.year"), min=1900, max=9999
        ),
        organ: str = typer.Option("", "--organ", help=words("help.organ")),
        forms: list[str] | None = typer.Option(None, "--forms", help=words("help.forms")),
        previous: Path | None = typer.Option(
            None, "--previous", help=words("help.previous-template")
        ),
        force: bool = typer.Option(False, "--force", help=words("help.force")),  # noqa: FBT001
        language: str = typer.Option(lang, "--lang", help=words("help.lang")),
    ) -> int:
        from govinfo_cli.outfile import write_file  # noqa: PLC0415
        from govinfo_cli.writers.xlsx import blank_workbook  # needs openpyxl  # noqa: PLC0415

        del language
        known = forms_of(forms)
        chosen = known.require(form) if form else None
        chosen = chosen or (known.for_year(year) if year is not None else None) or next(iter(known))
        known_values = {}
        last = previous_of(previous, known)
        if last is not None:
            from govinfo_cli.checks.years import known_before  # noqa: PLC0415

            year = year if year is not None or last.year is None else last.year + 1
            chosen = (known.require(form) if form else known.for_year(year or 0)) or chosen
            organ = organ or last.organ
            known_values = known_before(chosen, last)
        workbook = blank_workbook(chosen, year, organ, values=known_values)
        write_file(output, workbook, force=force)
        print(say(lang, "written", path=output), file=sys.stderr)
        return 0
