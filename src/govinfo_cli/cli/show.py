"""``govinfo show``, ``rules``, ``rule`` and ``schema``: what is only looked at."""

from __future__ import annotations

import re
import sys
from functools import partial
from typing import TYPE_CHECKING

import typer

from govinfo_cli.cli.common import complain, forms_of, readable, source_of
from govinfo_cli.errors import EXIT_TROUBLE, GovinfoError, UsageError
from govinfo_cli.messages import catalogue, say

if TYPE_CHECKING:
    from govinfo_cli.batch import Input

_FACT = re.compile(r"\{\w+\}")


def register(app: typer.Typer, lang: str) -> None:
    """Add the commands."""
    words = partial(say, lang)

    @app.command(help=words("help.show"))
    def show(
        path: str = typer.Argument(..., help=words("help.path"), metavar="PATH"),
        source: str = typer.Option("", "--from", help=words("help.from", formats=readable())),
        form: str = typer.Option("auto", "--form", help=words("help.form")),
        forms: list[str] | None = typer.Option(None, "--forms", help=words("help.forms")),
        plain: bool = typer.Option(False, "--plain", help=words("help.plain")),  # noqa: FBT001
        language: str = typer.Option(lang, "--lang", help=words("help.lang")),
    ) -> int:
        from govinfo_cli.batch import expand  # noqa: PLC0415

        del language
        try:
            entry = expand([path])[0]
            return _show(entry, source, form, forms, lang, plain=plain)
        except GovinfoError as error:
            complain(path, error, lang)
            return EXIT_TROUBLE

    @app.command(help=words("help.rules"))
    def rules(language: str = typer.Option(lang, "--lang", help=words("help.lang"))) -> int:
        from govinfo_cli.finding import RULES  # noqa: PLC0415

        del language
        for rule in RULES:
            title = catalogue(lang)["findings"][rule.code]["title"]
            mark = say(lang, rule.severity)
            sys.stdout.write(f"{rule.code}  {mark:　<2}  {rule.name:<24}{title}\n")
        return 0

    @app.command(help=words("help.rule"))
    def rule(
        code: str = typer.Argument(..., help=words("help.code"), metavar="CODE"),
        language: str = typer.Option(lang, "--lang", help=words("help.lang")),
    ) -> int:
        del language
        return _explain(code.upper(), lang)

    @app.command(help=words("help.schema"))
    def schema(
        form: str = typer.Argument("2021", help=words("help.form-name"), metavar="[FORM]"),
        forms: list[str] | None = typer.Option(None, "--forms", help=words("help.forms")),
        language: str = typer.Option(lang, "--lang", help=words("help.lang")),
    ) -> int:
        from govinfo_cli.forms.json_schema import report_schema  # noqa: PLC0415
        from govinfo_cli.jsonout import dumps  # noqa: PLC0415

        del language
        sys.stdout.write(dumps(report_schema(forms_of(forms).require(form)), indent=2) + "\n")
        return 0


def _show(
    entry: Input, source: str, form: str, forms: list[str] | None, lang: str, *, plain: bool
) -> int:
    from govinfo_cli.api import read  # noqa: PLC0415
    from govinfo_cli.batch import STDIN  # noqa: PLC0415

    given, format_ = source_of(entry, source)
    name = STDIN if entry.path == STDIN else ""
    report = read(given, format=format_, forms=forms_of(forms), form=form, name=name)
    if sys.stdout.isatty() and not plain:
        from govinfo_cli.cli.draw import draw_report  # needs rich  # noqa: PLC0415

        draw_report(report, lang)
        return 0
    from govinfo_cli.reporters.shown import show_plain  # noqa: PLC0415

    sys.stdout.writelines(show_plain(report, lang))
    return 0


def _explain(code: str, lang: str) -> int:
    from govinfo_cli.finding import CODES  # noqa: PLC0415

    if code not in CODES:
        raise UsageError("rule-unknown", code=code)
    entry = catalogue(lang)["findings"][code]
    rule = CODES[code]
    sys.stdout.write(f"{code} {rule.name}  {entry['title']}  [{say(lang, rule.severity)}]\n\n")
    for template in entry["message"].values():
        sys.stdout.write(f"  {_FACT.sub('…', template)}\n")
    sys.stdout.write("\n")
    for part in ("why", "source", "fix", "example"):
        sys.stdout.write(f"{say(lang, part)}：{entry[part]}\n" if entry.get(part) else "")
    return 0
