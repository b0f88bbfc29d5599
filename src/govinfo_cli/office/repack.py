"""A package written anew: some parts changed, all others byte for byte as they stood."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Final
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo
from zlib import error as ZlibError  # noqa: N812  it is an exception

from govinfo_cli.errors import UnreadableError

MAX_BYTES: Final = 1_000_000_000


@contextmanager
def opened(package: bytes) -> Iterator[ZipFile]:
    """The package's entries. Raises UnreadableError for what is broken or too large."""
    try:
        with ZipFile(BytesIO(package)) as source:
            if sum(info.file_size for info in source.infolist()) > MAX_BYTES:
                raise UnreadableError("file-too-large", size=len(package), limit=MAX_BYTES)
            yield source
    except (BadZipFile, ZlibError, KeyError, EOFError, RuntimeError, NotImplementedError) as error:
        raise UnreadableError("package-corrupt", reason=str(error)) from error


def repack(entries: Iterator[tuple[ZipInfo, bytes]]) -> bytes:
    """A package of these entries, each packed as its ``ZipInfo`` says."""
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as target:
        for info, data in entries:
            entry = ZipInfo(info.filename, info.date_time)
            entry.compress_type = info.compress_type
            entry.external_attr = info.external_attr
            entry.create_system = info.create_system
            entry.comment = info.comment
            target.writestr(entry, data)
    return made.getvalue()
