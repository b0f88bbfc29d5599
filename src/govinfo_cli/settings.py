"""What a user may decide about the checks."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from govinfo_cli.finding import Finding

# Art. 49 of the Regulation: departments by 31 January, governments by 31 March.
DEADLINES: Final = {"department": "01-31", "township": "01-31", "government": "03-31"}

_NONE: Final[Mapping[str, str]] = {}  # never written to


class Settings(NamedTuple):
    """What the checks go by.

    ``deadlines``: MM-DD of the year after, by kind of organ. ``select`` and ``ignore``: codes
    or their beginnings. ``severities``: another severity for a code or its beginning.
    ``aliases``: other names of organs, each with the name that it stands for.
    """

    deadlines: Mapping[str, str] = DEADLINES
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severities: Mapping[str, str] = _NONE
    aliases: Mapping[str, str] = _NONE

    def wants(self, code: str) -> bool:
        """Whether findings of a code are asked for: ``A3`` stands for all of A301 to A399."""
        if self.select and not code.startswith(self.select):
            return False
        return not (self.ignore and code.startswith(self.ignore))

    def grade(self, entry: "Finding") -> "Finding":
        """A finding with the severity that the user gives its code; the longest match counts."""
        best = max((c for c in self.severities if entry.code.startswith(c)), key=len, default="")
        return entry._replace(severity=self.severities[best]) if best else entry
