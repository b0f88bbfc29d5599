"""``govinfo template``: the blank workbook."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from govinfo_cli.cli.common import forms_of, previous_of
from govinfo_cli.cli.options import ReadingOptions, file, flag, many, number, text
from govinfo_cli.errors import EXIT_OK, UsageError
from govinfo_cli.messages import say


@dataclass(frozen=True, kw_only=True)
class TemplateOptions(ReadingOptions):
    """What ``govinfo template`` takes."""

    output: Path = file("-o", "--output", help="help.output-file", required=True)
    form: str = text("--form", help="help.form")
    year: int | None = number("--year", help="help.year", low=1900, high=9999)
    organ: str = text("--organ", help="help.organ")
    forms: tuple[str, ...] = many("--forms", help="help.forms")
    previous: Path | None = file("--previous", help="help.previous-template")
    force: bool = flag("--force", help="help.force")


def template(options: TemplateOptions) -> int:
    """Write the blank workbook; the exit status."""
    from govinfo_cli.outfile import same_file, write_file  # noqa: PLC0415
    from govinfo_cli.writers.xlsx import blank_workbook  # needs openpyxl  # noqa: PLC0415

    known = forms_of(options.forms)
    year, organ = options.year, options.organ
    wanted = known.require(options.form) if options.form else None
    chosen = wanted or (known.for_year(year) if year is not None else None) or next(iter(known))
    known_values = {}
    last = previous_of(options.previous, known)
    if options.previous is not None and same_file(options.previous, options.output):
        raise UsageError("output-is-input", path=str(options.output))
    if last is not None:
        from govinfo_cli.checks.years import known_before  # noqa: PLC0415

        year = year if year is not None or last.year is None else last.year + 1
        chosen = wanted or known.for_year(year or 0) or chosen
        organ = organ or last.organ
        known_values = known_before(chosen, last)
    due = known.for_year(year) if year is not None else None
    if wanted and due and year is not None and not wanted.covers(year):
        raise UsageError("template-year", form=wanted.name, year=year, due=due.name)
    workbook = blank_workbook(chosen, year, organ, values=known_values)
    write_file(options.output, workbook, force=options.force)
    print(say(options.lang, "written", path=options.output), file=sys.stderr)
    return EXIT_OK
