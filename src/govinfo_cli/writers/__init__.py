"""One row a file type that a report can be written as; its module is imported when it is used."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from importlib import import_module
from typing import TYPE_CHECKING, Final, NamedTuple

from govinfo_cli.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from govinfo_cli.report import Report


class Writer(NamedTuple):
    """A file type.

    ``binary``: its bytes are no text, so they do not go to a terminal. ``several``: one file
    holds any number of reports. ``whole``: it holds the narrative and what found no cell, too.
    ``filler``: the module whose ``fill_template`` fills a user's own file of this type.
    ``plugin``: the function of another package's writer, which has no module here.
    """

    name: str
    suffixes: tuple[str, ...]
    module: str
    binary: bool
    several: bool = False
    whole: bool = True
    filler: str = ""
    plugin: Callable[[Report], bytes] | None = None

    def write(self, report: Report) -> bytes:
        """Write a report as this file type. Raises UnwritableError for what it cannot hold."""
        write: Callable[[Report], bytes] = self.plugin or import_module(self.module).write
        return write(report)

    def write_all(self, reports: Iterable[tuple[str, Report]], path: Path) -> int:
        """Write reports, with the names of their files, into one file; how many there were.

        Only for types that hold ``several``. Raises UnwritableError.
        """
        write_all: Callable[[Iterable[tuple[str, Report]], Path], int]
        write_all = import_module(self.module).write_all
        return write_all(reports, path)


WRITERS: Final = (
    Writer("json", (".json",), "govinfo_cli.writers.json_", False),
    Writer("md", (".md", ".markdown"), "govinfo_cli.writers.markdown", False),
    Writer("xlsx", (".xlsx",), "govinfo_cli.writers.xlsx", True, filler="govinfo_cli.writers.xlsx"),
    Writer("docx", (".docx",), "govinfo_cli.writers.docx", True, filler="govinfo_cli.writers.word"),
    Writer("html", (".html",), "govinfo_cli.writers.html", False),
    Writer("csv", (".csv",), "govinfo_cli.writers.csv_", False, several=True, whole=False),
    Writer(
        "parquet", (".parquet",), "govinfo_cli.writers.parquet", True, several=True, whole=False
    ),
    Writer(
        "sqlite",
        (".db", ".sqlite", ".sqlite3"),
        "govinfo_cli.writers.sqlite",
        True,
        several=True,
        whole=False,
    ),
)
BY_NAME: Final = {writer.name: writer for writer in WRITERS}
BY_SUFFIX: Final = {suffix: writer for writer in WRITERS for suffix in writer.suffixes}


def writer_of(name: str) -> Writer:
    """The row of that name; a UsageError that lists the known ones otherwise."""
    if found := BY_NAME.get(name) or _plugged(name):
        return found
    raise UsageError("writer-unknown", format=name, known=", ".join(BY_NAME))


def _plugged(name: str) -> Writer | None:
    """The row of a plug-in's writer, asked for only where the built-in ones do not know."""
    from govinfo_cli import plugins  # noqa: PLC0415

    if name not in plugins.installed(plugins.WRITERS):
        return None
    write, binary = plugins.writer(name)
    return Writer(name, (f".{name}",), "", binary, plugin=write)


def write(report: Report, to: str) -> bytes:
    """Write a report as the file type of that name, one of ``WRITERS``."""
    return writer_of(to).write(report)
