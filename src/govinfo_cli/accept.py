"""What a user accepts: findings that are known, and waivers with a reason and an end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from govinfo_cli.baseline import Known, write_baseline
from govinfo_cli.errors import GovinfoError
from govinfo_cli.finding import SEVERITIES, Finding, Waived, followers, freed
from govinfo_cli.fingerprint import fingerprints
from govinfo_cli.messages import word

if TYPE_CHECKING:
    from govinfo_cli.api import Result
    from govinfo_cli.report import Report


class Waiver(NamedTuple):
    """A finding that the user has looked at and accepts up to a day (ISO, inclusive).

    ``organ``, ``path`` and ``cell`` are patterns (``*``, ``?``); ``code`` may be a beginning.
    """

    code: str
    reason: str
    until: str
    organ: str = "*"
    path: str = "*"
    cell: str = "*"

    def concerns(self, path: str, organs: Iterable[str]) -> bool:
        """Whether it speaks of this file at all; ``organs``: all names of its organ."""
        shown = Path(path).as_posix()
        return any(fnmatchcase(organ, self.organ) for organ in organs) and (
            fnmatchcase(shown, self.path) or fnmatchcase(shown, f"*/{self.path}")
        )

    def covers(self, entry: Finding) -> bool:
        """Whether it speaks of this finding, in a file that it concerns."""
        cells = [where.cell for where in entry.cells] or [""]
        return entry.code.startswith(self.code) and any(
            fnmatchcase(cell, self.cell) for cell in cells
        )


@dataclass(slots=True)
class Acceptance:
    """What is accepted in a run, and what became of it. ``recording``: everything, from now on."""

    known: Mapping[str, Known] = field(default_factory=dict)
    waivers: tuple[Waiver, ...] = ()
    aliases: Mapping[str, str] = field(default_factory=dict)
    recording: bool = False
    today: str = field(default_factory=lambda: date.today().isoformat())  # noqa: DTZ011  the user's day
    recorded: dict[str, dict[str, object]] = field(default_factory=dict)
    _used: set[object] = field(default_factory=set)
    _due: set[object] = field(default_factory=set)
    _ended: dict[object, None] = field(default_factory=dict)

    def apply(self, result: Result, lang: str) -> Result:
        """Move the findings that are accepted to ``Result.waived``; they count no longer."""
        report = result.report
        names = self._names(report)
        self._due |= {w for w in self.waivers if w.concerns(result.path, names)}
        self._due |= {
            print_ for print_, entry in self.known.items()
            if report and entry.organ in names and entry.year == report.year
        }  # fmt: skip
        kept = []
        for entry, print_ in fingerprints(result.path, report, result.findings, self.aliases):
            accepted = self._judge(result, entry, print_)
            if accepted and accepted.kind == "baseline" and self.recording:
                self._record(result, entry, print_, lang)
            if accepted is None:
                kept.append(entry)
            else:
                result.waived.append(accepted)
        result.findings = freed(kept)
        return result

    def _names(self, report: Report | None) -> tuple[str, ...]:
        """The name that stands in the report, and the one that it is an alias of."""
        organ = report.organ if report else ""
        return organ, self.aliases.get(organ, organ)

    def _judge(self, result: Result, entry: Finding, print_: str) -> Waived | None:
        """Why a finding does not count; None for one that does."""
        ended: list[object] = []
        for waiver in self.waivers:
            if waiver.concerns(result.path, self._names(result.report)) and waiver.covers(entry):
                self._used.add(waiver)
                if waiver.until >= self.today:
                    return Waived(entry, "waiver", waiver.reason, waiver.until)
                ended.append(waiver)
        known = self.known.get(print_)
        if known is not None:
            self._used.add(print_)
            if known.reason and known.until >= self.today:
                return Waived(entry, "waiver", known.reason, known.until)
            if not known.reason:
                return Waived(entry, "baseline")
            ended.append(print_)
        if self.recording:
            return Waived(entry, "baseline")
        self._ended |= dict.fromkeys(ended)
        return None

    def _record(self, result: Result, entry: Finding, print_: str, lang: str) -> None:
        report = result.report
        where = entry.cells[0] if entry.cells else None
        self.recorded[print_] = {
            "fingerprint": print_,
            "code": entry.code,
            "organ": self._names(report)[1],
            "year": report.year if report else None,
            "cell": where.cell if where else "",
            "message": word(entry, report.form if report else None, lang),
        }

    def complaints(self) -> Iterator[GovinfoError]:
        """Waivers that have ended, and what is accepted but was not found any more."""
        accepted: list[tuple[object, Waiver | Known]] = [(entry, entry) for entry in self.waivers]
        accepted += self.known.items()
        gone = 0
        for key, entry in accepted:
            unused = key in self._due - self._used
            if key in self._ended:
                yield _complaint("waiver-expired", entry, until=entry.until)
            elif unused and entry.reason:
                yield _complaint("waiver-unused", entry)
            else:
                gone += unused
        if gone and not self.recording:
            yield GovinfoError("baseline-gone", count=gone)

    def write(self, path: Path) -> int:
        """Write the baseline; how many findings are in it. Waivers in it are kept."""
        kept = {
            print_: {
                "fingerprint": print_, "code": entry.code, "organ": entry.organ,
                "year": entry.year, "cell": entry.cell,
                "reason": entry.reason, "until": entry.until,
            }
            for print_, entry in self.known.items() if entry.reason
        }  # fmt: skip
        made = self.recorded | {
            key: self.recorded.get(key, {}) | waiver for key, waiver in kept.items()
        }
        write_baseline(path, made.values())
        return len(made)


def _complaint(key: str, entry: Waiver | Known, **facts: object) -> GovinfoError:
    cell = "" if entry.cell == "*" else entry.cell
    return GovinfoError(key, code=f"{entry.code} {cell}".strip(), reason=entry.reason, **facts)


def withhold(results: Iterable[Result], most: int) -> Iterator[Result]:
    """Tell at most so many findings in a run, of each file the worst first; the others count."""
    left = most
    for result in results:
        chosen = list(_worst_first(result.findings))[:left]
        keep = {id(entry) for entry in chosen}
        result.withheld = [entry for entry in result.findings if id(entry) not in keep]
        result.findings = freed(entry for entry in result.findings if id(entry) in keep)
        left -= len(result.findings)
        yield result


def _worst_first(findings: list[Finding]) -> Iterator[Finding]:
    """Each cause before what follows from it."""
    following = followers(findings)
    for severity in SEVERITIES:
        for lead in findings:
            if lead.severity == severity and lead.because is None:
                yield lead
                yield from following.get(id(lead), ())
    leads = {id(entry) for entry in findings}
    yield from (e for e in findings if e.because is not None and id(e.because) not in leads)
