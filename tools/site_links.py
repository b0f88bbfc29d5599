"""Links that lead nowhere, in Markdown and in built pages: internal ones, no network is asked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urldefrag

ELSEWHERE: Final = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)
LINK: Final = re.compile(r"!?\[(?:[^\]\[]|\[[^\]]*\])*\]\(([^)\s]+)\)")
FENCE: Final = re.compile(r"^(```|~~~).*?^\1\s*$", re.MULTILINE | re.DOTALL)
CODE: Final = re.compile(r"`[^`\n]*`")
HEADING: Final = re.compile(r"^#{1,6}\s+(.+?)\s*$", re.MULTILINE)
FETCHED: Final = {"script": "src", "img": "src", "link": "href", "iframe": "src", "source": "src"}


def broken_in_markdown(pages: list[Path]) -> Iterator[str]:
    """Each link of Markdown pages that names no file, or no heading in it."""
    for page in pages:
        text = CODE.sub("", FENCE.sub("", page.read_text(encoding="utf-8")))
        for target in LINK.findall(text):
            if ELSEWHERE.match(target):
                continue
            name, anchor = urldefrag(unquote(target))
            file = (page.parent / name).resolve() if name else page
            if not file.exists():
                yield f"{page}: {target}: no such file"
            elif anchor and file.suffix == ".md" and anchor not in headings(file):
                yield f"{page}: {target}: no such heading"


@lru_cache
def headings(page: Path) -> frozenset[str]:
    """The anchors of a Markdown page, as GitHub makes them."""
    text = FENCE.sub("", page.read_text(encoding="utf-8"))
    plain = (re.sub(r"[`*\[\]]|\([^)]*\)$", "", found).lower() for found in HEADING.findall(text))
    return frozenset(re.sub(r"[^\w\- ]", "", found).replace(" ", "-") for found in plain)


class _Page(HTMLParser):
    """What a built page links to, what it loads, and its anchors."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.anchors: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take note of one element."""
        found = dict(attrs)
        self.anchors.add(found.get("id") or "")
        if tag == "a" and found.get("href"):
            self.links.append(found["href"] or "")
        wanted = found.get(FETCHED.get(tag, ""))
        if wanted and found.get("rel") not in ("canonical", "alternate"):
            self.loaded.append(wanted)


@cache
def _page(path: Path) -> _Page:
    made = _Page()
    made.feed(path.read_text(encoding="utf-8"))
    return made


def _pages(site: Path) -> list[Path]:
    return [path for path in sorted(site.rglob("*.html")) if path.name != "404.html"]


def broken(site: Path) -> Iterator[str]:
    """Each link and file of a built site that is not there."""
    for path in _pages(site):
        page = _page(path)
        for target in dict.fromkeys((*page.links, *page.loaded)):
            if ELSEWHERE.match(target):
                continue
            name, anchor = urldefrag(unquote(target))
            file = (path.parent / name).resolve() if name else path
            if not file.is_file():
                yield f"{path}: {target}: no such file"
            elif anchor and file.suffix == ".html" and anchor not in _page(file).anchors:
                yield f"{path}: {target}: no such anchor"


def foreign(site: Path) -> Iterator[str]:
    """What a browser would fetch from elsewhere; there must be nothing."""
    for path in _pages(site):
        yield from (f"{path}: loads {f}" for f in _page(path).loaded if _is_elsewhere(f))
    for path in sorted((*site.rglob("*.css"), *site.rglob("*.svg"))):
        text = path.read_text(encoding="utf-8")
        found = re.findall(r"(?:url\(\s*[\"']?|@import\s+[\"'])((?:https?:)?//[^\"')\s]+)", text)
        yield from (f"{path}: loads {address}" for address in found)


def _is_elsewhere(target: str) -> bool:
    return bool(ELSEWHERE.match(target)) and not target.startswith("data:")
