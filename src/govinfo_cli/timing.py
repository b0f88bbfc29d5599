"""How long one file may take: where its time is over it is given up, and the next one is done.

In the main thread the system's timer interrupts, also a long search for a pattern. Other threads,
and Windows, have no such timer: there a thread looks at the clock. What a library does without
coming back to Python neither can end; a worker process can be ended (``pool``).
"""

from __future__ import annotations

import signal
from _thread import allocate_lock, get_ident, start_new_thread
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from time import monotonic, sleep
from typing import TYPE_CHECKING, Any, Final

from govinfo_cli.errors import UnreadableError

if TYPE_CHECKING:
    from types import FrameType

STOPPED: Final = "input-too-slow"
AGAIN: Final = 1.0  # seconds to the next interrupt: a destructor swallows what is raised in it
TICK: Final = 0.1  # seconds between two looks at the clock
TIMER, CLOCK = "timer", "clock"  # who interrupts
_HOW: ContextVar[str] = ContextVar("how", default="")
_until: Final[dict[int, float]] = {}  # by thread: when the time of its file is over
_watched: Final[dict[int, float]] = {}  # when to interrupt it, where the clock is looked at
_struck: Final[set[int]] = set()
_looking: Final[list[int]] = []  # the thread that looks at the clock
_lock: Final = allocate_lock()


class _OverError(BaseException):
    """The time is over. No Exception: nobody on the way shall take it for a fault of the file."""


@contextmanager
def keeping_time() -> Iterator[None]:
    """Hold the limits of time in this thread for a while; without it there are none.

    Only a program of our own does so: whoever imports the package keeps their own signals.
    """
    before = _heed()
    token = _HOW.set(TIMER if before else CLOCK)
    try:
        yield
    finally:
        _HOW.reset(token)
        if before:
            signal.signal(signal.SIGALRM, before[0] or signal.SIG_DFL)


def _heed() -> list[Any]:
    """Have the timer interrupt; who was heard before. Nobody where the timer reaches no further."""
    if not hasattr(signal, "setitimer"):
        return []
    try:
        return [signal.signal(signal.SIGALRM, _ring)]
    except ValueError:  # signals are for the main thread
        return []


def _ring(_number: int, _frame: FrameType | None) -> None:
    until = _until.get(get_ident())
    if until is not None and monotonic() >= until:
        raise _OverError


def in_time(seconds: float) -> AbstractContextManager[None]:
    """Give the body so many seconds; 0 is no limit. Raises UnreadableError when they are over.

    Within another such limit it has no say.
    """
    how, thread = _HOW.get(), get_ident()
    return _timed(how, thread, seconds) if how and seconds and thread not in _until else _ANY_TIME


_ANY_TIME: Final = nullcontext()


@contextmanager
def _timed(how: str, thread: int, seconds: float) -> Iterator[None]:
    try:
        try:
            _begin(how, thread, seconds)
            yield
        finally:
            _end(how, thread)
    except _OverError as error:
        _end(how, thread)  # an interrupt may have hit this, too
        error.__traceback__ = error.__context__ = None  # they hold all that was read
        raise UnreadableError(STOPPED, seconds=seconds) from None


def _begin(how: str, thread: int, seconds: float) -> None:
    until = _until[thread] = monotonic() + seconds
    if how == TIMER:
        signal.setitimer(signal.ITIMER_REAL, seconds, AGAIN)
        return
    with _lock:
        _watched[thread] = until
        if not _looking:
            _looking.append(start_new_thread(_look, ()))


def _end(how: str, thread: int) -> None:
    _until.pop(thread, None)  # an interrupt that comes from now on is ignored
    if how == TIMER:
        signal.setitimer(signal.ITIMER_REAL, 0)
        return
    with _lock:
        _watched.pop(thread, None)
        if thread in _struck:
            _raise_in(thread, None)
            _struck.discard(thread)


def _look() -> None:
    """Interrupt the threads whose time is over, as long as there are any to look after."""
    while True:
        sleep(TICK)
        with _lock:
            if not _watched:
                _looking.clear()
                return
            for thread, until in [*_watched.items()]:
                if monotonic() >= until:
                    _watched[thread] = until + AGAIN
                    _struck.add(thread)
                    _raise_in(thread, _OverError)


def _raise_in(thread: int, kind: type[BaseException] | None) -> None:
    """Have an exception raised in another thread, or what waits to be raised there forgotten."""
    from ctypes import c_ulong, py_object, pythonapi  # seldom needed  # noqa: PLC0415

    what = py_object(kind) if kind else None
    pythonapi.PyThreadState_SetAsyncExc(c_ulong(thread), what)
