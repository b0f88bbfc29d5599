"""Find the form's tables in a grid: which cell stands where, whatever stands around it."""

from __future__ import annotations

from collections.abc import Sequence

from govinfo_cli.document import MAX_KEPT, Grid, Skeleton
from govinfo_cli.forms import Form
from govinfo_cli.recognise.regions import Layout, Region
from govinfo_cli.recognise.skeletons import MAX_KNOWN, masked
from govinfo_cli.recognise.walk import Walk


def lay_out(
    grid: Grid, bones: Skeleton, form: Form, others: Sequence[Form], carried: Region | None
) -> Layout:
    """Lay out one grid. ``carried`` is the region that a page break may have cut off."""
    key = (
        id(form), grid.aligned, carried.table if carried else "",
        tuple(carried.columns.items()) if carried else (), masked(bones, form),
    )  # fmt: skip
    known = _KNOWN.get(key)
    if known is None:
        height = len(grid.rows)
        layout = Walk(form, others, carried).over(grid.rows)
        if len(_KNOWN) >= MAX_KNOWN:
            _KNOWN.clear()
        known = layout, len(grid.rows) > height, form
        if height < MAX_KEPT:
            _KNOWN[key] = known
    elif known[1]:
        grid.rows.append([None] * len(grid.rows[-1]))
    return known[0]


_KNOWN: dict[object, tuple[Layout, bool, Form]] = {}
