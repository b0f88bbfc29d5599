"""A finding's fingerprint: the same for the same fault, wherever its cell has moved to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from govinfo_cli.number import show

if TYPE_CHECKING:
    from govinfo_cli.finding import Finding, Term
    from govinfo_cli.report import Report

VERSION: Final = "govinfo/v1"
# Facts that tell a place and nothing of the fault.
_PLACES: Final = frozenset({"odd", "pointer", "source", "sheet", "unfinished"})
_REFERENCE: Final = re.compile(r"\$?[A-Z]{1,3}\$?\d{1,7}")
_LENGTH: Final = 20


def fingerprints(
    path: str,
    report: Report | None,
    findings: Iterable[Finding],
    aliases: Mapping[str, str] | None = None,
) -> Iterator[tuple[Finding, str]]:
    """Each finding with its fingerprint: 20 hexadecimal digits.

    It is made of the report (organ, year and form; the file's name where it names no organ), the
    code, the cell, and all values concerned. It knows nothing of sheets, rows, lines, folders
    and languages, nor of severities. A new value, of an addend too, makes a new fingerprint.
    Equal faults of one file are numbered, so that a third one is new where two were known.
    ``aliases``: other names of organs, each with the name that it stands for.
    """
    seen: dict[str, int] = {}
    whose = _report_key(path, report, aliases or {})
    for entry in findings:
        key = "\x1f".join((*whose, *_facts(entry)))
        seen[key] = seen.get(key, 0) + 1
        digest = sha256(f"{key}\x1f{seen[key]}".encode("utf-8", "surrogatepass"))
        yield entry, digest.hexdigest()[:_LENGTH]


def _report_key(path: str, report: Report | None, aliases: Mapping[str, str]) -> tuple[str, ...]:
    organ = report.organ if report else ""
    organ = aliases.get(organ, organ)
    # A path from Windows means the same on Linux.
    name = organ or PurePath(path.replace("\\", "/")).name
    return name, str(report.year if report else ""), report.form.name if report else ""


def _facts(entry: Finding) -> Iterator[str]:
    yield from (entry.code, entry.case, show(entry.expected), show(entry.actual))
    yield from (where.cell for where in entry.cells)
    yield from _terms(entry.left)
    yield "~"
    yield from _terms(entry.right)
    for name in sorted(entry.facts.keys() - _PLACES):
        value = entry.facts[name]
        words = value if isinstance(value, tuple) else (value,)
        yield f"{name}={'|'.join(_placeless(str(word)) for word in words)}"


def _terms(side: Iterable[Term]) -> Iterator[str]:
    return (f"{term.factor}*{term.where.cell}={show(term.value)}" for term in side)


def _placeless(text: str) -> str:
    """A formula without the places in it: ``=SUM(D8:I8)`` moves with its cell."""
    return _REFERENCE.sub("#", text) if text.startswith("=") else text
