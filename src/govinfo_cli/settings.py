"""What a user may decide about the checks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

# Art. 49 of the Regulation: departments by 31 January, governments by 31 March.
DEADLINES: Final = {"department": "01-31", "township": "01-31", "government": "03-31"}


@dataclass(frozen=True, slots=True)
class Settings:
    """``deadlines``: MM-DD of the year after, by kind of organ; codes or their beginnings.

    ``aliases``: other names of organs, each with the name that it stands for.
    """

    deadlines: Mapping[str, str] = field(default_factory=lambda: DEADLINES)
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    aliases: Mapping[str, str] = field(default_factory=dict)

    def wants(self, code: str) -> bool:
        """Whether findings of a code are asked for: ``A3`` stands for all of A301 to A399."""
        if self.select and not code.startswith(self.select):
            return False
        return not (self.ignore and code.startswith(self.ignore))
