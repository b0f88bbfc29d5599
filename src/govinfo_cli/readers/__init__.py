"""One row a file type: its name, its suffixes, and the function that makes a Document."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, Final, NamedTuple

from govinfo_cli.errors import UnreadableError
from govinfo_cli.limits import now

if TYPE_CHECKING:
    from govinfo_cli.document import Document


class Format(NamedTuple):
    """A file type. ``module`` is imported only when the type is read; it has ``read(bytes)``."""

    name: str
    suffixes: tuple[str, ...]
    module: str


# JSON is the Report itself and needs no recognition: govinfo_cli.recognise.canonical reads it.
JSON: Final = Format("json", (".json",), "")
READERS: Final = (
    Format("xlsx", (".xlsx", ".xlsm"), "govinfo_cli.readers.xlsx"),
    JSON,
    Format("docx", (".docx", ".docm", ".doc", ".wps"), "govinfo_cli.readers.docx"),
    Format("xls", (".xls", ".xlsb", ".ods", ".et", ".xlt"), "govinfo_cli.readers.xlsx"),
    Format("pdf", (".pdf",), "govinfo_cli.readers.pdf"),
    Format("csv", (".csv",), "govinfo_cli.readers.csv_"),
    Format("mht", (".mht", ".mhtml"), "govinfo_cli.readers.mht"),
    Format("html", (".html", ".htm", ".shtml", ".xhtml"), "govinfo_cli.readers.html"),
    Format("md", (".md", ".markdown"), "govinfo_cli.readers.text"),
    Format("txt", (".txt", ".tsv"), "govinfo_cli.readers.text"),
)
BY_NAME: Final = {reader.name: reader for reader in READERS}
BY_SUFFIX: Final = {suffix: reader for reader in READERS for suffix in reader.suffixes}


def format_of(name: str, wanted: str = "") -> Format:
    """The row for a file name, or for a format asked for by name.

    Raises UnreadableError with the known names where there is none.
    """
    if wanted:
        if found := BY_NAME.get(wanted) or _plugged(wanted):
            return found
        raise UnreadableError("format-unknown", format=wanted, known=", ".join(BY_NAME))
    suffix = name[name.rfind(".") :].lower() if "." in name else ""
    if found := BY_SUFFIX.get(suffix) or _plugged(suffix[1:]):
        return found
    raise UnreadableError("suffix-unknown", suffix=suffix or name, known=", ".join(BY_SUFFIX))


def can_read(suffix: str) -> bool:
    """Whether files with that suffix can be read, by a plug-in if need be."""
    return suffix in BY_SUFFIX or _plugged(suffix[1:]) is not None


def _plugged(name: str) -> Format | None:
    """The row of a plug-in's reader, asked for only where the built-in ones do not know."""
    from govinfo_cli.plugins import READERS as GROUP  # noqa: PLC0415
    from govinfo_cli.plugins import installed  # noqa: PLC0415

    known = bool(name) and name in installed(GROUP)
    return Format(name, (f".{name}",), "govinfo_cli.plugins") if known else None


def read_document(data: bytes, reader: Format) -> Document:
    """Make the Document of a file's bytes. Raises UnreadableError.

    Offices rename pages to .xls and .doc: what begins like a page is read as one.
    """
    if reader.name in ("xls", "xlsx", "docx") and _is_page(data):
        reader = BY_NAME["mht" if data[:5].upper() == b"MIME-" else "html"]
    read: Callable[[bytes, str], Document] = import_module(reader.module).read
    document = read(data, reader.name)
    if len(data) > now().string or reader.name == "pdf":
        from govinfo_cli.readers.bounds import check_texts  # seldom needed  # noqa: PLC0415

        check_texts(document)
    return document


def _is_page(data: bytes) -> bool:
    start = data[:200].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return start.startswith((b"<!doctype html", b"<html", b"<table", b"<head", b"<meta", b"mime-"))
