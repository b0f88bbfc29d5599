"""A report as it is printed, block by block: what Markdown, pages and Word files have in common."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Literal, NamedTuple

from govinfo_cli.forms.sheet import Sheet, official_sheet
from govinfo_cli.marks import EXTRA_HEADER, as_note
from govinfo_cli.text import squeeze
from govinfo_cli.writers.raw import extra_rows

if TYPE_CHECKING:
    from collections.abc import Collection

    from govinfo_cli.forms import Form, Table
    from govinfo_cli.report import Report

Kind = Literal["title", "heading", "text", "table", "note", "extra"]


class Block(NamedTuple):
    """One block. ``table`` is a table's; ``rows`` those of what found no cell (extra)."""

    kind: Kind
    text: str = ""
    table: Table | None = None
    rows: tuple[tuple[str, ...], ...] = ()


def outline(report: Report) -> Iterator[Block]:
    """Give title, headings, paragraphs, tables with their notes, and leftovers, in order.

    A heading stands where the report has it. The title is none where not even the year is
    known. A preface gets a heading where it is empty, so that it is not lost, and where its first
    line would be taken for one.
    """
    if title := title_of(report):
        yield Block("title", title)
    preface = report.narrative.get("preface")
    if preface is not None and squeeze(preface.split("\n")[0]) in ("", report.form.preface):
        yield Block("heading", report.form.preface)
    yield from _lines("text", preface)
    for section in report.form.sections:
        if section.key in report.narrative:
            yield Block("heading", section.label)
        yield from _lines("text", report.narrative.get(section.key))
        for table in report.form.tables:
            if table.section == section.key:
                yield Block("table", table=table)
                for block in _lines("note", report.notes.get(table.key)):
                    yield Block("note", as_note(block.text))
    if report.extra:
        yield Block("extra", rows=(EXTRA_HEADER, *extra_rows(report)))


def title_of(report: Report) -> str:
    """The title as printed."""
    if report.title or report.year is None:
        return report.title
    return report.form.default_title(report.organ, report.year)


def _lines(kind: Kind, text: str | None) -> Iterator[Block]:
    return (Block(kind, line) for line in (text or "").split("\n") if line)


def printed_sheet(form: Form, table: Table, absent: Collection[int]) -> Sheet:
    """The official layout without the lines of which the report has no cell at all."""
    sheet = official_sheet(form, table.key)
    if not absent:
        return sheet
    numbers: dict[int, bool] = {}
    titles = set()
    for (line, _), slot in sheet.slots.items():
        if slot.index >= 0:
            numbers[line] = numbers.get(line, False) or slot.index not in absent
        elif slot.colspan == sheet.width and line >= sheet.header:
            titles.add(line)
    if all(numbers.values()):
        return sheet
    kept: list[int] = []
    for line in reversed(range(sheet.height)):
        below = line + 1 in kept and line + 1 not in titles
        if numbers.get(line, below):
            kept.append(line)
    kept.sort()
    return _cut(sheet, kept) if any(numbers.values()) else Sheet({}, 0, sheet.width, 0)


def _cut(sheet: Sheet, kept: list[int]) -> Sheet:
    slots = {}
    for (line, column), slot in sheet.slots.items():
        lines = [at for at, old in enumerate(kept) if line <= old < line + slot.rowspan]
        if lines:
            slots[lines[0], column] = replace(slot, rowspan=len(lines))
    header = sum(1 for line in kept if line < sheet.header)
    return Sheet(slots, len(kept), sheet.width, header)
