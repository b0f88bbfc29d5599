"""The window's server: it binds to this computer alone and ends when nobody needs it."""

from __future__ import annotations

import logging
import os
import sys
import time
from threading import Thread
from typing import TYPE_CHECKING, Final

import waitress

from govinfo_cli.errors import UsageError
from govinfo_cli.limits import Limits
from govinfo_cli.serve.app import Window
from govinfo_cli.serve.guard import Guard
from govinfo_cli.serve.visits import Visits

if TYPE_CHECKING:
    from govinfo_cli.serve.means import Means

HOST: Final = "127.0.0.1"
STEP: Final = 1.0
# Seconds after which a connection that says nothing is closed, and between two looks for such:
# whoever opens many and stays silent keeps others out no longer than that.
SILENCE: Final = 20
LOOK: Final = 5
# What is on its way when the window closes is let through.
LAST_WORDS: Final = 1.0


class Server:
    """A window that answers; ``port`` 0 takes a free one. Raises UsageError for a taken one."""

    def __init__(self, means: Means, *, port: int = 0, idle: float = 0) -> None:
        self.visits = Visits(idle)
        # The application needs the address, which is known once the port is taken.
        self.guard = Guard(frozenset())
        self.window = Window(self.guard, means, self.visits)
        logging.getLogger("waitress").setLevel(logging.CRITICAL)
        try:
            self.server = waitress.create_server(
                self.window, host=HOST, port=port, ident=None, threads=4, connection_limit=64,
                channel_timeout=SILENCE, cleanup_interval=LOOK, max_request_header_size=16_384,
                # More than the application takes, so that it can say in words what is too much.
                max_request_body_size=2 * Limits().size,
            )  # fmt: skip
        except OSError as error:
            raise UsageError("port-taken", port=port) from error
        self.port = int(self.server.effective_port)
        self.guard.hosts = frozenset({f"{HOST}:{self.port}", f"localhost:{self.port}"})

    @property
    def address(self) -> str:
        """Where the window is, with its token."""
        return f"http://{HOST}:{self.port}{self.window.base}/"

    @property
    def opening(self) -> str:
        """Where a browser is sent first; good for one visit."""
        return f"http://{HOST}:{self.port}/{self.guard.once}"

    def start(self) -> None:
        """Answer from now on."""
        Thread(target=self.server.run, daemon=True).start()

    def wait(self) -> None:
        """Return when the window was stopped, closed, or left alone for long."""
        before = time.monotonic()
        while not self.window.stop.wait(STEP):
            now = time.monotonic()
            if self.visits.over(now - before):
                return
            before = now
        time.sleep(LAST_WORDS)


def open_browser(address: str) -> bool:
    """Show an address in the user's browser; False where there is none to show it in."""
    import webbrowser  # noqa: PLC0415

    on_screen = any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER"))
    if sys.platform.startswith("linux") and not on_screen:
        return False  # only a browser inside the terminal is left, and it would take it over
    # A built program looks for libraries in its own folder first; a browser shall not.
    ours = os.environ.get("LD_LIBRARY_PATH")
    theirs = os.environ.get("LD_LIBRARY_PATH_ORIG")
    if ours is not None and getattr(sys, "frozen", False):
        os.environ["LD_LIBRARY_PATH"] = theirs or ""
    try:
        return webbrowser.open(address)
    except (webbrowser.Error, OSError):
        return False
    finally:
        if ours is not None:
            os.environ["LD_LIBRARY_PATH"] = ours
