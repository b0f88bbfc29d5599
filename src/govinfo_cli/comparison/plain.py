"""A comparison as plain text, for pipes and old consoles."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from govinfo_cli.comparison import Comparison
from govinfo_cli.comparison.lines import Block, alike, blocks, remarks, texts, title_of
from govinfo_cli.comparison.words import ADDED, KEPT, REMOVED, Words
from govinfo_cli.reporters.plain import aligned
from govinfo_cli.text import visible

AROUND: Final = 24  # characters of unchanged text that stay beside a change


def tell(comparison: Comparison, lang: str, *, every: bool = False) -> str:
    """Title, remarks, the tables, and the changed text as [-old-]{+new+}."""
    parts = [f"{title_of(comparison, lang)}\n"]
    parts += [f"  {line}\n" for line in remarks(comparison, lang)]
    parts += [_table(block) for block in blocks(comparison, lang, every=every)]
    for heading, words in texts(comparison, lang):
        title = f"{heading}  {alike(words, lang)}".rstrip()
        parts.append(f"\n{title}\n{''.join(marked(words))}\n")
    return visible("".join(parts))


def _table(block: Block) -> str:
    lines = "".join(f"  {line}\n" for line in aligned([block.header, *block.rows]))
    return f"\n{block.title}\n{lines}"


def marked(words: Words) -> Iterator[str]:
    """The changed text as [-old-]{+new+}, for where neither colour nor strokes are shown."""
    marks = {REMOVED: "[-{}-]", ADDED: "{{+{}+}}"}
    for op, text in shortened(words):
        yield text if op == KEPT else marks[op].format(text)


def shortened(words: Words) -> Iterator[tuple[str, str]]:
    """The pieces, long stretches of unchanged text cut down to what stands around a change."""
    last = len(words.pieces) - 1
    for at, (op, text) in enumerate(words.pieces):
        head, tail = AROUND * (at > 0), AROUND * (at < last)
        if op == KEPT and len(text) > 3 * AROUND:
            yield op, f"{text[:head]} … {text[len(text) - tail :]}"
        else:
            yield op, text
