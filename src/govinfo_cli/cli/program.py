"""How the built programs start: by double click they open the window, by drop they validate."""

from __future__ import annotations

import gc
import sys
from multiprocessing import freeze_support
from typing import Final

from govinfo_cli.cli import main
from govinfo_cli.cli.dropped import is_alone, wait_for_a_key
from govinfo_cli.messages import language

WINDOW: Final = "serve"


def run() -> int:
    """Run the program as it was started; its exit status."""
    gc.set_threshold(50_000)  # as in __main__
    freeze_support()  # where this process is one of its own workers, it goes no further
    words = sys.argv[1:]
    alone = is_alone()
    by_double_click = alone and not words
    status = main([WINDOW] if by_double_click else words)
    if alone and (status or not by_double_click):
        wait_for_a_key(language())
    return status
