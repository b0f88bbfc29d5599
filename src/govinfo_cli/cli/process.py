"""What a process of our own needs at its start: streams that are there, and an orderly end.

Only the ``govinfo`` program does this; whoever imports the package keeps their own ways.
"""

from __future__ import annotations

import os
import signal
import sys
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from types import FrameType

INTERRUPTED: Final = 130  # 128 and the number of SIGINT
_received: Final[list[int]] = []


def open_streams() -> None:
    """Let no file that is opened later become a standard stream that the caller has closed."""
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is None:
            opened = os.open(os.devnull, os.O_RDWR)
            if opened != number:
                os.dup2(opened, number)
                os.close(opened)
            stream = os.fdopen(number, "r" if number == 0 else "w", encoding="utf-8")
            setattr(sys, name, stream)


def heed_signals() -> None:
    """End on SIGTERM and SIGHUP as on Ctrl-C, so that no half-written file stays behind.

    A signal that the caller has us ignore (nohup) stays ignored. A forked child is no
    concern of ours: there the signal does what it always does.
    """
    owner = os.getpid()

    def stop(number: int, _frame: FrameType | None) -> None:
        if os.getpid() != owner:
            signal.signal(number, signal.SIG_DFL)
            os.kill(os.getpid(), number)
            return
        _received.append(number)
        raise KeyboardInterrupt

    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)  # Windows has no SIGHUP
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, stop)


def stopped_status() -> int:
    """The exit status that a shell gives to a program that a signal ended."""
    return 128 + (_received[-1] if _received else signal.SIGINT)


def mute() -> None:
    """Send what is still to be printed nowhere: the stream does not take it."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
