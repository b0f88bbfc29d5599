"""Which cell is wrong, and what it should be: the fewest changes that make all sums hold.

Source: Fellegi and Holt, A Systematic Approach to Automatic Edit and Imputation (1976). The
sums of a form cross, so that a report is an error-correcting code.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from govinfo_cli.finding import Finding
from govinfo_cli.localise.rank import Explanation, explain
from govinfo_cli.localise.rows import missing_one
from govinfo_cli.localise.system import System, system_of
from govinfo_cli.number import Number
from govinfo_cli.report import Report

SUMS = frozenset({"A301", "A302", "A303", "A304"})
MOST = 3  # suggestions that are offered for one cause


def suggest(
    report: Report, findings: Sequence[Finding], anchors: Mapping[int, Number] | None = None
) -> list[Finding]:
    """The findings, with suggestions at the first sum of each cause and the others under it.

    ``anchors``: what another source says of cells (last year's report of the cases carried
    over), by index. Only sums that fail are looked at. Nothing is called certain that the data
    cannot tell: see ``Suggestion.certain``.
    """
    system = system_of(report)
    broken = {
        system.by_place[entry.code, tuple(w.cell for w in entry.cells)]: entry
        for entry in findings
        if entry.code in SUMS
        and (entry.code, tuple(w.cell for w in entry.cells)) in system.by_place
    }
    changed: dict[int, Finding] = {}
    for entry in findings:
        if entry.code == "S107" and (ways := missing_one(report, system, entry)):
            changed[id(entry)] = entry._replace(suggestions=ways)
    for causes in explain(report, system, anchors or {}):
        _attach(report, system, causes, broken, changed)
    return [changed.get(id(entry), entry) for entry in findings]


def _attach(
    report: Report,
    system: System,
    causes: list[Explanation],
    broken: dict[int, Finding],
    changed: dict[int, Finding],
) -> None:
    """Put the explanations of one cause at the sum that says most about it."""
    explained = [rule for rule in causes[0].rules if rule in broken]
    if not explained:
        return
    if not causes[0].changes:  # the search was stopped by its time limit
        lead = broken[explained[0]]
        changed[id(lead)] = lead._replace(facts={**lead.facts, "unfinished": True})
        return
    first = causes[0].changes[0].cell
    # A sum that another cause has explained stays with that one.
    explained.sort(key=lambda rule: (id(broken[rule]) in changed, first not in system.cells(rule)))
    lead = broken[explained[0]]
    suggestions = tuple(entry.suggestion(report) for entry in causes[:MOST])
    told = lead._replace(suggestions=suggestions)
    changed[id(lead)] = told
    for rule in explained[1:]:
        entry = broken[rule]
        if entry.because is None and id(entry) not in changed:
            changed[id(entry)] = entry._replace(because=told)


def safe_changes(findings: Iterable[Finding]) -> list[Finding]:
    """The findings whose first suggestion may be applied without asking."""
    return [f for f in findings if f.suggestions and f.suggestions[0].safe]
