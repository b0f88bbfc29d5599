"""``govinfo serve``: the window."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from govinfo_cli.cli.options import Options, file, flag, many, number
from govinfo_cli.errors import EXIT_OK
from govinfo_cli.messages import say

if TYPE_CHECKING:
    from govinfo_cli.api import Result
    from govinfo_cli.report import Report
    from govinfo_cli.serve.means import Means
    from govinfo_cli.serve.uploads import Upload


@dataclass(frozen=True, kw_only=True)
class ServeOptions(Options):
    """What ``govinfo serve`` takes."""

    port: int = number("--port", default=0, help="help.port", low=0, high=65_535)
    no_browser: bool = flag("--no-browser", help="help.no-browser")
    idle: int = number("--idle", default=60, help="help.idle", low=0, high=100_000)
    forms: tuple[str, ...] = many("--forms", help="help.forms")
    config: Path | None = file("--config", help="help.config-file")
    no_config: bool = flag("--no-config", help="help.no-config")


def serve(options: ServeOptions) -> int:
    """Open the window and stay until it is closed; the exit status."""
    from govinfo_cli.serve.server import Server, open_browser  # noqa: PLC0415

    lang = options.lang
    server = Server(_means(options), port=options.port, idle=options.idle * 60)
    server.start()
    print(say(lang, "serve.open", address=server.address), flush=True)
    if not options.no_browser and not open_browser(server.opening):
        print(say(lang, "serve.no-browser"), file=sys.stderr)
    try:
        server.wait()
    except KeyboardInterrupt:
        print(file=sys.stderr)
    print(say(lang, "serve.closed"), file=sys.stderr)
    return EXIT_OK


def _means(options: ServeOptions) -> Means:
    """What ``validate`` would go by in this folder, with its baseline and waivers."""
    from govinfo_cli.batch import Input  # noqa: PLC0415
    from govinfo_cli.cli.accepted import acceptance_of  # noqa: PLC0415
    from govinfo_cli.cli.checker import checker_of  # noqa: PLC0415
    from govinfo_cli.cli.choices import choices_of  # noqa: PLC0415
    from govinfo_cli.cli.validate import ValidateOptions  # noqa: PLC0415
    from govinfo_cli.cli.years import Years  # noqa: PLC0415
    from govinfo_cli.forms import load_forms  # noqa: PLC0415
    from govinfo_cli.serve import means  # noqa: PLC0415

    asked = ValidateOptions(
        paths=(os.curdir,), forms=options.forms, config=options.config,
        no_config=options.no_config, lang=options.lang,
    )  # fmt: skip
    choices = choices_of(asked)
    known = load_forms(*choices.get("forms", ()))
    accepted = acceptance_of(choices, asked)

    def check(files: Sequence[Upload], previous: Report | None = None) -> list[Result]:
        checker = checker_of(choices, known, previous)
        each = (checker(Input(name), data, "") for name, data in files)
        years = Years(None, known, choices, paired=previous is None)
        found = list(years.over(each, len(files), checker))
        return [accepted.apply(r, options.lang) if accepted else r for r in found]

    return means.Means(options.lang, known, check, choices.limited)
