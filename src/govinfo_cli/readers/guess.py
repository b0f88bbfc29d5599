"""The type of a file by its content, for what comes from standard input without a name."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Final
from zipfile import BadZipFile, ZipFile

from govinfo_cli.errors import UnreadableError
from govinfo_cli.office.package import OLE

HEAD: Final = 4096
_PAGE: Final = re.compile(rb"<(?:!doctype html|html|head|body|table|meta|div|p)\b", re.IGNORECASE)
_MARKDOWN: Final = re.compile(rb"^(?:#{1,6} |\|.*\|\s*$)", re.MULTILINE)


def guess(data: bytes) -> str:
    """The name of a row of ``READERS``. Raises UnreadableError for a package that is none."""
    if data.startswith(b"PK"):
        return _package(data)
    head = data[:HEAD].lstrip(b"\xef\xbb\xbf \t\r\n")
    for name, begins in _BEGINNINGS:
        if data.startswith(begins) or head[: len(begins)].upper() == begins:
            return name
    return "html" if head.startswith(b"<") and _PAGE.search(head) else _text(head)


_BEGINNINGS: Final = (
    ("xls", OLE), ("pdf", b"%PDF"), ("json", b"{"), ("json", b"["),
    ("mht", b"MIME-"), ("mht", b"FROM:"),
)  # fmt: skip


def _package(data: bytes) -> str:
    try:
        with ZipFile(BytesIO(data)) as package:
            names = package.namelist()
    except BadZipFile as error:
        raise UnreadableError("package-corrupt", reason=str(error)) from error
    if any(name.startswith("word/") for name in names):
        return "docx"
    return "xls" if "content.xml" in names else "xlsx"


def _text(head: bytes) -> str:
    if _MARKDOWN.search(head):
        return "md"
    first = next((line for line in head.splitlines() if line.strip()), b"")
    return "csv" if first.count(b",") > 1 and b"\t" not in head else "txt"
