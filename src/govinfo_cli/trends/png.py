"""A trend's picture as PNG: our SVG, rendered with a font that has all of its characters."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any, Final

from govinfo_cli.errors import UnwritableError
from govinfo_cli.trends import Trend
from govinfo_cli.trends.svg import draw

ZOOM: Final = 2  # pixels for each of the SVG's
SUFFIXES: Final = (".ttf", ".ttc", ".otf", ".otc")
# File names of usual Chinese fonts, in the order in which they are taken.
USUAL: Final = (
    "msyh", "notosanscjk", "notosanssc", "sourcehansans", "pingfang", "hiragino", "wqy",
    "simhei", "deng", "droidsansfallback", "stheiti", "simsun", "notoserifcjk", "simfang",
)  # fmt: skip


def tell(trend: Trend, lang: str, font: Path | None = None) -> bytes:
    """The picture as a file."""
    return render(draw(trend, lang), font)


def render(svg: str, font: Path | None = None) -> bytes:
    """PNG bytes. ``font``: a font file to use; by default one is looked for on the machine.

    Raises UnwritableError where the extra ``chart`` is not installed, and where no font has the
    characters: boxes in their place are never drawn.
    """
    try:
        import resvg_py  # an extra  # noqa: PLC0415
        from fontTools.ttLib import TTFont  # noqa: F401, PLC0415  an extra
    except ImportError as error:
        raise UnwritableError("extra-missing", extra="chart") from error
    needed = _characters(svg)
    for path in [font] if font else _fonts():
        if (family := _family(path, needed)) is not None:
            return bytes(resvg_py.svg_to_bytes(
                svg_string=svg, zoom=ZOOM, background="#ffffff", font_files=[str(path)],
                skip_system_fonts=True, font_family=family, sans_serif_family=family,
            ))  # fmt: skip
    key = "font-lacks" if font else "font-missing"
    raise UnwritableError(key, font=font or "", characters="".join(sorted(needed))[-20:])


def _characters(svg: str) -> set[str]:
    """What is drawn: the text of the text elements."""
    texts = re.findall(r"<text[^>]*>([^<]*)</text>", svg)
    return {c for text in texts for c in unescape(text) if not c.isspace()}


def _family(path: Path, needed: set[str]) -> str | None:
    """The name of the first face in a font file that has all characters; the simplified first."""
    from fontTools.ttLib import TTCollection, TTFont, TTLibError  # noqa: PLC0415

    opened = TTCollection if path.suffix.lower() in (".ttc", ".otc") else TTFont
    try:
        with path.open("rb") as file, opened(file, lazy=True) as font:
            faces: list[Any] = font.fonts if opened is TTCollection else [font]
            named = [(face["name"].getBestFamilyName() or "", face) for face in faces]
            named.sort(key=lambda entry: " SC" not in entry[0])
            for name, face in named:
                known = face.getBestCmap() or {}
                if name and all(ord(character) in known for character in needed):
                    return str(name)
    except (TTLibError, OSError, KeyError, AssertionError):
        return None  # damaged, or no font: another may do
    return None


def _fonts() -> Iterator[Path]:
    """The font files of the machine, the usual Chinese ones first."""
    found = [
        path
        for folder in _folders()
        if folder.is_dir()
        for path in sorted(folder.rglob("*"))
        if path.suffix.lower() in SUFFIXES
    ]
    ranks = {name: rank for rank, name in enumerate(USUAL)}

    def rank(path: Path) -> tuple[int, bool, str]:
        plain = re.sub(r"[^a-z]", "", path.stem.lower())
        usual = min((r for name, r in ranks.items() if plain.startswith(name)), default=len(USUAL))
        return usual, "bold" in plain or "light" in plain or "black" in plain, str(path)

    return iter(sorted(found, key=rank))


def _folders() -> list[Path]:
    home = Path.home()
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA", str(home))
        windows = os.environ.get("WINDIR", r"C:\Windows")
        return [Path(windows) / "Fonts", Path(local) / "Microsoft/Windows/Fonts"]
    if sys.platform == "darwin":
        return [Path("/System/Library/Fonts"), Path("/Library/Fonts"), home / "Library/Fonts"]
    shared = ["/usr/share/fonts", "/usr/local/share/fonts"]
    return [*map(Path, shared), home / ".local/share/fonts", home / ".fonts"]
