"""A comparison drawn with rich, for a terminal."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table
from rich.text import Text

from govinfo_cli.comparison import Comparison
from govinfo_cli.comparison.lines import Block, alike, blocks, remarks, texts, title_of
from govinfo_cli.comparison.plain import marked, shortened
from govinfo_cli.comparison.words import ADDED, KEPT, REMOVED
from govinfo_cli.text import printable

STYLES = {KEPT: "", REMOVED: "red strike", ADDED: "green underline"}
CHANGE = 3  # the columns from here on are changes


def draw_comparison(comparison: Comparison, lang: str, *, every: bool = False) -> None:
    """Title and remarks, a table for each table of the form, then the words that changed."""
    console = Console()
    console.print(_text(title_of(comparison, lang), "bold"))
    for line in remarks(comparison, lang):
        console.print(_text(f"  {line}", "dim"))
    for block in blocks(comparison, lang, every=every):
        console.print(_drawn(block))
    for heading, words in texts(comparison, lang):
        console.print(Text(f"\n{heading}", style="bold"), Text(alike(words, lang), style="dim"))
        if console.no_color or console.legacy_windows:
            console.print(_text("".join(marked(words))))
            continue
        told = Text()
        for op, text in shortened(words):
            told.append(_text(text, STYLES[op]))
        console.print(told)


def _drawn(block: Block) -> Table:
    table = Table(title=_text(block.title), title_justify="left")
    for at, name in enumerate(block.header):
        table.add_column(_text(name), justify="right" if at else "left", overflow="fold")
    for row in block.rows:
        up = row[CHANGE:] and row[CHANGE].startswith("+")
        style = "blue" if up else "yellow"
        table.add_row(*(_text(cell, style if at >= CHANGE else "") for at, cell in enumerate(row)))
    return table


def _text(words: str, style: str = "") -> Text:
    """Words of a report: what would steer the terminal is shown, not obeyed."""
    return Text(printable(words), style=style)
