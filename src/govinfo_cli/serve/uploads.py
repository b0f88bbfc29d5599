"""What a page sends: files with names made harmless, within the limits of the command line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Final, NamedTuple
from unicodedata import category

from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Request

from govinfo_cli.limits import Limits
from govinfo_cli.readers import BY_SUFFIX

MAX_FILES: Final = 500
MAX_NAME: Final = 120
_ODD: Final = re.compile(r'[<>:"|?*]')


class Upload(NamedTuple):
    """A file as it was sent."""

    name: str
    data: bytes


class Form(Request):
    """A request whose body is bounded before it is taken apart; files stay in memory."""

    max_content_length = Limits().size
    max_form_memory_size = 500_000  # no field of ours is longer than a word
    max_form_parts = MAX_FILES + 20

    def _get_file_stream(self, *_: object, **__: object) -> BytesIO:  # where werkzeug asks
        return BytesIO()


def uploads(request: Request, field: str) -> list[Upload]:
    """The files of a field. What a folder holds besides reports is left out, as on the line."""
    return [
        Upload(clean_name(entry.filename or ""), entry.stream.read())
        for entry in _chosen(request, field)
    ]


def _chosen(request: Request, field: str) -> Iterator[FileStorage]:
    for entry in request.files.getlist(field):
        name = (entry.filename or "").replace("\\", "/")
        in_folder = "/" in name
        hidden = any(part.startswith((".", "~$")) for part in name.split("/"))
        known = any(name.lower().endswith(suffix) for suffix in BY_SUFFIX)
        if name and not (in_folder and (hidden or not known)):
            yield entry


def clean_name(raw: str) -> str:
    r"""A name to show and to offer for saving: no path upwards, nothing invisible, not too long.

    It never becomes a path on this computer.

    >>> clean_name("C:\\\\表\\\\..\\\\甲局/年报\\u202e.xlsx"), clean_name("../..")
    ('C-/表/甲局/年报.xlsx', 'report')
    """
    shown = "".join(c for c in raw.replace("\\", "/") if category(c)[0] != "C")
    parts = [_ODD.sub("-", part).strip(" .") for part in shown.split("/")]
    name = "/".join(part for part in parts if part)
    return name[-MAX_NAME:].lstrip("/") or "report"
