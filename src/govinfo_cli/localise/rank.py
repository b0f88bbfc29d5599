"""Explanations weighed against each other: the likeliest first, certain only where none rivals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from govinfo_cli.finding import Change, Suggestion
from govinfo_cli.localise.moves import moves
from govinfo_cli.localise.search import smallest
from govinfo_cli.localise.slips import SUBTOTAL, UNRELATED, slip
from govinfo_cli.localise.system import is_formula

if TYPE_CHECKING:
    from govinfo_cli.localise.system import System
    from govinfo_cli.number import Number
    from govinfo_cli.report import Report

CASES: Final = frozenset({"件", "条", "宗", "份", "起", "例"})
WRONG: Final = 60  # that a cell is wrong at all
COMPUTED: Final = 1  # totals are more often computed, and so more often right
LONG: Final = 10
SURE: Final = 2  # so many cells at once may be called certain
ANCHOR: Final = 40  # another source agrees
SAID: Final = 12  # the narrative has this number
EMPTY: Final = 14  # where nothing was to be written, nothing is miswritten
BELOW_ZERO: Final = 20  # where no number below zero can stand
WORKED_OUT: Final = 60  # a formula does not mistype
RIVAL: Final = 25  # an explanation that is not unlikelier by more than this is a rival
SAFE: Final = frozenset({
    "total-blank", "sign", "decimal-point", "digits-swapped", "digit-wrong", "digit-missing",
    "digit-doubled", "digit-extra", "factor-ten",
})  # fmt: skip


class New(NamedTuple):
    """A cell and the value it should have."""

    cell: int
    value: Number


@dataclass(slots=True)
class Explanation:
    """One cause: what it is, what it changes, and the failing equations that it explains."""

    why: str
    changes: list[New]
    rules: list[int]
    unique: bool = False

    def suggestion(self, report: Report) -> Suggestion:
        """The explanation as findings carry it."""
        changes = tuple(
            Change(report.where(new.cell), report.values[new.cell], new.value)
            for new in self.changes
        )
        safe = self.unique and len(changes) == 1 and self.why in SAFE
        return Suggestion(self.why, changes, self.unique, safe)


def explain(
    report: Report, system: System, anchors: Mapping[int, Number]
) -> Iterator[list[Explanation]]:
    """For each cause its explanations, the likeliest first."""
    said = said_in(report)
    for component in system.shape.components:
        readable = [r for r in component if system.unknown.isdisjoint(system.cells(r))]
        broken = [rule for rule in readable if system.left[rule] != 0]
        if not broken:
            continue
        found = smallest(system, component, most=2)
        moved: list[Whole] = []
        if not found.solutions or len(found.solutions[0]) > 1:
            moved = [(WRONG + m.cost, m.why, m.changes) for m in moves(system, broken)]
        if not found.solutions and not moved:  # one cause is likelier than three or more
            found = smallest(system, component)
        whole = [
            _anchored(_whole(report, system, changes), system, anchors, said)
            for changes in found.solutions
        ]
        whole += moved
        if whole:
            whole.sort(key=lambda entry: (entry[0], sorted(entry[2])))
            yield from _causes(report, system, whole, broken, complete=found.complete)
        elif not found.complete:
            yield [Explanation("unfinished", [], broken)]


Whole = tuple[int, str, Mapping[int, "Number"]]  # cost, why (of all together, or ""), changes


def _whole(report: Report, system: System, changes: Mapping[int, Number]) -> Whole:
    """Weigh a set of changes: as one cause where they have one, otherwise each by itself."""
    single = sum(_single(report, system, cell, new)[0] for cell, new in changes.items())
    if len(changes) > 1:
        steps = {new - system.values[cell] for cell, new in changes.items()}
        if len(steps) == 1 and all(_is_total(system, cell) for cell in changes):
            return WRONG + 25 + 4 * len(changes), "stale-total", changes
    return single, "", changes


def said_in(report: Report) -> frozenset[int]:
    """The numbers of cases that the narrative names; small ones stand there by chance."""
    from govinfo_cli.prose.figures import figures  # seldom needed  # noqa: PLC0415
    from govinfo_cli.prose.plain import Plain  # noqa: PLC0415

    return frozenset(
        int(figure.number)
        for text in report.narrative.values()
        for figure in figures(Plain(text).text)
        if figure.unit in CASES and not figure.about and figure.number >= LONG
    )


def _anchored(
    whole: Whole, system: System, anchors: Mapping[int, Number], said: frozenset[int]
) -> Whole:
    """Likelier where another source has the new value, unlikelier where it has the old one."""
    cost, why, changes = whole
    for cell, new in changes.items():
        if cell in anchors:
            cost += ANCHOR if anchors[cell] == system.values[cell] else 0
            cost -= ANCHOR if anchors[cell] == new else 0
        cost += SAID * ((system.values[cell] in said) - (new in said))
    return cost, why, changes


def _single(report: Report, system: System, cell: int, new: Number) -> tuple[int, str]:
    total = _is_total(system, cell)
    found = slip(report.values[cell], new, total=total)
    if found is UNRELATED and system.values[cell] - new == _others(system, cell) > 0:
        found = SUBTOTAL
    cost = found.cost
    if found is UNRELATED or found.why == "not-filled":
        # What fits but looks like nothing is the less likely the further away it is.
        cost += min(3 * len(str(abs(new - system.values[cell]))), 20)
    if is_formula(report, cell):
        cost += WORKED_OUT
    elif system.values[cell] < 0:
        return min(found.cost, BELOW_ZERO), found.why  # wrong it is, whatever the sums say
    if new == 0:
        cost += EMPTY
    return WRONG + cost + (COMPUTED if total else 0), found.why


def _others(system: System, cell: int) -> Number:
    """The sum of the other rows of a cell's group, in its column."""
    form = system.shape.form
    spec = form.cells[cell]
    rows = form.table(spec.table).rows
    under = rows[spec.row].under
    return sum(
        (
            system.values[form.index[f"{spec.table}/{row.key}/{spec.column}"]]
            for row in rows.values()
            if row.under == under and row.key != spec.row
        ),
        0,
    )


