"""A line without a command is validated; a console opened by double click stays open."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from govinfo_cli.cli.commands import BY_NAME
from govinfo_cli.errors import UsageError
from govinfo_cli.messages import say

DEFAULT: Final = "validate"
WAIT: Final = "GOVINFO_WAIT"
_CLOSE_ENOUGH: Final = 0.6


def with_command(words: Sequence[str]) -> list[str]:
    """The line with its command: ``validate`` before what is a path, not a command.

    Raises UsageError, with the nearest command, for a word that is neither. A file named like
    a command is reached by ``./``.
    """
    at = _first(words)
    if at is None or words[at] in BY_NAME:
        return list(words)
    if not _is_path(words[at]):
        raise _unknown(words[at])
    return [*words[:at], DEFAULT, *words[at:]]


def _first(words: Sequence[str]) -> int | None:
    """Where the first word stands that is no option; None where another option comes first."""
    at = 0
    while at < len(words):
        if words[at] == "--lang":
            at += 2
        elif words[at].startswith("--lang="):
            at += 1
        else:
            return None if words[at].startswith("-") else at
    return None


def _is_path(word: str) -> bool:
    from govinfo_cli.readers import BY_SUFFIX  # noqa: PLC0415

    separators = {os.sep, os.altsep or os.sep, "/"}
    if any(mark in word for mark in (*separators, "*", "?", "[")):
        return True
    return Path(word).suffix.lower() in BY_SUFFIX or Path(word).exists()


def _unknown(word: str) -> UsageError:
    from difflib import get_close_matches  # noqa: PLC0415

    near = get_close_matches(word, BY_NAME, n=1, cutoff=_CLOSE_ENOUGH)
    if near:
        return UsageError("command-near", name=word, near=near[0])
    return UsageError("command-unknown", name=word, known=", ".join(BY_NAME))


def is_alone() -> bool:
    """Whether this program was started by double click or drop, so that its console dies with it.

    ``GOVINFO_WAIT`` (1 or 0) decides before all else. On Windows a console without any other
    process is our own; the one-file program counts twice, since it unpacks and runs itself.
    Elsewhere file managers give programs no console, unless their starter sets the variable.
    """
    told = os.environ.get(WAIT, "")
    if told:
        return told != "0"
    if sys.platform != "win32" or not getattr(sys, "frozen", False):
        return False
    return 0 < _processes_here() <= _own_processes(sys.executable, getattr(sys, "_MEIPASS", ""))


def _own_processes(program: str, unpacked: str) -> int:
    """How many processes the program itself is: two where it was unpacked to be run."""
    beside = Path(unpacked).is_relative_to(Path(program).parent) if unpacked else True
    return 1 if beside else 2


def _processes_here() -> int:
    """The number of processes in this console; 0 without one. Only Windows can tell.

    Source: GetConsoleProcessList of the Windows console API.
    """
    import ctypes  # noqa: PLC0415

    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009  elsewhere it has no such name
    room = (ctypes.c_uint32 * 4)()
    return int(kernel.GetConsoleProcessList(room, len(room)))


def wait_for_a_key(lang: str) -> None:
    """Keep the console open until a key is pressed."""
    if not (sys.stdin and sys.stdin.isatty() and sys.stdout.isatty()):
        return
    print(f"\n{say(lang, 'press-a-key')}", end="", flush=True)
    try:
        if sys.platform == "win32":
            import msvcrt  # noqa: PLC0415

            msvcrt.getwch()
        else:
            input()
    except (EOFError, KeyboardInterrupt):
        print()
