"""The words of a report: title, organ, year, date, and the text below each heading."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from govinfo_cli.forms import Form
from govinfo_cli.late import late
from govinfo_cli.marks import NOTE, as_note
from govinfo_cli.recognise.labels import label_index
from govinfo_cli.recognise.settings import apply, iso_date
from govinfo_cli.report import Report
from govinfo_cli.text import squeeze
from govinfo_cli.title import read_title

_QUOTED: Final = late(r"《([^《》]{6,80}报告)》")
_NUMBERED: Final = late(r"^[一二三四五六七八九]、")
_PUBLISHED: Final = late(
    r"(?:发布|公开|公布|成文|生成)(?:日期|时间)[:：]?(\d{4}[-年./]\d{1,2}[-月./]\d{1,2}日?)"
)
_PERIOD_YEAR: Final = late(r"((?:19|20)\d{2})年0?1月0?1日起?(?:至|到|—|-|~)")
_PLACE: Final = late(r".*[省市区县州盟旗]$")
_FOOTNOTES: Final = ("footnote", "endnote")  # how places in Word files begin
MAX_TITLE: Final = 70
MAX_PREFACE: Final = 4


@dataclass(slots=True, eq=False, repr=False)
class Piece:
    """One paragraph and where it stood. ``column`` tells headings from text in a sheet.

    ``heading``: the section whose heading it is, "" for none, None while nobody has asked.
    """

    text: str
    source: str
    level: int = 0
    column: int = 0
    table: str = ""  # the table that ended right above it
    heading: str | None = None


def read_prose(report: Report, pieces: Iterable[Piece]) -> None:
    """Fill the narrative, and the particulars that only the words tell."""
    listed = [piece for piece in pieces if piece.text.strip()]
    for piece in listed:
        if piece.heading is None:
            piece.heading = section_of(report.form, piece)
    headings = [piece.heading for piece in listed]
    marked = [piece for piece, found in zip(listed, headings, strict=True) if found]
    # A heading marked as one makes the same words elsewhere plain text.
    leveled = {found for piece, found in zip(listed, headings, strict=True) if piece.level}
    column = marked[0].column if marked else 0
    section = "preface"
    texts: dict[str, list[str]] = {}
    notes: dict[str, list[str]] = {}
    for piece, found in zip(listed, headings, strict=True):
        is_heading = piece.level > 0 if found in leveled else piece.column == column
        if found == "preface" and section != "preface":
            is_heading = False  # nothing stands before a preface
        if found and is_heading:
            section = found
            report.narrative.setdefault(section, "")
        elif section == "preface" and _particulars(report, piece):
            continue
        elif piece.table and NOTE.match(piece.text):
            notes.setdefault(piece.table, []).append(piece.text.strip())
        elif piece.table and piece.source.startswith(_FOOTNOTES):
            notes.setdefault(piece.table, []).append(as_note(piece.text.strip()))
        else:
            report.narrative.setdefault(section, "")
            texts.setdefault(section, []).append(piece.text.strip())
            report.text_places.setdefault(section, []).append(piece.source)
    _join(report.narrative, texts)
    _join(report.notes, notes)
    _infer(report)


def section_of(form: Form, piece: Piece) -> str:
    """The section whose heading a paragraph is, or ""."""
    if len(piece.text) > MAX_TITLE:
        return ""
    if len(piece.text) <= MAX_PREFACE and squeeze(piece.text) == form.preface:
        return "preface"
    for target in label_index(form).match(piece.text).targets:
        if target.kind == "section":
            plain = squeeze(piece.text)
            if _NUMBERED.match(plain) or piece.level or _exact(form, plain):
                return target.key
    return ""


def _exact(form: Form, plain: str) -> bool:
    """A heading without its number must have the form's own words."""
    return any(squeeze(s.label).split("、", 1)[-1] == plain for s in form.sections)


def _join(texts: dict[str, str], more: Mapping[str, Sequence[str]]) -> None:
    """Add lines to texts, all at once: there may be a million of them."""
    for key, lines in more.items():
        texts[key] = "\n".join([*filter(None, [texts.get(key)]), *lines])


def _particulars(report: Report, piece: Piece) -> bool:
    """Take the title and the date out of what stands above the first heading."""
    if piece.text.isascii():  # neither has only such letters
        return False
    plain = squeeze(piece.text)
    if len(plain) <= MAX_TITLE and "。" not in plain and (found := read_title(plain)):
        organ, year = found
        if not report.title:
            report.title = piece.text.strip()
            report.organ = report.organ or organ
            report.year = report.year if report.year is not None else year
            report.text_places.setdefault("title", []).append(piece.source)
            return True
        return squeeze(report.title) == plain
    if (match := _PUBLISHED.fullmatch(plain)) and not report.published:
        return apply(report, "published", match[1])
    return False


def _infer(report: Report) -> None:
    """What title and preface tell of the organ, the year and the date of publication."""
    preface = report.narrative.get("preface", "")
    for quoted in _QUOTED.findall(preface):
        found = read_title(quoted)
        if found and len(found[0]) > len(report.organ) and found[0].endswith(report.organ):
            report.organ = found[0]
            report.year = report.year if report.year is not None else found[1]
    if report.year is None and (match := _PERIOD_YEAR.search(squeeze(preface))):
        report.year = int(match[1])
    if report.organ and _PLACE.fullmatch(report.organ):
        # A report of a place is its government's (Art. 49); the title keeps the words.
        report.organ += "人民政府"
    last = next((t for t in reversed(list(report.narrative.values())) if t), "")
    signed = squeeze(last.rsplit("\n", 1)[-1])
    if not report.published and re.fullmatch(r"\d{4}年\d{1,2}月\d{1,2}日", signed):
        report.published = iso_date(signed)
    if squeeze(report.title) == squeeze(report.form.default_title(report.organ, report.year)):
        report.title = ""
