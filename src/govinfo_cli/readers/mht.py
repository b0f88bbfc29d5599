"""Pages saved whole by a browser (.mht, .mhtml): the page inside is read as HTML."""

from __future__ import annotations

from email import policy
from email.parser import BytesParser
from typing import TYPE_CHECKING

from govinfo_cli.errors import UnreadableError
from govinfo_cli.readers import html

if TYPE_CHECKING:
    from govinfo_cli.document import Document


def read(data: bytes, name: str) -> Document:
    """Read the first page of the archive. Raises UnreadableError where it holds none."""
    message = BytesParser(policy=policy.default).parsebytes(data)
    for part in message.walk():
        if part.get_content_type() == "text/html":
            page = part.get_payload(decode=True)
            if isinstance(page, bytes) and page.strip():
                charset = part.get_content_charset("")
                return html.read_page(page, name, charset)
    raise UnreadableError("mht-empty")
