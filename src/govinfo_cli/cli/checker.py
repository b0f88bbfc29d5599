"""The check of one file, as the configuration and the plug-ins make it; it can be pickled."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from govinfo_cli.api import Result, validate

if TYPE_CHECKING:
    from govinfo_cli.batch import Input
    from govinfo_cli.checks import Check as ExtraCheck
    from govinfo_cli.cli.choices import Choices
    from govinfo_cli.forms import FormSet
    from govinfo_cli.report import Report

    Check = Callable[[Input, str | bytes, str], Result]


def checker_of(choices: Choices, known: FormSet, last: Report | None) -> Check:
    """The check of one file, with what the configuration says of its path."""
    extra: tuple[ExtraCheck, ...] = ()
    if names := choices.get("plugins"):
        from govinfo_cli.plugins import checks_of  # noqa: PLC0415

        extra = checks_of(names)
    return partial(_check_one, choices, forms=known, previous=last, extra=extra)


def _check_one(
    choices: Choices, entry: Input, source: str | bytes, format_: str, **given: Any
) -> Result:
    return validate(
        source, format=format_, name=entry.path if isinstance(source, bytes) else "",
        form=choices.form(entry.path), settings=choices.settings(entry.path), **given,
    )  # fmt: skip
