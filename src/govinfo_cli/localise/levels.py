"""Why a report is not the sum of those below it: which child, which cell, left out or twice.

Many cells of one cause are one finding with the others folded under it. A child is named where
the data can tell; otherwise those that it may be are listed, or nothing is said.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from govinfo_cli.checks.levels import Below, named, roll_up, twin_cells
from govinfo_cli.localise.culprits import PARENT, Altered, Child, altered_cells
from govinfo_cli.localise.omissions import (
    MOST,
    Cause,
    Gaps,
    changed_since,
    consistent,
    not_given,
    part_of_child,
    whole_child,
)
from govinfo_cli.localise.system import system_of
from govinfo_cli.number import change, show

if TYPE_CHECKING:
    from govinfo_cli.finding import Finding
    from govinfo_cli.report import Report

LEVELS: Final = "L501"


def explain_levels(report: Report, parts: Below, findings: Sequence[Finding]) -> list[Finding]:
    """The findings, those of L501 with their causes and folded under the first of each."""
    index = report.form.index
    told = {index[f.cells[0].cell]: f for f in findings if f.code == LEVELS and not f.case}
    gaps = {
        cell: change(f.expected, f.actual)
        for cell, f in told.items()
        if f.actual is not None and f.expected is not None
    }
    if not gaps:
        return list(findings)
    changed: dict[int, Finding] = {}
    for entry in findings:
        _fold(entry, told, gaps, index, changed)
    for cause in _causes(report, parts, gaps):
        shown = [cell for cell in cause.cells if cell in told]
        if not shown:  # what one cause takes away another one gives
            continue
        first, *others = shown
        lead = told[first]
        lead = lead._replace(case=cause.case, facts={**lead.facts, **cause.facts})
        changed[id(told[first])] = lead
        for cell in others:
            changed[id(told[cell])] = told[cell]._replace(because=lead)
    return [changed.get(id(entry), entry) for entry in findings]


def _fold(
    lead: Finding, told: Mapping[int, Finding], gaps: Gaps, index: Mapping[str, int],
    changed: dict[int, Finding],
) -> None:  # fmt: skip
    """What this report's own failing sums set right follows from them and needs no other cause."""
    if lead.because is not None or not lead.suggestions:
        return
    for new in lead.suggestions[0].changes:
        cell = index.get(new.where.cell, -1)
        if cell in gaps and told[cell].expected == new.new:
            changed[id(told[cell])] = told[cell]._replace(because=lead)
            del gaps[cell]


def _causes(report: Report, parts: Below, gaps: Gaps) -> Iterator[Cause]:
    """Whole children first, then parts of them, then single cells of them."""
    children = parts.children
    rolled = roll_up(report.form, children)
    gaps = dict(gaps)
    yield from changed_since(report, parts, rolled, gaps)
    if found := not_given(report, parts, rolled, gaps):
        yield found
    for _ in range(len(children)):
        found = whole_child(parts, rolled, gaps)
        if found is None:
            break
        yield found
    for table in report.form.tables:
        cells = [c for c in rolled.sums if report.form.cells[c].table == table.key]
        part = {cell: gaps[cell] for cell in cells if cell in gaps}
        if part and (found := part_of_child(parts, rolled, cells, part)):
            yield found
            for cell in part:
                del gaps[cell]
    if gaps and (found := consistent(report, children, gaps)):
        yield found
        return
    below = [
        Child(
            child, system_of(child), twin_cells(report.form, child.form), parts.before.get(number)
        )
        for number, child in enumerate(children)
    ]
    for altered in altered_cells(report, below, gaps):
        yield _cause_of(report, children, altered)


def _cause_of(report: Report, children: Sequence[Report], altered: Altered) -> Cause:
    """A child's cell that is wrong, or the children of which one is."""
    facts: dict[str, object] = {"cells_count": len(altered.cells)}
    reports = [report if number == PARENT else children[number] for number in altered.children]
    if not reports:
        return Cause("", altered.cells)
    if len(reports) == 1:
        where = reports[0].where(altered.child_cell)
        facts |= {
            "organ": named(reports[0]), "file": reports[0].path, "child_source": where.source,
            "old": show(altered.old) or "∅", "new": show(altered.new), "why": altered.why,
        }  # fmt: skip
        if altered.children == (PARENT,):
            return Cause("parent", altered.cells, facts)
        return Cause("child" if altered.certain else "child-likely", altered.cells, facts)
    facts["organs"] = tuple(named(entry) for entry in reports[:MOST])
    if altered.certain:
        return Cause("children", altered.cells, facts)
    return Cause("one-of" if len(reports) <= MOST else "", altered.cells, facts)
