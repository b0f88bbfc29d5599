"""Reports of one year added up into one, with what each of them gave to each cell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from govinfo_cli.api import read
from govinfo_cli.checks.sums import counted
from govinfo_cli.errors import UsageError
from govinfo_cli.forms import FormSet, load_forms
from govinfo_cli.merging.adding import add_up, label_of, optional_cells
from govinfo_cli.organ import NO_ALIASES, find_organ, same_organ
from govinfo_cli.report import Report

if TYPE_CHECKING:
    from govinfo_cli.api import Source
    from govinfo_cli.forms import Form

ORGAN: Final = "汇总"


@dataclass(slots=True)
class Lacking:
    """What one report does not give to the sum, as indexes into its own cells.

    ``blank`` counts as 0; ``lost`` could not be read or is not in the file; ``homeless`` has a
    number, but the form of the sum has no such cell. ``strange``: rows that no form knows.
    """

    report: Report
    blank: list[int] = field(default_factory=list)
    lost: list[int] = field(default_factory=list)
    homeless: list[int] = field(default_factory=list)
    strange: int = 0

    def __bool__(self) -> bool:
        """Whether there is anything to tell."""
        return bool(self.blank or self.lost or self.homeless or self.strange)


@dataclass(slots=True)
class Merged:
    """A sum of reports.

    ``report``: the sum, with ``contributions``. ``lacking``: of each report that did not give
    all. ``missing``: organs that were expected and have no report; ``unexpected``: reports whose
    organ is not among those expected.
    """

    report: Report
    lacking: list[Lacking] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    unexpected: list[Report] = field(default_factory=list)

    @property
    def whole(self) -> bool:
        """Whether every report gave a number for each cell, and no organ is missing."""
        return not self.missing and not any(e.lost or e.homeless for e in self.lacking)


def merge(
    sources: Iterable[Source | Report],
    *,
    organ: str = "",
    expect: Iterable[str] = (),
    aliases: Mapping[str, str] = NO_ALIASES,
    allow_years: bool = False,
    allow_forms: bool = False,
    allow_repeated: bool = False,
    forms: FormSet | None = None,
) -> Merged:
    """Add up reports cell by cell, exactly; those of the organ itself may be one of them.

    ``organ``: whose report the sum is. ``expect``: the organs that are due. A blank counts as 0;
    a cell that one report has no number for is no number in the sum either, but what is known
    and a question mark, and ``lacking`` names it. Raises UnreadableError for a source, UsageError
    for reports of several years, of several forms, or several of one organ, unless allowed: then
    the newest year and form are those of the sum.

    >>> folder = "examples/district/organs"
    >>> made = merge([f"{folder}/office.json", f"{folder}/market.md"])
    >>> made.report["requests/received/total"], made.whole
    (122, True)
    """
    forms = forms or load_forms()
    reports = [s if isinstance(s, Report) else read(s, forms=forms) for s in sources]
    if not reports:
        raise UsageError("merge-nothing")
    _refuse(reports, aliases, years=allow_years, forms=allow_forms, repeated=allow_repeated)
    form = max((report.form for report in reports), key=lambda form: form.first_year)
    made = Merged(add_up(reports, form, organ or ORGAN))
    made.lacking = [entry for report in reports if (entry := _lacking(report, form))]
    expected = list(expect)
    if expected:
        names = [report.organ for report in reports]
        made.missing = [name for name in expected if not find_organ(name, names, aliases)]
        made.unexpected = [
            report for report in reports if not find_organ(report.organ, expected, aliases)
        ]
    return made


def organ_list(text: str) -> list[str]:
    """The organs of a list: one a line, ``#`` begins a comment."""
    lines = (line.partition("#")[0].strip() for line in text.splitlines())
    return list(dict.fromkeys(line for line in lines if line))


def _refuse(
    reports: Sequence[Report], aliases: Mapping[str, str], *, years: bool, forms: bool,
    repeated: bool,
) -> None:  # fmt: skip
    found_years = sorted({r.year for r in reports if r.year is not None})
    if len(found_years) > 1 and not years:
        parted = {str(y): _names(r for r in reports if r.year == y) for y in found_years}
        raise UsageError("merge-years", found=_listed(parted))
    found_forms = sorted({r.form.name for r in reports})
    if len(found_forms) > 1 and not forms:
        parted = {name: _names(r for r in reports if r.form.name == name) for name in found_forms}
        raise UsageError("merge-forms", found=_listed(parted))
    if not repeated:
        for number, report in enumerate(reports):
            for other in reports[:number]:
                if same_organ(report.organ, other.organ, aliases):
                    one, two = (f"{r.organ} {r.path}".strip() for r in (other, report))
                    raise UsageError("merge-repeated", one=one, other=two)


def _names(reports: Iterable[Report]) -> list[str]:
    return [label_of(report) for report in reports]


def _listed(parted: Mapping[str, Sequence[str]]) -> str:
    """Which is which; of the many only the first three."""
    return "；".join(
        f"{key}：{'、'.join(names[:3])}{f'…（{len(names)}）' if len(names) > 3 else ''}"
        for key, names in parted.items()
    )


def _lacking(report: Report, form: Form) -> Lacking:
    made = Lacking(
        report, strange=sum(entry.code in ("S105", "S106", "S108") for entry in report.extra)
    )
    optional = optional_cells(report)
    for index, value in enumerate(counted(report)):
        if index in optional:
            continue
        if report.form.cells[index].path not in form.index:
            if value != 0:
                made.homeless.append(index)
        elif value is None:
            made.lost.append(index)
        elif report.is_blank(index):
            made.blank.append(index)
    return made
