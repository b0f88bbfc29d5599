"""A file for each input of ``convert``, in one process, in several or on a cluster."""

from __future__ import annotations

import os
import sys
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from govinfo_cli.cli.common import complain, source_of, with_progress, workers_of
from govinfo_cli.errors import GovinfoError
from govinfo_cli.messages import say
from govinfo_cli.outfile import is_newer
from govinfo_cli.temporaries import sweep
from govinfo_cli.text import one_line

if TYPE_CHECKING:
    from pathlib import Path

    from govinfo_cli.batch import Input, Inputs
    from govinfo_cli.cli.convert import ConvertOptions


class Made(NamedTuple):
    """An input and its output; ``fresh``: nothing stood there when the run began."""

    entry: Input
    target: Path
    fresh: bool
    error: GovinfoError | None = None


def write_each(
    inputs: Inputs, targets: list[Path], options: ConvertOptions, make: partial[bytes],
    below: Path | None,
) -> bool:  # fmt: skip
    """A file for each input, in as many processes as are asked for; False where one failed."""
    from govinfo_cli.limits import carried, longest  # noqa: PLC0415
    from govinfo_cli.pool import Job, run  # noqa: PLC0415

    lang, well = options.lang, True
    left, spared = _left(inputs, targets, resume=options.resume)
    force = options.force or options.resume
    write = partial(_written, options.source, make, below, force=force)
    again = carried(partial(write, again=True))
    # A cluster does by itself again what a lost worker had.
    job = Job(again if options.cluster else carried(write), _lost, longest(), again)
    step = with_progress(len(left), lang)
    results = run(job, left, workers=workers_of(options), cluster=options.cluster)
    with _tidy(results, left):
        for one in results:
            if one.error is not None:
                complain(one.entry.path, one.error, lang)
                well = False
            else:
                print(say(lang, "written", path=one_line(str(one.target))), file=sys.stderr)
            step()
    if spared:
        print(say(lang, "resumed", count=spared), file=sys.stderr)
    return well


@contextmanager
def _tidy(results: Generator[Made, None, None], left: list[Made]) -> Iterator[None]:
    """See to it that an interrupt leaves nothing of what the workers had begun to write."""
    try:
        yield
    except BaseException:
        results.close()  # ends the workers
        for folder in {one.target.parent for one in left}:
            sweep(folder)
        raise


def _left(inputs: Inputs, targets: list[Path], *, resume: bool) -> tuple[list[Made], int]:
    """What is to be done, and how many inputs have an output that is newer."""
    left = [
        Made(entry, path, fresh=not os.path.lexists(path))
        for entry, path in zip(inputs, targets, strict=True)
        if not (resume and is_newer(path, entry.path))
    ]
    return left, len(inputs) - len(left)


def made_of(entry: Input, source: str, make: partial[bytes]) -> bytes:
    """What an input is converted to. Raises GovinfoError."""
    from govinfo_cli.batch import STDIN  # noqa: PLC0415

    given, format_ = source_of(entry, source)
    return make(given, format=format_, name=STDIN if entry.path == STDIN else "")


def _written(
    source: str, make: partial[bytes], below: Path | None, one: Made, *,
    force: bool, again: bool = False,
) -> Made:  # fmt: skip
    """Write one output; done ``again``, it may take the place of one that this run wrote."""
    from govinfo_cli.outfile import write_file  # noqa: PLC0415

    try:
        data = made_of(one.entry, source, make)
        write_file(one.target, data, force=force or (again and one.fresh), below=below)
    except GovinfoError as error:
        return one._replace(error=error)
    return one


def _lost(one: Made, error: GovinfoError) -> Made:
    return one._replace(error=error)
