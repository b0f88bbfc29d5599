"""``govinfo diff``: what changed between two reports."""

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
    readable,
    source_of,
)
from govinfo_cli.cli.options import ReadingOptions, argument, file, flag, many, text
from govinfo_cli.errors import EXIT_OK, EXIT_TROUBLE, GovinfoError

if TYPE_CHECKING:
    from govinfo_cli.comparison import Comparison
    from govinfo_cli.comparison.tellers import Teller
    from govinfo_cli.report import Report


def comparable(lang: str) -> str:
    """The names of the formats in which a comparison is told, for a help text."""
    from govinfo_cli.comparison.tellers import BY_NAME  # noqa: PLC0415

    del lang
    return ", ".join(BY_NAME)


@dataclass(frozen=True, kw_only=True)
class DiffOptions(ReadingOptions):
    """What ``govinfo diff`` takes."""

    old: str = argument("OLD", help="help.diff-old")
    new: str = argument("NEW", help="help.diff-new")
    format: str = text("--format", help="help.format", facts=comparable)
    output: Path | None = file("-o", "--output", help="help.output-file")
    every: bool = flag("--all", help="help.diff-all")
    form: str = text("--form", default="auto", help="help.form")
    forms: tuple[str, ...] = many("--forms", help="help.forms")
    source: str = text("--from", help="help.from", facts=readable)
    plain: bool = flag("--plain", help="help.plain")
    force: bool = flag("--force", help="help.force")


def diff(options: DiffOptions) -> int:
    """Compare two reports. Differences are no error: the exit status is 0, or 2 for trouble."""
    from govinfo_cli.comparison import compare  # noqa: PLC0415
    from govinfo_cli.comparison.tellers import BY_NAME, BY_SUFFIX  # noqa: PLC0415

    teller = format_for(options.format, options.output, BY_NAME, BY_SUFFIX)
    read = [_read(path, options) for path in (options.old, options.new)]
    if not all(read):
        return EXIT_TROUBLE
    old, new = read
    assert old is not None
    assert new is not None
    _tell(compare(old, new, options.old, options.new), teller, options)
    return EXIT_OK


def _read(path: str, options: DiffOptions) -> Report | None:
    from govinfo_cli.api import read  # noqa: PLC0415
    from govinfo_cli.batch import STDIN, Input  # noqa: PLC0415

    try:
        given, format_ = source_of(Input(path), options.source)
        return read(
            given, format=format_ if path == STDIN else "", forms=forms_of(options.forms),
            form=options.form, name=STDIN if path == STDIN else "",
        )  # fmt: skip
    except GovinfoError as error:
        complain(path, error, options.lang)
        return None


def _tell(comparison: Comparison, teller: Teller, options: DiffOptions) -> None:
    if options.output is None and teller.name == "text" and draws() and not options.plain:
        from govinfo_cli.cli.draw_diff import draw_comparison  # needs rich  # noqa: PLC0415

        draw_comparison(comparison, options.lang, every=options.every)
        return
    told = teller.tell(comparison, options.lang, every=options.every)
    emit(
        told.encode("utf-8", "replace"), options.output, options.lang,
        force=options.force, inputs=(options.old, options.new),
    )  # fmt: skip
