"""Findings as one page: what is wrong in a list, and each report drawn with its wrong cells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from govinfo_cli.finding import SEVERITIES, Finding, followers
from govinfo_cli.forms.sheet import Slot, official_sheet
from govinfo_cli.messages import say, word, word_error
from govinfo_cli.messages.causes import cause, row_of
from govinfo_cli.messages.places import place_words
from govinfo_cli.messages.sums import formula_of
from govinfo_cli.number import show
from govinfo_cli.pages import FOOT, head, safe, style, table
from govinfo_cli.reporters.outcome import Outcome, Summary
from govinfo_cli.reporters.plain import asides

if TYPE_CHECKING:
    from govinfo_cli.forms import Form
    from govinfo_cli.report import Report


def report_html(outcomes: Iterable[Outcome], lang: str, *, quiet: bool = False) -> Iterator[str]:
    """One self-contained page, without scripts: it works offline and by keyboard.

    Each number that a finding concerns leads to it; the radio buttons filter by severity.
    """
    title = say(lang, "page-title")
    tongue = "zh-CN" if lang == "zh" else "en"
    yield "\n".join([*head(title, style("page") + style("findings"), tongue), f"<h1>{title}</h1>"])
    yield _filter(lang)
    summary = Summary()
    for number, outcome in enumerate(outcomes, 1):
        summary.add(outcome)
        if not (quiet and outcome.status == "valid"):
            yield "\n".join(_file(outcome, f"f{number}", lang))
    yield f"\n<p>{safe(summary.sentence(lang))}</p>\n" + "\n".join(FOOT)


def _filter(lang: str) -> str:
    choices = "".join(
        f'<label><input type="radio" name="only" id="only-{key}"{checked}> {safe(words)}</label>'
        for key, words, checked in (
            ("all", say(lang, "show-all"), " checked"),
            ("warning", say(lang, "show-warnings"), ""),
            ("error", say(lang, "show-errors"), ""),
        )
    )
    return f'\n<form class="filter" aria-label="{safe(say(lang, "level"))}">{choices}</form>\n'


def _file(outcome: Outcome, key: str, lang: str) -> Iterator[str]:
    report = outcome.report
    if report is None:
        reason = word_error(outcome.error, lang) if outcome.error else ""
        yield f'<section id="{key}"><h2>{safe(outcome.path)}</h2>'
        words = f"{say(lang, 'unreadable')}：{reason}"
        yield f'<ol><li class="finding error">{safe(words)}</li></ol>'
        yield "</section>"
        return
    parts = [outcome.path, report.organ, say(lang, "form", form=report.form.name)]
    if report.year is not None:
        parts.append(say(lang, "year", year=report.year))
    tallies = [f"{say(lang, s)} {n}" for s, n in outcome.counts().items() if n]
    yield f'<section id="{key}"><h2>{safe("  ".join(filter(None, parts)))}</h2>'
    tallies = tallies or [say(lang, "valid")]
    tallies += [say(lang, "compared", path=outcome.previous)] if outcome.previous else []
    yield f"<p>{safe('  '.join(tallies))}</p><ol>"
    names = {id(entry): f"{key}-{n}" for n, entry in enumerate(outcome.findings, 1)}
    following = followers(outcome.findings)
    for severity in SEVERITIES:
        for entry in outcome.findings:
            if entry.severity == severity and entry.because is None:
                name, follow = names[id(entry)], following.get(id(entry), ())
                yield _finding(entry, follow, report.form, name, lang)
    yield "</ol>"
    for sentence in asides(outcome, lang):
        yield f"<p>{safe(sentence)}</p>"
    yield from _tables(report, outcome.findings, names, lang)
    yield "</section>"


def _finding(entry: Finding, follow: Iterable[Finding], form: Form, name: str, lang: str) -> str:
    lines = [say(lang, "follows", message=word(other, form, lang)) for other in follow]
    first = word(entry, form, lang)
    if entry.right:
        lines.insert(0, formula_of(entry, form, lang))
    if entry.code == "S107":
        lines += [row_of(way, lang) for way in entry.suggestions]
    elif entry.suggestions:
        best, *others = entry.suggestions
        lines.insert(0, first)
        first = cause(best, form, lang)
        lines += [
            say(lang, "or-else", cause=cause(other, form, lang, first=False)) for other in others
        ]
    where = entry.suggestions[0].changes[0].where if entry.suggestions else None
    where = where or (entry.cells[0] if entry.cells else None)
    place = place_words(where.source, lang) if where else ""
    under = "".join(f"<li>{safe(line)}</li>" for line in lines)
    return (
        f'<li class="finding {entry.severity}" id="{name}">'
        f"<strong>{safe(say(lang, entry.severity))} {entry.code}</strong>"
        f' <span class="place">{safe(place)}</span> {safe(first)}'
        f"{f'<ul>{under}</ul>' if under else ''}</li>"
    )


def _tables(
    report: Report, findings: Iterable[Finding], names: dict[int, str], lang: str
) -> Iterator[str]:
    """The report as printed, its wrong cells marked and leading to what is said of them."""
    told: dict[int, Finding] = {}
    due: dict[int, str] = {}
    for severity in SEVERITIES:
        for entry in findings:
            if entry.severity == severity:
                _mark(report, entry, told, due)

    def number(slot: Slot, spans: str) -> str:
        text = show(report.values[slot.index]) or ("?" if slot.index in report.unread else "")
        entry = told.get(slot.index)
        if entry is None:
            return f"<td{spans}>{text}</td>"
        lead = entry.because or entry
        words = safe(word(entry, report.form, lang))
        new = f'<span class="due">→ {safe(due[slot.index])}</span>' if slot.index in due else ""
        link = names.get(id(lead), "")
        return (
            f'<td class="n {entry.severity}"{spans} title="{words}">'
            f'<a href="#{link}">{text or "∅"}{new}</a></td>'
        )

    for form_table in report.form.tables:
        label = form_table.en if lang == "en" else form_table.label
        yield f"<h3>{safe(label)}</h3>"
        yield from table(official_sheet(report.form, form_table.key), label, number)


def _mark(report: Report, entry: Finding, told: dict[int, Finding], due: dict[int, str]) -> None:
    index = report.form.index
    for where in entry.cells:
        if where.cell in index:
            told.setdefault(index[where.cell], entry)
    if entry.suggestions and entry.because is None and entry.code != "S107":
        for change in entry.suggestions[0].changes:
            told[index[change.where.cell]] = entry
            due[index[change.where.cell]] = show(change.new)
