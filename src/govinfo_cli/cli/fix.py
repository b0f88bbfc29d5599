"""``govinfo fix``."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from govinfo_cli.cli.common import forms_of, readable, source_of
from govinfo_cli.cli.options import ReadingOptions, argument, file, flag, many, text
from govinfo_cli.errors import EXIT_FINDINGS, EXIT_OK, UnreadableError, UsageError
from govinfo_cli.messages import catalogue, say

if TYPE_CHECKING:
    from govinfo_cli.fixing import Fix


@dataclass(frozen=True, kw_only=True)
class FixOptions(ReadingOptions):
    """What ``govinfo fix`` takes."""

    path: str = argument("PATH", help="help.path")
    output: Path | None = file("-o", "--output", help="help.output-file")
    diff: bool = flag("--diff", help="help.fix-diff")
    unsafe: bool = flag("--unsafe", help="help.unsafe")
    source: str = text("--from", help="help.from", facts=readable)
    form: str = text("--form", default="auto", help="help.form")
    forms: tuple[str, ...] = many("--forms", help="help.forms")
    force: bool = flag("--force", help="help.force")


def fix(options: FixOptions) -> int:
    """Write a corrected copy; the exit status."""
    from govinfo_cli.api import bytes_of  # noqa: PLC0415
    from govinfo_cli.batch import STDIN, Input  # noqa: PLC0415
    from govinfo_cli.fixing import fix as fix_file  # noqa: PLC0415
    from govinfo_cli.outfile import same_file, write_file  # noqa: PLC0415

    output, source, lang = options.output, options.path, options.lang
    if output is None and not options.diff:
        raise UsageError("fix-output")
    if output is not None and source != STDIN and same_file(Path(source), output):
        raise UsageError("output-is-input", path=source)
    try:
        given, format_ = source_of(Input(source), options.source)
        made = fix_file(
            bytes_of(given), name=source, format=format_, forms=forms_of(options.forms),
            form=options.form, unsafe=options.unsafe,
        )  # fmt: skip
    except UnreadableError as error:
        raise UnreadableError(error.key, **error.facts | {"path": source}) from error
    _tell(made, lang)
    if output is not None:
        write_file(output, made.data, force=options.force)
        print(say(lang, "written", path=output), file=sys.stderr)
    return EXIT_FINDINGS if made.left or made.rest else EXIT_OK


def _tell(made: Fix, lang: str) -> None:
    """What was changed, and what was not dared."""
    from govinfo_cli.messages.causes import cause, row_of  # noqa: PLC0415
    from govinfo_cli.messages.labels import cell_label  # noqa: PLC0415
    from govinfo_cli.messages.places import place_words  # noqa: PLC0415
    from govinfo_cli.number import show  # noqa: PLC0415

    form = made.form
    for change, why in made.done:
        print(
            say(
                lang, "fix-done", label=cell_label(change.where.cell, form, lang),
                place=place_words(change.where.source, lang),
                old=show(change.old) or "∅", new=show(change.new),
                why=catalogue(lang)["whys"].get(why, why),
            )
        )  # fmt: skip
    for entry in made.left:
        best = entry.suggestions[0]
        told = row_of(best, lang) if entry.code == "S107" else cause(best, form, lang)
        print(say(lang, "fix-todo", message=told))
    if made.rest:
        codes = ", ".join(sorted({entry.code for entry in made.rest}))
        print(say(lang, "fix-rest", count=len(made.rest), codes=codes))
    if not made.done and not made.left and not made.rest:
        print(say(lang, "fix-nothing"))
