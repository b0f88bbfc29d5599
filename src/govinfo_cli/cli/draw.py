"""Findings and reports drawn with rich, for a terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable

from rich.console import Console
from rich.progress import Progress
from rich.table import Table
from rich.text import Text

from govinfo_cli.api import Result
from govinfo_cli.messages import say
from govinfo_cli.report import Report
from govinfo_cli.reporters.lines import Group, groups_of
from govinfo_cli.reporters.outcome import Outcome, Summary
from govinfo_cli.reporters.plain import asides, closing, header
from govinfo_cli.reporters.shown import tables_of, title_of
from govinfo_cli.text import visible

COLOURS = {"error": "red", "warning": "yellow", "info": "cyan"}


def draw_findings(results: Iterable[Result], lang: str, *, quiet: bool = False) -> None:
    """One table for each table of a report, then what to do."""
    console = Console()
    summary = Summary()
    last: Outcome | None = None
    for result in results:
        summary.add(result)
        last = result
        if quiet and result.status == "valid":
            continue
        console.print(Text(header(result, lang), style="bold"))
        if result.report is not None:
            for group in groups_of(result.findings, result.report.form, lang):
                console.print(_drawn(group, lang))
            for sentence in asides(result, lang):
                console.print(Text(sentence))
    if last is not None:
        console.print(Text(closing(summary, last, lang), style="bold"))


def _drawn(group: Group, lang: str) -> Table:
    table = Table(title=Text(group.title), title_justify="left", expand=True, show_lines=False)
    table.add_column(say(lang, "level"), no_wrap=True)
    table.add_column(say(lang, "code"), no_wrap=True)
    table.add_column(say(lang, "place"), overflow="fold")
    table.add_column(say(lang, "actual"), justify="right", no_wrap=True)
    table.add_column(say(lang, "expected"), justify="right", no_wrap=True)
    table.add_column(say(lang, "message"), overflow="fold", ratio=1)
    for line in group.lines:
        mark = f"{say(lang, f'mark.{line.severity}')} {say(lang, line.severity)}"
        words = Text(line.message)
        for sentence in line.below:
            words.append("\n" + sentence, style="dim")
        table.add_row(
            Text(mark, style=COLOURS[line.severity]), line.code, Text(line.place),
            line.actual, Text(line.expected, style="bold"), words,
        )  # fmt: skip
    return table


def draw_report(report: Report, lang: str) -> None:
    """The report itself: its tables, then its words."""
    console = Console()
    console.print(Text(title_of(report), style="bold"), justify="center")
    for name, lines in tables_of(report, lang):
        table = Table(title=Text(name), title_justify="left")
        for at, words in enumerate(lines[0]):
            table.add_column(Text(words), justify="right" if at else "left", overflow="fold")
        for line in lines[1:]:
            table.add_row(*(Text(cell) for cell in line))
        console.print(table)
    labels = {s.key: s.en if lang == "en" else s.label for s in report.form.sections}
    for key in report.form.texts:
        if report.narrative.get(key):
            console.print(Text("\n" + labels.get(key, report.form.preface), style="bold"))
            console.print(Text(visible(report.narrative[key])))


def progress(total: int, lang: str) -> Callable[[], None]:
    """A bar on standard error; call what it returns once a file."""
    bar = Progress(console=Console(file=sys.stderr), transient=True)
    task = bar.add_task(say(lang, "progress"), total=total)
    bar.start()

    def step() -> None:
        bar.advance(task)
        if bar.finished:
            bar.stop()

    return step
