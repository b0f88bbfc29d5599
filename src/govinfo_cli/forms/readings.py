"""Which words of a report's prose mean which cells: the ``mentions`` of a form file."""

from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase
from typing import Any, Final, NamedTuple

Side = tuple[tuple[int, int], ...]  # (index into Form.cells, factor 1 or -1)
Patterns = tuple[tuple[str, ...], ...]

UNITS: Final = ("件", "条", "宗", "份", "起", "例", "个", "项", "次", "")


class Reading(NamedTuple):
    """One thing that prose counts.

    ``words``: how it is called. ``cells``: the sums of cells that it may mean, any of which is
    right; a path may hold ``*`` and begin with ``-``. ``role``: ``noun``, or ``verb`` for words
    that also govern other things (收到), so that a noun beside it says what is counted.
    ``topic``: what the words following are about. ``within``: in place of ``cells``, by the
    topic that the sentence is about. ``units``: those in which it is counted. ``excluded``: words
    beside which it is something else (公示行政处罚 counts notices).
    """

    key: str
    words: tuple[str, ...]
    cells: Patterns
    role: str
    topic: str
    within: Mapping[str, Patterns]
    units: tuple[str, ...]
    excluded: tuple[str, ...]


def reading(entry: Mapping[str, Any]) -> Reading:
    """A Reading out of its entry in the form file."""
    within = {topic: _patterns(ways) for topic, ways in entry.get("within", {}).items()}
    return Reading(
        entry["key"], tuple(entry["words"]), _patterns(entry.get("cells", ())),
        entry.get("role", "noun"), entry.get("topic", ""), within,
        tuple(entry.get("units", UNITS)), tuple(entry.get("excluded", ())),
    )  # fmt: skip


def _patterns(ways: Iterable[Iterable[str]]) -> Patterns:
    return tuple(tuple(way) for way in ways)


def sides(ways: Patterns, index: Mapping[str, int]) -> tuple[Side, ...]:
    """The sums of a reading as cell indexes. KeyError with a path that names no cell."""
    return tuple(tuple(_expanded(way, index)) for way in ways)


def _expanded(way: Iterable[str], index: Mapping[str, int]) -> Iterable[tuple[int, int]]:
    for term in way:
        path, factor = term.lstrip("-"), -1 if term.startswith("-") else 1
        if "*" not in path:
            yield index[path], factor
            continue
        found = [at for name, at in index.items() if fnmatchcase(name, path)]
        if not found:
            raise KeyError(path)
        for at in found:
            yield at, factor
