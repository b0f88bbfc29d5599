"""``govinfo show``: the report itself."""

from __future__ import annotations

import sys
from dataclasses import dataclass

from govinfo_cli.cli.common import complain, draws, forms_of, readable, source_of
from govinfo_cli.cli.options import ReadingOptions, argument, flag, many, text
from govinfo_cli.errors import EXIT_OK, EXIT_TROUBLE, GovinfoError, UsageError


@dataclass(frozen=True, kw_only=True)
class ShowOptions(ReadingOptions):
    """What ``govinfo show`` takes."""

    path: str = argument("PATH", help="help.path")
    source: str = text("--from", help="help.from", facts=readable)
    form: str = text("--form", default="auto", help="help.form")
    forms: tuple[str, ...] = many("--forms", help="help.forms")
    plain: bool = flag("--plain", help="help.plain")


def show(options: ShowOptions) -> int:
    """Show one report; the exit status."""
    try:
        _show(options)
    except GovinfoError as error:
        complain(options.path, error, options.lang)
        return EXIT_TROUBLE
    return EXIT_OK


def _show(options: ShowOptions) -> None:
    from govinfo_cli.api import read  # noqa: PLC0415
    from govinfo_cli.batch import STDIN, expand  # noqa: PLC0415

    entry, *more = expand([options.path])
    if more:
        raise UsageError("one-report", path=options.path, count=len(more) + 1)
    given, format_ = source_of(entry, options.source)
    name = STDIN if entry.path == STDIN else ""
    report = read(
        given, format=format_, forms=forms_of(options.forms), form=options.form, name=name
    )
    if draws() and not options.plain:
        from govinfo_cli.cli.draw import draw_report  # needs rich  # noqa: PLC0415

        draw_report(report, options.lang)
        return
    from govinfo_cli.reporters.shown import show_plain  # noqa: PLC0415

    sys.stdout.writelines(show_plain(report, options.lang))
