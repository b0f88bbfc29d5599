"""Files are left whole or not at all: written under a temporary name, synced, renamed."""

from __future__ import annotations

import os
from pathlib import Path

from govinfo_cli.errors import UnwritableError


def write_file(path: Path, data: bytes, *, force: bool = False) -> None:
    """Write a file. Raises UnwritableError where it stands already, or cannot be written."""
    if path.is_dir():
        raise UnwritableError("output-failed", reason=f"{path}: is a directory")
    if path.exists() and not force:
        raise UnwritableError("output-exists")
    import tempfile  # only when a file is written  # noqa: PLC0415

    temporary = ""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(prefix=".govinfo-", dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        umask = os.umask(0)
        os.umask(umask)
        os.chmod(temporary, 0o666 & ~umask)  # noqa: PTH101  mkstemp gives 0600
        os.replace(temporary, path)  # noqa: PTH105
    except OSError as error:
        if temporary:
            Path(temporary).unlink(missing_ok=True)
        raise UnwritableError("output-failed", reason=error.strerror or str(error)) from error


def same_file(one: Path, other: Path) -> bool:
    """Whether two paths lead to one file."""
    try:
        return one.resolve() == other.resolve() or one.samefile(other)
    except OSError:
        return False
