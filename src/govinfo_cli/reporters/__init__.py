"""One row a format in which findings are told. A reporter yields pieces of text, file by file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple, Protocol

from govinfo_cli.reporters.html import report_html
from govinfo_cli.reporters.json_ import report_json, report_jsonl
from govinfo_cli.reporters.outcome import Outcome
from govinfo_cli.reporters.plain import report_text


class Reporter(Protocol):
    """From outcomes and a language to text. ``quiet`` leaves out files without an error."""

    def __call__(
        self, outcomes: Iterable[Outcome], lang: str, *, quiet: bool = False
    ) -> Iterator[str]:
        """Yield pieces of text as files are done."""


class Row(NamedTuple):
    """A format: its name, and the function from outcomes and a language to text."""

    name: str
    report: Reporter


REPORTERS: Final = (
    Row("text", report_text),
    Row("json", report_json),
    Row("jsonl", report_jsonl),
    Row("html", report_html),
)
BY_NAME: Final = {row.name: row.report for row in REPORTERS}
