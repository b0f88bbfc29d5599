"""The paragraphs of a report, and whether one says what a check could hold to a table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from govinfo_cli.late import late
from govinfo_cli.report import Report

LONGEST: Final = 3000  # signs: what is longer is no sentence but a table that ran together
_SENTENCE: Final = late(r"[^。;!?]+[。;!?]*")
# A sentence without any of these says nothing that a check could hold to a table.
_TELLING: Final = late(
    r"\d|百分之|[一二三四五六七八九十百千两零万]+[余多]?[件条宗份起例项个次部]"
    r"|(?:未|没有|无|零|均|全部)[^。;]{0,60}(?:申请|复议|诉讼|维持|结转|败诉|许可|处罚|强制|规章|规范性文件|为零)"
    r"|(?:申请|复议|诉讼)[^。;]{0,30}(?:为零|为无)|[共计办到复开息件请读][条件份宗篇](?:[,。;(]|$)|[X×_]+[件条]"
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


def telling(text: str) -> list[tuple[int, int]]:
    """Where the sentences of a plain paragraph stand that say something to be checked."""
    return [
        match.span()
        for match in _SENTENCE.finditer(text)
        if match.end() - match.start() <= LONGEST
        and _TELLING.search(text, match.start(), match.end())
    ]
