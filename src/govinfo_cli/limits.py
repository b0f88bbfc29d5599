"""How much one file may ask for: every limit in one place, with its name and its default.

A file comes by mail from anybody. What it would take is found out before it is taken, and a
limit that is reached is named in the sentence, together with how to raise it.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial
from typing import Any, Final, NamedTuple

from govinfo_cli.errors import UnreadableError, UsageError
from govinfo_cli.late import late

VARIABLE: Final = "GOVINFO_LIMITS"
_KILO: Final = {"": 1, "K": 1024, "M": 1024**2, "G": 1024**3}
_VALUE: Final = late(r"(\d{1,15})([KMG]?)", re.IGNORECASE)


class Limits(NamedTuple):
    """What reading one file may come to. The names are those of ``--limit NAME=VALUE``."""

    size: int = 256 * 1024**2  # bytes of a file
    text: int = 32 * 1024**2  # bytes of a file that is text as a whole: JSON, pages, Markdown, CSV
    unpacked: int = 256 * 1024**2  # bytes of the parts of a package, or of one stream of a PDF
    parts: int = 10_000  # parts of a package, sheets of a workbook
    cells: int = 2_000_000  # cells of all tables, the empty ones between them too
    string: int = 1_000_000  # characters of one cell or paragraph
    depth: int = 250  # elements within elements
    pages: int = 300  # of a PDF

    @property
    def huge(self) -> bool:
        """Whether more is asked for than an XML parser allows by itself: 256 deep, 10 MB."""
        return self.depth > 250 or self.string > 9_000_000


NAMES: Final = Limits._fields
# More would not be read but end the process: 32 bytes a cell, some kilobytes of stack a level.
MOST: Final = {"cells": 100_000_000, "depth": 2000}
_DEFAULT: Final = Limits()
_NOW: ContextVar[Limits] = ContextVar("limits", default=_DEFAULT)


def now() -> Limits:
    """The limits that hold for what is read now."""
    return _NOW.get()


@contextmanager
def using(limits: Limits) -> Iterator[Limits]:
    """Let limits hold for a while."""
    token = _NOW.set(limits)
    try:
        yield limits
    finally:
        _NOW.reset(token)


def reached(key: str, name: str, **facts: Any) -> UnreadableError:
    """The error of a limit; its sentence names the limit and the option that raises it."""
    return UnreadableError(key, **facts, limit=getattr(now(), name), name=name)


def limits_of(words: Iterable[str], before: Limits | None = None) -> Limits:
    """Limits written as ``cells=5000000`` or ``size=1G``, several of them with commas.

    Raises UsageError for a name that is none, or a value that is no number.
    """
    given = {}
    for word in (part.strip() for words_ in words for part in words_.split(",")):
        if word:
            name, _, value = word.partition("=")
            given[name.strip()] = value.strip()
    return limits_from(given, before)


def limits_from(given: Mapping[str, str | int], before: Limits | None = None) -> Limits:
    """Limits by name, as a settings file holds them. Raises UsageError as ``limits_of``."""
    found: dict[str, int] = {}
    for name, value in given.items():
        match = _VALUE.fullmatch(str(value))
        amount = int(match[1]) * _KILO[match[2].upper()] if match else 0
        if name not in NAMES or not 0 < amount <= MOST.get(name, amount):
            raise UsageError("limit-form", value=f"{name}={value}", known=", ".join(NAMES))
        found[name] = amount
    return (before or Limits())._replace(**found)


def carried(work: Callable[..., Any]) -> Callable[..., Any]:
    """A function that does its work under the limits of now, in another process too."""
    return partial(_under, now(), work)


def _under(limits: Limits, work: Callable[..., Any], *given: Any, **named: Any) -> Any:
    with using(limits):
        return work(*given, **named)
