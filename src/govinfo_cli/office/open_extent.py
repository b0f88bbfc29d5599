"""How many cells the tables of an OpenDocument come to, where a tag may stand for a million.

Rows up to the last filled one count, and the widest row's cells up to its last filled one.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from govinfo_cli.errors import UnreadableError
from govinfo_cli.late import late
from govinfo_cli.limits import now, reached
from govinfo_cli.office.extent import ATTRIBUTES, whole

_TAG: Final = late(rb"<(/?)table:(table|table-row|table-cell|covered-table-cell)" + ATTRIBUTES)
_ANY_TAG: Final = late(rb"</?table:(?:table|table-row|(?:covered-)?table-cell)[\s/>]")
_REPEATED: Final = late(rb"""number-(?:rows|columns)-repeated\s*=\s*["']\s*\+?([^"']*)""")
_SPACES: Final = late(rb"""text:c\s*=\s*["']\s*\+?([^"']*)""")
_ROW: Final = b"<table:table-row"
_SMALLEST: Final = len("<table:table-cell/>")


def _of(tag: bytes, style: bytes, kind: bytes) -> bytes:
    """That a repetition belongs to such a tag, as the usual programs write it."""
    styles = b"", b' table:style-name="%b\\d"' % style, b' table:style-name="%b\\d\\d"' % style
    behind = [rb"(?<=<table:%b%b table:number-%b-repeated)" % (tag, s, kind) for s in styles]
    return b"(?:%b)" % b"|".join(behind)


_STYLE: Final = rb'(?: table:style-name="[^"<>]*")?'
_PLAIN: Final = rb'(?: table:(?:style-name|number-(?:rows|columns)-repeated)="[^"<>]*")*'
_EMPTY: Final = rb"<table:table-cell" + _PLAIN + rb"/></table:table-row>"
# Repetitions that come to nothing: of column formats, of a row's empty end, of a table's. They
# are few rows, or a file of nothing else would be gone through once for each of them.
_NOTHING: Final = b"|".join((
    _of(b"table-column", b"co", b"columns"),
    _of(b"table-cell", b"ce", b"columns") + rb'="\d+"' + _STYLE + rb"/></table:table-row>",
    _of(b"table-row", b"ro", b"rows") + rb'="\d+"' + _STYLE + b">" + _EMPTY
    + rb"(?:<table:table-row" + _PLAIN + b">" + _EMPTY + rb"){0,3}</table:table>",
))  # fmt: skip
_ANY: Final = 10**99  # more than any limit
_REPEATS: Final = late(rb"number-(row|column)s-repeated(?!" + _NOTHING + rb')(?:="(\d{1,12})"|())')


class Most(NamedTuple):
    """What the content of an OpenDocument comes to at the most: cells, and bytes of texts."""

    cells: int
    texts: int


def at_most(content: bytes) -> Most:
    """A bound that is found at once, and true whatever stands within what.

    All rows, times all cells there is space for; and the whole content as often as anything in
    it is repeated, for tables may be within tables. Raises UnreadableError.
    """
    if b"text:c" in content:
        spaces = sum(_times(count) for count in _SPACES.findall(content))
        if spaces > now().string:
            raise reached("text-too-long", "string", source="content.xml")
    repeated: dict[bytes, list[int]] = {b"row": [1], b"column": [1]}
    for kind, times, odd in _REPEATS.findall(content):
        if odd is not None and not times:
            return Most(_ANY, _ANY)
        repeated[kind].append(int(times))
    rows, columns = repeated[b"row"], repeated[b"column"]
    tables = max(content.count(b"<table:table ") + content.count(b"<table:table>"), 1)
    return Most(
        (content.count(_ROW) + sum(rows) - 1) * (len(content) // _SMALLEST + sum(columns) - 1),
        len(content) * max(rows) * max(columns) * tables,
    )


def open_extents(content: bytes) -> int:
    """The cells of all tables, counted tag by tag. Raises UnreadableError."""
    exact = _exact(content)
    return at_most(content).cells if exact is None else exact


def open_amount(content: bytes) -> int:
    """The bytes of all cells as often as they are repeated, counted tag by tag."""
    total, rows = 0, 1
    opened: list[tuple[int, int]] = []  # where the content of a cell begins, and its times
    for match in _TAG.finditer(content):
        closing, tag, attributes, empty = match.groups()
        if tag == b"table-row" and not closing:
            rows = _repeated(attributes)
        elif tag in (b"table-cell", b"covered-table-cell"):
            if closing:
                start, times = opened.pop() if opened else (match.start(), 0)
                total += times * (match.start() - start)
                continue
            times = rows * _repeated(attributes)
            if b"office:" in attributes or b"formula" in attributes:
                total += times * len(attributes)
            if not empty:
                opened.append((match.end(), times))
    return total


def _times(written: bytes) -> int:
    """How often: what is no plain number, an entity for one, may be any number."""
    text = written.strip()
    return whole(text) if text.isdigit() else _ANY


class _Table:
    """A table: its rows up to the last filled one, its widest row."""

    def __init__(self) -> None:
        self.height = self.widest = 0
        self.gap = self.times = self.width = self.filled = 0

    def row(self, times: int) -> None:
        self.times, self.width, self.filled = times, 0, 0

    def cell(self, times: int, attributes: bytes) -> None:
        self.width += times
        if b"office:" in attributes or b"formula" in attributes:
            self.filled = self.width

    def end_row(self) -> None:
        if self.filled:
            self.height += self.gap + self.times
            self.widest = max(self.widest, self.filled)
            self.gap = 0
        else:
            self.gap += self.times

    @property
    def cells(self) -> int:
        return self.height * self.widest


_OUTSIDE, _IN_TABLE, _IN_ROW = 0, 1, 2
# What a tag stands in, and what comes after it: tables after tables, rows after rows.
_STEPS: Final = {
    (b"table", b""): (_OUTSIDE, _IN_TABLE),
    (b"table", b"/"): (_IN_TABLE, _OUTSIDE),
    (b"table-row", b""): (_IN_TABLE, _IN_ROW),
    (b"table-row", b"/"): (_IN_ROW, _IN_TABLE),
}


def _exact(content: bytes) -> int | None:
    """The cells; None where a comment, or a table or row within another, may hide a tag."""
    if b"<!" in content:
        return None
    total, place, table = 0, _OUTSIDE, _Table()
    for closing, tag, attributes, empty in _tags(content):
        within, then = _STEPS.get((tag, closing), (_IN_ROW, _IN_ROW))
        if place != within:
            return None
        place = within if empty else then
        if tag == b"table":
            total, table = total + table.cells, _Table()
        elif tag != b"table-row":
            if not closing:
                table.cell(_repeated(attributes), attributes)
        else:
            if not closing:
                table.row(_repeated(attributes))
            if closing or empty:
                table.end_row()
    return total + table.cells


def _tags(content: bytes) -> Iterator[tuple[bytes, bytes, bytes, bytes]]:
    """Slash, name, attributes, and a slash at the end. Raises UnreadableError for torn ones."""
    seen = 0
    for match in _TAG.finditer(content):
        seen += 1
        closing, tag, attributes, empty = match.groups()
        yield closing, tag, attributes, empty
    if seen != sum(1 for _ in _ANY_TAG.finditer(content)):
        raise UnreadableError("package-corrupt", reason="content.xml")


def _repeated(attributes: bytes) -> int:
    return max(map(_times, _REPEATED.findall(attributes)), default=1)
