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
    gettext.gettext = lambda message: words.get(message, message)
    gettext.ngettext = lambda one, many, n: words.get(one if n == 1 else many, one if n == 1 else many)
    try:
        yield
    finally:
        gettext.gettext, gettext.ngettext = original, plural
