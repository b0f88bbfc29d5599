"""What a check may look at besides the report itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from govinfo_cli.settings import Settings

if TYPE_CHECKING:
    from govinfo_cli.report import Report


class Context(NamedTuple):
    """``previous``: last year's report of the same organ, where there is one.

    ``children``: the reports of the organs below it, of the same year; its own level's figures
    may be one of them.
    """

    settings: Settings = Settings()
    previous: Report | None = None
    children: tuple[Report, ...] = ()
