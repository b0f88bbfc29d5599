"""What several commands share: forms, standard input, and where the words go."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from govinfo_cli.errors import GovinfoError, UsageError
from govinfo_cli.messages import word_error

if TYPE_CHECKING:
    from pathlib import Path

    from govinfo_cli.batch import Input
    from govinfo_cli.forms import FormSet
    from govinfo_cli.report import Report


def forms_of(folders: Iterable[str]) -> FormSet:
    """The shipped forms, those of GOVINFO_FORMS and those named on the line."""
    from govinfo_cli.forms import load_forms  # noqa: PLC0415

    environment = os.environ.get("GOVINFO_FORMS", "")
    named = [folder for folder in environment.split(os.pathsep) if folder]
    return load_forms(*named, *folders)


def previous_of(path: Path | None, forms: FormSet) -> Report | None:
    """Last year's report, where one was named; what is wrong with the file names the file."""
    if path is None:
        return None
    from govinfo_cli.api import read  # noqa: PLC0415
    from govinfo_cli.errors import UnreadableError  # noqa: PLC0415

    try:
        return read(path, forms=forms)
    except UnreadableError as error:
        raise UnreadableError(error.key, **error.facts | {"path": str(path)}) from error


def children_of(paths: Iterable[str], forms: FormSet) -> list[Report]:
    """The reports of the organs below; a file that cannot be read stops all, by its name.

    A sum without one of its parts would call everything wrong.
    """
    if not paths:
        return []
    from govinfo_cli.api import read  # noqa: PLC0415
    from govinfo_cli.batch import STDIN, expand  # noqa: PLC0415
    from govinfo_cli.errors import UnreadableError  # noqa: PLC0415

    found = []
    for entry in expand(paths):
        if entry.path == STDIN:
            raise UsageError("children-stdin")
        try:
            found.append(read(entry.path, forms=forms))
        except UnreadableError as error:
            raise UnreadableError(error.key, **error.facts | {"path": entry.path}) from error
    return found


def source_of(entry: Input, given: str) -> tuple[str | bytes, str]:
    """What to read for an input, and its format where the suffix cannot tell."""
    from govinfo_cli.batch import STDIN  # noqa: PLC0415
    from govinfo_cli.readers import BY_NAME  # noqa: PLC0415

    if entry.path != STDIN:
        return entry.path, given
    if not given:
        raise UsageError("stdin-format", known=", ".join(BY_NAME))
    return sys.stdin.buffer.read(), given


def complain(path: str, error: GovinfoError, lang: str) -> None:
    """One sentence on standard error about one file."""
    print(f"govinfo: {path}: {word_error(error, lang)}", file=sys.stderr)


def codes_of(words: Iterable[str]) -> tuple[str, ...]:
    """Codes given as ``A3,S107`` or by repeating the option."""
    parts = (part.strip().upper() for word in words for part in word.split(","))
    return tuple(part for part in parts if part)


def with_progress(count: int, lang: str) -> Callable[[], None]:
    """A progress bar for several files; returns its step.

    It is drawn where the words go elsewhere: on a terminal while standard output is not one.
    """
    if count < 2 or not sys.stderr.isatty() or sys.stdout.isatty():
        return lambda: None
    from govinfo_cli.cli.draw import progress  # needs rich  # noqa: PLC0415

    return progress(count, lang)


def readable(lang: str) -> str:
    """The names of the file types that can be read, for a help text."""
    from govinfo_cli.readers import BY_NAME  # noqa: PLC0415

    del lang
    return ", ".join(BY_NAME)


def writable(lang: str) -> str:
    """The names of the file types that can be written, for a help text."""
    from govinfo_cli.writers import BY_NAME  # noqa: PLC0415

    del lang
    return ", ".join(BY_NAME)


def tellable(lang: str) -> str:
    """The names of the formats in which findings are told, for a help text."""
    from govinfo_cli.reporters import BY_NAME  # noqa: PLC0415

    del lang
    return ", ".join(BY_NAME)


def draws() -> bool:
    """Whether standard output is a terminal that can show tables and colours."""
    return sys.stdout.isatty() and os.environ.get("TERM") != "dumb"
