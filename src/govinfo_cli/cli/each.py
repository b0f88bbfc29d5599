"""A file for each input of ``convert``, in one process, in several or on a cluster."""

from __future__ import annotations

import sys
from functools import partial
from typing import TYPE_CHECKING

from govinfo_cli.cli.common import complain, source_of, with_progress, workers_of
from govinfo_cli.errors import GovinfoError
from govinfo_cli.messages import say
from govinfo_cli.outfile import is_newer
from govinfo_cli.text import one_line

if TYPE_CHECKING:
    from pathlib import Path

    from govinfo_cli.batch import Input, Inputs
    from govinfo_cli.cli.convert import ConvertOptions

    Made = tuple[Input, Path, GovinfoError | None]


def write_each(
    inputs: Inputs, targets: list[Path], options: ConvertOptions, make: partial[bytes],
    below: Path | None,
) -> bool:  # fmt: skip
    """A file for each input, in as many processes as are asked for; False where one failed."""
    from govinfo_cli.limits import carried  # noqa: PLC0415
    from govinfo_cli.pool import Job, run  # noqa: PLC0415

    lang, well = options.lang, True
    left, spared = _left(inputs, targets, resume=options.resume)
    write = partial(_written, options.source, make, below)
    # A worker that was killed may have written some of its files: those are written again.
    job = Job(
        carried(partial(write, force=options.force or options.resume)), _lost, options.timeout,
        carried(partial(write, force=True)),
    )  # fmt: skip
    step = with_progress(len(left), lang)
    for entry, target, error in run(
        job, left, workers=workers_of(options), cluster=options.cluster
    ):
        if error is not None:
            complain(entry.path, error, lang)
            well = False
        else:
            print(say(lang, "written", path=one_line(str(target))), file=sys.stderr)
        step()
    if spared:
        print(say(lang, "resumed", count=spared), file=sys.stderr)
    return well


def _left(inputs: Inputs, targets: list[Path], *, resume: bool) -> tuple[list[Made], int]:
    """What is to be done, and how many inputs have an output that is newer."""
    every: list[Made] = [(entry, path, None) for entry, path in zip(inputs, targets, strict=True)]
    left = [one for one in every if not (resume and is_newer(one[1], one[0].path))]
    return left, len(every) - len(left)


def made_of(entry: Input, source: str, make: partial[bytes]) -> bytes:
    """What an input is converted to. Raises GovinfoError."""
    from govinfo_cli.batch import STDIN  # noqa: PLC0415

    given, format_ = source_of(entry, source)
    return make(given, format=format_, name=STDIN if entry.path == STDIN else "")


def _written(
    source: str, make: partial[bytes], below: Path | None, one: Made, *, force: bool
) -> Made:
    from govinfo_cli.outfile import write_file  # noqa: PLC0415

    entry, target, _ = one
    try:
        write_file(target, made_of(entry, source, make), force=force, below=below)
    except GovinfoError as error:
        return entry, target, error
    return one


def _lost(one: Made, error: GovinfoError) -> Made:
    return one[0], one[1], error
