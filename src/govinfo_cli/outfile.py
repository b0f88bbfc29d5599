"""Files are left whole or not at all: written under a temporary name, synced, renamed."""

from __future__ import annotations

import errno
import os
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from govinfo_cli.errors import UnwritableError
from govinfo_cli.temporaries import hold, sweep, temporary_name

_KEYS: Final = {
    errno.ENOSPC: "output-full", errno.EDQUOT: "output-full", errno.EFBIG: "output-full",
    errno.EROFS: "output-read-only", errno.EACCES: "output-forbidden",
    errno.EPERM: "output-forbidden", errno.EBUSY: "output-forbidden",
    errno.ENAMETOOLONG: "output-name-long", errno.EISDIR: "output-is-folder",
    errno.ENOTDIR: "output-no-folder", errno.EEXIST: "output-no-folder",
}  # fmt: skip
# What a file system without hard links answers.
_NO_LINKS: Final = (errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK, errno.EINVAL)
_LOCKED: Final = (5, 32)  # Windows: access denied, sharing violation
_WAITS: Final = (0.05, 0.1, 0.2, 0.4)


def write_file(path: Path, data: bytes, *, force: bool = False, below: Path | None = None) -> None:
    """Write a file. Raises UnwritableError where it stands already, or cannot be written."""
    with replacing(path, force=force, below=below) as temporary:
        temporary.write_bytes(data)


@contextmanager
def replacing(path: Path, *, force: bool = False, below: Path | None = None) -> Iterator[Path]:
    """Give a temporary path in the same folder; what is written there takes the file's place.

    Nothing is left where the body raises. A link in the file's place is replaced, never
    followed; with ``below`` no link among the folders may lead out of that one. Raises
    UnwritableError as ``write_file`` does.
    """
    with _worded(path):
        old = _old(path, below, force=force)
        path.parent.mkdir(parents=True, exist_ok=True)
        sweep(path.parent)
        handle, temporary = _create(path.parent)
    try:
        with _worded(path):
            if old is not None and hasattr(os, "fchmod"):
                os.fchmod(handle, stat.S_IMODE(old.st_mode))
            yield temporary
            os.fsync(handle)
            if sys.platform == "win32":  # no open file is renamed there
                os.close(handle)
                handle = -1
            _move(temporary, path, force=force)
            _sync(path.parent)
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        if handle >= 0:
            os.close(handle)


@contextmanager
def _worded(path: Path) -> Iterator[None]:
    """What the system says of a file, as a key of the catalogues."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        key = _KEYS.get(error.errno or 0, "output-failed")
        raise UnwritableError(key, path=str(path), reason=reason) from error


def _old(path: Path, below: Path | None, *, force: bool) -> os.stat_result | None:
    """The regular file in a path's place. Raises UnwritableError for what may not be replaced."""
    if below is not None and not path.parent.resolve().is_relative_to(below.resolve()):
        raise UnwritableError("output-link", path=str(path), folder=str(path.parent))
    try:
        found = os.lstat(path)
    except FileNotFoundError:
        return None
    aim = found
    if stat.S_ISLNK(found.st_mode):
        with suppress(OSError):
            aim = path.stat()
    if stat.S_ISDIR(aim.st_mode):
        raise UnwritableError("output-is-folder", path=str(path))
    if not force:
        raise UnwritableError("output-exists", path=str(path))
    if not stat.S_ISREG(aim.st_mode) and not stat.S_ISLNK(aim.st_mode):
        raise UnwritableError("output-special", path=str(path))
    if not stat.S_ISREG(found.st_mode):
        return None
    if not found.st_mode & 0o222:  # told by its mode: the superuser may write anything
        raise UnwritableError("output-protected", path=str(path))
    return found


def _create(folder: Path) -> tuple[int, Path]:
    """A new file with the rights of any new file, held so that no other run sweeps it away."""
    flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    while True:
        temporary = folder / temporary_name()
        with suppress(FileExistsError):
            handle = os.open(temporary, flags, 0o666)
            if hold(handle):
                return handle, temporary
            os.close(handle)


def _move(temporary: Path, path: Path, *, force: bool) -> None:
    """Put the finished file into its place in one step of the system."""
    if force:
        _patiently(lambda: os.replace(temporary, path))  # noqa: PTH105
        return
    try:
        if sys.platform == "win32":  # refuses where a file stands
            _patiently(lambda: os.rename(temporary, path))  # noqa: PTH104
        else:
            os.link(temporary, path)  # the same; a rename would not
    except FileExistsError as error:
        raise UnwritableError("output-exists", path=str(path)) from error
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        if os.path.lexists(path):
            raise UnwritableError("output-exists", path=str(path)) from error
        os.replace(temporary, path)  # noqa: PTH105


def _patiently(move: Callable[[], None]) -> None:
    """Try again for a moment: on Windows virus scanners open each new file."""
    for wait in _WAITS:
        try:
            return move()
        except PermissionError as error:
            if getattr(error, "winerror", None) not in _LOCKED:
                raise
        from time import sleep  # noqa: PLC0415

        sleep(wait)
    return move()


def _sync(folder: Path) -> None:
    """Have the folder's new entry kept, where the system can be asked to."""
    if sys.platform != "win32":
        with suppress(OSError):  # some network file systems refuse
            handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)


def same_file(one: Path, other: Path) -> bool:
    """Whether two paths lead to one file."""
    return identity(one) == identity(other)


def identity(path: str | Path) -> object:
    """What a file is, whatever it is called: links and other spellings are one.

    A folder on the way that is not there would be made, and then ``..`` leads back out of it.
    """
    try:
        found = os.stat(path)  # noqa: PTH116  of each file
    except OSError:
        path = os.path.realpath(path)
        try:
            found = os.stat(path)  # noqa: PTH116
        except OSError:
            return path
    return found.st_dev, found.st_ino


def is_newer(output: Path, source: str) -> bool:
    """Whether an output stands already and was written after its input was."""
    try:
        return os.stat(output).st_mtime_ns >= os.stat(source).st_mtime_ns  # noqa: PTH116  many
    except OSError:
        return False
