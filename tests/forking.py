"""A run of the program in a forked child: warm, alone, and free to be broken or killed."""

from __future__ import annotations

import os
import signal
import sys
import tempfile
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")


class Ended(NamedTuple):
    """``status``: the exit status, or minus the number of the signal that killed it."""

    status: int
    out: str
    err: str


def forked(*line: object, broken: Callable[[], None] = lambda: None, wait: float = 0) -> Ended:
    """Run ``govinfo`` with these words after ``broken`` has been called in the child.

    With ``wait`` it is killed after so many seconds, wherever it is then.
    """
    with tempfile.TemporaryDirectory() as folder:
        out, err = Path(folder, "out"), Path(folder, "err")
        sys.stdout.flush()
        sys.stderr.flush()
        child = os.fork()
        if child == 0:
            _run(list(map(str, line)), broken, out, err)
        if wait:
            import time

            time.sleep(wait)
            os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        return Ended(
            os.waitstatus_to_exitcode(status),
            out.read_text("utf-8", "replace") if out.exists() else "",
            err.read_text("utf-8", "replace") if err.exists() else "",
        )


def _run(words: list[str], broken: Callable[[], None], out: Path, err: Path) -> None:
    """In the child: never comes back."""
    status = 70
    try:
        for path, number in ((out, 1), (err, 2)):
            os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT), number)
        sys.stdout = os.fdopen(1, "w", encoding="utf-8", closefd=False)
        sys.stderr = os.fdopen(2, "w", encoding="utf-8", closefd=False)
        sys.argv = ["govinfo", *words]
        from govinfo_cli.__main__ import run

        broken()
        run()
    except SystemExit as leaving:
        status = int(leaving.code or 0)
    except BaseException:  # noqa: BLE001  told to the parent
        traceback.print_exc()
    finally:
        for stream in (sys.stdout, sys.stderr):
            try:
                stream.flush()
            except OSError:
                status = 71
        os._exit(status)
