"""Recognition: grids and paragraphs become a Report."""

from __future__ import annotations

from govinfo_cli.document import Document
from govinfo_cli.forms import FormSet
from govinfo_cli.recognise.whole import recognise_whole
from govinfo_cli.report import Report


def recognise(document: Document, forms: FormSet, wanted: str = "auto") -> Report:
    """Make the Report of a Document.

    ``wanted`` is a form's name, or ``auto`` to tell the form by its labels. Raises
    UnreadableError where the document holds no table and no heading of any form.
    """
    if document.filled is not None:
        from govinfo_cli.recognise.again import recognise_again  # for many files  # noqa: PLC0415

        if report := recognise_again(document.filled, document.metadata, forms, wanted):
            return report
    return recognise_whole(document, forms, wanted).report
