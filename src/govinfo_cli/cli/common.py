"""What several commands share: forms, standard input, and where the words go."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from govinfo_cli.errors import GovinfoError, UnwritableError, UsageError
from govinfo_cli.messages import say, word_error
from govinfo_cli.text import one_line, visible

if TYPE_CHECKING:
    from govinfo_cli.batch import Input, Inputs
    from govinfo_cli.forms import FormSet
    from govinfo_cli.report import Report


def forms_of(folders: Iterable[str]) -> FormSet:
    """The shipped forms, those of govinfo.toml, of GOVINFO_FORMS, and those named on the line.

    The configuration is that of the current folder; ``validate`` has one of its own.
    """
    from govinfo_cli.forms import load_forms  # noqa: PLC0415

    environment = os.environ.get("GOVINFO_FORMS", "")
    named = [folder for folder in environment.split(os.pathsep) if folder]
    return load_forms(*configured("forms", []), *named, *folders)


def configured(name: str, default: Any) -> Any:
    """What the configuration of the current folder has for a key."""
    from govinfo_cli.config import find  # noqa: PLC0415

    named = os.environ.get("GOVINFO_CONFIG")
    path = Path(named) if named else find(Path())
    if path is None:
        return default
    from govinfo_cli.config.load import load  # needs tomllib  # noqa: PLC0415

    return load(path).values.get(name, default)


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


def source_of(entry: Input, given: str) -> tuple[str | bytes, str]:
    """What to read for an input, and its format where the suffix cannot tell.

    Standard input without ``--from`` is known by its content.
    """
    from govinfo_cli.batch import STDIN  # noqa: PLC0415

    if entry.path != STDIN:
        return entry.path, given
    data = sys.stdin.buffer.read()
    if not given and data.strip():
        from govinfo_cli.readers.guess import guess  # noqa: PLC0415

        given = guess(data)
    return data, given or "json"


def inputs_of(paths: Iterable[str], lang: str) -> tuple[Inputs, int]:
    """The files that words stand for; and how many words stood for none, which is told."""
    from govinfo_cli.batch import expand  # noqa: PLC0415

    failed: list[str] = []

    def lost(word: str, error: GovinfoError) -> None:
        complain(word, error, lang)
        failed.append(word)

    return expand(paths, lost), len(failed)


class Spread(Protocol):
    """The options of a command that works in several processes."""

    @property
    def paths(self) -> tuple[str, ...]:
        """The inputs as they were named."""

    @property
    def jobs(self) -> int:
        """How many processes; 0 for as many as are worth it."""


def workers_of(options: Spread) -> int:
    """How many processes; standard input is this one's own."""
    return 1 if "-" in options.paths else options.jobs


def complain(path: str, error: GovinfoError, lang: str) -> None:
    """One sentence on standard error about one file: the one that the error names, if any."""
    path = one_line(str(error.facts.get("path", path)))
    print(f"govinfo: {path}: {word_error(error, lang)}", file=sys.stderr)


def emit(
    data: bytes, output: Path | None, lang: str, *, force: bool, inputs: Iterable[str] = ()
) -> None:
    """Leave what was made in a file, and say so; or give its text to standard output.

    Raises UnwritableError where the file is one of the inputs, even with ``force``.
    """
    if output is None:
        words = data.decode("utf-8-sig")
        sys.stdout.write(visible(words) if sys.stdout.isatty() else words)
        return
    from govinfo_cli.outfile import same_file, write_file  # noqa: PLC0415

    if any(same_file(Path(path), output) for path in inputs):
        raise UnwritableError("output-is-input", path=str(output))
    write_file(output, data, force=force)
    print(say(lang, "written", path=output), file=sys.stderr)


def codes_of(words: Iterable[str]) -> tuple[str, ...]:
    """Codes given as ``A3,S107`` or by repeating the option."""
    parts = (part.strip().upper() for word in words for part in word.split(","))
    return tuple(part for part in parts if part)


def with_progress(count: int, lang: str, *, held: bool = False) -> Callable[[], None]:
    """A progress bar for several files; returns its step.

    It is drawn where the words go elsewhere: on a terminal while standard output is not one,
    or while nothing is told before all is ``held``.
    """
    if count < 2 or not sys.stderr.isatty() or (sys.stdout.isatty() and not held):
        return lambda: None
    from govinfo_cli.cli.draw import progress  # needs rich  # noqa: PLC0415

    return progress(count, lang)


Row = TypeVar("Row")  # of a table of formats


def format_for(
    wanted: str, output: Path | None, by_name: Mapping[str, Row], by_suffix: Mapping[str, Row]
) -> Row:
    """The format asked for, else that of the output's suffix, else text. Raises UsageError."""
    if wanted and wanted not in by_name:
        raise UsageError("format-unknown", format=wanted, known=", ".join(by_name))
    suffix = output.suffix.lower() if output else ""
    return by_name[wanted] if wanted else by_suffix.get(suffix, by_name["text"])


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
