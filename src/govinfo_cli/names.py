"""Names of output files that every system can have, whatever the input was called."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from govinfo_cli.late import late
from govinfo_cli.text import ORDER

LONGEST: Final = 240
"""Bytes of a name; most systems allow 255, and a suffix may still be put behind it."""

_FORBIDDEN: Final = late(f'[<>:"/\\\\|?*\x00-\x1f\x7f-\x9f{ORDER}]')
# Names that Windows keeps for devices, with whatever suffix.
_DEVICE: Final = late(
    r"(CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|(?:COM|LPT)[0-9¹²³])(?= *(?:\.|$))", re.IGNORECASE
)


def safe_name(name: str) -> str:
    """A name for one file or folder; one that is safe already stays as it is.

    Source: Microsoft, "Naming Files, Paths, and Namespaces". A long name is cut in its middle
    and marked with its own checksum, so that two of them stay two.

    >>> safe_name("NUL.md"), safe_name("a:b?.md"), safe_name("..")
    ('NUL_.md', 'a_b_.md', '_')
    """
    safe = _FORBIDDEN.sub("_", name).rstrip(". ")
    safe = _DEVICE.sub(r"\1_", safe) if _DEVICE.match(safe) else safe
    return _shortened(safe or "_")


def safe_path(relative: Path) -> Path:
    """A relative path with each of its parts made safe."""
    return Path(*map(safe_name, relative.parts))


def _shortened(name: str) -> str:
    data = name.encode("utf-8", "surrogateescape")
    if len(data) <= LONGEST:
        return name
    from zlib import crc32  # only for the rare long name  # noqa: PLC0415

    suffix = Path(name).suffix.encode("utf-8", "surrogateescape")[-20:]
    end = b"-%08x" % crc32(data) + suffix
    return (data[: LONGEST - len(end)].decode("utf-8", "ignore")) + end.decode("utf-8", "ignore")
