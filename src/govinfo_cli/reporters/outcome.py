"""What a reporter needs to know of a checked file, and the counts over a run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from govinfo_cli.errors import GovinfoError
from govinfo_cli.finding import Finding, Waived
from govinfo_cli.messages import say
from govinfo_cli.report import Report


class Outcome(Protocol):
    """One checked file, as the API gives it.

    ``waived`` do not count. ``withheld`` count but are more than the user asked to be told.
    """

    path: str
    report: Report | None
    findings: list[Finding]
    waived: list[Waived]
    withheld: list[Finding]
    error: GovinfoError | None
    previous: str

    @property
    def status(self) -> str:
        """valid, invalid or unreadable."""

    def counts(self) -> Mapping[str, int]:
        """Findings by severity."""


@dataclass(slots=True, eq=False, repr=False)
class Summary:
    """The counts over all files of a run."""

    files: int = 0
    valid: int = 0
    invalid: int = 0
    unreadable: int = 0
    errors: int = 0
    warnings: int = 0
    waived: int = 0
    known: int = 0

    def add(self, outcome: Outcome) -> None:
        """Count one file."""
        self.files += 1
        setattr(self, outcome.status, getattr(self, outcome.status) + 1)
        counts = outcome.counts()
        self.errors += counts["error"]
        self.warnings += counts["warning"]
        self.known += sum(entry.kind == "baseline" for entry in outcome.waived)
        self.waived += sum(entry.kind != "baseline" for entry in outcome.waived)

    def to_dict(self) -> dict[str, int]:
        """The summary object; what does not count is told only where there is any."""
        names = ["files", "valid", "invalid", "unreadable", "errors", "warnings"]
        names += [name for name in ("waived", "known") if getattr(self, name)]
        return {name: getattr(self, name) for name in names}

    def sentence(self, lang: str) -> str:
        """The counts in words."""
        words = say(lang, "summary", **self.to_dict())
        return words + uncounted(self.waived, self.known, lang)


def uncounted(waived: int, known: int, lang: str) -> str:
    """What was found and does not count, in words; "" for nothing."""
    parts = [say(lang, "waived", count=waived)] if waived else []
    parts += [say(lang, "known", count=known)] if known else []
    return "".join((" " if lang == "en" else "") + part for part in parts)


def uncounted_of(outcome: Outcome, lang: str) -> str:
    """The same for one file."""
    known = sum(entry.kind == "baseline" for entry in outcome.waived)
    return uncounted(len(outcome.waived) - known, known, lang).strip()


def first_error(findings: Sequence[Finding]) -> Finding | None:
    """The first error that follows from no other finding."""
    return next((f for f in findings if f.severity == "error" and f.because is None), None)
