"""A file type of one's own: ``.ini`` files with a section for each row of a table.

[disclosure/licensing]
本年处理决定数量 = 12
"""

from __future__ import annotations

from configparser import ConfigParser
from functools import partial

from govinfo_cli.document import Document, Grid, Paragraph
from govinfo_cli.errors import UnreadableError
from govinfo_cli.forms import load_forms
from govinfo_cli.number import show
from govinfo_cli.report import Report

BINARY = False  # it may go to the terminal


def read(data: bytes, name: str) -> Document:
    """A Document: a title, and a grid with its header for each section."""
    parser = ConfigParser(interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]  labels keep their case
    try:
        parser.read_string(data.decode("utf-8-sig"))
    except (UnicodeDecodeError, ValueError) as error:
        raise UnreadableError("file-unreadable", reason=str(error)) from error
    document = Document(name)
    if title := parser.defaults().get("title"):
        document.blocks.append(Paragraph(title, "title"))
    (form, *_) = load_forms()
    for section in parser.sections():
        table, _, row = section.partition("/")
        label = form.table(table).rows[row].label
        cells = {k: v for k, v in parser.items(section) if k != "title"}
        header: list[object] = ["信息内容", *cells]
        line: list[object] = [label, *cells.values()]
        document.blocks.append(Grid([header, line], partial(_place, section), section))
    return document


def _place(section: str, row: int, column: int) -> str:
    return f"[{section}] {row}.{column}"


def write(report: Report) -> bytes:
    """Table two of a report."""
    lines = [
        "[DEFAULT]",
        f"title = {report.title or report.form.default_title(report.organ, report.year)}",
    ]
    for row in report.form.table("disclosure").rows.values():
        lines.append(f"\n[disclosure/{row.key}]")
        for key in row.columns:
            label = report.form.table("disclosure").columns[key].label
            lines.append(f"{label} = {show(report[f'disclosure/{row.key}/{key}'])}")
    return ("\n".join(lines) + "\n").encode()
