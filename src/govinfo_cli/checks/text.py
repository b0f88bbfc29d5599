"""The words of a report: against its tables, against last year's, and what does not belong there.

Most of it is imported only where a text gives it something to do.
"""

from __future__ import annotations

from collections.abc import Iterator

from govinfo_cli.checks.fee_statement import check_fee_statement
from govinfo_cli.checks.personal import check_personal
from govinfo_cli.context import Context
from govinfo_cli.finding import Finding
from govinfo_cli.prose.paragraphs import sections, tells
from govinfo_cli.report import Report


def check_text(report: Report, context: Context) -> Iterator[Finding]:
    """All checks of the prose (N601 to N607, C703, C705, P801)."""
    if telling := [section for section in sections(report) if tells(report, section)]:
        from govinfo_cli.checks.figures import check_figures  # noqa: PLC0415

        yield from check_figures(report, context, telling)
    yield from check_fee_statement(report)
    if context.previous is not None:
        from govinfo_cli.checks.copied import check_copied  # noqa: PLC0415

        yield from check_copied(report, context)
    yield from check_personal(report)
