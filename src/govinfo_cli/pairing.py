"""Which report of a batch is last year's of which, so that years are compared by themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Self

from govinfo_cli.api import Result, validate
from govinfo_cli.finding import Finding, Where, finding
from govinfo_cli.organ import Organs
from govinfo_cli.report import Report
from govinfo_cli.settings import Settings
from govinfo_cli.spool import Spool

Again = Callable[[Result, Report], Result]  # of a result and last year's report


def paired(
    results: Iterable[Result], settings: Settings | None = None, last: Archive | None = None
) -> Iterator[Result]:
    """Check each report against last year's of the same organ, where the batch holds it.

    The results come back in their order. All are read before the first is given: last year's
    report may be the last of them. ``last``: reports that are looked at first
    (``--previous FOLDER``).

    >>> from govinfo_cli import validate
    >>> from pathlib import Path
    >>> files = sorted(Path("examples/batches/chain").iterdir())
    >>> [(result.report.year, bool(result.previous)) for result in paired(map(validate, files))]
    [(2024, True), (2020, True), (2022, True), (2023, True), (2021, True), (2019, False)]
    """
    chosen = settings or Settings()

    def again(result: Result, previous: Report) -> Result:
        assert result.report is not None  # else there is no last year
        return validate(result.report, settings=chosen, previous=previous)

    with Archive(last.organs if last is not None else Organs(chosen.aliases)) as archive:
        archive.take(results)
        archives = [entry for entry in (last, archive) if entry is not None]
        yield from compared(archive, archives, again, lambda _: chosen)


def compared(
    results: Iterable[Result], archives: Sequence[Archive], again: Again,
    settings_of: Callable[[str], Settings],
) -> Iterator[Result]:  # fmt: skip
    """Check each report against last year's, from the first archive that has it.

    ``again`` checks a result's report once more; ``settings_of`` gives the settings of a path.
    """
    for result in results:
        report = result.report
        before: list[Result] = []
        for archive in archives:
            before = before or (archive.before(report) if report else [])
        if report is None or not before:
            yield result
        elif (previous := _one_of(before)) is None or previous.report is None:
            settings = settings_of(result.path)
            doubt = settings.grade(_doubt(report, [other.path for other in before]))
            told = [doubt] if settings.wants(doubt.code) else []
            yield Result(result.path, report, [*result.findings, *told])
        else:
            checked = again(result, previous.report)
            checked.path, checked.previous = result.path, previous.path
            yield checked


def _one_of(before: Sequence[Result]) -> Result | None:
    """Last year's: the one, or of several with the same figures the one with the most text."""
    reports = [(result.report, result) for result in before if result.report is not None]
    first = reports[0][0]
    if not all(report.same_figures(first) for report, _ in reports):
        return None
    return max(reports, key=lambda both: sum(map(len, both[0].narrative.values())))[1]


def _doubt(report: Report, paths: Sequence[str]) -> Finding:
    """Several reports of last year with other figures: which one holds is not guessed."""
    assert report.year is not None
    return finding(
        "Y405", Where("", ""), previous=report.year - 1, count=len(paths), paths=tuple(paths)
    )


class Archive:
    """Results in their order, found by organ and year.

    ``organs``: the names, shared by archives that are searched together.
    """

    def __init__(self, organs: Organs) -> None:
        self.organs = organs
        self._known: dict[tuple[str, int], list[int]] = {}
        self._results: Spool[Result] = Spool()

    def add(self, result: Result) -> None:
        """Put one result behind the others."""
        report = result.report
        if report is not None and report.organ and report.year is not None:
            key = self.organs.add(report.organ), report.year
            self._known.setdefault(key, []).append(len(self._results))
        self._results.append(result)

    def take(self, results: Iterable[Result]) -> None:
        """Put all results behind the others."""
        for result in results:
            self.add(result)

    def before(self, report: Report) -> list[Result]:
        """The reports of the same organ about the year before."""
        if not report.organ or report.year is None:
            return []
        keys = self.organs.keys(self.organs.add(report.organ))
        numbers = [n for key in keys for n in self._known.get((key, report.year - 1), ())]
        return [self._results[number] for number in sorted(numbers)]

    def __iter__(self) -> Iterator[Result]:
        return iter(self._results)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *stopped: object) -> None:
        self._results.__exit__(*stopped)
