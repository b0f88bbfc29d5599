"""The parser's own words ("Usage:", "Missing argument") in the user's language."""

from __future__ import annotations

import gettext
from collections.abc import Iterator
from contextlib import contextmanager

from govinfo_cli.messages import catalogue


@contextmanager
def translated(lang: str) -> Iterator[None]:
    """Let click look its words up in our catalogue.

    click asks ``gettext.gettext`` and keeps a name for it in each module, made when the
    module is imported; so this has to be entered before click is.
    """
    words = catalogue(lang)["click"]
    if not words:
        yield
        return
    original, plural = gettext.gettext, gettext.ngettext

    def one_of(message: str) -> str:
        found: str = words.get(message, message)
        return found

    def by_number(msgid1: str, msgid2: str, n: int) -> str:
        return one_of(msgid1 if n == 1 else msgid2)

    gettext.gettext, gettext.ngettext = one_of, by_number
    try:
        yield
    finally:
        gettext.gettext, gettext.ngettext = original, plural
