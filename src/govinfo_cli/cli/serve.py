"""``govinfo serve``: the window."""

from __future__ import annotations

import sys
from dataclasses import dataclass

from govinfo_cli.cli.common import forms_of
from govinfo_cli.cli.options import Options, flag, many, number
from govinfo_cli.errors import EXIT_OK
from govinfo_cli.messages import say


@dataclass(frozen=True, kw_only=True)
class ServeOptions(Options):
    """What ``govinfo serve`` takes."""

    port: int = number("--port", default=0, help="help.port", low=0, high=65_535)
    no_browser: bool = flag("--no-browser", help="help.no-browser")
    idle: int = number("--idle", default=60, help="help.idle", low=0, high=100_000)
    forms: tuple[str, ...] = many("--forms", help="help.forms")


def serve(options: ServeOptions) -> int:
    """Open the window and stay until it is closed; the exit status."""
    from govinfo_cli.serve.means import Means  # noqa: PLC0415
    from govinfo_cli.serve.server import Server, open_browser  # noqa: PLC0415
    from govinfo_cli.settings import Settings  # noqa: PLC0415

    lang = options.lang
    means = Means(lang, forms_of(options.forms), Settings())
    server = Server(means, port=options.port, idle=options.idle * 60)
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
