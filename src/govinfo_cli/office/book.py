"""Workbooks that openpyxl writes, made the same bytes each time."""

from __future__ import annotations

import re
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from govinfo_cli.marks import is_active
from govinfo_cli.text import printable

if TYPE_CHECKING:
    from openpyxl import Workbook

CORE: Final = "docProps/core.xml"
MADE: Final = datetime(2021, 9, 26)  # noqa: DTZ001  the day of the form's notice, nobody's clock
_MODIFIED: Final = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")


def put_text(cell: Any, text: str) -> None:
    """Put words into a cell that are words even where they look like a formula."""
    cell.value = printable(text) or None
    if text:
        cell.data_type = "s"
        if is_active(text):  # or it would become one when somebody edits it
            cell.quotePrefix = True


def packed(book: Workbook) -> bytes:
    """The package of a workbook.

    The file's time of change is ``book.properties.modified`` as it stands, where openpyxl
    would put the present time in; that of the parts is fixed.
    """
    from openpyxl.writer.excel import ExcelWriter  # slow to import  # noqa: PLC0415

    stamp = (book.properties.modified or MADE).strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    raw, made = BytesIO(), BytesIO()
    with ZipFile(raw, "w", ZIP_DEFLATED) as archive:
        ExcelWriter(book, archive).write_data()
    with ZipFile(raw) as parts, ZipFile(made, "w", ZIP_DEFLATED) as fixed:
        for name in parts.namelist():
            content = parts.read(name)
            if name == CORE:
                content = _MODIFIED.sub(rb"\g<1>" + stamp, content)
            entry = ZipInfo(name, MADE.timetuple()[:6])
            entry.compress_type = ZIP_DEFLATED
            fixed.writestr(entry, content)
    return made.getvalue()
