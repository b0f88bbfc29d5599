"""A trend drawn with rich, for a terminal."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table
from rich.text import Text

from govinfo_cli.text import printable
from govinfo_cli.trends import Trend
from govinfo_cli.trends.tables import GAP, remarks, rows_of, title_of


def draw_trend(trend: Trend, lang: str) -> None:
    """The table, a gap dimmed; then what has to be known of it."""
    console = Console()
    header, *rows = rows_of(trend, lang)
    table = Table(title=Text(printable(title_of(trend, lang)), style="bold"), title_justify="left")
    for at, name in enumerate(header):
        table.add_column(Text(name), justify="right" if at else "left", overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell, style="dim" if cell == GAP else "") for cell in row))
    console.print(table)
    for line in remarks(trend, lang):
        console.print(Text(printable(line), style="dim"))
