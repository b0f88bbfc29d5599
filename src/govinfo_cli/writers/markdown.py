"""Markdown: the report in its official layout, readable back to the last character."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from govinfo_cli.jsonout import quote
from govinfo_cli.number import show
from govinfo_cli.text import ORDER
from govinfo_cli.writers.outline import outline
from govinfo_cli.writers.pipes import pipes, table_pipes
from govinfo_cli.writers.raw import contents

if TYPE_CHECKING:
    from govinfo_cli.report import Report

_SPECIAL: Final = re.compile(r"[\\`*_|~\[\]]")
_NAMED: Final = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
# What would end a line or a cell, or be obeyed unseen by whatever shows the text.
_ENTITY: Final = re.compile(f"[&<>\x00-\x1f\x7f-\x9f\ufffe\uffff{ORDER}]")
_ADDRESS: Final = re.compile(r"(?<=[A-Za-z]):(?=//)|(?<=[Ww]{3})\.")
_LEADING: Final = re.compile(r"^([#+=-])|^(\d+)([.)])")
_SURROGATE: Final = re.compile("[\ud800-\udfff]")


def write(report: Report) -> bytes:
    """Write a report as UTF-8 Markdown.

    Front matter with what the report says about itself, the title, then section by section
    the paragraphs, the tables as pipe tables, and the notes below them. A heading stands
    where the report has it; a row or column that it lacks as a whole is left out.
    """
    cells = [show(c) if not isinstance(c, str) else escape(c) for c in contents(report)]
    blocks = [_front_matter(report)]
    for block in outline(report):
        if block.kind == "title":
            blocks.append(f"# {escape(block.text).replace('#', '&#35;')}")
        elif block.kind == "heading":
            blocks.append(f"## {block.text}")
        elif block.table is not None:
            blocks += map(pipes, table_pipes(report.form, block.table, cells, report.absent))
        elif block.kind == "extra":
            blocks.append(pipes([block.rows[0], *(map(escape, row) for row in block.rows[1:])]))
        else:
            blocks.append(escape(block.text))
    text = "\n\n".join(blocks) + "\n"
    return _SURROGATE.sub("\ufffd", text).encode()


def escape(text: str) -> str:
    """Write a text so that Markdown shows it, and our reader takes it, letter by letter."""
    text = _SPECIAL.sub(r"\\\g<0>", text)
    text = _ENTITY.sub(lambda match: _NAMED.get(match[0]) or f"&#{ord(match[0])};", text)
    text = _ADDRESS.sub(r"\\\g<0>", text)  # some programs make links of bare addresses
    text = _LEADING.sub(r"\2\\\1\3", text)
    if text[:1].isspace() or text[-1:].isspace():
        body = text.strip()
        start = text.find(body) if body else len(text)
        text = _spaces(text[:start]) + body + _spaces(text[start + len(body) :])
    return text


def _spaces(text: str) -> str:
    return "".join(f"&#{ord(character)};" for character in text)


def _front_matter(report: Report) -> str:
    lines = ["---", f"form: {quote(report.form.name)}"]
    if report.year is not None:
        lines.append(f"year: {report.year}")
    if report.title:
        lines.append(f"title: {quote(report.title)}")
    named = ("organ", "organ_level", "published", "contact")
    lines += [f"{name}: {quote(getattr(report, name))}" for name in named]
    return "\n".join([*lines, "---"])
