"""What a user accepts: findings that are known, and waivers with a reason and an end."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from govinfo_cli.errors import GovinfoError, UsageError
from govinfo_cli.finding import SEVERITIES, Finding, Waived, freed
from govinfo_cli.fingerprint import fingerprints
from govinfo_cli.jsonout import dumps
from govinfo_cli.messages import word
from govinfo_cli.outfile import write_file

if TYPE_CHECKING:
    from govinfo_cli.api import Result
    from govinfo_cli.report import Report

VERSION: Final = 1
SCHEMA: Final = "urn:govinfo:schema:baseline"


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

    def concerns(self, path: str, report: Report | None) -> bool:
        """Whether it speaks of this file at all."""
        organ = report.organ if report else ""
        shown = Path(path).as_posix()
        return fnmatchcase(organ, self.organ) and (
            fnmatchcase(shown, self.path) or fnmatchcase(shown, f"*/{self.path}")
        )

    def covers(self, entry: Finding) -> bool:
        """Whether it speaks of this finding, in a file that it concerns."""
        cells = [where.cell for where in entry.cells] or [""]
        return entry.code.startswith(self.code) and any(
            fnmatchcase(cell, self.cell) for cell in cells
        )


class Known(NamedTuple):
    """A finding of the baseline file. With a ``reason`` it is a waiver of this one finding."""

    organ: str
    year: int | None
    code: str
    cell: str
    reason: str = ""
    until: str = ""


@dataclass(slots=True)
class Acceptance:
    """What is accepted in a run, and what became of it. ``recording``: everything, from now on."""

    known: Mapping[str, Known] = field(default_factory=dict)
    waivers: tuple[Waiver, ...] = ()
    recording: bool = False
    today: str = field(default_factory=lambda: date.today().isoformat())  # noqa: DTZ011  the user's day
    recorded: dict[str, dict[str, object]] = field(default_factory=dict)
    _used: set[object] = field(default_factory=set)
    _due: set[object] = field(default_factory=set)
    _ended: dict[object, None] = field(default_factory=dict)

    def apply(self, result: Result, lang: str) -> Result:
        """Move the findings that are accepted to ``Result.waived``; they count no longer."""
        report = result.report
        self._due |= {w for w in self.waivers if w.concerns(result.path, report)}
        self._due |= {
            print_ for print_, entry in self.known.items()
            if report and (entry.organ, entry.year) == (report.organ, report.year)
        }  # fmt: skip
        kept = []
        for entry, print_ in fingerprints(result.path, report, result.findings):
            accepted = self._judge(result, entry, print_)
            if accepted and accepted.kind == "baseline" and self.recording:
                self._record(result, entry, print_, lang)
            if accepted is None:
                kept.append(entry)
            else:
                result.waived.append(accepted)
        result.findings = freed(kept)
        return result

    def _judge(self, result: Result, entry: Finding, print_: str) -> Waived | None:
        """Why a finding does not count; None for one that does."""
        ended: list[object] = []
        for waiver in self.waivers:
            if waiver.concerns(result.path, result.report) and waiver.covers(entry):
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
            "organ": report.organ if report else "",
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
        by = ("organ", "year", "code", "cell", "fingerprint")
        order = sorted(made.values(), key=lambda entry: [str(entry[name]) for name in by])
        whole = {"$schema": SCHEMA, "version": VERSION, "findings": order}
        write_file(path, (dumps(whole, indent=2) + "\n").encode(), force=True)
        return len(order)


def _complaint(key: str, entry: Waiver | Known, **facts: object) -> GovinfoError:
    cell = "" if entry.cell == "*" else entry.cell
    return GovinfoError(key, code=f"{entry.code} {cell}".strip(), reason=entry.reason, **facts)


def read_baseline(path: Path) -> dict[str, Known]:
    """The findings of a baseline file by fingerprint. Raises UsageError with what is wrong."""
    try:
        data = json.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError as error:
        raise UsageError("baseline-missing", path=str(path)) from error
    except OSError as error:
        raise UsageError("baseline-unreadable", path=str(path), reason=error.strerror) from error
    except ValueError as error:
        raise UsageError("baseline-invalid", path=str(path), reason=str(error)) from error
    if not isinstance(data, dict) or data.get("version") != VERSION:
        raise UsageError("baseline-invalid", path=str(path), reason=f"version {VERSION}")
    return dict(
        _known(entry, number, path) for number, entry in enumerate(data.get("findings", ()))
    )


def _known(entry: object, number: int, path: Path) -> tuple[str, Known]:
    def wrong(what: str) -> UsageError:
        return UsageError("baseline-invalid", path=str(path), reason=f"findings[{number}]: {what}")

    if not isinstance(entry, dict) or not isinstance(entry.get("fingerprint"), str):
        raise wrong("fingerprint")
    year = entry.get("year")
    if type(year) is not int and year is not None:
        raise wrong("year")
    words = {k: entry.get(k, "") for k in ("organ", "code", "cell", "reason", "until")}
    for key, value in words.items():
        if not isinstance(value, str):
            raise wrong(key)
    if bool(words["reason"]) != bool(words["until"]):
        raise wrong("reason, until")
    if words["until"] and not is_day(words["until"]):
        raise wrong(f"until: {words['until']}")
    return entry["fingerprint"], Known(year=year, **words)


def is_day(text: str) -> bool:
    """Whether a text is a day, YYYY-MM-DD."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


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
    for severity in SEVERITIES:
        for lead in findings:
            if lead.severity == severity and lead.because is None:
                yield lead
                yield from (entry for entry in findings if entry.because is lead)
    leads = {id(entry) for entry in findings}
    yield from (e for e in findings if e.because is not None and id(e.because) not in leads)
