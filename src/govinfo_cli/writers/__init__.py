"""One row a file type that a report can be written as; its module is imported when it is used."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, Final, NamedTuple

from govinfo_cli.errors import UsageError

if TYPE_CHECKING:
    from govinfo_cli.report import Report


class Writer(NamedTuple):
    """A file type. ``binary``: its bytes are no text, so they do not go to a terminal."""

    name: str
    suffixes: tuple[str, ...]
    module: str
    binary: bool

    def write(self, report: Report) -> bytes:
        """Write a report as this file type. Raises UnwritableError for what it cannot hold."""
        write: Callable[[Report], bytes] = import_module(self.module).write
        return write(report)


WRITERS: Final = (
    Writer("json", (".json",), "govinfo_cli.writers.json_", False),
    Writer("md", (".md", ".markdown"), "govinfo_cli.writers.markdown", False),
    Writer("xlsx", (".xlsx",), "govinfo_cli.writers.xlsx", True),
)
BY_NAME: Final = {writer.name: writer for writer in WRITERS}
BY_SUFFIX: Final = {suffix: writer for writer in WRITERS for suffix in writer.suffixes}


def writer_of(name: str) -> Writer:
    """The row of that name; a UsageError that lists the known ones otherwise."""
    if name not in BY_NAME:
        raise UsageError("writer-unknown", format=name, known=", ".join(BY_NAME))
    return BY_NAME[name]


def write(report: Report, to: str) -> bytes:
    """Write a report as the file type of that name: ``json``, ``md`` or ``xlsx``."""
    return writer_of(to).write(report)
