"""An organ's main figures over the years; a year without a report is a gap, never a 0."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from govinfo_cli.api import Source, read
from govinfo_cli.comparison import standing
from govinfo_cli.errors import UsageError
from govinfo_cli.forms import Form
from govinfo_cli.forms.same import counterparts
from govinfo_cli.number import Number, percent, total
from govinfo_cli.organ import NO_ALIASES, Organs, find_organ, same_organ
from govinfo_cli.report import Report
from govinfo_cli.trends.figures import SHARE, Figure, chosen

if TYPE_CHECKING:
    from govinfo_cli.forms import FormSet

MAX_GAP: Final = 40  # years between first and last of which each has its column


@dataclass(frozen=True, slots=True)
class Series:
    """One figure: its unit and its value by year, None where no number can be given.

    ``form``: the newest of the reports' forms that has its cells.
    """

    figure: Figure
    form: Form
    unit: str
    values: Mapping[int, Number | None]


@dataclass(frozen=True, slots=True)
class Trend:
    """``years`` runs without a hole from the first to the last; ``forms`` by year, "" for none.

    ``paths``: the files by year. ``doubtful``: years with several reports whose figures differ,
    none of which was taken.
    """

    organ: str
    years: tuple[int, ...]
    series: tuple[Series, ...]
    forms: Mapping[int, str]
    paths: Mapping[int, str]
    doubtful: Mapping[int, tuple[str, ...]]

    @property
    def changes(self) -> Iterator[tuple[int, str]]:
        """The years in which the official form is another than before, and its name."""
        last = ""
        for year in self.years:
            form = self.forms[year]
            if last and form and form != last:
                yield year, form
            last = form or last


class Collection:
    """Reports put together by organ and year. Of organs not asked for only the name is kept.

    ``nameless``: files without an organ or a year, which are left out.
    """

    def __init__(self, organ: str = "", aliases: Mapping[str, str] = NO_ALIASES) -> None:
        self._organ = organ
        self._aliases = aliases
        self._names = Organs(aliases)
        self._shown: dict[str, str] = {}
        self._kept: list[tuple[str, str, Report]] = []
        self.nameless: list[str] = []

    def add(self, path: str, report: Report) -> None:
        """Take one report in."""
        if not report.organ or report.year is None:
            self.nameless.append(path)
            return
        key = self._names.add(report.organ)
        self._shown.setdefault(key, report.organ)
        wanted = self._organ or next(iter(self._shown))
        if same_organ(wanted, report.organ, self._aliases):
            self._kept.append((key, path, report))

    def trend(self, words: Sequence[str] = ()) -> Trend:
        """The figures over the years. Raises UsageError where the organ is not clear."""
        organ = self._wanted()
        reports: dict[int, list[tuple[str, Report]]] = {}
        for key, path, report in self._kept:
            if self._names.organ(key) == organ:
                assert report.year is not None
                reports.setdefault(report.year, []).append((path, report))
        taken, doubtful = _sorted(reports)
        every = [report for entries in reports.values() for _, report in entries]
        forms = sorted({r.form for r in every}, key=lambda form: form.first_year, reverse=True)
        first, last = min(reports), max(reports)
        years = range(first, last + 1) if last - first <= MAX_GAP else sorted(reports)
        return Trend(
            self._shown[organ], tuple(years),
            tuple(_series(figure, taken, years, forms) for figure in chosen(words, forms)),
            {year: taken[year][1].form.name if year in taken else "" for year in years},
            {year: path for year, (path, _) in sorted(taken.items())}, doubtful,
        )  # fmt: skip

    def _wanted(self) -> str:
        """The one organ that is meant, by its longest name."""
        names = find_organ(self._organ, self._shown, self._aliases) if self._organ else self._shown
        organs = {self._names.organ(key): self._shown[key] for key in names}
        if len(organs) == 1:
            return next(iter(organs))
        if not self._shown:
            raise UsageError("trend-nothing")
        known = {self._names.organ(key): name for key, name in self._shown.items()}
        told = "、".join((organs or known).values())
        raise UsageError("trend-organs" if organs else "trend-no-organ", organ=self._organ,
                         organs=told)  # fmt: skip


def _sorted(
    reports: Mapping[int, list[tuple[str, Report]]],
) -> tuple[dict[int, tuple[str, Report]], dict[int, tuple[str, ...]]]:
    """The report of each year, and the years with several that differ."""
    taken, doubtful = {}, {}
    for year, entries in sorted(reports.items()):
        first = entries[0][1]
        if all(report.same_figures(first) for _, report in entries):
            taken[year] = entries[0]
        else:
            doubtful[year] = tuple(path for path, _ in entries)
    return taken, doubtful


def trend(
    sources: Iterable[Source | Report], organ: str = "", figures: Sequence[str] = (), *,
    aliases: Mapping[str, str] | None = None, forms: FormSet | None = None,
) -> Trend:  # fmt: skip
    """The figures of an organ's reports over the years.

    ``figures``: keys such as ``received`` or paths of cells; the main ones by default. Raises
    UnreadableError for a source that cannot be read, UsageError where the organ is not clear.

    >>> from pathlib import Path
    >>> made = trend(sorted(Path("examples/batches/chain").iterdir()))
    >>> made.series[0].values
    {2019: 140, 2020: 140, 2021: 141, 2022: 140, 2023: 140, 2024: 141}
    """
    found = Collection(organ, aliases or NO_ALIASES)
    for source in sources:
        path = str(source) if not isinstance(source, Report | bytes) else ""
        found.add(path, source if isinstance(source, Report) else read(source, forms=forms))
    return found.trend(figures)


def _series(
    figure: Figure, reports: Mapping[int, tuple[str, Report]], years: Iterable[int],
    forms: Sequence[Form],
) -> Series:  # fmt: skip
    spoken = next((f for f in forms if all(c in f.index for c in figure.cells)), forms[0])
    values = {
        year: _value(figure, reports[year][1], spoken) if year in reports else None
        for year in years
    }
    index = spoken.index.get(figure.cells[0])
    unit = SHARE if figure.whole else spoken.cells[index].unit if index is not None else ""
    return Series(figure, spoken, unit, values)


def _value(figure: Figure, report: Report, spoken: Form) -> Number | None:
    part = _sum(figure.cells, report, spoken)
    if not figure.whole or part is None:
        return part
    whole = _sum(figure.whole, report, spoken)
    return None if whole is None else percent(part, whole)


def _sum(cells: Sequence[str], report: Report, spoken: Form) -> Number | None:
    """The sum of cells in whatever form the report has; None where one cannot be told."""
    there = counterparts(spoken, report.form)
    found: list[Number] = []
    for cell in cells:
        value = standing(report, there[cell])[0] if cell in there else None
        if value is None:
            return None
        found.append(value)
    return total(found)
