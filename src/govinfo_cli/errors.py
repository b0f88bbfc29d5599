"""The few exceptions of govinfo: what stops a file, never what is wrong inside a report."""

from __future__ import annotations

from functools import partial
from typing import Final


class GovinfoError(Exception):
    """Base of every error that the user is told in one sentence.

    ``key`` names the sentence in the message catalogues, ``facts`` fills it in; both are
    plain values, so an error crosses a process boundary and is worded late.
    """

    def __init__(self, key: str, **facts: object) -> None:
        super().__init__(key, facts)
        self.key = key
        self.facts = facts

    def __reduce__(self) -> tuple[object, ...]:
        return partial(type(self), self.key, **self.facts), ()

    def __str__(self) -> str:
        facts = ", ".join(f"{name}={value!r}" for name, value in self.facts.items())
        return f"{self.key}({facts})"


class UnreadableError(GovinfoError):
    """A file could not be read: missing, empty, corrupt, encrypted, of an unknown type."""


class UnwritableError(GovinfoError):
    """An output could not be written, or stands already and may not be overwritten."""


class FormError(GovinfoError):
    """A form file under ``schemas/`` or a user's own folder is wrong."""


class UsageError(GovinfoError):
    """The command line, or a call of the API, contradicts itself."""


EXIT_OK: Final = 0
EXIT_FINDINGS: Final = 1
EXIT_TROUBLE: Final = 2
