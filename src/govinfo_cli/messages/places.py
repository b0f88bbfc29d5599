"""Places in files in the user's words: ``page 2, table 1, row 5`` is 第2页第1个表格第5行."""

from __future__ import annotations

import re
from typing import Final

# The readers name places in one way for all programs; only sentences translate them.
_WORDS: Final = {
    "page": "第{}页", "table": "第{}个表格", "row": "第{}行", "column": "第{}列",
    "line": "第{}行", "paragraph": "第{}段",
}  # fmt: skip
_PART: Final = re.compile(rf"({'|'.join(_WORDS)}) (\d+)")
_WHOLE: Final = re.compile(rf"{_PART.pattern}(, {_PART.pattern})*")


def place_words(source: str, lang: str) -> str:
    """A place as a sentence names it; cells of workbooks and JSON pointers stay as they are."""
    if lang == "en" or not _WHOLE.fullmatch(source):
        return source
    return "".join(_WORDS[name].format(number) for name, number in _PART.findall(source))
