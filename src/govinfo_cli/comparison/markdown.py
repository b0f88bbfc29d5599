"""A comparison as Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from govinfo_cli.comparison import Comparison
from govinfo_cli.comparison.lines import Block, alike, blocks, remarks, texts, title_of
from govinfo_cli.comparison.plain import shortened
from govinfo_cli.comparison.words import ADDED, KEPT, REMOVED, Words
from govinfo_cli.text import visible
from govinfo_cli.writers.markdown import escape
from govinfo_cli.writers.pipes import pipes

_NUMBER: Final = re.compile(r"[+-]?[\d.]+%?")


def tell(comparison: Comparison, lang: str, *, every: bool = False) -> str:
    """Headings, pipe tables, and the changed text in ``<del>`` and ``<ins>``."""
    parts = [f"# {escape(title_of(comparison, lang))}"]
    parts.append("\n".join(f"- {escape(line)}" for line in remarks(comparison, lang)))
    parts += [_table(block) for block in blocks(comparison, lang, every=every)]
    for heading, words in texts(comparison, lang):
        parts.append(f"## {escape(f'{heading} {alike(words, lang)}'.strip())}")
        parts.append("".join(_marked(words)).strip("\n"))
    return visible("\n\n".join(parts)) + "\n"


def _table(block: Block) -> str:
    lines = [map(_cell, line) for line in (block.header, *block.rows)]
    return f"## {escape(block.title)}\n\n{pipes(lines, numbers=True)}"


def _cell(text: str) -> str:
    """Digits need no escapes inside a table."""
    return text if _NUMBER.fullmatch(text) else escape(text)


def _marked(words: Words) -> Iterator[str]:
    """Tags, not asterisks: beside Chinese punctuation those often mark nothing.

    They go around each line by itself and do not reach over the end of a paragraph.
    """
    tags = {REMOVED: ("<del>", "</del>"), ADDED: ("<ins>", "</ins>"), KEPT: ("", "")}
    for op, text in shortened(words):
        start, end = tags[op]
        yield "\n\n".join(
            f"{start}{escape(line)}{end}" if line.strip() else "" for line in text.split("\n")
        )
