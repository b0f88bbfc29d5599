"""The check of one file, as the configuration and the plug-ins make it; it can be pickled."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from govinfo_cli.api import Result, read, validate
from govinfo_cli.batch import STDIN, expand
from govinfo_cli.cli.common import source_of
from govinfo_cli.errors import GovinfoError, UnreadableError, UsageError
from govinfo_cli.limits import carried, longest
from govinfo_cli.pool import Job
from govinfo_cli.report import Report

if TYPE_CHECKING:
    from govinfo_cli.batch import Input
    from govinfo_cli.checks import Check as ExtraCheck
    from govinfo_cli.cli.choices import Choices
    from govinfo_cli.forms import FormSet

    Check = Callable[[Input, str | bytes, str], Result]


def checker_of(choices: Choices, known: FormSet, last: Report | None) -> Check:
    """The check of one file, with what the configuration says of its path."""
    extra: tuple[ExtraCheck, ...] = ()
    if names := choices.get("plugins"):
        from govinfo_cli.plugins import checks_of  # noqa: PLC0415

        extra = checks_of(names)
    if general := choices.get("children"):
        _below(tuple(general), known)  # what cannot be read is said before all else
    return partial(_check_one, choices, forms=known, previous=last, extra=extra)


def _check_one(
    choices: Choices, entry: Input, source: str | bytes, format_: str, **given: Any
) -> Result:
    try:
        below = _below(choices.children(entry.path), given["forms"])
    except GovinfoError as error:
        return Result(entry.path, error=error)
    # A report is not held against the organs beside it.
    alone = below.paths and entry.path != STDIN and _whole(entry.path) in below.paths
    return validate(
        source, format=format_, name=entry.path if isinstance(source, bytes) else "",
        form=choices.form(entry.path), settings=choices.settings(entry.path),
        children=() if alone else below.reports, **given,
    )  # fmt: skip


def job_of(check: Check, source: str, *, whole: bool) -> Job:
    """The job of a batch: from an input to its result. ``source`` is the format asked for.

    ``whole``: the reports are looked into again; otherwise they travel light between processes,
    with what tells which they are, and no figures.
    """
    return Job(carried(partial(_result, check, source, whole=whole)), _lost, longest())


def _result(check: Check, source: str, entry: Input | Result, *, whole: bool) -> Result:
    if isinstance(entry, Result):
        return entry
    try:
        given, format_ = source_of(entry, source)
    except UnreadableError as error:
        return Result(entry.path, error=error)
    result = check(entry, given, format_)
    if not whole and (report := result.report) is not None:
        result.report = Report(report.form, report.year, report.organ, values=_NONE, places=_NONE)
    return result


_NONE: Final[list[Any]] = [None]


def _lost(entry: Input | Result, error: GovinfoError) -> Result:
    return Result(entry.path, error=error)


class _Below(NamedTuple):
    reports: Sequence[Report] = ()
    paths: frozenset[str] = frozenset()


@lru_cache(maxsize=4)
def _below(words: tuple[str, ...], forms: FormSet) -> _Below:
    """The reports of the organs below, read once; a file that cannot be read stops all.

    A sum without one of its parts would call everything wrong.
    """
    found, paths = [], []
    for entry in expand(words) if words else ():
        if entry.path == STDIN:
            raise UsageError("children-stdin")
        try:
            found.append(read(entry.path, forms=forms))
        except UnreadableError as error:
            raise UnreadableError(error.key, **error.facts | {"path": entry.path}) from error
        paths.append(_whole(entry.path))
    return _Below(found, frozenset(paths))


def _whole(path: str) -> str:
    return os.path.realpath(path)
