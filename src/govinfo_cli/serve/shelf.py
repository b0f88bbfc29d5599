"""What was sent and found, kept in memory until the window closes or there is too much of it."""

from __future__ import annotations

import secrets
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from govinfo_cli.api import Result

MAX_JOBS: Final = 30
MAX_KEPT: Final = 512 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Checked:
    """One file: its name, its bytes (none where it was made here) and what was found."""

    name: str
    data: bytes
    result: Result


@dataclass(frozen=True, slots=True)
class Job:
    """What one press of a button came to.

    ``title``: the key of its heading. ``files``: those checked. ``body``: markup of its own,
    above them. ``made``: further files to be saved, by name.
    """

    title: str
    files: Sequence[Checked] = ()
    body: str = ""
    made: Sequence[tuple[str, bytes]] = ()

    def size(self) -> int:
        """Bytes kept."""
        kept = sum(len(entry.data) for entry in self.files)
        return kept + len(self.body) + sum(len(data) for _, data in self.made)


@dataclass(slots=True)
class Shelf:
    """The last jobs, by keys that cannot be guessed."""

    jobs: OrderedDict[str, Job] = field(default_factory=OrderedDict)
    lock: Lock = field(default_factory=Lock)

    def put(self, job: Job) -> str:
        """Keep a job; the oldest make room for it. Its key."""
        key = secrets.token_urlsafe(12)
        with self.lock:
            self.jobs[key] = job
            while len(self.jobs) > 1 and self._too_much():
                self.jobs.popitem(last=False)
        return key

    def get(self, key: str) -> Job | None:
        """A job, unless it is gone."""
        with self.lock:
            return self.jobs.get(key)

    def _too_much(self) -> bool:
        kept = sum(job.size() for job in self.jobs.values())
        return len(self.jobs) > MAX_JOBS or kept > MAX_KEPT
