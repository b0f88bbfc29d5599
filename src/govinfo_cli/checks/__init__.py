"""The checks: pure functions from a report to findings, in the order in which they run."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from govinfo_cli.checks.cells import check_cells
from govinfo_cli.checks.sections import check_sections
from govinfo_cli.checks.sums import below_zero, check_sums
from govinfo_cli.checks.time import check_deadline, check_period
from govinfo_cli.context import Context
from govinfo_cli.finding import Finding, freed
from govinfo_cli.report import Report

Check = Callable[[Report, Context], Iterable[Finding]]

CHECKS: Final[tuple[Check, ...]] = (
    check_cells, check_sums, check_period, check_deadline, check_sections,
)  # fmt: skip


def run_checks(report: Report, context: Context, extra: Iterable[Check] = ()) -> list[Finding]:
    """What reading the report showed, and what every check finds, with causes linked.

    ``extra``: the checks of plug-ins.
    """
    found = list(report.remarks)
    for check in (*CHECKS, *extra):
        found.extend(check(report, context))
    if report.form.own:
        from govinfo_cli.checks.own import check_own  # seldom needed  # noqa: PLC0415

        found.extend(check_own(report, context))
    if context.previous is not None:
        from govinfo_cli.checks.years import check_years  # seldom needed  # noqa: PLC0415

        found.extend(check_years(report, context))
    if context.children:
        from govinfo_cli.checks.levels import check_levels  # seldom needed  # noqa: PLC0415

        found.extend(check_levels(report, context))
    if any(report.narrative.values()):
        from govinfo_cli.checks.text import check_text  # not without a text  # noqa: PLC0415

        found.extend(check_text(report, context))
    if not found:
        return found
    settings = context.settings
    if settings.severities:
        found = [settings.grade(entry) for entry in found]
    return freed(entry for entry in _link(found, report) if settings.wants(entry.code))


def _link(found: list[Finding], report: Report) -> list[Finding]:
    """Let a failing sum follow from the blank or stale cell that explains it.

    A total below zero that is the right sum follows from its addend below zero.
    """
    causes = {
        (entry.code, entry.cells[0].cell): entry
        for entry in found
        if entry.code in ("V201", "V203", "V209") and entry.cells
    }
    if not causes:
        return found
    made = []
    for entry in found:
        cause = None
        if entry.code in ("A302", "A303", "A304") and entry.cells:
            cause = causes.get(("V209", entry.cells[0].cell))
        if blank := entry.facts.get("blank"):
            cause = cause or causes.get(("V201", str(blank)))
        if entry.code == "V203":
            path = below_zero(report, entry.cells[0].cell)
            cause = causes.get(("V203", path))
        made.append(entry._replace(because=cause) if cause else entry)
    return made
