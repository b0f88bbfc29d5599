"""When the window may close by itself: its pages are gone, or nobody has asked for long."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock
from typing import Final

# Browsers let the clocks of hidden pages tick once a minute, and later put them to sleep: a
# page that is silent may still be open, so it does not end the window as a closed one does.
SILENT_SECONDS: Final = 150
# A page that is left is followed by the next one; a page that is closed is not.
GRACE_SECONDS: Final = 4
LONGEST_STEP: Final = 5
MAX_PAGES: Final = 200


@dataclass(slots=True)
class Visits:
    """Pages that say that they are open, and when somebody last asked for something.

    ``idle``: seconds without any request after which it is over; 0 for never. Time is counted
    while the computer is awake: a long step of the clock was a sleep.
    """

    idle: float
    clock: float = 0
    last: float = 0
    busy: int = 0
    pages: dict[str, float] = field(default_factory=dict)
    seen_pages: bool = False
    lock: Lock = field(default_factory=Lock)

    @contextmanager
    def asking(self) -> Iterator[None]:
        """Something is being done; it is not over meanwhile."""
        with self.lock:
            self.busy += 1
        try:
            yield
        finally:
            with self.lock:
                self.busy -= 1
                self.last = self.clock

    def open(self, page: str) -> None:
        """A page says that it is open."""
        with self.lock:
            self.seen_pages = True
            if page in self.pages or len(self.pages) < MAX_PAGES:
                self.pages[page] = self.clock

    def close(self, page: str) -> None:
        """A page says that it is left."""
        with self.lock:
            self.pages.pop(page, None)

    def over(self, step: float) -> bool:
        """Whether to close, so many seconds after the last time this was asked."""
        with self.lock:
            self.clock += min(step, LONGEST_STEP)
            silent = [p for p, at in self.pages.items() if self.clock - at > SILENT_SECONDS]
            for page in silent:
                del self.pages[page]
                self.seen_pages = bool(self.pages)
            quiet = self.clock - self.last
            if self.busy or self.pages:
                return False
            if self.seen_pages and quiet > GRACE_SECONDS:
                return True
            return 0 < self.idle < quiet
