"""Findings as plain text: aligned, without colours, made for pipes and old consoles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING
from unicodedata import east_asian_width

from govinfo_cli.messages import say, word_error
from govinfo_cli.messages.places import place_words
from govinfo_cli.reporters.outcome import Outcome, Summary, first_error, uncounted_of
from govinfo_cli.text import one_line

if TYPE_CHECKING:
    from govinfo_cli.reporters.lines import Group


def report_text(outcomes: Iterable[Outcome], lang: str, *, quiet: bool = False) -> Iterator[str]:
    """One block a file, then what to do."""
    summary = Summary()
    only: Outcome | None = None
    for outcome in outcomes:
        summary.add(outcome)
        only = outcome
        if quiet and outcome.status == "valid":
            continue
        yield header(outcome, lang) + "\n"
        yield from _body(outcome, lang)
    if only is not None:
        yield closing(summary, only, lang) + "\n"


def width(text: str) -> int:
    """Columns that a text takes on a terminal: Chinese characters take two."""
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def pad(text: str, columns: int) -> str:
    """Fill a text up to so many columns."""
    return text + " " * max(columns - width(text), 0)


def aligned(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Lines of columns: the first to the left, numbers to the right."""
    widths = [max(width(row[at]) for row in rows) for at in range(len(rows[0]))]
    for first, *others in rows:
        cells = [pad(first, widths[0])]
        cells += [" " * (w - width(c)) + c for c, w in zip(others, widths[1:], strict=True)]
        yield "  ".join(cells).rstrip()


def header(outcome: Outcome, lang: str) -> str:
    """The line that names a file and what it is."""
    if outcome.report is None:
        reason = word_error(outcome.error, lang) if outcome.error else ""
        path = one_line(outcome.path)
        return f"{say(lang, 'mark.error')} {path}  {say(lang, 'unreadable')}：{reason}"
    report = outcome.report
    counts = outcome.counts()
    worst = next((s for s in ("error", "warning") if counts[s]), "")
    parts = [say(lang, f"mark.{worst}") if worst else "√", one_line(outcome.path)]
    parts.append(say(lang, "form", form=report.form.name))
    if report.year is not None:
        parts.append(say(lang, "year", year=report.year))
    parts += [one_line(report.organ)] if report.organ else []
    tallies = [f"{say(lang, s)} {n}" for s, n in counts.items() if n]
    last = [say(lang, "compared", path=outcome.previous)] if outcome.previous else []
    return "  ".join([*parts, *(tallies or [say(lang, "valid")]), *last])


def _body(outcome: Outcome, lang: str) -> Iterator[str]:
    if outcome.report is None:
        return
    if outcome.findings:
        from govinfo_cli.reporters.lines import groups_of  # only with something to tell  # noqa: PLC0415

        for group in groups_of(outcome.findings, outcome.report.form, lang):
            yield from block(group, lang)
    for sentence in asides(outcome, lang):
        yield f"  {sentence}\n"


def asides(outcome: Outcome, lang: str) -> list[str]:
    """What is not listed: findings that do not count, and those above ``--max-findings``."""
    words = [uncounted_of(outcome, lang)] if outcome.waived else []
    return words + (
        [say(lang, "withheld", count=len(outcome.withheld))] if outcome.withheld else []
    )


def block(group: Group, lang: str) -> Iterator[str]:
    """The findings of one table, line by line, under its title."""
    yield f"  {group.title}\n"
    columns = max((width(line.place) for line in group.lines), default=0)
    for line in group.lines:
        mark = f"{say(lang, f'mark.{line.severity}')} {say(lang, line.severity)}"
        place = pad(line.place, columns)
        yield f"    {mark} {line.code} {place}  {line.message}\n".rstrip() + "\n"
        for sentence in line.below:
            yield f"        {sentence}\n"


def closing(summary: Summary, last: Outcome, lang: str) -> str:
    """The last line: what to do next; for several files the counts."""
    if summary.files != 1 or last.report is None:
        return summary.sentence(lang)
    error = first_error([*last.findings, *last.withheld])
    if error is not None:
        wrong = error.suggestions[0].changes[0].where if error.suggestions else None
        where = wrong or (error.cells[0] if error.cells else None)
        place = error.code
        if where:
            from govinfo_cli.messages.labels import cell_label  # only where it is needed  # noqa: PLC0415

            label = cell_label(where.cell, last.report.form, lang)
            place = place_words(where.source, lang) or label or error.code
        return say(lang, "todo", errors=summary.errors, place=place, path=last.path)
    if summary.warnings:
        return say(lang, "todo-warnings", warnings=summary.warnings)
    return say(lang, "nothing-new" if last.waived else "all-well")
