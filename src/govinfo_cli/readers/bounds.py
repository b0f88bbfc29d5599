"""Texts that no cell and no paragraph of a report can be: refused before they are looked at."""

from __future__ import annotations

from govinfo_cli.document import Document, Grid, Paragraph
from govinfo_cli.limits import now, reached


def check_texts(document: Document) -> None:
    """Raise UnreadableError for a text longer than the limit."""
    limit = now().string
    for block in document.blocks:
        for row in [[block.text]] if isinstance(block, Paragraph) else block.rows:
            for text in row:
                if type(text) is str and len(text) > limit:
                    raise reached("text-too-long", "string", source=_place(block))


def _place(block: Paragraph | Grid) -> str:
    return block.source if isinstance(block, Paragraph) else block.name or block.locate(0, 0)
