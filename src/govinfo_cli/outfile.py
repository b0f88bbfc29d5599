"""Files are left whole or not at all: written under a temporary name, synced, renamed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from govinfo_cli.errors import UnwritableError


def write_file(path: Path, data: bytes, *, force: bool = False) -> None:
    """Write a file. Raises UnwritableError where it stands already, or cannot be written."""
    with replacing(path, force=force) as temporary:
        temporary.write_bytes(data)


@contextmanager
def replacing(path: Path, *, force: bool = False) -> Iterator[Path]:
    """Give a temporary path in the same folder; what is written there takes the file's place.

    Nothing is left where the body raises. Raises UnwritableError as ``write_file`` does.
    """
    if path.is_dir():
        raise UnwritableError("output-failed", reason=f"{path}: is a directory")
    if path.exists() and not force:
        raise UnwritableError("output-exists")
    import tempfile  # only when a file is written  # noqa: PLC0415

    temporary = ""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(prefix=".govinfo-", dir=path.parent)
        os.close(handle)
        yield Path(temporary)
        with Path(temporary).open("rb+") as file:
            os.fsync(file.fileno())
        umask = os.umask(0)
        os.umask(umask)
        os.chmod(temporary, 0o666 & ~umask)  # noqa: PTH101  mkstemp gives 0600
        os.replace(temporary, path)  # noqa: PTH105
        temporary = ""
    except OSError as error:
        raise UnwritableError("output-failed", reason=error.strerror or str(error)) from error
    finally:
        if temporary:
            Path(temporary).unlink(missing_ok=True)


def same_file(one: Path, other: Path) -> bool:
    """Whether two paths lead to one file."""
    try:
        return one.resolve() == other.resolve() or one.samefile(other)
    except OSError:
        return False
