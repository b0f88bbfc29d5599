"""The paragraphs of a report, and whether one says what a check could hold to a table."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from govinfo_cli.late import late
from govinfo_cli.prose.plain import Plain
from govinfo_cli.report import Report

MAX_KEPT: Final = 300  # signs: longer sections are an organ's own
LONGEST: Final = 3000  # signs: what is longer is no sentence but a table that ran together
_SENTENCE: Final = late(r"[^。;!?]+[。;!?]*")
_NUMERALS: Final = "一二三四五六七八九十百千两零万"
_SAYS_NONE: Final = (
    r"[^。;]{0,60}(?:申请|复议|诉讼|维持|结转|败诉|许可|处罚|强制|规章|规范性文件|为零)"
)
_IS_NONE: Final = r"[^。;]{0,30}(?:为零|为无)"
# A sentence without any of these says nothing that a check could hold to a table. They are
# written as first sign and rest: signs in one class are looked for at the speed of C, which
# makes a tenth of the time that the branches of an alternation take.
_TELLING_CASES: Final = (
    (r"\d", ""),
    ("百", "分之"),
    (_NUMERALS, f"[{_NUMERALS}]*[余多]?[件条宗份起例项个次部]"),
    ("未无零均", _SAYS_NONE), ("没", f"有{_SAYS_NONE}"), ("全", f"部{_SAYS_NONE}"),
    ("申", f"请{_IS_NONE}"), ("复", f"议{_IS_NONE}"), ("诉", f"讼{_IS_NONE}"),
    ("共计办到复开息件请读", r"[条件份宗篇](?:[,。;(]|$)"),
    ("X×_", "[X×_]*[件条]"),
)  # fmt: skip
_TELLING: Final = late(
    f"[{''.join(first for first, _ in _TELLING_CASES)}]"
    f"(?:{'|'.join(f'(?<=[{first}]){rest}' for first, rest in _TELLING_CASES)})"
)


def sections(report: Report) -> tuple[str, ...]:
    """The sections whose words are checked: not the preface, which names dates and addresses."""
    return report.form.texts[1:]


def paragraphs(report: Report, section: str) -> Iterator[tuple[str, str]]:
    """The paragraphs of a section, each with its place."""
    places = report.text_places.get(section, [])
    for number, text in enumerate(report.narrative.get(section, "").split("\n")):
        if text:
            yield text, places[number] if number < len(places) else ""


def tells(report: Report, section: str) -> bool:
    """Whether there may be a telling sentence in a section; most often there is none."""
    text = report.narrative.get(section)
    if not text:
        return False
    return _tells(text) if len(text) <= MAX_KEPT else _is_telling(text)


def _is_telling(text: str) -> bool:
    return _TELLING.search(Plain(text).text) is not None


# Many reports of a run say the same in a section.
_tells = lru_cache(maxsize=512)(_is_telling)


def telling(text: str) -> list[tuple[int, int]]:
    """Where the sentences of a plain paragraph stand that say something to be checked."""
    return [
        match.span()
        for match in _SENTENCE.finditer(text)
        if match.end() - match.start() <= LONGEST
        and _TELLING.search(text, match.start(), match.end())
    ]
