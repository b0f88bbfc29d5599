"""Findings as workflow commands of GitHub Actions: notes at the files of a pull request.

Source: docs.github.com, Workflow commands for GitHub Actions.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

from govinfo_cli.finding import Finding
from govinfo_cli.messages import entry_of, say, word_error
from govinfo_cli.messages.places import place_words
from govinfo_cli.reporters.outcome import Outcome, Summary
from govinfo_cli.reporters.place import line_of, place_of, relative, sentence
from govinfo_cli.text import visible

if TYPE_CHECKING:
    from govinfo_cli.forms import Form

COMMANDS: Final = {"error": "error", "warning": "warning", "info": "notice"}


def report_github(outcomes: Iterable[Outcome], lang: str, *, quiet: bool = False) -> Iterator[str]:
    """One line a finding, then the summary as an ordinary line of the log."""
    summary = Summary()
    for outcome in outcomes:
        summary.add(outcome)
        path = relative(outcome.path)
        if outcome.error is not None:
            yield _command("error", word_error(outcome.error, lang), file=path)
        if quiet and outcome.status == "valid":
            continue
        form = outcome.report.form if outcome.report else None
        for entry in outcome.findings:
            yield _finding(path, entry, form, lang)
        if outcome.withheld:
            words = say(lang, "withheld", count=len(outcome.withheld))
            yield _command("warning", words, file=path)
    yield summary.sentence(lang) + "\n"


def _finding(path: str, entry: Finding, form: Form | None, lang: str) -> str:
    """A finding; ``line`` only where a line is known, elsewhere its place begins the message."""
    where = place_of(entry)
    line = line_of(where.source) if where else None
    place = "" if where is None or line else place_words(where.source, lang) or where.cell
    words = sentence(entry, form, lang)
    title = f"{entry.code} {entry_of(entry.rule or entry.code, lang)['title']}"
    return _command(
        COMMANDS[entry.severity], f"{place}: {words}" if place else words,
        file=path, line=str(line or ""), title=title,
    )  # fmt: skip


def _command(name: str, message: str, **properties: str) -> str:
    given = ",".join(f"{key}={_property(text)}" for key, text in properties.items() if text)
    return f"::{name} {given}::{_data(message)}\n"


def _data(text: str) -> str:
    return visible(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
