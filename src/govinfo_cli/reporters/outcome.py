"""What a reporter needs to know of a checked file, and the counts over a run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from govinfo_cli.errors import GovinfoError
from govinfo_cli.finding import Finding
from govinfo_cli.report import Report


class Outcome(Protocol):
    """One checked file, as the API gives it."""

    path: str
    report: Report | None
    findings: list[Finding]
    error: GovinfoError | None

    @property
    def status(self) -> str:
        """valid, invalid or unreadable."""

    def counts(self) -> Mapping[str, int]:
        """Findings by severity."""


@dataclass(slots=True)
class Summary:
    """The counts over all files of a run."""

    files: int = 0
    valid: int = 0
    invalid: int = 0
    unreadable: int = 0
    errors: int = 0
    warnings: int = 0

    def add(self, outcome: Outcome) -> None:
        """Count one file."""
        self.files += 1
        setattr(self, outcome.status, getattr(self, outcome.status) + 1)
        counts = outcome.counts()
        self.errors += counts["error"]
        self.warnings += counts["warning"]

    def to_dict(self) -> dict[str, int]:
        """The summary object of interface.md."""
        names = ("files", "valid", "invalid", "unreadable", "errors", "warnings")
        return {name: getattr(self, name) for name in names}


def first_error(findings: Sequence[Finding]) -> Finding | None:
    """The first error that follows from no other finding."""
    return next((f for f in findings if f.severity == "error" and f.because is None), None)
