"""Findings put in the order in which a clerk wants them: by table, worst first, causes folded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from govinfo_cli.finding import SEVERITIES, Finding, followers
from govinfo_cli.forms import Form
from govinfo_cli.messages import say, word
from govinfo_cli.messages.labels import cell_label
from govinfo_cli.messages.places import place_words
from govinfo_cli.number import show
from govinfo_cli.text import one_line

# Codes of which a report often has dozens: told once a table, with their places.
COLLAPSED: Final = frozenset({"V201", "V205", "S109"})
MOST_PLACES: Final = 12
MOST_FOLLOWING: Final = 8

Following = Mapping[int, Sequence[Finding]]


@dataclass(slots=True)
class Line:
    """One finding as a row of the list; ``below`` are sentences folded under it."""

    severity: str
    code: str
    place: str
    actual: str
    expected: str
    message: str
    below: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Group:
    """The lines of one table, or of the report as a whole."""

    title: str
    lines: list[Line]


def groups_of(findings: Sequence[Finding], form: Form | None, lang: str) -> Iterator[Group]:
    """Group by table, the tables in printed order, the report as a whole first."""
    tables = ["", *(table.key for table in form.tables)] if form else [""]
    by_table: dict[str, list[Finding]] = {key: [] for key in tables}
    following = followers(findings)
    for entry in findings:
        if entry.because is None:
            by_table[_table(entry, tables)].append(entry)
    for key, entries in by_table.items():
        if entries:
            title = cell_label(key, form, lang) if key else say(lang, "whole")
            yield Group(title, list(_lines(entries, following, form, lang)))


def _table(entry: Finding, tables: Sequence[str]) -> str:
    key = entry.cells[0].cell.partition("/")[0] if entry.cells else ""
    return key if key in tables else ""


def _lines(
    entries: Sequence[Finding], following: Following, form: Form | None, lang: str
) -> Iterator[Line]:
    collapsed: dict[tuple[str, str], list[Finding]] = {}
    for severity in SEVERITIES:
        for entry in entries:
            if entry.severity != severity:
                continue
            # A blank total with a number due is a line of its own; of a blank form all are alike.
            if entry.code in COLLAPSED and (entry.case != "total" or entry.expected == 0):
                collapsed.setdefault((entry.code, entry.case), []).append(entry)
            else:
                yield _line(entry, following, form, lang)
        for many in collapsed.values():
            yield _many(many, following, form, lang)
        collapsed.clear()


def _line(entry: Finding, following: Following, form: Form | None, lang: str) -> Line:
    line = Line(
        entry.severity, entry.code, _place(entry, lang), show(entry.actual), show(entry.expected),
        word(entry, form, lang),
    )  # fmt: skip
    if entry.suggestions:
        _lead(line, entry, form, lang)
    if entry.facts.get("unfinished"):
        line.below.append(say(lang, "unfinished"))
    if entry.right:
        from govinfo_cli.messages.sums import formula_of  # noqa: PLC0415

        line.below.append(formula_of(entry, form, lang))
    follow = following.get(id(entry), [])
    shown = follow if len(follow) <= MOST_FOLLOWING + 1 else follow[:MOST_FOLLOWING]
    line.below += [say(lang, "follows", message=word(other, form, lang)) for other in shown]
    if len(shown) < len(follow):
        line.below.append(say(lang, "follows-more", count=len(follow) - len(shown)))
    return line


def _lead(line: Line, entry: Finding, form: Form | None, lang: str) -> None:
    """Put the likeliest cause first, the sum that fails below it, then what else it may be."""
    from govinfo_cli.messages.causes import cause, row_of  # noqa: PLC0415

    best, *others = entry.suggestions
    if entry.code == "S107":  # what stands there comes first: nothing of it is more than likely
        line.below += [row_of(way, lang) for way in entry.suggestions]
        return
    line.below.append(line.message)
    line.message = cause(best, form, lang)
    change = best.changes[0]
    line.place = one_line(place_words(change.where.source, lang)) or line.place
    line.actual, line.expected = show(change.old), show(change.new)
    line.below += [
        say(lang, "or-else", cause=cause(other, form, lang, first=False)) for other in others
    ]


def _place(entry: Finding, lang: str) -> str:
    return one_line(place_words(entry.cells[0].source, lang)) if entry.cells else ""


def _many(entries: Sequence[Finding], following: Following, form: Form | None, lang: str) -> Line:
    line = _line(entries[0], following, form, lang)
    if len(entries) > 1:
        places = list(dict.fromkeys(_place(entry, lang) for entry in entries))
        between = "; " if any(", " in place for place in places) else " "
        shown = between.join(place.rpartition("!")[2] for place in places[:MOST_PLACES])
        if len(places) > MOST_PLACES:
            shown += " " + say(lang, "more")
        line.below.insert(0, say(lang, "times", count=len(entries), places=shown))
    for entry in entries[1:]:
        line.below += _line(entry, following, form, lang).below
    return line
