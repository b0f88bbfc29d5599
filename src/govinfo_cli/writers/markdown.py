"""Markdown: the report in its official layout, readable back to the last character."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final

from govinfo_cli.jsonout import quote
from govinfo_cli.marks import EXTRA_HEADER, NOTE_PREFIX
from govinfo_cli.number import show
from govinfo_cli.writers.pipes import table_pipes
from govinfo_cli.writers.raw import contents, extra_rows

if TYPE_CHECKING:
    from govinfo_cli.forms import Table
    from govinfo_cli.report import Report

_SPECIAL: Final = re.compile(r"[\\`*_|~\[\]]")
_ENTITIES: Final = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    "\t": "&#9;",
    "\n": "&#10;",
    "\r": "&#13;",
}
_ENTITY: Final = re.compile("[&<>\t\n\r]")
_LEADING: Final = re.compile(r"^([#+=-])|^(\d+)([.)])")
_SURROGATE: Final = re.compile("[\ud800-\udfff]")


def write(report: Report) -> bytes:
    """Write a report as UTF-8 Markdown.

    Front matter with what the report says about itself, the title, then section by section
    the paragraphs, the tables as pipe tables, and the notes below them. A heading stands
    where the report has it; a row or column that it lacks as a whole is left out.
    """
    blocks = [_front_matter(report)]
    if title := _title(report):
        blocks.append(f"# {escape(title).replace('#', '&#35;')}")
    preface = report.narrative.get("preface")
    if preface == "":
        blocks.append(f"## {report.form.preface}")
    blocks.extend(_paragraphs(preface))
    cells = [show(c) if not isinstance(c, str) else escape(c) for c in contents(report)]
    for section in report.form.sections:
        if section.key in report.narrative:
            blocks.append(f"## {section.label}")
        blocks.extend(_paragraphs(report.narrative.get(section.key)))
        for table in report.form.tables:
            if table.section == section.key:
                blocks.extend(_table(report, table, cells))
    if report.extra:
        blocks.append(_pipes([EXTRA_HEADER, *(map(escape, row) for row in extra_rows(report))]))
    text = "\n\n".join(blocks) + "\n"
    return _SURROGATE.sub("\ufffd", text).encode()


def escape(text: str) -> str:
    """Write a text so that Markdown shows it, and our reader takes it, letter by letter."""
    text = _SPECIAL.sub(r"\\\g<0>", text)
    text = _ENTITY.sub(lambda match: _ENTITIES[match[0]], text)
    text = _LEADING.sub(r"\2\\\1\3", text)
    if text[:1].isspace() or text[-1:].isspace():
        body = text.strip()
        start = text.find(body) if body else len(text)
        text = _spaces(text[:start]) + body + _spaces(text[start + len(body) :])
    return text


def _spaces(text: str) -> str:
    return "".join(f"&#{ord(character)};" for character in text)


def _title(report: Report) -> str:
    """The title as printed; none where not even the year is known."""
    if report.title or report.year is None:
        return report.title
    return report.form.default_title(report.organ, report.year)


def _front_matter(report: Report) -> str:
    lines = ["---", f"form: {quote(report.form.name)}"]
    if report.year is not None:
        lines.append(f"year: {report.year}")
    if report.title:
        lines.append(f"title: {quote(report.title)}")
    named = ("organ", "organ_level", "published", "contact")
    lines += [f"{name}: {quote(getattr(report, name))}" for name in named]
    return "\n".join([*lines, "---"])


def _paragraphs(text: str | None) -> Iterator[str]:
    return (escape(line) for line in (text or "").split("\n") if line)


def _table(report: Report, table: Table, cells: Sequence[str]) -> Iterator[str]:
    for rows in table_pipes(report.form, table, cells, report.absent):
        yield _pipes(rows)
    for line in report.notes.get(table.key, "").split("\n"):
        if line:
            yield escape(line if line.startswith("注") else NOTE_PREFIX + line)


def _pipes(rows: Iterable[Iterable[str]]) -> str:
    lines = [list(row) for row in rows]
    lines.insert(1, ["---"] * len(lines[0]))
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
