"""A report against those of the organs below it (L501): the whole is the sum of its parts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, NamedTuple

from govinfo_cli.checks.sums import counted
from govinfo_cli.context import Context
from govinfo_cli.errors import UsageError
from govinfo_cli.finding import INFO, Finding, finding
from govinfo_cli.forms import Form
from govinfo_cli.number import Number, change, show, total
from govinfo_cli.organ import same_organ
from govinfo_cli.outfile import same_file
from govinfo_cli.report import Report
from govinfo_cli.text import fold

# Only provinces and cities with districts make rules; those below them have none to add up.
TOP_ONLY: Final = frozenset({"regulations"})


@dataclass(slots=True)
class RollUp:
    """What the organs below add up to.

    ``parts``: of each of them its numbers, by index into the cells of the report above.
    ``sums``: the cells that all of them have. ``unread``: cells that one of them gives no number
    for, with its place in the list. ``foreign``: which of them are of another form.
    """

    parts: list[dict[int, Number]] = field(default_factory=list)
    sums: dict[int, Number] = field(default_factory=dict)
    unread: list[tuple[int, int]] = field(default_factory=list)
    foreign: list[int] = field(default_factory=list)


def roll_up(form: Form, children: Sequence[Report]) -> RollUp:
    """Add up reports of the organs below one that uses ``form``, exactly."""
    made = RollUp()
    shared = {index for index, cell in enumerate(form.cells) if cell.row not in TOP_ONLY}
    for number, child in enumerate(children):
        twins = twin_cells(form, child.form)
        if child.form.name != form.name:
            made.foreign.append(number)
        shared &= twins.keys()
        numbers = counted(child)
        part: dict[int, Number] = {}
        for index, twin in twins.items():
            value = numbers[twin]
            if value is None:
                made.unread.append((index, number))
            else:
                part[index] = value
        made.parts.append(part)
    made.unread = [entry for entry in made.unread if entry[0] in shared]
    known = shared - {index for index, _ in made.unread}
    made.sums = {index: total(p[index] for p in made.parts) for index in sorted(known)}
    return made


def twin_cells(form: Form, other: Form) -> dict[int, int]:
    """The cells that mean the same in two forms, as indexes into ``form`` and ``other``.

    Between the forms of 2019 and 2021 a cell is the same where row and column are, and the row
    has the same label: （六）其他处理 and its 3.其他 are not (domain.md 1.5).
    """
    if form is other or form.name == other.name:
        return {i: other.index[c.path] for i, c in enumerate(form.cells) if c.path in other.index}
    made = {}
    for index, cell in enumerate(form.cells):
        twin = other.index.get(cell.path)
        if twin is not None and cell.kind == other.cells[twin].kind:
            labels = [f.table(cell.table).rows[cell.row].label for f in (form, other)]
            if fold(labels[0]) == fold(labels[1]):
                made[index] = twin
    return made


def named(report: Report) -> str:
    """How a report is called among others: by its organ, or by its file."""
    return report.organ or report.path or "?"


class Below(NamedTuple):
    """The children to compare with, last year's reports by place among them, and aliases."""

    children: list[Report]
    before: dict[int, Report]
    aliases: Mapping[str, str]


def below(report: Report, children: Sequence[Report], aliases: Mapping[str, str]) -> Below:
    """Sort what was given as reports of the organs below.

    A folder of children may hold the report itself, which is left out. A sum without children
    has its own list of them. Raises UsageError for a child of another year, unless it is last
    year's of one of them.
    """
    mine = Path(report.path)
    others = [c for c in children if not (c.path and report.path and same_file(Path(c.path), mine))]
    now = [c for c in others if c.year == report.year or None in (c.year, report.year)]
    before: dict[int, Report] = {}
    for child in others:
        if child.year == report.year or child.year is None or report.year is None:
            continue
        found = [n for n, other in enumerate(now) if same_organ(child.organ, other.organ, aliases)]
        if child.year != report.year - 1 or len(found) != 1:
            name = child.organ or child.path
            raise UsageError("children-year", year=report.year, child=name, other=child.year)
        before[found[0]] = child
    return Below(now or contributed(report), before, aliases)


def contributed(report: Report) -> list[Report]:
    """What each organ gave to a sum, by the sum's own list, as reports of that organ."""
    made = []
    for entry in report.contributions:
        child = Report(report.form, report.year, entry.organ, path=entry.file)
        child.absent = set()
        child.values = [entry.cells.get(cell.path, 0) for cell in report.form.cells]
        child.unread = {report.form.index[path] for path in entry.lost}
        made.append(child)
    return made


def apart(one: Number, other: Number) -> Number:
    """How far two numbers are apart, exactly."""
    return change(min(one, other), max(one, other))


def check_levels(report: Report, context: Context) -> Iterator[Finding]:
    """Every cell of tables three and four, and of table two all but the rules (规章).

    Source: domain.md 3.4. What cannot be compared is said.
    """
    rolled = roll_up(report.form, context.children)
    numbers = counted(report)
    for index, due in rolled.sums.items():
        actual = numbers[index]
        if actual is not None and actual != due:
            yield finding(
                "L501", report.where(index), expected=due, actual=actual,
                difference=show(apart(due, actual)), count=len(context.children),
            )  # fmt: skip
    yield from _not_compared(report, context.children, rolled)


def _not_compared(
    report: Report, children: Sequence[Report], rolled: RollUp
) -> Iterator[Finding]:  # fmt: skip
    if rolled.foreign:
        organs = tuple(named(children[number]) for number in rolled.foreign)
        lost = {index for index, _ in rolled.unread} | rolled.sums.keys()
        yield finding(
            "L501", severity=INFO, case="other-form", organs=organs, form=report.form.name,
            cells_count=len(report.form.cells) - len(lost),
        )  # fmt: skip
    for number in dict.fromkeys(number for _, number in rolled.unread):
        cells = [index for index, child in rolled.unread if child == number]
        yield finding(
            "L501", *(report.where(index) for index in cells), severity=INFO, case="unread",
            organ=named(children[number]), cells_count=len(cells),
        )  # fmt: skip
