"""Calamine called with a net below: its panics become sentences, and are not printed."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Final

from govinfo_cli.errors import UnreadableError

_PANIC: Final = "PanicException"  # of pyo3: no Exception, and of a module that cannot be imported
_STDERR: Final = 2


@contextmanager
def guarded() -> Iterator[None]:
    """Let a library of Rust work. Raises UnreadableError where it panics.

    Its own report of a panic goes to the process's standard error, past Python; it is kept
    from there where no other thread could be writing.
    """
    kept = _silenced()
    try:
        yield
    except (OSError, ValueError, OverflowError) as error:
        raise UnreadableError("package-corrupt", reason=str(error)) from error
    except BaseException as error:
        if type(error).__name__ != _PANIC:
            raise
        raise UnreadableError("package-corrupt", reason="calamine") from error
    finally:
        if kept >= 0:
            os.dup2(kept, _STDERR)
            os.close(kept)


def _silenced() -> int:
    """Standard error put aside: its second descriptor, or -1 where it stays as it is."""
    threads = sys.modules.get("threading")
    if os.environ.get("GOVINFO_DEBUG") or (threads and threads.active_count() > 1):
        return -1
    try:
        kept = os.dup(_STDERR)
        os.dup2(_nowhere(), _STDERR)
    except OSError:  # there is no standard error
        return -1
    return kept


@cache
def _nowhere() -> int:
    return os.open(os.devnull, os.O_WRONLY)