def _is_total(system: System, cell: int) -> bool:
    return any(system.shape.results[rule] == cell for rule in system.shape.holders[cell])


def _causes(
    report: Report, system: System, whole: list[Whole], broken: list[int], *, complete: bool
) -> Iterator[list[Explanation]]:
    """Take the best explanation apart into causes of its own, each with its rivals."""
    cost, why, best = whole[0]
    parts = [set(best)] if why else _parts(system, best)
    # Two cells are only believed where they share no sum and each has become wrong by a known
    # slip; of three and more at once the sums tell the likeliest, but not that there are no more.
    sure = complete and len(best) <= SURE
    if len(best) > 1 and not why:
        slips = {_single(report, system, c, new)[1] for c, new in best.items()}
        # Among numbers of one digit three slips may look like two.
        long = all(min(new, system.values[cell]) >= LONG for cell, new in best.items())
        sure &= len(parts) == len(best) and slips <= SAFE and long
    for part in parts:
        reach = _reach(system, part)
        rules = [r for r in broken if not reach.isdisjoint(system.cells(r))]
        made = [_explanation(report, system, {c: best[c] for c in part}, why, rules)]
        rivals = 0
        for other_cost, other_why, other in whole[1:]:
            kept = {c: n for c, n in other.items() if best.get(c) != n or c in part}
            rest = {c for c in best if c not in part}
            if {c: kept[c] for c in kept if c in part} == {c: best[c] for c in part}:
                continue  # it differs elsewhere
            rivals += 1
            same_rest = all(other.get(c) == best[c] for c in rest)
            if same_rest and other_cost <= cost + 4 * RIVAL:
                made.append(_explanation(report, system, kept, other_why, rules))
        made[0].unique = sure and not rivals
        made[1:] = _distinct(made)
        yield made


def _reach(system: System, cells: set[int]) -> set[int]:
    """Cells with the totals whose formulas follow them."""
    reach = set(cells)
    while True:
        more = {
            total
            for total, rule in system.worked_out.items()
            if total not in reach and not reach.isdisjoint(system.cells(rule))
        }
        if not more:
            return reach
        reach |= more


def _distinct(made: list[Explanation]) -> list[Explanation]:
    seen = {frozenset(made[0].changes)}
    kept = []
    for entry in made[1:]:
        key = frozenset(entry.changes)
        if key not in seen:
            seen.add(key)
            kept.append(entry)
    return kept


def _explanation(
    report: Report, system: System, changes: Mapping[int, Number], why: str, rules: list[int]
) -> Explanation:
    news = [New(cell, changes[cell]) for cell in sorted(changes)]
    if not why:
        named = {_single(report, system, new.cell, new.value)[1] for new in news}
        why = named.pop() if len(named) == 1 else "several"
    return Explanation(why, news, rules)


def _parts(system: System, changes: Mapping[int, Number]) -> list[set[int]]:
    """Cells that share no equation are separate causes."""
    parts: list[tuple[set[int], set[int]]] = []
    for cell in sorted(changes):
        rules = set(system.shape.holders[cell])
        cells = {cell}
        apart = []
        for other_cells, other_rules in parts:
            if rules.isdisjoint(other_rules):
                apart.append((other_cells, other_rules))
            else:
                cells |= other_cells
                rules |= other_rules
        parts = [*apart, (cells, rules)]
    return [cells for cells, _ in parts]
