"""A Finding is a value: what is wrong, where, and the facts; it is worded late."""

from collections.abc import Iterable, Mapping
from typing import Any, Final, NamedTuple

from govinfo_cli.number import Number

ERROR: Final = "error"
WARNING: Final = "warning"
INFO: Final = "info"
SEVERITIES: Final = (ERROR, WARNING, INFO)  # worst first


NOTHING: Final[Mapping[str, Any]] = {}  # never written to


class Where(NamedTuple):
    """A place in a report: ``cell`` is a path (table, table/row or table/row/column) or ""."""

    cell: str
    source: str


class Term(NamedTuple):
    """One addend of a sum as it stood: a cell, its value (None: blank), its coefficient.

    A constant has no cell, the value 1, and itself as coefficient.
    """

    where: Where
    value: Number | None
    factor: Number


class Change(NamedTuple):
    """One cell as it stands (None: blank) and as it should be."""

    where: Where
    old: Number | None
    new: Number


class Suggestion(NamedTuple):
    """One explanation of what is wrong: changes that make all sums hold.

    ``why`` names the slip (``digits-swapped``). ``certain``: no other set of so few changes
    mends the sums. ``safe``: certain, and a slip that people make or an empty total, so that
    it may be applied without asking.
    """

    why: str
    changes: tuple[Change, ...]
    certain: bool = False
    safe: bool = False


class OwnRule(NamedTuple):
    """A rule that a form file or a plug-in brings along, with its words.

    ``code`` begins with X, as no built-in code does. ``words``: for each language the entry
    that a built-in code has in the catalogues (``title``, ``message`` by case, ``why``,
    ``source``, ``fix``, ``example``).
    """

    code: str
    name: str
    severity: str
    words: Mapping[str, Mapping[str, Any]] = NOTHING


class Finding(NamedTuple):
    """One thing that is wrong or odd in a report.

    ``cells``: the places concerned, the most telling first. ``left`` and ``right``: the two
    sides of a sum that fails. ``facts``: what the message needs besides. ``case``: which
    wording of the code, where it has several. ``because``: the finding this one follows from.
    ``suggestions``: what the cells should be, best first; see ``localise``. ``rule``: the rule
    itself, where it is none of ``RULES``.
    """

    code: str
    severity: str
    cells: tuple[Where, ...] = ()
    expected: Number | None = None
    actual: Number | None = None
    case: str = ""
    facts: Mapping[str, object] = NOTHING
    left: tuple[Term, ...] = ()
    right: tuple[Term, ...] = ()
    because: "Finding | None" = None
    suggestions: tuple[Suggestion, ...] = ()
    rule: OwnRule | None = None

    @property
    def name(self) -> str:
        """The finding's speaking name, such as ``row-total``."""
        return (self.rule or CODES[self.code]).name


class Waived(NamedTuple):
    """A finding that does not count: ``kind`` is ``waiver`` or ``baseline`` (known before).

    ``reason``: why, in the user's words; ``until``: the last day (ISO) on which it holds, or "".
    """

    finding: Finding
    kind: str
    reason: str = ""
    until: str = ""


class Code(NamedTuple):
    """A row of the registry: a code, its name and the severity it has by default."""

    code: str
    name: str
    severity: str


# The registry, in the order in which the codes are listed and explained.
RULES: Final = (
    Code("S101", "schema", ERROR),
    Code("S102", "table-missing", ERROR),
    Code("S103", "row-missing", ERROR),
    Code("S104", "column-missing", ERROR),
    Code("S105", "row-unknown", WARNING),
    Code("S106", "row-repeated", ERROR),
    Code("S107", "width", ERROR),
    Code("S108", "form-year", ERROR),
    Code("S109", "label", INFO),
    Code("S110", "section-missing", WARNING),
    Code("V201", "blank", WARNING),
    Code("V202", "not-a-number", ERROR),
    Code("V203", "negative", ERROR),
    Code("V204", "not-whole", ERROR),
    Code("V205", "number-style", INFO),
    Code("V206", "unit", WARNING),
    Code("V207", "formula-unevaluated", ERROR),
    Code("V208", "cell-error", ERROR),
    Code("V209", "stale-formula", WARNING),
    Code("V210", "formula-pattern", WARNING),
    Code("A301", "balance", ERROR),
    Code("A302", "concluded-sum", ERROR),
    Code("A303", "row-total", ERROR),
    Code("A304", "remedies-total", ERROR),
    Code("A305", "stock", WARNING),
    Code("A306", "disclosed-total", WARNING),
    Code("A307", "items", ERROR),
    Code("A308", "decisions-without-items", WARNING),
    Code("Y401", "carry-over", ERROR),
    Code("Y402", "in-force-chain", WARNING),
    Code("Y403", "items-chain", WARNING),
    Code("Y404", "jump", INFO),
    Code("Y405", "previous-unclear", INFO),
    Code("L501", "roll-up", WARNING),
    Code("N601", "text-count", WARNING),
    Code("N602", "text-percent", WARNING),
    Code("N603", "text-sum", WARNING),
    Code("N604", "text-growth", WARNING),
    Code("N605", "text-zero", WARNING),
    Code("N606", "text-twice", WARNING),
    Code("N607", "text-no-number", WARNING),
    Code("C701", "period", ERROR),
    Code("C702", "deadline", WARNING),
    Code("C703", "fee-statement", WARNING),
    Code("C704", "section-empty", WARNING),
    Code("C705", "text-copied", WARNING),
    Code("P801", "personal-data", WARNING),
    Code("P802", "file-metadata", INFO),
)
CODES: Final = {rule.code: rule for rule in RULES}


def is_own(code: str) -> bool:
    """Whether a code may be a form's or plug-in's own: X, up to two letters, three digits."""
    letters, digits = code[1:-3], code[-3:]
    own = code.startswith("X") and len(letters) <= 2 and digits.isdigit() and len(digits) == 3
    return own and code.isascii() and (not letters or (letters.isalpha() and letters.isupper()))


def finding(code: str, *cells: Where, severity: str = "", **details: Any) -> Finding:
    """Make a Finding with its code's default severity; unknown details become facts.

    A finding of a plug-in's or form's own rule names it: ``finding("X101", where, rule=RULE)``.
    """
    known = {name: details.pop(name) for name in _FIELDS if name in details}
    severity = severity or (known.get("rule") or CODES[code]).severity
    return Finding(code, severity, cells, facts=details, **known)


_FIELDS: Final = ("expected", "actual", "case", "left", "right", "because", "rule")


def followers(findings: Iterable[Finding]) -> dict[int, list[Finding]]:
    """What follows from each finding, by the ``id`` of that one; a report may have very many."""
    made: dict[int, list[Finding]] = {}
    for entry in findings:
        if entry.because is not None:
            made.setdefault(id(entry.because), []).append(entry)
    return made


def freed(findings: Iterable[Finding]) -> list[Finding]:
    """Findings of which some were taken out: one whose cause is gone stands for itself."""
    kept = list(findings)
    there = {id(entry) for entry in kept}
    return [
        entry if entry.because is None or id(entry.because) in there
        else entry._replace(because=None)
        for entry in kept
    ]  # fmt: skip
