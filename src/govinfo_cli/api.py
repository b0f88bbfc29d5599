"""The Python API: read, check, validate and convert; the command line is written on it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import import_module
from io import FileIO
from pathlib import Path
from stat import S_ISREG
from typing import TYPE_CHECKING, BinaryIO, Final

from govinfo_cli.checks import Check, run_checks
from govinfo_cli.context import Context
from govinfo_cli.errors import GovinfoError, UnreadableError, UnwritableError, UsageError
from govinfo_cli.finding import ERROR, SEVERITIES, Finding, Waived
from govinfo_cli.forms import FormSet, load_forms
from govinfo_cli.limits import for_file, memory_is_bounded, now, reached
from govinfo_cli.marks import as_note
from govinfo_cli.readers import BY_NAME, JSON, Format, format_of, read_document
from govinfo_cli.report import Report
from govinfo_cli.settings import Settings
from govinfo_cli.text import visible
from govinfo_cli.timing import in_time

if TYPE_CHECKING:
    from govinfo_cli.document import Document
    from govinfo_cli.number import Number

Source = str | Path | bytes | BinaryIO


@dataclass(slots=True)
class Result:
    """What checking one file came to: its report and findings, or the error that stopped it.

    ``previous``: the file of last year's report that it was checked against, if any.
    ``waived``: findings that do not count (see ``accept``). ``withheld``: findings that count
    and are not told, because there are more than the user wants to be told.
    """

    path: str
    report: Report | None = None
    findings: list[Finding] = field(default_factory=list)
    error: GovinfoError | None = None
    previous: str = ""
    waived: list[Waived] = field(default_factory=list)
    withheld: list[Finding] = field(default_factory=list)

    @property
    def status(self) -> str:
        """``unreadable``, ``invalid`` (an error was found) or ``valid``."""
        if self.report is None:
            return "unreadable"
        return "invalid" if self.counts()[ERROR] else "valid"

    def counts(self) -> dict[str, int]:
        """The number of findings by severity, worst first."""
        if not self.findings and not self.withheld:
            return dict.fromkeys(SEVERITIES, 0)
        counted = self.findings + self.withheld
        return {s: sum(f.severity == s for f in counted) for s in SEVERITIES}


def read(
    source: Source,
    *,
    format: str = "",  # noqa: A002  the word a caller expects
    forms: FormSet | None = None,
    form: str = "auto",
    name: str = "",
) -> Report:
    """Read one report.

    ``source``: a path, the file's bytes, or a binary stream. ``format``: a name from
    ``readers.READERS``; by default the suffix of the path, or of ``name``, tells. ``form``:
    ``auto`` or a form's name. Raises UnreadableError with what is wrong and what to do.

    >>> report = read("examples/valid/sheets.xlsx")
    >>> report.form.name, report.year, report.organ
    ('2021', 2024, '清溪县人民政府')
    >>> report["requests/received/total"]
    140
    """
    name = name or _path_of(source)
    with within(name):
        return _report(source, format, forms or load_forms(), form, name)


def _path_of(source: Source | Report) -> str:
    """Where a source stands, as far as it tells."""
    if isinstance(source, Report):
        return source.path
    return str(source) if isinstance(source, str | Path) else ""


def _report(source: Source, wanted: str, forms: FormSet, form: str, name: str) -> Report:
    """As ``read``, where the limits of the file hold already."""
    try:
        reader = format_of(name, wanted)
    except UnreadableError:
        if isinstance(source, str | Path) and not os.path.isfile(source):  # noqa: PTH113
            bytes_of(source)  # says that it is missing, which comes before what its name says
        raise
    data = bytes_of(source)
    if len(data) > now().size:
        raise reached("file-too-large", "size", size=len(data))
    if not data.strip():
        raise UnreadableError("empty-file")
    report = _read(data, reader, forms, form)
    report.path = name
    return report


def _read(data: bytes, reader: Format, forms: FormSet, form: str) -> Report:
    try:
        if reader is JSON:
            return _json_reader()(data, forms, form)
        return recognise_document(read_document(data, reader), forms, form)
    except RecursionError as error:
        raise reached("too-deep", "depth", source=reader.name) from error


@lru_cache(maxsize=1)
def _json_reader() -> Callable[[bytes, FormSet, str], Report]:
    """What reads JSON: no other type needs it, and to import it each time takes a while, too."""
    from govinfo_cli.readers.encoding import decode  # noqa: PLC0415
    from govinfo_cli.recognise.canonical import read_canonical  # noqa: PLC0415

    return lambda data, forms, form: read_canonical(decode(data), forms, form)


@contextmanager
def within(name: str) -> Iterator[None]:
    """Hold a file to its limits of time and memory; where one is reached, the next file is tried.

    Raises UnreadableError there.
    """
    try:
        with for_file(name), in_time(now().time):
            yield
    except MemoryError as error:
        if memory_is_bounded():
            raise reached("too-much-memory", "memory") from error
        raise UnreadableError("memory") from error


def recognise_document(document: Document, forms: FormSet, form: str = "auto") -> Report:
    """Make the Report of a Document that a reader made."""
    from govinfo_cli.recognise import recognise  # not needed for JSON  # noqa: PLC0415

    return recognise(document, forms, form)


def bytes_of(source: Source) -> bytes:
    """The bytes of a path or stream. Raises UnreadableError with what is wrong."""
    if isinstance(source, bytes):
        return source
    if not isinstance(source, str | Path):
        return source.read()
    try:
        with open(source, "rb", buffering=0) as file:  # noqa: PTH123  a third of Path's time
            return _whole(file)
    except FileNotFoundError as error:
        raise UnreadableError("file-missing") from error
    except IsADirectoryError as error:
        raise UnreadableError("is-a-folder") from error
    except PermissionError as error:
        if os.path.isdir(source):  # what Windows says of a folder  # noqa: PTH112
            raise UnreadableError("is-a-folder") from error
        raise UnreadableError("file-forbidden") from error
    except OSError as error:
        raise UnreadableError("file-unreadable", reason=error.strerror or str(error)) from error


def _whole(file: FileIO) -> bytes:
    """All of an open file, if nobody wrote into it meanwhile."""
    before = os.fstat(file.fileno())
    if (size := before.st_size) > now().size:
        raise reached("file-too-large", "size", size=size)
    if not S_ISREG(before.st_mode):
        data = _bounded(file)
    elif len(data := file.read(size)) < size or not size:  # of some files it tells no size
        data += file.readall()
    after = os.fstat(file.fileno())
    if (size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        raise UnreadableError("file-changing")
    return data


def _bounded(file: FileIO) -> bytes:
    """What a pipe or a device gives, up to the limit: it may have no end."""
    data = bytearray()
    while piece := file.read(1 << 20):
        data += piece
        if len(data) > now().size:
            raise reached("file-too-large", "size", size=len(data))
    return bytes(data)


def check(
    report: Report,
    settings: Settings | None = None,
    previous: Report | None = None,
    children: Sequence[Report] = (),
    extra: Iterable[Check] = (),
) -> list[Finding]:
    """All findings of a report, those of reading it first; failing sums with suggestions.

    ``previous``: last year's report of the same organ. ``children``: reports of the organs
    below it, their last year's too as evidence; a sum that ``merge`` made is held against its
    own list. ``extra``: further checks, functions like those of ``checks.CHECKS``. Raises
    UsageError where the other reports are of another year than is due.

    >>> check(read("examples/valid/sheets.xlsx"))
    []
    """
    if previous is not None and None not in (report.year, previous.year):
        assert report.year is not None
        if previous.year != report.year - 1:
            raise UsageError("previous-year", year=report.year, previous=previous.year)
    settings = settings or Settings()
    parts = None
    if children or report.contributions:
        from govinfo_cli.checks.levels import below  # seldom needed  # noqa: PLC0415

        parts = below(report, children, settings.aliases)
    context = Context(settings, previous, tuple(parts.children) if parts else ())
    found = run_checks(report, context, extra)
    if any(entry.left or entry.code == "S107" for entry in found):
        found = _suggested(report, found, context)
    if parts and any(entry.code == "L501" for entry in found):
        from govinfo_cli.localise.levels import explain_levels  # seldom  # noqa: PLC0415

        return explain_levels(report, parts, found)
    return found


def _suggested(report: Report, found: list[Finding], context: Context) -> list[Finding]:
    """Failing sums with suggestions, for which last year's report and the children speak."""
    from govinfo_cli.localise import suggest  # only where a sum fails  # noqa: PLC0415

    anchors: dict[int, Number] = {}
    if context.children:
        from govinfo_cli.checks.levels import roll_up  # noqa: PLC0415

        anchors |= roll_up(report.form, context.children).sums
    if context.previous is not None:
        from govinfo_cli.checks.years import carried_in  # noqa: PLC0415

        anchors |= carried_in(report, context.previous)
    return suggest(report, found, anchors)


