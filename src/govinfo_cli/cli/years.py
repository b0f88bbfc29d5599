"""Last year's reports for ``validate``: a file, a folder of them, or the batch itself."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from govinfo_cli.cli.common import complain, previous_of

if TYPE_CHECKING:
    from govinfo_cli.api import Result
    from govinfo_cli.cli.checker import Check
    from govinfo_cli.cli.choices import Choices
    from govinfo_cli.errors import GovinfoError
    from govinfo_cli.forms import FormSet
    from govinfo_cli.organ import Organs
    from govinfo_cli.pairing import Archive
    from govinfo_cli.report import Report

TOGETHER: Final = 200  # results between two looks at what can be freed


class Years:
    """Where a report's last year is looked for.

    ``--previous FILE`` is last year's report of every input and excludes the other ways; of
    ``--previous FOLDER`` each input takes its organ's; then the batch itself is searched,
    unless ``--no-pair`` was given.
    """

    def __init__(
        self, given: Path | None, forms: FormSet, choices: Choices, *, paired: bool
    ) -> None:
        folder = given if given is not None and given.is_dir() else None
        self.previous: Report | None = None if folder else previous_of(given, forms)
        self._path = str(given) if self.previous else ""
        self._choices = choices
        self._paired = paired and self.previous is None
        self._unread: list[tuple[str, GovinfoError]] = []
        self._last = self._read(folder, forms) if folder else None

    def _read(self, folder: Path, forms: FormSet) -> Archive:
        from govinfo_cli.api import Result, read  # noqa: PLC0415
        from govinfo_cli.batch import expand  # noqa: PLC0415
        from govinfo_cli.errors import GovinfoError  # noqa: PLC0415

        made = self._archive()
        for entry in expand([str(folder)]):
            try:
                made.add(Result(entry.path, read(entry.path, forms=forms)))
            except GovinfoError as error:
                self._unread.append((entry.path, error))
        return made

    def trouble(self, lang: str) -> int:
        """Tell which of last year's files could not be read; their number."""
        for path, error in self._unread:
            complain(path, error, lang)
        return len(self._unread)

    def hold(self, count: int) -> bool:
        """Whether results wait until the last of so many files is read."""
        return self._paired and count > 1

    def compares(self, count: int) -> bool:
        """Whether the figures of so many results are looked into again."""
        return self.hold(count) or self._last is not None

    def over(self, results: Iterable[Result], count: int, check: Check) -> Iterator[Result]:
        """The results in their order, checked against last year's where there is one."""
        if not self.compares(count):
            for result in results:
                result.previous = self._path if result.report else ""
                yield result
            return
        from govinfo_cli.pairing import compared  # noqa: PLC0415

        again = partial(_again, check)
        with self._last or self._archive() as last:
            if not self.hold(count):
                yield from compared(results, [last], again, self._choices.settings)
                return
            with self._archive(last.organs) as batch:
                batch.take(_unwatched(results))
                yield from compared(batch, [last, batch], again, self._choices.settings)

    def _archive(self, organs: Organs | None = None) -> Archive:
        from govinfo_cli.organ import Organs  # noqa: PLC0415
        from govinfo_cli.pairing import Archive  # noqa: PLC0415

        return Archive(organs or Organs(self._choices.get("aliases", {})))


def _again(check: Any, result: Result, previous: Report) -> Result:
    """A report once more, with all that the configuration says of its file, and last year's."""
    from govinfo_cli.batch import Input  # noqa: PLC0415

    entry = Input(result.path)
    checked: Result = check(entry, result.report, "", previous=previous)
    return checked


def _unwatched(results: Iterable[Result]) -> Iterator[Result]:
    """Take results that are held out of the search for unreachable objects.

    To look through thousands of reports over and over took a quarter of a run's time. They are
    freed all the same when they are told: by the count of references.
    """
    for number, result in enumerate(results, 1):
        yield result
        if number % TOGETHER == 0:
            gc.collect(1)  # what is unreachable already is not kept
            gc.freeze()
    gc.unfreeze()
