"""What a sum lacks, in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from govinfo_cli.messages import say
from govinfo_cli.messages.labels import cell_label
from govinfo_cli.messages.places import place_words

if TYPE_CHECKING:
    from govinfo_cli.merging import Lacking, Merged
    from govinfo_cli.report import Report

MOST: Final = 6  # cells that are named; of the others the number is told


def remarks(merged: Merged, lang: str) -> Iterator[str]:
    """What reports did not give, which organs are missing, and which were not expected."""
    joint = "、" if lang == "zh" else ", "
    for entry in merged.lacking:
        yield from _lacks(entry, lang)
    if merged.missing:
        names = joint.join(merged.missing)
        yield say(lang, "merge-missing", count=len(merged.missing), organs=names)
    if merged.unexpected:
        names = joint.join(report.organ or report.path for report in merged.unexpected)
        yield say(lang, "merge-unexpected", organs=names)


def _lacks(entry: Lacking, lang: str) -> Iterator[str]:
    report = entry.report
    for key, cells in (
        ("merge-lost", entry.lost), ("merge-blank", entry.blank), ("merge-homeless", entry.homeless)
    ):  # fmt: skip
        if cells:
            names = _places(report, cells, lang)
            yield say(lang, key, path=report.path, count=len(cells), cells=names)
    if entry.strange:
        yield say(lang, "merge-strange", path=report.path, count=entry.strange)


def _places(report: Report, cells: Sequence[int], lang: str) -> str:
    """The first cells by their labels and places."""
    shown = []
    for where in map(report.where, cells[:MOST]):
        label = cell_label(where.cell, report.form, lang)
        source = place_words(where.source.rpartition("!")[2], lang)
        shown.append(
            f"{label}（{source}）" if source and lang == "zh" else f"{label} {source}".strip()
        )
    text = ("、" if lang == "zh" else "; ").join(shown)
    return text + ("…" if len(cells) > MOST else "")
