"""One job over many inputs: in this process, in several, or on a cluster; results in order.

Work goes out in chunks, and only so much ahead that memory stays flat however many inputs
there are. An input that kills its worker, or takes too long, is found by doing its chunk again
in a process of its own, watched input by input; only it is lost, and it is named.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from itertools import chain, islice
from time import monotonic
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from govinfo_cli.errors import GovinfoError, UnreadableError
from govinfo_cli.limits import Limits, bound_memory, now
from govinfo_cli.timing import STOPPED, keeping_time

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future  # slow to import, and for batches only

CHUNK: Final = 48
AHEAD: Final = 3  # chunks a worker that may wait for their turn in the output
WORTH: Final = 256  # so few inputs are done before other processes have started
GONE: Final = 1  # seconds that a worker which was ended may take to be gone
REACH: Final = 10  # seconds in which a cluster has to answer
KILLED: Final = "worker-killed"


class Job(NamedTuple):
    """What is done with each input, and what stands for an input that was lost.

    ``work`` must survive pickling and raise nothing. ``lost`` makes a result of an input and
    the error that says why there is none. ``limit``: seconds for one input, 0 for no limit; the
    work is to keep to it itself (``timing.in_time``), and a worker that takes longer is ended.
    ``again``: what is done with an input whose worker died, perhaps after it was done; by
    default the same.
    """

    work: Callable[[Any], Any]
    lost: Callable[[Any, GovinfoError], Any]
    limit: float = 0
    again: Callable[[Any], Any] | None = None


def run(
    job: Job, inputs: Iterable[Any], *, workers: int = 1, cluster: str = ""
) -> Generator[Any, None, None]:
    """Do the job with every input; the results in the order of the inputs.

    ``workers``: how many processes; 0 for as many as there are processors, where there are
    enough inputs to be worth it; limits of time or memory other than usual need one at least.
    ``cluster``: the address of a dask scheduler. Ending the iteration early, as an interrupt
    does, ends the workers at once.
    """
    rest = iter(inputs)
    first = list(islice(rest, WORTH)) if workers == 0 and not cluster else []
    if cluster:
        with _cluster(cluster) as (engine, count):
            yield from _spread(job, rest, engine, count)
        return
    count = workers or (_processors() if len(first) == WORTH else 1)
    every = chain(first, rest)
    usual = job.limit in (0, Limits().time) and now().memory == Limits().memory
    if count == 1 and usual:
        yield from (_done(job, entry) for entry in every)
        return
    with _processes(count) as pool:
        yield from _spread(job, every, pool, count)


def _processors() -> int:
    count = getattr(os, "process_cpu_count", os.cpu_count)()
    if hasattr(os, "sched_getaffinity"):
        count = len(os.sched_getaffinity(0))
    return count or 1


def _spread(job: Job, inputs: Iterator[Any], engine: Executor | _Pool, count: int) -> Iterator[Any]:
    """Chunks out, results in, in order; what a broken worker had is done again with care."""
    waiting: deque[tuple[list[Any], Future[list[Any]]]] = deque()
    while True:
        while len(waiting) < count * AHEAD and (chunk := list(islice(inputs, CHUNK))):
            waiting.append((chunk, engine.submit(_chunk, job, chunk)))
        if not waiting:
            return
        chunk, future = waiting.popleft()
        try:
            results = future.result()
        except Exception:  # noqa: BLE001  whatever an engine says of a worker that is gone
            yield from _carefully(job, chunk)
        else:
            yield from results


def _chunk(job: Job, entries: Sequence[Any]) -> list[Any]:
    """In a worker: the job with each entry, under the eyes of a watchdog."""
    with keeping_time(), _watchdog(patience(job.limit)) as look:
        made = []
        for entry in entries:
            look()
            made.append(_done(job, entry))
    return made


def patience(limit: float) -> float:
    """The seconds after which an input is ended that has not ended by itself in its time."""
    return limit * 1.25 + 1 if limit else 0


@contextmanager
def _watchdog(seconds: float) -> Iterator[Callable[[], None]]:
    """What is to be called before each input: from then on it has so long, and at most twice that.

    It needs neither Python nor signals, so it ends a process even inside a library. It is a
    thread, so it is set anew only when the time left is too short for a whole input.
    """
    if not seconds:
        yield lambda: None
        return
    import faulthandler  # noqa: PLC0415

    until = 0.0

    def look() -> None:
        nonlocal until
        if (time := monotonic()) + seconds > until:
            until = time + 2 * seconds
            faulthandler.dump_traceback_later(2 * seconds, exit=True, file=nowhere)

    with open(os.devnull, "w", encoding="ascii") as nowhere:  # noqa: PTH123
        try:
            yield look
        finally:
            faulthandler.cancel_dump_traceback_later()


def _done(job: Job, entry: Any) -> Any:
    """The result of one entry; a fault of our own stops no other."""
    try:
        return job.work(entry)
    except Exception as error:
        if os.environ.get("GOVINFO_DEBUG"):
            raise
        reason = f"{type(error).__name__}: {error}"
        return job.lost(entry, GovinfoError("internal", reason=reason))


def _carefully(job: Job, entries: Sequence[Any]) -> Iterator[Any]:
    """A chunk in a process of its own, watched entry by entry; only what ends it is lost."""
    from multiprocessing import get_context  # noqa: PLC0415

    context = get_context()
    at = 0
    while at < len(entries):
        ours, theirs = context.Pipe(duplex=False)
        given = (job, entries[at:], theirs, now().memory)
        process = context.Process(target=_send, args=given, daemon=True)
        process.start()
        theirs.close()
        try:
            ours.recv()
            while at < len(entries):
                error: GovinfoError | None = None
                if ours.poll(patience(job.limit) or None):
                    yield ours.recv()
                else:
                    error = UnreadableError(STOPPED, seconds=job.limit)
                    yield job.lost(entries[at], error)
                at += 1
                if error:
                    break
        except EOFError:
            process.join()
            yield job.lost(entries[at], UnreadableError(KILLED, status=process.exitcode))
            at += 1
        finally:
            process.kill()
            process.join()
            ours.close()


def _send(job: Job, entries: Sequence[Any], pipe: Any, memory: int) -> None:
    _be_a_worker(memory)
    pipe.send(None)  # from now on the time counts
    job = job._replace(work=job.again or job.work)
    with keeping_time():
        for entry in entries:
            pipe.send(_done(job, entry))
    pipe.close()


def _be_a_worker(memory: int) -> None:
    """An interrupt is the parent's to handle; without a parent there is nothing to work for."""
    import signal  # noqa: PLC0415
    from _thread import start_new_thread  # it writes nothing, so it counts for nothing  # noqa: PLC0415

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    start_new_thread(_end_with_parent, ())
    bound_memory(memory)


