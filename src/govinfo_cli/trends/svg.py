"""A trend as a picture: a small chart a figure, drawn in exact numbers, text escaped."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from govinfo_cli.messages import say
from govinfo_cli.number import Number, show
from govinfo_cli.pages import safe
from govinfo_cli.reporters.plain import width
from govinfo_cli.trends import Series, Trend
from govinfo_cli.trends.tables import label_of, remarks, title_of

FONTS: Final = (
    "'Microsoft YaHei','PingFang SC','Noto Sans CJK SC','Source Han Sans SC',"
    "'WenQuanYi Micro Hei',SimHei,sans-serif"
)
COLOURS: Final = {
    "requests": "#1f5fa8", "shares": "#2b7a4b", "remedies": "#9a4a12", "disclosure": "#6a4a8c",
}  # fmt: skip
ACROSS: Final = 3  # panels in a line
WIDE, HIGH, GAP = 350, 210, 20  # a panel, and what parts two
TOP: Final = 58  # the title
HEAD, FOOT, SIDE = 46, 30, 12  # inside a panel: label and numbers, years, margins
HALF: Final = Fraction(11, 2)  # half a digit's width at the size of a number


def draw(trend: Trend, lang: str, *, bare: bool = False) -> str:
    """An SVG document without scripts; it scales, and names itself to a screen reader.

    ``bare``: without the title and the remarks, for a page that has them.
    """
    title = title_of(trend, lang)
    count = len(trend.series)
    across = min(ACROSS, count)
    lines = (count + across - 1) // across
    down = GAP if bare else TOP
    wide = max(across * WIDE + (across + 1) * GAP, 7 * width(title) + 2 * GAP)
    told = [] if bare else list(remarks(trend, lang))
    told += [say(lang, "trend-dashed")] if list(trend.changes) else []
    notes = [part for note in told for part in _folded(note, wide)]
    high = down + lines * (HIGH + GAP) + 22 * len(notes) + GAP
    made = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" width="{wide}"'
            f' height="{high}" role="img" aria-label="{safe(title)}" font-family="{FONTS}">'
        ),
        f"<title>{safe(title)}</title>",
        f'<rect width="{wide}" height="{high}" fill="#fff"/>',
    ]
    if not bare:
        size, words = _fitting(title, wide - 2 * GAP, (22, 18, 14)), safe(title)
        made.append(f'<text x="{GAP}" y="38" font-size="{size}" font-weight="bold">{words}</text>')
    for number, series in enumerate(trend.series):
        line, column = divmod(number, across)
        left, top = GAP + column * (WIDE + GAP), down + line * (HIGH + GAP)
        made.append(f'<g transform="translate({left} {top})">')
        made += _panel(series, trend, lang)
        made.append("</g>")
    for number, note in enumerate(notes):
        y = high - 22 * (len(notes) - number)
        made.append(f'<text x="{GAP}" y="{y}" font-size="13" fill="#444">{safe(note)}</text>')
    return "\n".join([*made, "</svg>", ""])


def _panel(series: Series, trend: Trend, lang: str) -> Iterator[str]:
    """One figure: a bar a year, its number above it, a gap where there is none."""
    name = label_of(series, lang)
    label = safe(name)
    colour = COLOURS.get(series.figure.group, "#444")
    yield f'<rect width="{WIDE}" height="{HIGH}" fill="none" stroke="#d5d9de"/>'
    size = _fitting(name, WIDE - 2 * SIDE, (14, 12, 10, 8))
    yield f'<text x="{SIDE}" y="22" font-size="{size}" font-weight="bold">{label}</text>'
    values = [Fraction(v) for v in series.values.values() if v is not None]
    top, bottom = max([*values, Fraction(0)]), min([*values, Fraction(0)])
    upright = not any(_tight(v, trend) for v in series.values.values())
    longest = max((len(show(v)) for v in series.values.values()), default=0)
    head = HEAD if upright else min(max(HEAD, 30 + 7 * longest), HIGH // 2)
    scale = (HIGH - head - FOOT) / (top - bottom) if top > bottom else Fraction(0)
    base = head + top * scale if scale else Fraction(HIGH - FOOT)
    slot = Fraction(WIDE - 2 * SIDE, len(trend.years))
    changes = dict(trend.changes)
    for at, year in enumerate(trend.years):
        middle = SIDE + slot * at + slot / 2
        if year in changes:
            yield _mark(SIDE + slot * at)
        value = series.values[year]
        yield _year(middle, year, slot)
        if value is None:
            words = safe(say(lang, "no-number"))
            yield _text(middle, base - 4, words, 11, "#767676")
            continue
        yield _bar(middle, base, Fraction(value) * scale, slot, colour, f"{label} {year}", value)
        yield _number(middle, base - max(Fraction(value) * scale, Fraction(0)), value, upright)
    yield f'<path d="M{SIDE} {px(base)}H{WIDE - SIDE}" stroke="#444"/>'


def _bar(
    middle: Fraction, base: Fraction, tall: Fraction, slot: Fraction, colour: str, name: str,
    value: Number,
) -> str:  # fmt: skip
    broad = min(slot * Fraction(3, 5), Fraction(48))
    return (
        f'<rect x="{px(middle - broad / 2)}" y="{px(min(base, base - tall))}"'
        f' width="{px(broad)}" height="{px(abs(tall))}" fill="{colour}">'
        f"<title>{name}: {show(value)}</title></rect>"
    )


def _number(middle: Fraction, above: Fraction, value: Number, upright: bool) -> str:  # noqa: FBT001
    if upright:
        return _text(middle, above - 5, show(value), 11, "#111")
    x, y = px(middle + 4), px(above - 5)
    return (
        f'<text x="{x}" y="{y}" font-size="11" fill="#111"'
        f' transform="rotate(-90 {x} {y})">{show(value)}</text>'
    )


def _year(middle: Fraction, year: int, slot: Fraction) -> str:
    text = str(year) if slot >= 30 else f"{year % 100:02}"
    return _text(middle, Fraction(HIGH - 10), text, 11, "#333")


def _mark(x: Fraction) -> str:
    """A dashed line where the official form changed."""
    return f'<path d="M{px(x)} {HEAD - 14}V{HIGH - FOOT}" stroke="#888" stroke-dasharray="3 3"/>'


def _text(x: Fraction, y: Fraction, words: str, size: int, colour: str) -> str:
    return (
        f'<text x="{px(x)}" y="{px(y)}" font-size="{size}" fill="{colour}"'
        f' text-anchor="middle">{words}</text>'
    )


def _tight(value: Number | None, trend: Trend) -> bool:
    """Whether a number is broader than its year's room."""
    room = Fraction(WIDE - 2 * SIDE, len(trend.years))
    return value is not None and len(show(value)) * 2 * HALF * Fraction(6, 10) > room - 2


def _fitting(text: str, room: int, sizes: tuple[int, ...]) -> int:
    """The largest size at which a text fits; the smallest where none does."""
    return next((size for size in sizes if width(text) * size <= 2 * room), sizes[-1])


def _folded(text: str, room: int) -> Iterator[str]:
    """A remark in lines that the picture has room for."""
    line = ""
    for character in text:
        if width(line + character) * 13 > 2 * (room - 2 * GAP):
            yield line
            line = ""
        line += character
    yield line


def px(value: Fraction) -> str:
    """A length in hundredths of a pixel, half up, in plain digits."""
    hundredths = (2 * value * 100 + 1) // 2
    whole, rest = divmod(abs(hundredths), 100)
    sign = "-" if hundredths < 0 else ""
    return f"{sign}{whole}" + (f".{rest:02}".rstrip("0") if rest else "")


def tell(trend: Trend, lang: str) -> bytes:
    """The picture as a file."""
    return draw(trend, lang).encode()
