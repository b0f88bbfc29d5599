"""Where a finding is, as machines want it: a line, a URI, a cell."""

from __future__ import annotations

import re
from pathlib import Path, PurePath, PureWindowsPath
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from govinfo_cli.messages import word
from govinfo_cli.messages.causes import cause

if TYPE_CHECKING:
    from govinfo_cli.finding import Finding, Where
    from govinfo_cli.forms import Form

STDIN: Final = "-"
_LINE: Final = re.compile(r"line (\d+)\b")


def line_of(source: str) -> int | None:
    """The line of a text file; None for a cell, a page or a JSON pointer."""
    match = _LINE.match(source)
    return int(match[1]) if match else None


def relative(path: str) -> str:
    """A path below the current folder as seen from there, with slashes; others as they are."""
    if not Path(path).is_absolute():
        return PurePath(path).as_posix().replace("\\", "/")
    try:
        return Path(path).relative_to(Path.cwd()).as_posix()
    except ValueError:
        return Path(path).as_posix()


def uri_of(path: str) -> str:
    """A percent-encoded URI reference, relative where the path is. Source: RFC 3986."""
    if path == STDIN:
        return "stdin"
    shown = relative(path)
    whole = PurePath(shown).is_absolute() or PureWindowsPath(shown).is_absolute()
    encoded = quote(shown.encode("utf-8", "surrogateescape"), safe="/")
    return f"file://{'' if encoded.startswith('/') else '/'}{encoded}" if whole else encoded


def place_of(entry: Finding) -> Where | None:
    """The place to look at first: the cell that is most likely wrong, or the sum that fails."""
    if entry.suggestions and entry.code != "S107":
        return entry.suggestions[0].changes[0].where
    return entry.cells[0] if entry.cells else None


def sentence(entry: Finding, form: Form | None, lang: str) -> str:
    """A finding in words, with its likeliest cause."""
    words = word(entry, form, lang)
    if entry.suggestions and entry.code != "S107":
        words += (" " if lang == "en" else "") + cause(entry.suggestions[0], form, lang)
    return words