def validate(
    source: Source | Report,
    *,
    format: str = "",  # noqa: A002
    forms: FormSet | None = None,
    form: str = "auto",
    name: str = "",
    settings: Settings | None = None,
    previous: Report | None = None,
    children: Sequence[Report] = (),
    extra: Iterable[Check] = (),
) -> Result:
    """Read and check one report. A file that cannot be read becomes ``Result.error``.

    ``previous``: last year's report of the same organ, for the checks between years.
    ``children``: reports of the organs below it, for the check that it is their sum. ``extra``:
    further checks, functions like those of ``checks.CHECKS``.

    >>> result = validate("examples/invalid/digits_swapped.xlsx")
    >>> result.status, [entry.code for entry in result.findings]
    ('invalid', ['A303', 'A302'])
    >>> result.findings[0].suggestions[0].why
    'digits-swapped'
    """
    path = name or _path_of(source)
    label = path or "-"
    if isinstance(source, Report):
        return _checked(source, name or "-", settings, previous, children, extra)
    try:
        with within(path):
            try:
                report = _report(source, format, forms or load_forms(), form, path)
            except GovinfoError as error:
                return Result(label, error=error)
            found = check(report, settings, previous, children, extra)
    except (UsageError, UnreadableError) as error:
        # reports of other years to compare with, no memory or no time: no reason to stop others
        return Result(label, error=error)
    return Result(label, report, found)


