"""The baseline file: findings that are known, by their fingerprints."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Final, NamedTuple

from govinfo_cli.errors import UsageError
from govinfo_cli.jsonin import loads, text_of
from govinfo_cli.jsonout import dumps
from govinfo_cli.outfile import write_file

VERSION: Final = 1
SCHEMA: Final = "urn:govinfo:schema:baseline"
_ORDER: Final = ("organ", "year", "code", "cell", "fingerprint")


class Known(NamedTuple):
    """A finding of the baseline file. With a ``reason`` it is a waiver of this one finding."""

    organ: str
    year: int | None
    code: str
    cell: str
    reason: str = ""
    until: str = ""


def read_baseline(path: Path) -> dict[str, Known]:
    """The findings of a baseline file by fingerprint. Raises UsageError with what is wrong."""
    try:
        data = loads(text_of(path))
    except FileNotFoundError as error:
        raise UsageError("baseline-missing", path=str(path)) from error
    except OSError as error:
        raise UsageError("baseline-unreadable", path=str(path), reason=error.strerror) from error
    except ValueError as error:
        raise UsageError("baseline-invalid", path=str(path), reason=str(error)) from error
    if not isinstance(data, dict) or data.get("version") != VERSION:
        raise UsageError("baseline-invalid", path=str(path), reason=f"version {VERSION}")
    findings = data.get("findings", [])
    if not isinstance(findings, list):
        raise UsageError("baseline-invalid", path=str(path), reason="findings")
    return dict(_known(entry, number, path) for number, entry in enumerate(findings))


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


def write_baseline(path: Path, entries: Iterable[Mapping[str, object]]) -> None:
    """Write a baseline file, in a steady order; it takes the old one's place."""
    ordered = sorted(entries, key=lambda entry: [str(entry[name]) for name in _ORDER])
    whole = {"$schema": SCHEMA, "version": VERSION, "findings": ordered}
    write_file(path, (dumps(whole, indent=2) + "\n").encode(), force=True)
