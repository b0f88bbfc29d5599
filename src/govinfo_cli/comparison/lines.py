"""What every way of telling a comparison shares: headings, rows of words, signed numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from govinfo_cli.comparison import ABSENT, UNREAD, Comparison, Figure
from govinfo_cli.comparison.words import KEPT, Words
from govinfo_cli.forms import Form
from govinfo_cli.marks import LEVELS
from govinfo_cli.messages import say
from govinfo_cli.messages.labels import cell_label, section_label
from govinfo_cli.number import Number, show
from govinfo_cli.report import Report

BLANK = "·"
_STATES = {ABSENT: "∅", UNREAD: "?"}


class Block(NamedTuple):
    """A table of words: its title, its header, its rows (first column text, others numbers)."""

    title: str
    header: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]


def names(comparison: Comparison, lang: str) -> tuple[str, str]:
    """How the two reports are called: by their years, or old and new where those are the same."""
    old, new = comparison.old, comparison.new
    if None in (old.year, new.year) or old.year == new.year:
        return say(lang, "old"), say(lang, "new")
    return tuple(say(lang, "year", year=report.year) for report in (old, new))  # type: ignore[return-value]


def title_of(comparison: Comparison, lang: str) -> str:
    """What is compared with what, in one line."""
    one, other = (_called(r, lang) for r in (comparison.old, comparison.new))
    return say(lang, "diff-title", old=one, new=other)


def _called(report: Report, lang: str) -> str:
    year = say(lang, "year", year=report.year) if report.year is not None else ""
    return " ".join(part for part in (report.organ, year) if part) or say(lang, "unnamed")


def remarks(comparison: Comparison, lang: str) -> Iterator[str]:
    """What has to be known before the figures are read."""
    if comparison.same:
        yield say(lang, "diff-same")
        return
    figures = comparison.figures
    changed = len(comparison.changed)
    yield say(lang, "diff-counts", changed=changed, same=len(figures) - changed)
    for name, *both in comparison.particulars:
        old, new = (_particular(name, value, lang) for value in both)
        yield say(lang, "diff-particular", name=say(lang, f"part.{name}"), old=old, new=new)
    if comparison.old.form.name != comparison.new.form.name:
        yield say(lang, "diff-forms", old=comparison.old.form.name, new=comparison.new.form.name)


def _particular(name: str, value: str, lang: str) -> str:
    if name == "organ_level" and lang == "zh":
        value = LEVELS.get(value, value)
    return value or _STATES[ABSENT]


def blocks(comparison: Comparison, lang: str, *, every: bool = False) -> Iterator[Block]:
    """The figures table by table, those that changed or every one; then what one form lacks."""
    old, new = names(comparison, lang)
    header = (say(lang, "item"), old, new, say(lang, "change-of"), say(lang, "percent-of"))
    shown = [figure for figure in comparison.figures if every or figure.changed]
    for key, group in groupby(shown, lambda figure: figure.cell.split("/", 1)[0]):
        yield Block(table_title(comparison.new.form, key, lang), header,
                    [row_of(figure, comparison, lang) for figure in group])  # fmt: skip
    for name, report, figures in (
        (old, comparison.old, comparison.only_old), (new, comparison.new, comparison.only_new),
    ):  # fmt: skip
        if figures:
            rows = [(label_of(f.cell, report.form, lang, whole=True),
                     show(f.old if f.old is not None else f.new)) for f in figures]  # fmt: skip
            yield Block(say(lang, "diff-only", name=name), (say(lang, "item"), name), rows)
    for name, entries in ((old, comparison.extra_old), (new, comparison.extra_new)):
        if entries:
            told = [(e.label or e.row, " ".join(e.values)) for e in entries]
            title = say(lang, "diff-extra", name=name)
            yield Block(title, (say(lang, "item"), name), told)


def row_of(figure: Figure, comparison: Comparison, lang: str) -> tuple[str, ...]:
    """One figure in words: label, old, new, change, percent."""
    forms = {r.form.name: r.form for r in (comparison.old, comparison.new)}
    label = label_of(figure.cell, forms[figure.form], lang)
    if figure.addends:
        label += say(lang, "diff-sum", count=len(figure.addends))
    return (
        label, number(figure.old, figure.old_state), number(figure.new, figure.new_state),
        signed(figure.change), f"{signed(figure.percent)}%" if figure.percent is not None else "",
    )  # fmt: skip


def label_of(path: str, form: Form, lang: str, *, whole: bool = False) -> str:
    """A cell's label, without its table's where that stands above it."""
    label = cell_label(path, form, lang)
    table = form.table(path.split("/", 1)[0])
    short = f"{table.short_en}: " if lang == "en" else table.short
    return label if whole else label.removeprefix(short).strip()


def table_title(form: Form, key: str, lang: str) -> str:
    """A table's number and name."""
    table = form.table(key)
    return f"{table.short_en} {table.en}" if lang == "en" else f"{table.short} {table.label}"


def number(value: Number | None, state: str = "") -> str:
    """A number in digits, or the mark of a blank, absent or unreadable cell."""
    return show(value) if value is not None else _STATES.get(state, BLANK)


def signed(value: Number | None) -> str:
    """A number with its sign; nothing for none."""
    if value is None:
        return ""
    return f"+{show(value)}" if value > 0 else show(value)


def texts(comparison: Comparison, lang: str) -> Iterator[tuple[str, Words]]:
    """Heading and text diff of each section and note that changed."""
    yield from _headed(comparison.narrative, comparison.new.form, lang)
    tables = {table.key for table in comparison.new.form.tables}
    for words in comparison.notes:
        if words.changed:
            title = words.key
            if words.key in tables:
                title = table_title(comparison.new.form, words.key, lang)
            yield say(lang, "diff-note", table=title), words


def alike(words: Words, lang: str) -> str:
    """How much of a text stayed, where both reports have one."""
    kept = any(piece.op == KEPT for piece in words.pieces)
    return say(lang, "diff-alike", percent=show(words.similarity)) if kept else ""


def _headed(entries: Iterable[Words], form: Form, lang: str) -> Iterator[tuple[str, Words]]:
    for words in entries:
        if words.changed:
            heading = form.preface if words.key == "preface" else ""
            yield heading or section_label(words.key, form, lang), words