def _checked(
    report: Report, label: str, settings: Settings | None, previous: Report | None,
    children: Sequence[Report], extra: Iterable[Check],
) -> Result:  # fmt: skip
    try:
        with within(report.path):
            return Result(label, report, check(report, settings, previous, children, extra))
    except UnreadableError as error:  # no memory or no time
        return Result(label, error=error)


def convert(
    source: Source | Report,
    to: str,
    *,
    template: bytes | None = None,
    format: str = "",  # noqa: A002
    forms: FormSet | None = None,
    form: str = "auto",
    name: str = "",
) -> bytes:
    """Convert one report to a type of ``writers.WRITERS``; the bytes of the new file.

    ``template``: a workbook or Word file with recognisable labels; its number cells are filled
    and all else is kept. Raises UnreadableError, UsageError, or UnwritableError where the new file
    does not read back as the same report.

    >>> page = convert("examples/valid/sheets.xlsx", "md").decode()
    >>> [line for line in page.splitlines() if line.startswith("# ")]
    ['# 清溪县人民政府2024年政府信息公开工作年度报告']
    """
    from govinfo_cli.writers import write  # noqa: PLC0415

    forms = forms or load_forms()
    name = name or _path_of(source)
    with within(name):
        report = source
        if not isinstance(report, Report):
            report = _report(report, format, forms, form, name)
        if template is None:
            return _proved(report, write(report, to), to, forms)
        return _fill(report, template, to, forms)


def _proved(report: Report, data: bytes, to: str, forms: FormSet) -> bytes:
    """What was written, once it has been read back as the same figures and words."""
    from govinfo_cli.writers import writer_of  # noqa: PLC0415

    if to not in BY_NAME:
        return data
    try:
        again = read(data, format=to, forms=forms, form=report.form.name)
    except UnreadableError as error:  # it is ours that is wrong, not the user's file
        raise UnwritableError("read-back", cell=error.key) from error
    whole = writer_of(to).whole
    if all(getattr(report, name) == getattr(again, name) for name in _HELD[: None if whole else 2]):
        return data
    one, other = report.to_dict(), again.to_dict()
    one["notes"], other["notes"] = _as_printed(report.notes), _as_printed(again.notes)
    for part in ("tables", "narrative", "extra", "notes") if whole else ("tables",):
        if _shown(one.get(part)) != _shown(other.get(part)):
            raise UnwritableError("read-back", cell=part)
    return data


# What a file holds of a report; the figures come first, since every type holds them.
_HELD: Final = ("values", "absent", "narrative", "extra", "notes")


def _as_printed(notes: dict[str, str]) -> dict[str, str] | None:
    """Notes line by line with the word that marks them as notes."""
    lines = {k: [line for line in text.split("\n") if line] for k, text in notes.items()}
    return {k: "\n".join(map(as_note, ls)) for k, ls in lines.items() if ls} or None


def _shown(value: object) -> object:
    """A part of a report as a page can show it: XML holds no control characters."""
    if isinstance(value, str):
        return visible(value)
    if isinstance(value, dict):
        return {key: _shown(item) for key, item in value.items()}
    return [_shown(item) for item in value] if isinstance(value, list) else value


def places_of(report: Report) -> dict[int, tuple[str, int, int]]:
    """Where the cells of a report stand in its file: sheet or table, row and column from 0."""
    made = {}
    for index, place in enumerate(report.places):
        if isinstance(place, tuple):
            grid, row, column = place
            made[index] = grid.name, row + grid.origin[0], column + grid.origin[1]
    return made


def _fill(report: Report, template: bytes, to: str, forms: FormSet) -> bytes:
    """Fill a file of the user's, and read it back before it is left."""
    from govinfo_cli.writers import WRITERS, writer_of  # noqa: PLC0415

    filler = writer_of(to).filler
    if not filler:
        known = ", ".join(writer.name for writer in WRITERS if writer.filler)
        raise UsageError("template-format", format=to, known=known)
    places = _places_in(template, to, forms, report.form.name)
    cells = report.form.cells
    lost = [
        cell.path for index, cell in enumerate(cells)
        if index not in places and index not in report.absent
    ]  # fmt: skip
    if lost:
        raise UnwritableError("template-lacks", cells=", ".join(lost[:5]), count=len(lost))
    filled: bytes = import_module(filler).fill_template(template, report, places)
    again = read(filled, format=to, forms=forms, form=report.form.name)
    for index, (one, other) in enumerate(zip(report.values, again.values, strict=True)):
        if one != other and index not in report.absent:
            raise UnwritableError("read-back", cell=cells[index].path)
    return filled


@lru_cache(maxsize=4)
def _places_in(
    template: bytes, to: str, forms: FormSet, form: str
) -> Mapping[int, tuple[str, int, int]]:
    """Where a template has the cells of a form; found once for all that is filled into it."""
    return places_of(read(template, format=to, forms=forms, form=form))
