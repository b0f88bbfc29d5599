"""Pages saved whole by a browser (.mht, .mhtml): the page inside is read as HTML."""

from __future__ import annotations

from email.parser import BytesParser
from email.policy import compat32
from typing import TYPE_CHECKING

from govinfo_cli.errors import UnreadableError
from govinfo_cli.readers import html

if TYPE_CHECKING:
    from govinfo_cli.document import Document


def read(data: bytes, name: str) -> Document:
    """Read the first page of the archive. Raises UnreadableError where it holds none."""
    page, charset = _page(data)
    return html.read_page(page, name, charset)


def _page(data: bytes) -> tuple[bytes, str]:
    """The first page and its encoding. The headers are not taken apart further than needed."""
    try:
        for part in BytesParser(policy=compat32).parsebytes(data).walk():
            if part.get_content_type() == "text/html":
                page = part.get_payload(decode=True)
                if isinstance(page, bytes) and page.strip():
                    return page, part.get_content_charset("")
    except Exception as error:  # the library raises whatever it meets, loops of parts included
        raise UnreadableError("mht-broken", reason=type(error).__name__) from error
    raise UnreadableError("mht-empty")
