"""Labels to targets: which row, column, group or section of which form a text names."""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache, reduce
from operator import or_
from typing import Final, NamedTuple

from govinfo_cli.forms import Form, FormSet, Label
from govinfo_cli.text import fold, squeeze, wording

FUZZY_CUTOFF: Final = 0.8
FUZZY_MARGIN: Final = 0.05
FUZZY_LENGTHS: Final = range(4, 61)


class Target(NamedTuple):
    """What a label stands for. ``kind``: row, column, group, block, stub, corner or section."""

    kind: str
    table: str
    key: str


class Match(NamedTuple):
    """A recognised label: its possible targets in the form, and the official wording if other."""

    targets: tuple[Target, ...]
    official: str  # "" where the label has the form's own wording


class _Shape(NamedTuple):
    """A label, how many of its signs stand there again, and which they are, as bits."""

    text: str
    repeated: int
    signs: int


class _Alike(NamedTuple):
    """Labels of one length, and bounds for all of them.

    ``due``: how many signs must be shared; ``repeated`` and ``signs`` as the most that one has.
    """

    due: float
    repeated: int
    signs: int
    shapes: Sequence[_Shape]


NOTHING: Final = Match((), "")
_NONE: Final[frozenset[Target]] = frozenset()


class LabelIndex:
    """The labels of one form, found by their folded text, by their group, or by likeness."""

    def __init__(self, form: Form) -> None:
        self._targets: dict[str, dict[Target, str]] = {}
        self._wordings: set[str] = set()
        self._groups: dict[str, None] = {}  # in the form's order, each once
        for target, texts, official in _labels(form):
            for text in texts:
                self._targets.setdefault(fold(text), {}).setdefault(target, official)
            self._wordings.add(wording(official))
            self._wordings.add(fold(official))
            if target.kind == "group":
                self._groups[fold(official)] = None
        # Where no label has a letter or figure of ASCII, no text of nothing else is like one.
        self._beyond_ascii = not any(c.isascii() for text in self._targets for c in text)
        self._known: dict[str, Match] = {}
        self._signs: dict[str, int] = {}  # each sign of the labels, as a bit
        self._shapes: dict[int, list[_Shape]] = {}  # by length
        self._alike_to: dict[int, Sequence[_Alike]] = {}  # by the length of a text
        self._tries = MAX_TRIES

    def begin(self) -> None:
        """Begin a document: so many of its unknown texts are compared with all labels."""
        if self._tries <= 0:  # the last one had more, and was told NOTHING of texts not compared
            self._known.clear()
        self._tries = MAX_TRIES

    def match(self, text: str) -> Match:
        """The targets of a label as written; NOTHING for a text that is none."""
        known = self._known.get(text)
        if known is None:
            if len(text) > MAX_LABEL or (self._beyond_ascii and text.isascii()):
                return NOTHING
            if len(self._known) > MAX_TEXTS:
                self._known.clear()
            known = self._known[text] = self._find(text)
        return known

    def knows(self, text: str) -> frozenset[Target]:
        """The targets of a text by its exact folded wording only (no likeness)."""
        if len(text) > MAX_LABEL or (self._beyond_ascii and text.isascii()):
            return _NONE
        return frozenset(self._targets.get(fold(text), ()))

    def has(self, key: str) -> bool:
        """Whether a folded text is that of a label."""
        return key in self._targets

    def keys(self) -> Iterable[str]:
        """The labels, folded."""
        return self._targets

    def _find(self, text: str) -> Match:
        key = fold(text)
        found = self._targets.get(key) or self._under_group(key)
        exact = bool(found)
        if not found and self._tries > 0:
            self._tries -= 1
            found = self._alike(key)
        if not found:
            return NOTHING
        official = next(iter(found.values()))
        same = exact and (wording(text) in self._wordings or _bare(text) in self._wordings)
        return Match(tuple(found), "" if same else official)

    def _under_group(self, key: str) -> dict[Target, str] | None:
        """A label with its group before it, such as 法人或其他组织：商业企业."""
        for group in self._groups:
            if key.startswith(group):
                found = self._targets.get(fold(key[len(group) :]))
                if found:
                    return found
        return None

    def _alike(self, key: str) -> dict[Target, str] | None:
        if len(key) not in FUZZY_LENGTHS:
            return None
        near = self._near(key)
        if not near:
            return None
        from difflib import SequenceMatcher  # only for unknown texts  # noqa: PLC0415

        matcher = SequenceMatcher(autojunk=False)
        matcher.set_seq2(key)
        scored: list[tuple[float, str]] = []
        for candidate in near:
            matcher.set_seq1(candidate)
            if matcher.quick_ratio() >= FUZZY_CUTOFF and matcher.ratio() >= FUZZY_CUTOFF:
                scored.append((matcher.ratio(), candidate))
        scored.sort(reverse=True)
        if not scored:
            return None
        best = self._targets[scored[0][1]]
        for ratio, candidate in scored[1:]:
            rival = self._targets[candidate]
            if rival.keys() != best.keys() and scored[0][0] - ratio < FUZZY_MARGIN:
                return None  # two labels are equally near: not guessed
        return best

    def _near(self, key: str) -> list[str]:
        """The labels of about that length that may share enough characters to be alike.

        Each character of one that the other lacks is one that cannot match: a bound that costs
        a fraction of the likeness itself, and of new words there are some in every file.
        """
        if not self._shapes:
            self._learn_shapes()
        different, length = {*key}, len(key)
        mine = 0
        for sign in different:
            mine |= self._signs.get(sign, 0)
        repeated, near = length - len(different), []
        for due, most, signs, shapes in self._of_length(length):
            if min(repeated, most) + (mine & signs).bit_count() >= due:
                for text, again, its in shapes:
                    if min(repeated, again) + (mine & its).bit_count() >= due:
                        near.append(text)
        return near

    def _of_length(self, length: int) -> Sequence[_Alike]:
        """The labels that a text of some length may be like, by their own length."""
        known = self._alike_to.get(length)
        if known is None:
            known = self._alike_to[length] = [
                _Alike(
                    FUZZY_CUTOFF * (length + other) / 2,
                    max(shape.repeated for shape in shapes),
                    reduce(or_, (shape.signs for shape in shapes)),
                    shapes,
                )
                for other, shapes in self._shapes.items() if abs(other - length) <= other // 3
            ]  # fmt: skip
        return known

    def _learn_shapes(self) -> None:
        for text in self._targets:
            if len(text) >= FUZZY_LENGTHS.start:
                bits = [self._signs.setdefault(sign, 1 << len(self._signs)) for sign in {*text}]
                shape = _Shape(text, len(text) - len(bits), sum(bits))
                self._shapes.setdefault(len(text), []).append(shape)


