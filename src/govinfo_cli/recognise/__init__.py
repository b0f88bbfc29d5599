"""Recognition: the one place where grids and paragraphs become a Report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from govinfo_cli.document import Document, Grid, Paragraph, Skeleton
from govinfo_cli.errors import UnreadableError
from govinfo_cli.finding import Where, finding
from govinfo_cli.forms import Form, FormSet
from govinfo_cli.marks import ANNEX
from govinfo_cli.number import show_raw
from govinfo_cli.recognise.labels import Target, label_index, tell_form
from govinfo_cli.recognise.layout import lay_out
from govinfo_cli.recognise.leftovers import read_leftovers
from govinfo_cli.recognise.prose import MAX_TITLE, Piece, read_prose
from govinfo_cli.recognise.regions import Layout, Region
from govinfo_cli.recognise.settings import apply, setting
from govinfo_cli.recognise.skeletons import MAX_KEPT, MAX_KNOWN, bones_of
from govinfo_cli.recognise.structure import remark_structure
from govinfo_cli.recognise.tidy import read_tidy, tidy_grid
from govinfo_cli.recognise.values import take
from govinfo_cli.report import Report
from govinfo_cli.title import read_title

MIN_LISTED: Final = 3
NO_BONES: Final = Skeleton(())
# Words that belong to a table's frame and not to the narrative.
_FURNITURE: Final = frozenset({"block", "stub", "corner", "group", "hint"})
# In a grid the label of a column is no prose either: a page break may leave it alone.
_IN_TABLES: Final = _FURNITURE | {"column"}


def recognise(document: Document, forms: FormSet, wanted: str = "auto") -> Report:
    """Make the Report of a Document.

    ``wanted`` is a form's name, or ``auto`` to tell the form by its labels. Raises
    UnreadableError where the document holds no table and no heading of any form.
    """
    if tidy := tidy_grid(document):
        return read_tidy(tidy, forms)
    annex = [b for b in document.blocks if isinstance(b, Grid) and b.name.startswith(ANNEX)]
    if annex:  # their many columns are no table of the form
        document.blocks[:] = [block for block in document.blocks if block not in annex]
    bones = [bones_of(b) if isinstance(b, Grid) else NO_BONES for b in document.blocks]
    form, mixed = _form_of(document, bones, forms, wanted)
    others = [other for other in forms if other is not form]
    label_index(form).begin()
    report = Report(form)
    pieces, taken = _read_blocks(report, document, bones, others)
    for case, detail in document.metadata.items():
        report.remarks.append(finding("P802", case=case, detail=detail))
    read_prose(report, pieces)
    if asides := [block for block in document.blocks if block.aside]:
        from govinfo_cli.recognise.asides import read_asides  # only pages have them  # noqa: PLC0415

        read_asides(report, asides)
    if not taken and not any(key in report.narrative for key in form.texts[1:]):
        raise UnreadableError("no-report", found=_summary(document))
    remark_structure(report, others, mixed)
    if any(grid.formulas for grid, _ in taken):
        from govinfo_cli.recognise.audit import remark_formulas  # seldom needed  # noqa: PLC0415

        remark_formulas(report, taken)
    if annex:
        from govinfo_cli.recognise.annex import read_annex  # only sums have it  # noqa: PLC0415

        report.contributions = read_annex(form, annex)
    return report


def _read_blocks(
    report: Report, document: Document, bones: Sequence[Skeleton], others: Sequence[Form]
) -> tuple[list[Piece], list[tuple[Grid, Layout]]]:
    """Take the tables; give the prose around them, and the grids that have tables."""
    pieces: list[Piece] = []
    carried: Region | None = None
    taken = []
    for block, bone in zip(document.blocks, bones, strict=True):
        if block.aside:
            continue
        if isinstance(block, Paragraph):
            known = {target.kind for target in label_index(report.form).knows(block.text)}
            if not known or not known <= _FURNITURE:
                above = carried.table if carried else ""
                pieces.append(Piece(block.text, block.source, block.level, 0, above))
            if known:
                carried = None
            continue
        if read_leftovers(report, block):
            block.skeleton = None
            bone = bones_of(block)  # noqa: PLW2901  the lines that were taken are gone
        layout = lay_out(block, bone, report.form, others, carried)
        if layout.regions:
            take(report, block, layout)
            taken.append((block, layout))
            carried = layout.regions[-1]
            if block.hidden:
                place = Where("", block.name)
                report.remarks.append(finding("P802", place, case="hidden-sheet", sheet=block.name))
        pieces.extend(_grid_prose(report, block, layout))
    return pieces, taken


def _form_of(
    document: Document, bones: Sequence[Skeleton], forms: FormSet, wanted: str
) -> tuple[Form, dict[str, list[str]]]:
    """The form by its labels, then by the year; and the labels that speak for each form."""
    votes: dict[str, set[Target]] = {form.name: set() for form in forms}
    for block, bone in zip(document.blocks, bones, strict=True):
        for name, targets in _votes(block, bone, forms).items():
            votes[name] |= targets
    mixed = {name: sorted({t.key for t in found}) for name, found in votes.items() if found}
    if wanted != "auto":
        return forms.require(wanted), mixed
    best = max(votes, key=lambda name: len(votes[name]))
    if votes[best]:
        return forms.require(best), mixed
    texts = (text for text in _texts(document) if len(text) < MAX_TITLE)
    year = next((found[1] for text in texts if (found := read_title(text))), None)
    form = forms.for_year(year) if year is not None else None
    return form or next(iter(forms)), mixed


def _votes(block: Paragraph | Grid, bone: Skeleton, forms: FormSet) -> dict[str, set[Target]]:
    """The labels of a block that only one form has; kept by the grid's skeleton."""
    if isinstance(block, Paragraph):
        return tell_form([block.text], forms)
    key = id(forms), bone
    known = _VOTES.get(key)
    if known is None:
        if len(_VOTES) >= MAX_KNOWN:
            _VOTES.clear()
        texts = {cell for row in bone.cells for cell in row if isinstance(cell, str)}
        known = forms, tell_form(texts, forms)
        if len(bone.cells) < MAX_KEPT:
            _VOTES[key] = known
    return known[1]


