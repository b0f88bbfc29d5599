"""``govinfo fix``."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from govinfo_cli.cli.common import forms_of
from govinfo_cli.errors import EXIT_FINDINGS, EXIT_OK, UnreadableError, UsageError
from govinfo_cli.messages import catalogue, say

if TYPE_CHECKING:
    from govinfo_cli.fixing import Fix


def register(app: typer.Typer, lang: str) -> None:
    """Add the command."""
    words = partial(say, lang)

    @app.command(help=words("help.fix"))
    def fix(
        path: Path = typer.Argument(..., help=words("help.path"), metavar="PATH"),
        output: Path | None = typer.Option(None, "-o", "--output", help=words("help.output")),
        diff: bool = typer.Option(False, "--diff", help=words("help.diff")),  # noqa: FBT001
        unsafe: bool = typer.Option(False, "--unsafe", help=words("help.unsafe")),  # noqa: FBT001
        form: str = typer.Option("auto", "--form", help=words("help.form")),
        forms: list[str] | None = typer.Option(None, "--forms", help=words("help.forms")),
        force: bool = typer.Option(False, "--force", help=words("help.force")),  # noqa: FBT001
        language: str = typer.Option(lang, "--lang", help=words("help.lang")),
    ) -> int:
        from govinfo_cli.api import bytes_of  # noqa: PLC0415
        from govinfo_cli.fixing import fix as fix_file  # noqa: PLC0415
        from govinfo_cli.outfile import same_file, write_file  # noqa: PLC0415

        del language
        if output is None and not diff:
            raise UsageError("fix-output")
        if output is not None and same_file(path, output):
            raise UsageError("output-is-input", path=str(path))
        try:
            made = fix_file(
                bytes_of(path), name=str(path), forms=forms_of(forms), form=form, unsafe=unsafe
            )
        except UnreadableError as error:
            raise UnreadableError(error.key, **error.facts | {"path": str(path)}) from error
        _tell(made, lang)
        if output is not None:
            write_file(output, made.data, force=force)
            print(say(lang, "written", path=output), file=sys.stderr)
        return EXIT_FINDINGS if made.left else EXIT_OK


def _tell(made: Fix, lang: str) -> None:
    """What was changed, and what was not dared."""
    from govinfo_cli.messages.causes import cause, row_of  # noqa: PLC0415
    from govinfo_cli.messages.labels import cell_label  # noqa: PLC0415
    from govinfo_cli.number import show  # noqa: PLC0415

    form = made.form
    for change, why in made.done:
        print(
            say(
                lang, "fix-done", label=cell_label(change.where.cell, form, lang),
                place=change.where.source, old=show(change.old) or "∅", new=show(change.new),
                why=catalogue(lang)["whys"].get(why, why),
            )
        )  # fmt: skip
    for entry in made.left:
        best = entry.suggestions[0]
        told = row_of(best, lang) if entry.code == "S107" else cause(best, form, lang)
        print(say(lang, "fix-todo", message=told))
    if not made.done and not made.left:
        print(say(lang, "fix-nothing"))
