"""A comparison as one page: the form as printed, each number with what it was and its change."""

from __future__ import annotations

from collections.abc import Iterator

from govinfo_cli.comparison import Comparison, Figure
from govinfo_cli.comparison.lines import (
    alike,
    blocks,
    number,
    remarks,
    signed,
    table_title,
    texts,
    title_of,
)
from govinfo_cli.comparison.words import ADDED, REMOVED, Words
from govinfo_cli.forms.sheet import Slot, official_sheet
from govinfo_cli.messages import say
from govinfo_cli.number import show
from govinfo_cli.pages import FOOT, head, listing, safe, style, table


def tell(comparison: Comparison, lang: str, *, every: bool = False) -> str:
    """One self-contained page without scripts. It shows every figure; the changed stand out."""
    del every
    title = title_of(comparison, lang)
    sheets = style("page") + style("findings") + style("comparison")
    lines = [*head(title, sheets, "zh-CN" if lang == "zh" else "en"), f"<h1>{safe(title)}</h1>"]
    lines.append("<ul>" + "".join(f"<li>{safe(r)}</li>" for r in remarks(comparison, lang)))
    lines.append(f"<li>{safe(say(lang, 'diff-legend'))}</li></ul>")
    lines += _sheets(comparison, lang)
    printed = set(_printed(comparison))
    rest = comparison.figures
    lost = tuple(f for f in rest if f.cell not in printed)
    for block in blocks(_without(comparison, lost), lang, every=True):
        lines.append(f"<h2>{safe(block.title)}</h2>")
        lines += listing([block.header, *block.rows], block.title)
    for heading, words in texts(comparison, lang):
        share = safe(alike(words, lang))
        lines.append(f'<h2>{safe(heading)} <span class="alike">{share}</span></h2>')
        lines.append(f'<p class="words">{"".join(_marked(words))}</p>')
    return "\n".join([*lines, *FOOT])


def _without(comparison: Comparison, figures: tuple[Figure, ...]) -> Comparison:
    from dataclasses import replace  # noqa: PLC0415

    return replace(comparison, figures=figures)


def _printed(comparison: Comparison) -> Iterator[str]:
    """The figures that stand in the new form's own tables."""
    for figure in comparison.figures:
        if figure.form == comparison.new.form.name:
            yield figure.cell


def _sheets(comparison: Comparison, lang: str) -> Iterator[str]:
    report = comparison.new
    known = {f.cell: f for f in comparison.figures if f.form == report.form.name}

    def cell(slot: Slot, spans: str) -> str:
        figure = known.get(report.form.cells[slot.index].path)
        if figure is None:
            return f'<td class="alone"{spans}>{show(report.values[slot.index])}</td>'
        text = number(figure.new, figure.new_state)
        if not figure.changed:
            return f"<td{spans}>{text}</td>"
        way = "up" if (figure.change or 0) > 0 else "down" if (figure.change or 0) < 0 else "other"
        share = f" {signed(figure.percent)}%" if figure.percent is not None else ""
        change = f'<span class="change">{signed(figure.change)}{share}</span>'
        old = f'<span class="old">{number(figure.old, figure.old_state)}</span>'
        return f'<td class="{way}"{spans}>{old}<span class="new">{text}</span>{change}</td>'

    for entry in report.form.tables:
        label = table_title(report.form, entry.key, lang)
        yield f"<h2>{safe(label)}</h2>"
        yield from table(official_sheet(report.form, entry.key), label, cell)


def _marked(words: Words) -> Iterator[str]:
    tags = {REMOVED: "del", ADDED: "ins"}
    for op, text in words.pieces:
        plain = safe(text).replace("\n", "<br>")
        yield f"<{tags[op]}>{plain}</{tags[op]}>" if op in tags else plain
