"""JSON: the report's canonical form (``schemas/<form>/report.schema.json``)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govinfo_cli.forms.json_schema import schema_id
from govinfo_cli.jsonout import dumps

if TYPE_CHECKING:
    from govinfo_cli.report import Report


def write(report: Report) -> bytes:
    """Write a report as UTF-8 JSON, a row of a table on one line, with the name of its schema."""
    made = {"$schema": schema_id(report.form.name)} | report.to_dict()
    return (dumps(made, indent=2) + "\n").encode()
