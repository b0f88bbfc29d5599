"""A trend as one page: the table, and the chart inside it."""

from __future__ import annotations

from govinfo_cli.pages import FOOT, head, listing, safe, style
from govinfo_cli.trends import Trend
from govinfo_cli.trends.svg import draw
from govinfo_cli.trends.tables import remarks, rows_of, title_of


def tell(trend: Trend, lang: str) -> bytes:
    """One self-contained page without scripts."""
    title = title_of(trend, lang)
    sheets = style("page") + style("findings") + style("trend")
    lines = [*head(title, sheets, "zh-CN" if lang == "zh" else "en"), f"<h1>{safe(title)}</h1>"]
    lines += listing(rows_of(trend, lang), title)
    notes = "".join(f"<li>{safe(line)}</li>" for line in remarks(trend, lang))
    lines += [f"<ul>{notes}</ul>"] if notes else []
    lines.append(f'<div class="chart">{draw(trend, lang, bare=True)}</div>')
    return "\n".join([*lines, *FOOT]).encode()