def _end_with_parent() -> None:
    """End this process when its parent is gone, even killed: nobody would take what it makes."""
    from multiprocessing import parent_process  # noqa: PLC0415

    if parent := parent_process():
        parent.join()
        os._exit(1)


class _Pool:
    """Worker processes that are replaced when one of them dies."""

    def __init__(self, count: int) -> None:
        self._count = count
        self._executor = self._new()

    def _new(self) -> Executor:
        from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415

        return ProcessPoolExecutor(self._count, initializer=_be_a_worker, initargs=(now().memory,))

    def submit(self, function: Callable[..., Any], *arguments: Any) -> Future[Any]:
        """As an executor does; a broken one is left for a new one first."""
        from concurrent.futures import BrokenExecutor  # noqa: PLC0415

        try:
            return self._executor.submit(function, *arguments)
        except BrokenExecutor:
            self._executor = self._new()
            return self._executor.submit(function, *arguments)

    def close(self, *, at_once: bool) -> None:
        """Let the workers go, or end them: each file that they write is whole or absent."""
        workers = list((getattr(self._executor, "_processes", None) or {}).values())
        self._executor.shutdown(wait=not at_once, cancel_futures=True)
        if at_once:
            for worker in workers:
                worker.terminate()
            for worker in workers:
                worker.join(GONE)


@contextmanager
def _processes(count: int) -> Iterator[_Pool]:
    pool = _Pool(count)
    try:
        yield pool
    except BaseException:  # an interrupt, or a reader that has gone away
        pool.close(at_once=True)
        raise
    pool.close(at_once=False)


@contextmanager
def _cluster(address: str) -> Iterator[tuple[Executor, int]]:
    """The workers of a dask scheduler. Raises GovinfoError where there is none."""
    try:
        distributed: Any = import_module("distributed")
    except ImportError as error:
        raise GovinfoError("cluster-extra") from error
    try:
        client = distributed.Client(address, timeout=REACH)
    except (OSError, ValueError) as error:
        raise GovinfoError("cluster-unreachable", address=address, reason=str(error)) from error
    try:
        threads = sum(client.nthreads().values())
        yield client.get_executor(pure=False), max(threads, 1)
    finally:
        client.close()
