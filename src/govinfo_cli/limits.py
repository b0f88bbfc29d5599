"""How much one file may ask for: every limit in one place, with its name and its default.

A file comes by mail from anybody. What it would take is found out before it is taken, and a
limit that is reached is named in the sentence, together with how to raise it.
"""

import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
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
    time: int = 60  # seconds; 0 for as long as it takes
    memory: int = 4 * 1024**3  # bytes that a worker process may take beside what it starts with

    @property
    def huge(self) -> bool:
        """Whether more is asked for than an XML parser allows by itself: 256 deep, 10 MB."""
        return self.depth > 250 or self.string > 9_000_000


NAMES: Final = Limits._fields
# More would not be read but end the process: 32 bytes a cell, some kilobytes of stack a level.
# A day is for ever.
MOST: Final = {"cells": 100_000_000, "depth": 2000, "time": 86_400}
LEAST: Final = {"time": 0}  # of the others 1
_DEFAULT: Final = Limits()
_NOW: ContextVar[Limits] = ContextVar("limits", default=_DEFAULT)
_bounded: Final[list[int]] = []  # in a worker process: what it may take


class OfFiles(NamedTuple):
    """The limits of single files, by their path; and the longest time among them."""

    find: Callable[[str], Limits]
    longest: int


_OF_FILES: ContextVar[OfFiles | None] = ContextVar("limits_of", default=None)


def now() -> Limits:
    """The limits that hold for what is read now."""
    return _NOW.get()


@contextmanager
def using(limits: Limits, of_files: OfFiles | None = None) -> Iterator[Limits]:
    """Let limits hold for a while; ``of_files``: those of single files."""
    tokens = _NOW.set(limits), _OF_FILES.set(of_files)
    try:
        yield limits
    finally:
        _NOW.reset(tokens[0])
        _OF_FILES.reset(tokens[1])


def for_file(path: str) -> AbstractContextManager[None]:
    """Let the limits of one file hold, where it has some of its own."""
    of_files = _OF_FILES.get()
    return _holding(of_files.find(path)) if of_files and path else _AS_BEFORE


_AS_BEFORE: Final = nullcontext()


@contextmanager
def _holding(limits: Limits) -> Iterator[None]:
    token = _NOW.set(limits)
    try:
        yield
    finally:
        _NOW.reset(token)


def longest() -> int:
    """The longest time that any file may take, in seconds; 0 for no limit."""
    of_files = _OF_FILES.get()
    times = [now().time, of_files.longest] if of_files else [now().time]
    return max(times) if all(times) else 0


def reached(key: str, name: str, **facts: Any) -> UnreadableError:
    """The error of a limit; its sentence names the limit and the option that raises it."""
    return UnreadableError(key, **facts, limit=getattr(now(), name), name=name)


def limits_of(words: Iterable[str], before: Limits | None = None) -> Limits:
    """Limits written as ``cells=5000000`` or ``size=1G``, several of them with commas.

    Raises UsageError for a name that is none, or a value that is no number.
    """
    return limits_from(pairs_of(words), before)


def pairs_of(words: Iterable[str]) -> dict[str, str]:
    """The names and values in such words, not yet looked at."""
    given = {}
    for word in (part.strip() for words_ in words for part in words_.split(",")):
        if word:
            name, _, value = word.partition("=")
            given[name.strip()] = value.strip()
    return given


def amount_of(name: str, value: str | int) -> int | None:
    """What a limit is set to; None where the name is none or the value is not to be had."""
    match = _VALUE.fullmatch(str(value))
    if match is None or name not in NAMES:
        return None
    amount = int(match[1]) * _KILO[match[2].upper()]
    return amount if LEAST.get(name, 1) <= amount <= MOST.get(name, amount) else None


def limits_from(given: Mapping[str, str | int], before: Limits | None = None) -> Limits:
    """Limits by name, as a settings file holds them. Raises UsageError as ``limits_of``."""
    found: dict[str, int] = {}
    for name, value in given.items():
        amount = amount_of(name, value)
        if amount is None:
            raise UsageError("limit-form", value=f"{name}={value}", known=", ".join(NAMES))
        found[name] = amount
    return (before or Limits())._replace(**found)


def bound_memory(amount: int) -> None:
    """Let this process take so many bytes beside those it has, where the system can hold it.

    Linux counts what may be written (RLIMIT_DATA), other systems the whole address space, if
    anything; Windows has no such limit.
    """
    try:
        import resource  # not on Windows  # noqa: PLC0415

        kind = resource.RLIMIT_DATA if sys.platform == "linux" else resource.RLIMIT_AS
        most = resource.getrlimit(kind)[1]
        wanted = amount + _held()
        if most not in (resource.RLIM_INFINITY, -1) and most < wanted:
            return
        resource.setrlimit(kind, (wanted, most))
    except (ImportError, OSError, ValueError):
        return
    _bounded.append(amount)


def memory_is_bounded() -> bool:
    """Whether this process may take so much memory and no more."""
    return bool(_bounded)


def _held() -> int:
    """The bytes that this process has already: a forked one has its parent's."""
    try:
        with open("/proc/self/statm", "rb") as file:  # noqa: PTH123
            pages = int(file.read().split()[5])
    except OSError:
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")


def carried(work: Callable[..., Any]) -> Callable[..., Any]:
    """A function that does its work under the limits of now, in another process too."""
    return partial(_under, now(), _OF_FILES.get(), work)


def _under(
    limits: Limits, of_files: OfFiles | None, work: Callable[..., Any], *given: Any, **named: Any
) -> Any:
    with using(limits, of_files):
        return work(*given, **named)
