"""A report itself as plain text: what the file says, table by table."""

from __future__ import annotations

from collections.abc import Iterator

from govinfo_cli.forms import Table
from govinfo_cli.messages import say
from govinfo_cli.number import show
from govinfo_cli.report import Report
from govinfo_cli.reporters.plain import aligned
from govinfo_cli.text import one_line, visible

ABSENT, UNREAD, BLANK = "∅", "?", "·"


def show_plain(report: Report, lang: str) -> Iterator[str]:
    """Title, tables and sections. A blank is ·, an unreadable cell ?, an absent one ∅."""
    yield title_of(report) + "\n"
    yield say(lang, "form", form=report.form.name) + "\n"
    for title, lines in tables_of(report, lang):
        yield f"\n{title}\n"
        if lines:
            yield from (f"{line}\n" for line in aligned(lines))
    sections = {s.key: s.en if lang == "en" else s.label for s in report.form.sections}
    for key in report.form.texts:
        if report.narrative.get(key):
            words = visible(report.narrative[key])
            yield f"\n{sections.get(key, report.form.preface)}\n{words}\n"


def title_of(report: Report) -> str:
    """The title, or the one that is usual, as it may be shown."""
    return one_line(report.title or report.form.default_title(report.organ, report.year))


def tables_of(report: Report, lang: str) -> Iterator[tuple[str, list[list[str]]]]:
    """Each table as lines of words: a header, then a line a row; blocks are parted."""
    for table in report.form.tables:
        name = f"{table.short_en} {table.en}" if lang == "en" else f"{table.short} {table.label}"
        if table.blocks:
            for block in table.blocks:
                title = f"{name}  {block.en if lang == 'en' else block.label}"
                yield title, _lines(report, table, block.rows, block.columns, lang)
        else:
            yield name, _lines(report, table, tuple(table.rows), tuple(table.columns), lang)


def _lines(
    report: Report, table: Table, rows: tuple[str, ...], columns: tuple[str, ...], lang: str
) -> list[list[str]]:
    labels = [table.columns[key] for key in columns]
    lines = [["", *(label.en if lang == "en" else label.label for label in labels)]]
    for key in rows:
        row = table.rows[key]
        name = row.en if lang == "en" else row.label
        cells = [_cell(report, f"{table.key}/{key}/{column}") for column in columns]
        lines.append([name, *cells])
    return lines


def _cell(report: Report, path: str) -> str:
    index = report.form.index.get(path)
    if index is None:
        return ""
    if index in report.absent:
        return ABSENT
    if index in report.unread:
        return UNREAD
    return show(report.values[index]) or BLANK