_VOTES: dict[tuple[int, Skeleton], tuple[FormSet, dict[str, set[Target]]]] = {}


def _texts(document: Document) -> Iterator[str]:
    for block in document.blocks:
        if isinstance(block, Paragraph):
            yield block.text
        else:
            for row in block.rows:
                yield from (cell for cell in row if type(cell) is str and cell)


def _grid_prose(report: Report, grid: Grid, layout: Layout) -> Iterator[Piece]:
    """The lines of a grid that belong to no table: particulars, or prose."""
    if not layout.prose:
        return
    match = label_index(report.form).match
    after = layout.regions[-1].table if layout.regions else ""
    last = max((d.line for r in layout.regions for d in r.data), default=-1)
    found = [(number, setting(grid.rows[number])) for number in layout.prose]
    # A label alone is a particular left empty only in a list of them; elsewhere it is a word.
    listed = sum(1 for _, entry in found if entry) >= MIN_LISTED
    for number, particular in found:
        if particular and (particular[1] or listed) and apply(report, *particular):
            continue
        table = after if number > last else ""
        for column, cell in enumerate(grid.rows[number]):
            if cell is None or cell == "" or not (text := show_raw(cell).strip()):
                continue
            targets = match(text).targets
            if targets and all(target.kind in _IN_TABLES for target in targets):
                continue
            yield Piece(text, grid.locate(number, column), 0, column, table)


def _summary(document: Document) -> str:
    """The first words of a file that holds no report, to say what was found instead."""
    texts = [text.strip() for text in _texts(document) if text.strip()]
    return "；".join(text[:30] for text in texts[:3])
