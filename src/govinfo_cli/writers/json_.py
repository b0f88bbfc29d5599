"""JSON: the report's canonical form (``schemas/<form>/report.schema.json``)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govinfo_cli.jsonout import dumps

if TYPE_CHECKING:
    from govinfo_cli.report import Report


def write(report: Report) -> bytes:
    """Write a report as UTF-8 JSON, a row of a table on one line."""
    return (dumps(report.to_dict(), indent=2) + "\n").encode()
