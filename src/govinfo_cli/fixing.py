"""Corrections: what is certain is written into a copy of the file, all else stays as it stood."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING, Final

from govinfo_cli.api import check, convert, places_of, read, within
from govinfo_cli.errors import UnwritableError
from govinfo_cli.finding import ERROR, Change, Finding, Suggestion
from govinfo_cli.localise.system import system_of
from govinfo_cli.readers import format_of
from govinfo_cli.settings import Settings
from govinfo_cli.writers import BY_NAME

if TYPE_CHECKING:
    from govinfo_cli.forms import Form, FormSet
    from govinfo_cli.report import Report

# Types that are written anew as a whole: they hold nothing that a report does not.
REWRITTEN: Final = ("json", "md", "csv")


@dataclass(slots=True)
class Fix:
    """``data``: the corrected file (the same bytes where nothing was changed).

    ``done``: what was changed, with the slip that it was. ``left``: findings with suggestions
    that were not certain enough. ``rest``: errors for which nothing is suggested.
    """

    data: bytes
    form: Form
    done: list[tuple[Change, str]] = field(default_factory=list)
    left: list[Finding] = field(default_factory=list)
    rest: list[Finding] = field(default_factory=list)


def fix(
    data: bytes,
    *,
    name: str = "",
    format: str = "",  # noqa: A002  the word a caller expects
    forms: FormSet | None = None,
    form: str = "auto",
    unsafe: bool = False,
    settings: Settings | None = None,
) -> Fix:
    """Correct one report, given as the bytes of its file.

    Only explanations that are ``safe`` are applied, and empty totals filled in; with
    ``unsafe`` the likeliest one of each cause. Raises UnreadableError, and UnwritableError for
    a file type that cannot be changed in place (page, PDF, text, old workbook).

    >>> from pathlib import Path
    >>> made = fix(Path("examples/invalid/digits_swapped.xlsx").read_bytes(), format="xlsx")
    >>> [(change.where.source, change.old, change.new) for change, why in made.done]
    [('依申请!D8', 16, 61)]
    """
    kind = format_of(name, format).name
    with within(name):
        return _fix(data, kind, forms, form, settings, unsafe=unsafe)


def _fix(
    data: bytes, kind: str, forms: FormSet | None, form: str, settings: Settings | None, *,
    unsafe: bool,
) -> Fix:  # fmt: skip
    report = read(data, format=kind, forms=forms, form=form)
    findings = check(report, settings)
    made = Fix(data, report.form)
    chosen: dict[str, tuple[Change, str]] = {}
    for entry in findings:
        suggestion = _applied(entry, unsafe=unsafe)
        if suggestion is not None:
            chosen |= {c.where.cell: (c, suggestion.why) for c in suggestion.changes}
        elif entry.suggestions and entry.because is None:
            made.left.append(entry)
    made.done = list(chosen.values())
    if chosen:
        made.data = _written(data, kind, report, [change for change, _ in made.done])
        findings = _prove(made.data, kind, report, findings, forms)
    made.rest = [
        entry for entry in findings
        if entry.severity == ERROR and entry.because is None and not entry.suggestions
    ]  # fmt: skip
    return made


def can_be_fixed(name: str, findings: list[Finding]) -> bool:
    """Whether ``fix`` would change a file of this name, given what was found in it."""
    kind = format_of(name).name
    filler = kind in BY_NAME and BY_NAME[kind].filler
    return (kind in REWRITTEN or bool(filler)) and any(
        _applied(entry, unsafe=False) is not None for entry in findings
    )


def _applied(entry: Finding, *, unsafe: bool) -> Suggestion | None:
    if entry.code == "V201" and entry.case == "total" and entry.expected is not None:
        change = Change(entry.cells[0], None, entry.expected)
        return Suggestion("total-blank", (change,), certain=True, safe=True)
    if entry.because is not None or not entry.suggestions or entry.code == "S107":
        return None  # the numbers of a whole row are not put in by guess, unsafe or not
    best = entry.suggestions[0]
    return best if best.safe or unsafe else None


def _written(data: bytes, kind: str, report: Report, changes: list[Change]) -> bytes:
    """The file with these cells changed."""
    places = places_of(report)
    followers = system_of(report).worked_out
    wanted = set()
    for change in changes:
        index = report.form.index[change.where.cell]
        report.values[index] = change.new
        report.absent.discard(index)
        wanted.add(index)
    wanted |= _follow(report, followers)
    if kind in REWRITTEN:
        return convert(report, kind)
    filler = BY_NAME[kind].filler if kind in BY_NAME else ""
    if not filler:
        raise UnwritableError("fix-format", format=kind)
    here = {index: place for index, place in places.items() if index in wanted}
    if len(here) < len(wanted):
        raise UnwritableError("read-back", cell=changes[0].where.cell)
    filled: bytes = import_module(filler).fill_template(data, report, here)
    return filled


def _follow(report: Report, followers: Mapping[int, int]) -> set[int]:
    """Give totals by formula their new numbers; these cells and their addends are written.

    The formulas stay, since they give the very number; only the stored value is new.
    """
    shape = system_of(report).shape
    written: set[int] = set()
    changed = True
    while changed:
        changed = False
        for total, rule in followers.items():
            addends = [cell for cell in shape.rows[rule] if cell != total]
            due = sum((report.values[cell] or 0 for cell in addends), 0)
            if report.values[total] != due:
                report.values[total] = due
                written |= {total, *addends}
                changed = True
    return written


def _prove(
    data: bytes, kind: str, report: Report, before: list[Finding], forms: FormSet | None
) -> list[Finding]:
    """Read the new file: the changed report, and no sum that fails anew; what is found in it."""
    again = read(data, format=kind, forms=forms, form=report.form.name)
    for path, value in report.items():
        if again[path] != value:
            raise UnwritableError("read-back", cell=path)
    failing = set(_sums(before))
    found = check(again)
    if any(entry not in failing for entry in _sums(found)):
        raise UnwritableError("read-back", cell=report.form.cells[0].path)
    return found


def _sums(findings: list[Finding]) -> Iterator[tuple[str, str]]:
    return ((f.code, f.cells[0].cell) for f in findings if f.left and f.severity == "error")
