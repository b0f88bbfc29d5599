"""A report's title, its organ and its year: what recognition reads and the checks compare."""

from __future__ import annotations

from typing import Final

from govinfo_cli.late import late
from govinfo_cli.text import squeeze

_DIGITS: Final = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_CHINESE_YEAR: Final = late(r"二[〇○零一二三四五六七八九]{3}(?=年)")
_TITLE: Final = late(
    r"(?P<before>.*?)(?P<year>(?:19|20)\d{2})年?度?(?P<after>.*?)"
    r"(?:政府|政务)?信息公开(?:工作)?(?:年度)?(?:工作)?(?:情况)?(?:的)?(?:年度)?(?:工作)?报告"
)
MAX_LENGTH: Final = 300
_TOWNSHIP: Final = (
    "镇", "乡", "苏木", "镇人民政府", "乡人民政府", "苏木人民政府", "街道", "街道办事处",
)  # fmt: skip


def read_title(text: str) -> tuple[str, int] | None:
    """Organ and year of a report's title, or None: 某市某局2020年政府信息公开工作年度报告."""
    if len(text) > MAX_LENGTH or text.isascii():
        return None
    plain = _CHINESE_YEAR.sub(lambda m: m[0].translate(_DIGITS), squeeze(text))
    match = _TITLE.match(plain)
    if not match:
        return None
    organ = (match["before"] or match["after"]).strip("《》:：关于")
    if organ.endswith("人民"):
        organ += "政府"
    return organ, int(match["year"])


def level_of(organ: str) -> str:
    """The kind of organ by its name, or "" for no name.

    A report of a county's or higher government is due by 31 March, all others by 31 January
    (Art. 49); townships publish with the departments (domain.md section 2).
    """
    plain = squeeze(organ)
    if not plain:
        return ""
    if plain.endswith(_TOWNSHIP):
        return "township"
    return "government" if plain.endswith("人民政府") else "department"
