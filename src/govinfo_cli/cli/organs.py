"""Other names of organs, as the command line takes them: ``--alias A=B`` and ``--aliases FILE``."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from govinfo_cli.errors import UnreadableError, UsageError

COMMENT = "#"


def aliases_of(words: Iterable[str], file: Path | None) -> dict[str, str]:
    """Each alias with the name that it stands for; those on the line win over the file's.

    In the file each line is ``A=B``; blank lines and lines that begin with # say nothing.
    """
    made = _of_file(file) if file is not None else {}
    for word in words:
        made |= _pair(word, "")
    return made


def known_aliases(words: Iterable[str], file: Path | None) -> dict[str, str]:
    """Those of the configuration of the current folder, over which those of the line win."""
    from govinfo_cli.cli.common import configured  # noqa: PLC0415

    given: dict[str, str] = configured("aliases", {})
    return given | aliases_of(words, file)


def _of_file(file: Path) -> dict[str, str]:
    from govinfo_cli.api import bytes_of  # noqa: PLC0415
    from govinfo_cli.readers.encoding import decode  # noqa: PLC0415

    try:
        text = decode(bytes_of(file))
    except UnreadableError as error:
        raise UnreadableError(error.key, **error.facts | {"path": str(file)}) from error
    made: dict[str, str] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip() and not line.lstrip().startswith(COMMENT):
            made |= _pair(line, f"{file}:{number}")
    return made


def _pair(text: str, path: str) -> dict[str, str]:
    alias, equals, name = (part.strip() for part in text.replace("＝", "=").partition("="))
    if not (alias and equals and name):
        facts = {"path": path} if path else {}
        raise UsageError("alias-form", value=text.strip(), **facts)
    return {alias: name}
