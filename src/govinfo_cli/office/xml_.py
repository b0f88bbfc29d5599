"""XML of strangers: one parser that fetches and expands nothing, and a look before it."""

from __future__ import annotations

from functools import cache
from typing import Any, Final

from govinfo_cli.errors import UnreadableError
from govinfo_cli.limits import now, reached

_DECLARATION: Final = b"<!DOCTYPE"
_STARTS: Final = (b"<", b"\xef\xbb\xbf", b" ", b"\r", b"\n", b"\t")


def refuse_declarations(part: bytes, name: str = "") -> None:
    """Raise UnreadableError for a document type declaration, and for an odd encoding.

    Every program of an office writes UTF-8; in UTF-16 or EBCDIC a declaration would be missed.
    """
    if b"!" in part and _DECLARATION in part:  # a single byte is found much sooner
        raise UnreadableError("xml-doctype")
    if part and (not part.startswith(_STARTS) or b"\0" in part[:64]):
        raise UnreadableError("xml-encoding", part=name or "XML")


@cache
def _parser(huge: bool) -> Any:  # noqa: FBT001
    from lxml import etree  # a compiled library, only where XML is read  # noqa: PLC0415

    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=huge)


def parse(part: bytes, name: str = "") -> Any:
    """The root element of a part. Raises UnreadableError for a declaration and for damage."""
    from lxml import etree  # a compiled library, only where XML is read  # noqa: PLC0415

    refuse_declarations(part, name)
    try:
        root = etree.fromstring(part, _parser(now().huge))
    except etree.XMLSyntaxError as error:
        refuse_excess(error.msg or "", name)
        raise UnreadableError("package-corrupt", reason=error.msg) from error
    if root.getroottree().docinfo.internalDTD is not None:  # in an encoding that hid it
        raise UnreadableError("xml-doctype")
    return root


def refuse_excess(message: str, name: str) -> None:
    """Raise UnreadableError where the parser stopped at one of its own limits."""
    if "XML_PARSE_HUGE" in message or "maximum depth" in message:
        if "depth" in message:
            raise reached("too-deep", "depth", source=name)
        raise reached("text-too-long", "string", source=name)
