"""One row a format in which findings are told; its module is imported when it is used.

A reporter yields pieces of text, file by file.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from govinfo_cli.reporters.outcome import Outcome


class Reporter(Protocol):
    """From outcomes and a language to text. ``quiet`` leaves out files without an error."""

    def __call__(
        self, outcomes: Iterable[Outcome], lang: str, *, quiet: bool = False
    ) -> Iterator[str]:
        """Yield pieces of text as files are done."""


class Row(NamedTuple):
    """A format: its name, and the module and function that tell findings in it."""

    name: str
    module: str
    function: str

    @property
    def report(self) -> Reporter:
        """The function from outcomes and a language to text."""
        found: Reporter = getattr(import_module(self.module), self.function)
        return found


REPORTERS: Final = (
    Row("text", "govinfo_cli.reporters.plain", "report_text"),
    Row("json", "govinfo_cli.reporters.json_", "report_json"),
    Row("jsonl", "govinfo_cli.reporters.json_", "report_jsonl"),
    Row("html", "govinfo_cli.reporters.html", "report_html"),
    Row("sarif", "govinfo_cli.reporters.sarif", "report_sarif"),
    Row("junit", "govinfo_cli.reporters.junit", "report_junit"),
    Row("github", "govinfo_cli.reporters.github", "report_github"),
)
BY_NAME: Final = {row.name: row for row in REPORTERS}
