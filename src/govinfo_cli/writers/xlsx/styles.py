"""Cell styles with their twins that say: what stands here is a text, whatever it looks like.

Source: ECMA-376 part 1, section 18.8.45 (``xf``, attribute ``quotePrefix``).
"""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element


class Styles:
    """The styles part of a workbook. ``changed``: it got twins and has to be written."""

    def __init__(self, root: _Element) -> None:
        self.root = root
        self.changed = False
        self._formats = root.find("{*}cellXfs")
        self._twins: dict[str, str] = {}

    def quoted(self, style: str) -> str:
        """The number of a style's twin with ``quotePrefix``, made where there is none yet."""
        if self._formats is None or not style.isdigit() or int(style) >= len(self._formats):
            return style
        if style not in self._twins:
            self._twins[style] = self._twin(self._formats, int(style))
        return self._twins[style]

    def _twin(self, formats: _Element, number: int) -> str:
        if formats[number].get("quotePrefix") in ("1", "true"):
            return str(number)
        twin = deepcopy(formats[number])
        twin.set("quotePrefix", "1")
        formats.append(twin)
        formats.set("count", str(len(formats)))
        self.changed = True
        return str(len(formats) - 1)
