"""A paragraph made plain for reading, with the way back to the words as they were printed."""

from __future__ import annotations

from typing import Final

from govinfo_cli.late import late
from govinfo_cli.text import halved

# Full width to half width, one sign for one sign; circled figures stay what they are.
_WIDTH: Final = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {
    0x3000: " ", ord("∶"): ":", ord("﹪"): "%", ord("–"): "-", ord("━"): "-",
}  # fmt: skip
DROPPED: Final = r"[\s\u200b-\u200f\u2060\ufeff\u00ad\x00-\x1f“”‘’\"*]"
"""What no reading needs: spaces, signs of no width, quotation marks, the stars of Markdown."""
_DROPPED: Final = late(f"{DROPPED}+")


_OTHERS: Final = late("[\uff01-\uff5e\u3000∶﹪–━]")


def half_width(text: str) -> str:
    """Full-width signs and digits as half-width ones, one for one."""
    text = halved(text)  # ten times as fast as translating; most texts have no others
    return text.translate(_WIDTH) if _OTHERS.search(text) else text


class Plain:
    """``text`` without spaces and quotation marks, half width; ``quote`` gives the print."""

    __slots__ = ("_at", "printed", "text")

    def __init__(self, printed: str) -> None:
        """Take one paragraph."""
        self.printed = printed
        self.text = half_width(_DROPPED.sub("", printed))
        self._at: list[int] | None = None

    def quote(self, start: int, end: int) -> str:
        """The printed words between two places of the plain text."""
        if len(self.text) == len(self.printed) or end <= start:
            return self.printed[start:end]
        if self._at is None:
            self._at = [n for n, sign in enumerate(self.printed) if not _DROPPED.match(sign)]
        return self.printed[self._at[start] : self._at[end - 1] + 1]
