"""Temporary files: known by their name, held while they are written, swept up when a run died."""

from __future__ import annotations

import os
import re
import sys
from contextlib import suppress
from pathlib import Path
from typing import Final

_NAME: Final = re.compile(r"\.govinfo-[0-9a-f]{16}\.tmp")
_swept: set[Path] = set()


def temporary_name() -> str:
    """A name that nothing else has: hidden, and never read as an input."""
    return f".govinfo-{os.urandom(8).hex()}.tmp"


def hold(handle: int) -> bool:
    """Lock an open temporary file; False where another run has swept it away meanwhile."""
    if sys.platform != "win32":
        import fcntl  # not on Windows, where an open file can't be removed  # noqa: PLC0415

        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:  # a file system without locks: there nothing is swept, either
            return True
        return os.fstat(handle).st_nlink > 0
    return True


def sweep(folder: Path) -> None:
    """Remove what killed runs left in a folder; once for each folder in a process.

    A file that a living run holds stays.
    """
    if folder in _swept:
        return
    _swept.add(folder)
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if _NAME.fullmatch(entry.name) and entry.is_file(follow_symlinks=False):
                with suppress(OSError):
                    _remove(entry.path)


def _remove(path: str) -> None:
    handle = os.open(path, os.O_RDWR | getattr(os, "O_NOFOLLOW", 0))
    try:
        if sys.platform != "win32":
            import fcntl  # noqa: PLC0415

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            os.unlink(path)  # noqa: PTH108
    finally:
        os.close(handle)
    if sys.platform == "win32":
        os.unlink(path)  # noqa: PTH108
