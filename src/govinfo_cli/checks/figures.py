"""The figures of the prose, read once, and all that is held to them (N601 to N607, C703)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

from govinfo_cli.checks.fee_amounts import check_fee_amounts
from govinfo_cli.checks.tables import Tables
from govinfo_cli.checks.text_counts import check_counts
from govinfo_cli.checks.text_shares import check_growth, check_shares
from govinfo_cli.checks.text_sums import check_text_sums
from govinfo_cli.checks.text_zero import check_lost_numbers, check_zeros
from govinfo_cli.context import Context
from govinfo_cli.finding import Finding
from govinfo_cli.prose.read import Sentence, read_prose
from govinfo_cli.report import Report

FigureCheck = Callable[[Sequence[Sentence], Tables, Context], Iterable[Finding]]

FIGURE_CHECKS: Final[tuple[FigureCheck, ...]] = (
    check_counts, check_shares, check_text_sums, check_growth, check_zeros, check_lost_numbers,
    check_fee_amounts,
)  # fmt: skip


def check_figures(report: Report, context: Context, sections: Sequence[str]) -> Iterator[Finding]:
    """All checks of the figures in the prose of some sections."""
    sentences = read_prose(report, sections)
    if sentences:
        tables = Tables(report)
        says = any(sentence.mentions or sentence.statements for sentence in sentences)
        checks = FIGURE_CHECKS if says else (check_lost_numbers,)  # no other finds anything then
        found = [f for check in checks for f in check(sentences, tables, context)]
        yield from _link(found)


def _link(found: Sequence[Finding]) -> Iterator[Finding]:
    """A list fails because a figure in it does that the tables refute."""
    counts = [entry for entry in found if entry.code == "N601"]
    for entry in found:
        cause = None
        if entry.code == "N603":
            quote, place = str(entry.facts["quote"]), entry.cells[0]
            cause = next(
                (c for c in counts if c.cells[0] == place and str(c.facts["quote"]) in quote), None
            )
        yield entry._replace(because=cause) if cause else entry