def _bare(text: str) -> str:
    """The wording without its numbering, its notes kept."""
    plain = squeeze(text)
    for end, character in enumerate(plain[:6]):
        if character in "、.,)":
            return wording(plain[end + 1 :])
    return wording(plain)


def _labels(form: Form) -> Iterator[tuple[Target, Iterable[str], str]]:
    for section in form.sections:
        yield Target("section", "", section.key), (section.label, *section.aliases), section.label
    for table in form.tables:
        for label in table.columns.values():
            yield _of("column", table.key, label)
            for group in label.under:
                yield Target("group", table.key, "column"), (group,), group
        for label in table.rows.values():
            yield _of("row", table.key, label)
            for group in label.under:
                yield Target("group", table.key, "row"), (group,), group
        for block in table.blocks:
            yield Target("block", table.key, block.label), (block.label,), block.label
        for kind, text in (("stub", table.stub), ("corner", table.corner), ("hint", table.hint)):
            if text:
                yield Target(kind, table.key, ""), (text,), text


def _of(kind: str, table: str, label: Label) -> tuple[Target, Iterable[str], str]:
    return Target(kind, table, label.key), (label.label, *label.aliases), label.label


MAX_FORMS: Final = 16  # whose labels are kept: who makes forms anew makes many


@lru_cache(maxsize=MAX_FORMS)  # a form is hashed by its name and told from others by its identity
def label_index(form: Form) -> LabelIndex:
    """The label index of a form."""
    return LabelIndex(form)


def tell_form(texts: Iterable[str], forms: FormSet) -> dict[str, set[Target]]:
    """The labels found that only one form has, by its name: what tells the forms apart."""
    found: dict[str, set[Target]] = {}
    speaks = _spoken(forms)
    for text in texts:
        if len(text) > MAX_LABEL:
            continue
        if text not in speaks:
            if len(speaks) > MAX_TEXTS:
                speaks.clear()
            speaks[text] = _speaks_for(text, forms)
        if spoken := speaks[text]:
            found.setdefault(spoken[0], set()).update(spoken[1])
    return found


@lru_cache(maxsize=MAX_FORMS)
def _spoken(forms: FormSet) -> dict[str, tuple[str, list[Target]] | None]:
    """What the texts say that were asked of."""
    del forms
    return {}


def _speaks_for(text: str, forms: FormSet) -> tuple[str, list[Target]] | None:
    key = fold(text)
    known = [form for form in forms if label_index(form).has(key)]
    if len(known) != 1:
        return None
    targets = label_index(known[0]).knows(text)
    return known[0].name, [t for t in targets if t.kind in ("row", "column")]


MAX_LABEL: Final = 300
MAX_TRIES: Final = 2000  # each takes up to a millisecond; a report has some dozens
MAX_TEXTS: Final = 1500  # whose meaning is kept: of labels there are some hundreds, of words no end
