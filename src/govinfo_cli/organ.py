"""Names of organs compared: 武汉市东西湖区司法局 and 东西湖区司法局 are one organ."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from govinfo_cli.text import squeeze

NO_ALIASES: Final[Mapping[str, str]] = {}

_PLACE: Final = "(?:自治区|自治州|自治县|自治旗|地区|林区|特区|新区|开发区|省|市|州|盟|区|县|旗)"
_TOWN: Final = "(?:民族乡|苏木|镇|乡)"
_PLACES: Final = re.compile(rf"(?:.{{1,11}}?{_PLACE})+")
_TOWNS: Final = re.compile(rf"(?:.{{1,11}}?{_PLACE})*.{{1,11}}?{_TOWN}")
_ENDS: Final = frozenset("区州县旗省市盟")  # with which a place ends
_STREET: Final = re.compile(r".+街道")
_SHORT: Final = re.compile("(?<=[省市州盟区县旗镇乡])政府")


def organ_key(name: str, aliases: Mapping[str, str] = NO_ALIASES) -> str:
    """One spelling of an organ's name: width and spaces, short forms, and aliases.

    A place by itself stands for its people's government, 市政府 for 市人民政府. ``aliases``:
    other names, such as that of before a reform, to the name that is meant. The place before a
    name is kept: see ``same_organ``.
    """
    key = _spelled(name)
    if not aliases:
        return key
    known = {_spelled(other): _spelled(meant) for other, meant in aliases.items()}
    seen = {key}
    while (key := known.get(key, key)) not in seen:
        seen.add(key)
    return key


def _spelled(name: str) -> str:
    key = _SHORT.sub("人民政府", squeeze(name))
    if _PLACES.fullmatch(key) or _TOWNS.fullmatch(key):
        return key + "人民政府"
    return key + "办事处" if _STREET.fullmatch(key) else key


def same_organ(one: str, other: str, aliases: Mapping[str, str] = NO_ALIASES) -> bool:
    """Whether two names are of one organ: equal, but for places that one has in front.

    甲区司法局 is never 乙区司法局, but 司法局 may be either; who compares many names has to see
    to it that only one of them fits (``find_organ``). A name of nothing is no organ's.
    """
    short, long = sorted((organ_key(one, aliases), organ_key(other, aliases)), key=len)
    if not short or short == long:
        return bool(short)
    return long.endswith(short) and bool(_PLACES.fullmatch(long[: -len(short)]))


def find_organ(
    name: str, names: Iterable[str], aliases: Mapping[str, str] = NO_ALIASES
) -> list[str]:
    """Those of ``names`` that may be this organ; equal names alone where there are any."""
    found = [other for other in names if same_organ(name, other, aliases)]
    key = organ_key(name, aliases)
    return [other for other in found if organ_key(other, aliases) == key] or found


def tails(key: str) -> Iterator[str]:
    """A key, and what is left of it without the places in front of it, the longest first."""
    yield key
    for at in range(2, len(key)):
        if key[at - 1] in _ENDS and _PLACES.fullmatch(key[:at]):
            yield key[at:]


class Organs:
    """The names of many reports, joined where they are of one organ.

    A short name is the longer one that it ends, if all longer names of it are of one organ:
    东西湖区司法局 is 武汉市东西湖区司法局, but beside 甲区司法局 and 乙区司法局 a mere 司法局
    stays by itself. Each name is looked at once, whatever their number.
    """

    def __init__(self, aliases: Mapping[str, str] = NO_ALIASES) -> None:
        self._aliases = aliases
        self._tails: dict[str, tuple[str, ...]] = {}
        self._longer: dict[str, list[str]] = {}

    def add(self, name: str) -> str:
        """Take a name in; its key."""
        key = organ_key(name, self._aliases)
        if key not in self._tails:
            self._tails[key] = tuple(tails(key))
            for tail in self._tails[key][1:]:
                self._longer.setdefault(tail, []).append(key)
        return key

    def organ(self, key: str) -> str:
        """The longest name of the organ that a key is of."""
        longest = [name for name in self._longer.get(key, ()) if name not in self._longer]
        return longest[0] if len(longest) == 1 else key

    def keys(self, key: str) -> list[str]:
        """All keys that are of one organ with this one."""
        organ = self.organ(key)
        return [name for name in self._tails.get(organ, (organ,)) if self.organ(name) == organ]
