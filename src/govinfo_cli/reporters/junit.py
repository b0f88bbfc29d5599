"""Findings as JUnit XML: a suite for each file, a case for each finding."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from govinfo_cli.finding import ERROR, Finding
from govinfo_cli.messages import say, word_error
from govinfo_cli.messages.places import place_words
from govinfo_cli.reporters.outcome import Outcome
from govinfo_cli.reporters.place import place_of, relative, sentence
from govinfo_cli.text import visible

if TYPE_CHECKING:
    from govinfo_cli.forms import Form


def report_junit(outcomes: Iterable[Outcome], lang: str, *, quiet: bool = False) -> Iterator[str]:
    """Errors are failures, a file that could not be read is an error, a waiver is skipped.

    Warnings and hints are told in the output of a case that passes: they fail nothing.
    """
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="govinfo">\n'
    for outcome in outcomes:
        if not (quiet and outcome.status == "valid"):
            yield _suite(outcome, lang)
    yield "</testsuites>\n"


def _suite(outcome: Outcome, lang: str) -> str:
    path = relative(outcome.path)
    cases = list(_cases(outcome, path, lang))
    failures = sum("<failure" in case for case in cases)
    skipped = sum("<skipped" in case for case in cases)
    head = (
        f'tests="{len(cases)}" failures="{failures}" '
        f'errors="{int(outcome.error is not None)}" skipped="{skipped}"'
    )
    return f"<testsuite name={_quoted(path)} {head}>\n{''.join(cases)}</testsuite>\n"


def _cases(outcome: Outcome, path: str, lang: str) -> Iterator[str]:
    if outcome.error is not None:
        words = word_error(outcome.error, lang)
        name = say(lang, "unreadable")
        yield _case(
            path, name, f"<error type={_quoted(outcome.error.key)} message={_quoted(words)}/>"
        )
        return
    form = outcome.report.form if outcome.report else None
    for entry in outcome.findings:
        words = sentence(entry, form, lang)
        inside = f"<system-out>{_text(words)}</system-out>"
        if entry.severity == ERROR:
            inside = f"<failure type={_quoted(entry.code)} message={_quoted(words)}/>"
        yield _case(path, _name(entry, form, lang), inside)
    for waived in outcome.waived:
        inside = f"<skipped type={_quoted(waived.kind)} message={_quoted(waived.reason)}/>"
        yield _case(path, _name(waived.finding, form, lang), inside)
    if outcome.withheld:
        words = say(lang, "withheld", count=len(outcome.withheld))
        failed = any(entry.severity == ERROR for entry in outcome.withheld)
        inside = f'<failure type="withheld" message={_quoted(words)}/>'
        yield _case(path, words, inside if failed else f"<system-out>{_text(words)}</system-out>")
    if not (outcome.findings or outcome.waived or outcome.withheld):
        yield _case(path, say(lang, "valid"), "")


def _name(entry: Finding, form: Form | None, lang: str) -> str:
    """Code, severity and place: what a list of cases shows."""
    where = place_of(entry)
    place = (place_words(where.source, lang) or where.cell) if where else ""
    parts = (entry.code, say(lang, entry.severity), place, sentence(entry, form, lang))
    return "  ".join(part for part in parts if part)


def _case(path: str, name: str, inside: str) -> str:
    return f"<testcase classname={_quoted(path)} name={_quoted(name)}>{inside}</testcase>\n"


def _quoted(text: str) -> str:
    return quoteattr(visible(text), {"\n": "&#10;"})


def _text(text: str) -> str:
    return escape(visible(text))
