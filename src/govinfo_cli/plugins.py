"""Plug-ins of other packages, found by their entry points and only when one is asked for.

Each entry point names a module. ``govinfo.readers`` and ``govinfo.writers``: the entry point's
name is the format's name and, with a dot, its suffix; the module has ``read(data, name)``, which
gives a Document, or ``write(report)``, which gives bytes (and ``BINARY = False`` for text).
``govinfo.checks``: the module has ``check(report, context)`` like those of ``checks``, and
``RULES``, its own rules. A check runs only when its name is enabled.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any, Final

from govinfo_cli.errors import GovinfoError, UsageError
from govinfo_cli.finding import Finding, OwnRule, is_own

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

    from govinfo_cli.context import Context
    from govinfo_cli.document import Document
    from govinfo_cli.report import Report

READERS: Final = "govinfo.readers"
WRITERS: Final = "govinfo.writers"
CHECKS: Final = "govinfo.checks"
ALL: Final = "all"


@lru_cache(maxsize=3)
def installed(group: str) -> Mapping[str, EntryPoint]:
    """The entry points of a group by name. Takes milliseconds, so once and late."""
    from importlib.metadata import entry_points  # slow, seldom needed  # noqa: PLC0415

    return {entry.name: entry for entry in sorted(entry_points(group=group))}


def load(group: str, name: str) -> Any:
    """The module of a plug-in. Raises UsageError where it cannot be imported."""
    with _guarded(name):
        return installed(group)[name].load()


@contextmanager
def _guarded(name: str) -> Iterator[None]:
    """What goes wrong in a plug-in is told with its name and stops only the file at hand."""
    try:
        yield
    except GovinfoError:
        raise
    except Exception as error:  # a plug-in may fail in any way
        reason = f"{type(error).__name__}: {error}"
        raise UsageError("plugin-failed", name=name, reason=reason) from error


def read(data: bytes, name: str) -> Document:
    """Read a file by the plug-in of that name."""
    module = load(READERS, name)
    with _guarded(name):
        document: Document = module.read(data, name)
    return document


def writer(name: str) -> tuple[Callable[[Report], bytes], bool]:
    """The function of a writer plug-in, and whether its bytes are no text."""
    module = load(WRITERS, name)

    def write(report: Report) -> bytes:
        with _guarded(name):
            made: bytes = module.write(report)
        return made

    return write, bool(getattr(module, "BINARY", True))


def checks_of(
    names: Iterable[str],
) -> tuple[Callable[[Report, Context], Iterable[Finding]], ...]:
    """The checks that are enabled; ``all`` stands for every one that is installed."""
    return tuple(_check(name) for name in _enabled(names))


def rules_of(names: Iterable[str]) -> dict[str, OwnRule]:
    """The rules of the enabled check plug-ins by code. Raises UsageError for a built-in code."""
    made: dict[str, OwnRule] = {}
    for name in _enabled(names):
        for rule in load(CHECKS, name).RULES:
            if not is_own(rule.code) or rule.code in made:
                raise UsageError("plugin-code", name=name, code=rule.code)
            made[rule.code] = rule
    return made


def _enabled(names: Iterable[str]) -> list[str]:
    known = installed(CHECKS)
    wanted = list(dict.fromkeys(names))
    if ALL in wanted:
        return list(known)
    for name in wanted:
        if name not in known:
            raise UsageError("plugin-unknown", name=name, known=", ".join(known) or "-")
    return wanted


def _check(name: str) -> Callable[[Report, Context], Iterable[Finding]]:
    rules_of([name])  # its codes and words are in order, or this says so
    return partial(_run, name)


def _run(name: str, report: Report, context: Context) -> list[Finding]:
    module = load(CHECKS, name)
    with _guarded(name):
        return list(module.check(report, context))
