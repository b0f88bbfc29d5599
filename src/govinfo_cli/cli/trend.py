"""``govinfo trend``: an organ's main figures over the years."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from govinfo_cli.cli.common import (
    complain,
    draws,
    emit,
    format_for,
    forms_of,
    inputs_of,
    readable,
    source_of,
    with_progress,
)
from govinfo_cli.cli.options import ReadingOptions, arguments, file, flag, many, text
from govinfo_cli.cli.organs import known_aliases
from govinfo_cli.errors import EXIT_OK, EXIT_TROUBLE, GovinfoError, UsageError

if TYPE_CHECKING:
    from govinfo_cli.batch import Inputs
    from govinfo_cli.trends import Collection
    from govinfo_cli.trends.tellers import Teller


def tellable(lang: str) -> str:
    """The names of the formats in which a trend is told, for a help text."""
    from govinfo_cli.trends.tellers import BY_NAME  # noqa: PLC0415

    del lang
    return ", ".join(BY_NAME)


def figures(lang: str) -> str:
    """The names of the main figures, for a help text."""
    from govinfo_cli.trends.figures import BY_KEY  # noqa: PLC0415

    del lang
    return ", ".join(BY_KEY)


@dataclass(frozen=True, kw_only=True)
class TrendOptions(ReadingOptions):
    """What ``govinfo trend`` takes."""

    paths: tuple[str, ...] = arguments("PATH...", help="help.paths")
    organ: str = text("--organ", help="help.trend-organ")
    figure: tuple[str, ...] = many("--figure", help="help.figure", facts=figures)
    format: str = text("--format", help="help.format", facts=tellable)
    output: Path | None = file("-o", "--output", help="help.output-file")
    font: Path | None = file("--font", help="help.font")
    alias: tuple[str, ...] = many("--alias", help="help.alias")
    aliases: Path | None = file("--aliases", help="help.aliases")
    form: str = text("--form", default="auto", help="help.form")
    forms: tuple[str, ...] = many("--forms", help="help.forms")
    source: str = text("--from", help="help.from", facts=readable)
    plain: bool = flag("--plain", help="help.plain")
    force: bool = flag("--force", help="help.force")


def trend(options: TrendOptions) -> int:
    """Tell the figures over the years; the exit status."""
    from govinfo_cli.trends import Collection  # noqa: PLC0415

    teller = _teller(options)
    found = Collection(options.organ, known_aliases(options.alias, options.aliases))
    inputs, trouble = inputs_of(options.paths, options.lang)
    trouble += not _collect(inputs, found, options)
    made = found.trend(options.figure)
    if options.output is None and teller.name == "text" and draws() and not options.plain:
        from govinfo_cli.cli.draw_trend import draw_trend  # needs rich  # noqa: PLC0415

        draw_trend(made, options.lang)
    else:
        told = teller.tell(made, options.lang, options.font)
        paths = [entry.path for entry in inputs]
        emit(told, options.output, options.lang, force=options.force, inputs=paths)
    return EXIT_TROUBLE if trouble else EXIT_OK


def _teller(options: TrendOptions) -> Teller:
    from govinfo_cli.trends.tellers import BY_NAME, BY_SUFFIX  # noqa: PLC0415

    named = format_for(options.format, options.output, BY_NAME, BY_SUFFIX)
    if named.binary and options.output is None:
        raise UsageError("output-binary", format=named.name)
    return named


def _collect(inputs: Inputs, found: Collection, options: TrendOptions) -> bool:
    """Read all files; False where one could not be read, which is told."""
    from govinfo_cli.api import read  # noqa: PLC0415
    from govinfo_cli.batch import STDIN  # noqa: PLC0415

    known = forms_of(options.forms)
    step = with_progress(len(inputs), options.lang, held=True)
    done = True
    for entry in inputs:
        try:
            given, format_ = source_of(entry, options.source)
            name = STDIN if entry.path == STDIN else ""
            report = read(given, format=format_, forms=known, form=options.form, name=name)
            found.add(entry.path, report)
        except GovinfoError as error:
            complain(entry.path, error, options.lang)
            done = False
        step()
    for path in found.nameless:
        complain(path, UsageError("trend-nameless"), options.lang)
    return done
