"""Regular expressions that are compiled when they are first used.

A check of one file needs a third of those that its modules name, and to compile one takes as
long as to import a small module.
"""

from __future__ import annotations

import re
from typing import Any, AnyStr, cast


def late(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """As ``re.compile``, but later."""
    return cast("re.Pattern[AnyStr]", _Late(pattern, flags))


class _Late:
    """Stands for a pattern; what was asked of it once is its own from then on."""

    def __init__(self, pattern: str | bytes, flags: int) -> None:
        self._wanted = pattern, flags
        self._made: Any = None

    def __getattr__(self, name: str) -> Any:
        if self._made is None:
            self._made = re.compile(*self._wanted)
        found = getattr(self._made, name)
        setattr(self, name, found)
        return found
