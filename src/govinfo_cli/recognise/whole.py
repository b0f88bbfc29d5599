"""Recognition of a whole document: the one place where grids and paragraphs become a Report."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from govinfo_cli.document import MAX_KEPT, Document, Grid, Paragraph, Skeleton
from govinfo_cli.errors import UnreadableError
from govinfo_cli.finding import NOTHING, Finding, Where, finding
from govinfo_cli.forms import Form, FormSet
from govinfo_cli.marks import ANNEX
from govinfo_cli.recognise.around import FURNITURE, Line, pieces_around
from govinfo_cli.recognise.foreign import is_foreign, summary, texts_of
from govinfo_cli.recognise.labels import Target, label_index, tell_form
from govinfo_cli.recognise.layout import lay_out
from govinfo_cli.recognise.leftovers import read_leftovers
from govinfo_cli.recognise.prose import MAX_TITLE, Piece, read_prose
from govinfo_cli.recognise.regions import Layout, Region
from govinfo_cli.recognise.skeletons import MAX_KNOWN, bones_of
from govinfo_cli.recognise.structure import remark_structure
from govinfo_cli.recognise.tidy import read_tidy, tidy_grid
from govinfo_cli.recognise.values import take
from govinfo_cli.report import Report
from govinfo_cli.title import read_title

if TYPE_CHECKING:
    from govinfo_cli.recognise.verdict import Verdict

_NO_BONES: Final = Skeleton(())


class Whole:
    """A report, and how it came about.

    ``mixed``: the labels that speak for each form. ``remarks``: those of the tables.
    ``taken``: the grids that have tables, with their layouts. ``around``: for each block that is
    a grid with words around its tables, its layout and what its lines say. ``verdict``: what its
    formulas show. ``plain``: there is nothing but the form's tables and words around them.
    """

    def __init__(
        self, report: Report, mixed: Mapping[str, list[str]] = NOTHING, *, plain: bool = False
    ) -> None:
        self.report = report
        self.mixed = mixed
        self.plain = plain
        self.remarks: Sequence[Finding] = ()
        self.taken: list[tuple[Grid, Layout]] = []
        self.around: dict[int, tuple[Layout, dict[int, Line]]] = {}
        self.verdict: Verdict | None = None


def recognise_whole(document: Document, forms: FormSet, wanted: str) -> Whole:
    """Make the Report of a Document. Raises UnreadableError where it is none of any form."""
    if tidy := tidy_grid(document):
        return Whole(read_tidy(tidy, forms))
    annex = [b for b in document.blocks if isinstance(b, Grid) and b.name.startswith(ANNEX)]
    if annex:  # their many columns are no table of the form
        document.blocks[:] = [block for block in document.blocks if block not in annex]
    if is_foreign(document, forms):
        raise UnreadableError("no-report", found=summary(document))
    bones = [bones_of(b) if isinstance(b, Grid) else _NO_BONES for b in document.blocks]
    form, mixed = _form_of(document, bones, forms, wanted)
    label_index(form).begin()
    whole = Whole(Report(form), mixed, plain=bool(mixed) and not annex)
    report = whole.report
    pieces = _read_blocks(whole, document, bones, others_than(form, forms))
    whole.remarks = report.remarks[:]
    remark_metadata(report, document.metadata)
    read_prose(report, pieces)
    if asides := [block for block in document.blocks if block.aside]:
        from govinfo_cli.recognise.asides import read_asides  # only pages have them  # noqa: PLC0415

        read_asides(report, asides)
        whole.plain = False
    if not whole.taken and not any(key in report.narrative for key in form.texts[1:]):
        raise UnreadableError("no-report", found=summary(document))
    remark_structure(report, others_than(form, forms), mixed)
    if any(grid.formulas for grid, _ in whole.taken):
        from govinfo_cli.recognise.audit import tell, verdict_on  # seldom needed  # noqa: PLC0415

        whole.verdict = verdict_on(report, whole.taken)
        tell(report, whole.verdict)
    if annex:
        from govinfo_cli.recognise.annex import read_annex  # only sums have it  # noqa: PLC0415

        report.contributions = read_annex(form, annex)
    return whole


def others_than(form: Form, forms: FormSet) -> list[Form]:
    """The other forms of a set."""
    return [other for other in forms if other is not form]


def remark_metadata(report: Report, metadata: Mapping[str, str]) -> None:
    """P802: what should not be published with the file."""
    for case, detail in metadata.items():
        report.remarks.append(finding("P802", case=case, detail=detail))


def _read_blocks(
    whole: Whole, document: Document, bones: Sequence[Skeleton], others: Sequence[Form]
) -> list[Piece]:
    """Take the tables; give the prose around them."""
    report = whole.report
    pieces: list[Piece] = []
    carried: Region | None = None
    for number, (block, bone) in enumerate(zip(document.blocks, bones, strict=True)):
        if block.aside:
            continue
        if isinstance(block, Paragraph):
            whole.plain = False
            known = {target.kind for target in label_index(report.form).knows(block.text)}
            if not known or not known <= FURNITURE:
                above = carried.table if carried else ""
                pieces.append(Piece(block.text, block.source, block.level, 0, above))
            if known:
                carried = None
            continue
        if read_leftovers(report, block):
            whole.plain = False
            block.skeleton = None
            bone = bones_of(block)  # noqa: PLW2901  the lines that were taken are gone
        layout = lay_out(block, bone, report.form, others, carried)
        if layout.regions:
            take(report, block, layout)
            whole.taken.append((block, layout))
            carried = layout.regions[-1]
            if block.hidden:
                place = Where("", block.name)
                report.remarks.append(finding("P802", place, case="hidden-sheet", sheet=block.name))
        lines: dict[int, Line] = {}
        pieces.extend(pieces_around(report, block, layout, lines, {}))
        whole.around[number] = layout, lines
    return pieces


def _form_of(
    document: Document, bones: Sequence[Skeleton], forms: FormSet, wanted: str
) -> tuple[Form, Mapping[str, list[str]]]:
    """The form by its labels, then by the year; and the labels that speak for each form."""
    pairs = zip(document.blocks, bones, strict=True)
    votes = [vote for block, bone in pairs if (vote := _votes(block, bone, forms))]
    best, mixed = _counted(votes, forms)
    if wanted != "auto":
        return forms.require(wanted), mixed
    if best:
        return forms.require(best), mixed
    texts = (text for text in texts_of(document) if len(text) < MAX_TITLE)
    year = next((found[1] for text in texts if (found := read_title(text))), None)
    form = forms.for_year(year) if year is not None else None
    return form or next(iter(forms)), mixed


def _counted(
    votes: Sequence[Mapping[str, set[Target]]], forms: FormSet
) -> tuple[str, Mapping[str, list[str]]]:
    """The form that most labels speak for, or "", and those that speak for each form."""
    key = (id(forms), *map(id, votes))
    known = _COUNTED.get(key)
    if known is None:
        found = {f.name: {t for vote in votes for t in vote.get(f.name, ())} for f in forms}
        found = {name: targets for name, targets in found.items() if targets}
        best = max(found, key=lambda name: len(found[name]), default="")
        mixed = {name: sorted({t.key for t in targets}) for name, targets in found.items()}
        if len(_COUNTED) >= MAX_KNOWN:
            _COUNTED.clear()
        known = (forms, votes), best, mixed  # with what has the identities in the key
        if len(votes) < MAX_KEPT:
            _COUNTED[key] = known
    return known[1:]


_COUNTED: dict[tuple[int, ...], tuple[object, str, Mapping[str, list[str]]]] = {}


def _votes(block: Paragraph | Grid, bone: Skeleton, forms: FormSet) -> dict[str, set[Target]]:
    """The labels of a block that only one form has; kept by the grid's skeleton."""
    if isinstance(block, Paragraph):
        return tell_form([block.text], forms)
    key = id(forms), bone
    known = _VOTES.get(key)
    if known is None:
        if len(_VOTES) >= MAX_KNOWN:
            _VOTES.clear()
        known = forms, tell_form(_words(bone, range(len(bone.cells))), forms)
        if len(bone.cells) < MAX_KEPT:
            _VOTES[key] = known
    return known[1]


def _words(bone: Skeleton, lines: Iterable[int]) -> set[str]:
    return {cell for line in lines for cell in bone.cells[line] if isinstance(cell, str)}


_VOTES: dict[tuple[int, Skeleton], tuple[FormSet, dict[str, set[Target]]]] = {}
