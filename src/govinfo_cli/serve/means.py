"""What the tasks of the window work with."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from govinfo_cli.api import read
from govinfo_cli.errors import GovinfoError, UnreadableError
from govinfo_cli.serve.uploads import Upload

if TYPE_CHECKING:
    from govinfo_cli.api import Result
    from govinfo_cli.forms import FormSet
    from govinfo_cli.report import Report

Sent = Mapping[str, Sequence[Upload]]
"""The files of each field of a form."""


class Check(Protocol):
    """Check files; ``previous``: last year's report of the same organ."""

    def __call__(self, files: Sequence[Upload], previous: Report | None = None) -> list[Result]:
        """Give what was found in each, or the error that stopped it, in their order."""


@dataclass(frozen=True, slots=True)
class Means:
    """What tasks work with, as the command line and the configuration have it.

    ``limited``: lets the limits hold in the thread of a request.
    """

    lang: str
    forms: FormSet
    check: Check
    limited: Callable[[], AbstractContextManager[object]] = nullcontext


def opened(file: Upload, means: Means) -> Report:
    """The report of a file. Raises UnreadableError that names the file."""
    try:
        return read(file.data, name=file.name, forms=means.forms)
    except GovinfoError as error:
        raise UnreadableError(error.key, **error.facts | {"path": file.name}) from error
