"""What stands around a page's article: navigation and footers, but also organ and date."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from govinfo_cli.document import Grid, Paragraph
from govinfo_cli.number import show_raw
from govinfo_cli.recognise.settings import KEYS, apply
from govinfo_cli.report import Report
from govinfo_cli.text import fold, squeeze
from govinfo_cli.title import read_title

_PAIR: Final = re.compile(r"([\u4e00-\u9fff ]{2,8})\s{0,4}[:：]\s{0,4}([^\s:：]+)")
_TRUSTED: Final = ("organ", "published")


def read_asides(report: Report, blocks: Iterable[Paragraph | Grid]) -> None:
    """Let particulars around the article fill what the report itself does not say."""
    for block in blocks:
        if isinstance(block, Paragraph) and not report.title and not report.organ:
            found = read_title(re.split(r"[_|-]", squeeze(block.text))[0])
            if found and found[0]:
                report.title = re.split(r"[_|-]", block.text)[0].strip()
                report.organ = found[0]
                report.year = report.year if report.year is not None else found[1]
                report.text_places.setdefault("title", []).append(block.source)
        for label, value in _pairs(block):
            key = KEYS.get(fold(label))
            if key in _TRUSTED and not getattr(report, key):
                apply(report, key, value)


def _pairs(block: Paragraph | Grid) -> Iterator[tuple[str, str]]:
    """Label and value: in a line of text, or in neighbouring cells."""
    if isinstance(block, Paragraph):
        for match in _PAIR.finditer(block.text):
            yield match[1], match[2]
        return
    for row in block.rows:
        cells = [show_raw(cell).strip() for cell in row if cell not in ("", None)]
        for cell, after in zip(cells, [*cells[1:], ""], strict=False):
            if both := _PAIR.fullmatch(cell):
                yield both[1], both[2]
            else:
                yield cell.rstrip(":： "), after
