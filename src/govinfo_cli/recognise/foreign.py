"""Files that hold no report: how a large one is known, and what is said of it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Final

from govinfo_cli.document import Document, Grid, Paragraph
from govinfo_cli.forms import FormSet
from govinfo_cli.recognise.labels import label_index

LARGE: Final = 10_000  # cells


def is_foreign(document: Document, forms: FormSet) -> bool:
    """Whether a large document has no label of any form, so that it can hold no report.

    Each of its texts is looked at once, where recognition would go over it several times. The
    cells of a report are a few hundred: there it would be one time more.
    """
    grids = [block for block in document.blocks if isinstance(block, Grid)]
    if sum(sum(map(len, grid.rows)) for grid in grids) < LARGE:
        return False
    texts = dict.fromkeys(texts_of(document))
    for form in forms:
        index = label_index(form)
        index.begin()
        if any(index.match(text).targets for text in texts):
            return False
    return True


def texts_of(document: Document) -> Iterator[str]:
    """Paragraphs and the texts in cells, in reading order."""
    for block in document.blocks:
        if isinstance(block, Paragraph):
            yield block.text
        else:
            for row in block.rows:
                yield from (cell for cell in row if type(cell) is str and cell)


def summary(document: Document) -> str:
    """The first words of a file that holds no report, to say what was found instead."""
    texts = (text.strip() for text in texts_of(document) if text.strip())
    return "；".join(text[:30] for text in islice(texts, 3))
