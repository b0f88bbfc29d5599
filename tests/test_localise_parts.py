"""The parts of localisation by themselves: equations, slips, moves, ranks, rows cut short."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest

from example_data import county
from example_layouts import as_json
from govinfo_cli import check, read
from govinfo_cli.finding import Finding, Where, finding
from govinfo_cli.forms import load_forms
from govinfo_cli.localise import rank, safe_changes, suggest, system
from govinfo_cli.localise.moves import Move, moves
from govinfo_cli.localise.rows import missing_one
from govinfo_cli.localise.search import Found, smallest
from govinfo_cli.localise.slips import slip
from govinfo_cli.localise.system import system_of
from govinfo_cli.messages import word
from govinfo_cli.report import Report


def good(form: str = "2021") -> Report:
    return read(as_json(county(form, 2020 if form == "2019" else 2024)), format="json")


def spoiled(form: str = "2021", **cells: int | None) -> Report:
    report = good(form)
    for name, value in cells.items():
        report.values[report.form.index[name.replace("__", "/")]] = value
    return report


def leads(report: Report) -> list[Finding]:
    return [entry for entry in check(report) if entry.suggestions]


@pytest.mark.parametrize("form", ["2019", "2021"])
def test_the_equations_of_a_form(form: str) -> None:
    system._shape.cache_clear()  # noqa: SLF001  made anew, whoever asked before
    report = good(form)
    made = system_of(report)
    shape = made.shape
    equal = [rule for rule in report.form.constraints if rule.relation == "="]
    assert len(shape.rows) == len(equal)
    assert [shape.codes[n] for n in range(len(equal))] == [rule.code for rule in equal]
    assert shape.results == [rule.result for rule in equal]
    assert all(left == 0 for left in made.left)
    for number, row in enumerate(shape.rows):
        assert sum(factor * made.values[cell] for cell, factor in row.items()) == 0
        assert set(row.values()) == {1, -1}
        assert all(number in shape.holders[cell] for cell in row)
    assert sum(map(len, shape.holders.values())) == sum(map(len, shape.rows))
    # Table three hangs together; each block of table four stands alone.
    assert sorted(map(len, shape.components)) == [1, 1, 1, len(equal) - 3]
    assert sorted(rule for part in shape.components for rule in part) == list(range(len(equal)))
    assert all(part == sorted(part) for part in shape.components)
    total = ("A303", ("requests/granted/total",))
    assert shape.rows[made.by_place[total]][report.form.index["requests/granted/total"]] == 1
    assert len(made.by_place) == len(equal)
    assert system_of(report).shape is shape


def test_what_holds_and_what_may() -> None:
    report = good()
    index = report.form.index
    cell, total = index["requests/granted/natural_person"], index["requests/granted/total"]
    made = system_of(report)
    assert made.holds({})
    assert not made.holds({cell: 62})
    assert not made.holds({cell: 62, total: 67})  # the columns do not
    assert made.holds({index["disclosure/licensing/decisions"]: 1})  # in no sum
    assert made.may_hold({index["disclosure/licensing/decisions"]: 1})
    assert not made.may_hold({cell: 62})
    report.unread = {
        total, index["requests/granted/enterprise"], index["requests/concluded/total"],
    }  # fmt: skip
    known = system_of(report)
    assert not known.may_hold({cell: 62})  # its column is whole
    assert known.may_hold({total: 999})  # its row and column have other unread cells


@pytest.mark.parametrize(
    ("better", "worse"),
    [((8, 80), (8, 81)), ((108, 100), (107, 100)), ((1223, 123), (1293, 123)), ((12, 122), (12, 128)), ((12, 112), (12, 312)),
     ((1362, 1326), (1369, 1326)), ((61, 60), (1061, 1060)), ((-5, 5), (15, 5)), ((30, 3), (38, 3)),
     ((3, 30), (3, 38)), ((7, 1), (9, 1)), ((None, 7), (0, 712)), ((128, 123), (555, 123))],
)  # fmt: skip
def test_the_likelier_slip_costs_less(better: tuple[int, int], worse: tuple[int, int]) -> None:
    costs = [slip(old, new, total=False).cost for old, new in (better, worse)]
    assert costs[0] < costs[1]


def test_slips_of_totals_and_units() -> None:
    assert slip(0, 7, total=True) == slip(None, 7, total=True)
    assert slip(None, 7, total=True).cost < slip(None, 7, total=False).cost
    assert slip(0, 1234, total=False).why == "not-filled"
    assert slip(5, 1234, total=False).why == "only-fit"
    for old, new in ((2, 20000), (20000, 2)):
        assert slip(old, new, total=False).why == "unit"
    assert slip(2, 20000, total=False).cost < slip(2, 30000, total=False).cost
    assert slip(0, 10, total=False).why == "not-filled"  # no digit got lost there
    for point, due in (("12.5", 125), ("0.5", 5), ("0.05", 5)):
        assert slip(Decimal(point), due, total=False).why == "decimal-point"
    assert slip(Decimal("12.5"), 126, total=False).why == "only-fit"
    costs = [slip(10**n, 10**n + 1, total=False).cost for n in range(1, 7)]
    assert costs == sorted(costs)
    assert all(b - a <= 4 for a, b in pairwise(costs))  # the longer, the more slips there are


def moved(report: Report) -> list[tuple[Move, dict[str, object]]]:
    made = system_of(report)
    broken = [rule for rule, left in enumerate(made.left) if left]
    return [
        (move, {report.form.cells[c].path.removeprefix("requests/"): n for c, n in move.changes.items()})
        for move in moves(made, broken)
    ]  # fmt: skip


def row_of(report: Report, row: str, numbers: list[int]) -> None:
    cells = report.form.row_indexes("requests", row)
    for cell, number in zip(cells, numbers, strict=True):
        report.values[cell] = number


@pytest.mark.parametrize(
    ("row", "numbers", "why"),
    [("granted", [0, 61, 4, 0, 1, 0, 66], "shifted-row"),  # right by one, the total stands
     ("granted", [0, 61, 4, 0, 1, 0, 0], "shifted-row"),  # right by one, the total fell out
     ("granted", [4, 0, 1, 0, 0, 66, 0], "shifted-row"),  # left by one, the first fell out
     ("granted", [6, 1, 4, 0, 1, 0, 0], "number-split"),  # 61 cut in two, the total pushed out
     ("carried_out", [0, 6, 1, 0, 0, 0, 7], "shifted-row")],
)  # fmt: skip
def test_rows_that_moved(row: str, numbers: list[int], why: str) -> None:
    report = good()
    due = {report.form.cells[c].path: report.values[c] for c in report.form.row_indexes("requests", row)}  # fmt: skip
    row_of(report, row, numbers)
    found = moved(report)
    assert why in [move.why for move, _ in found]
    for move, changes in found:
        if move.why == why and len(changes) > 1:
            assert changes == {
                path.removeprefix("requests/"): value for path, value in due.items()
                if report[path] != value
            }  # fmt: skip
            break
    (lead,) = leads(report)
    assert lead.suggestions[0].why == why


def test_cells_and_columns_exchanged() -> None:
    for one, two in (("granted/natural_person", "granted/enterprise"),
                     ("granted/natural_person", "partly_granted/natural_person"),
                     ("granted/natural_person", "partly_granted/enterprise")):  # fmt: skip
        report = good()
        first, second = (report.form.index[f"requests/{path}"] for path in (one, two))
        values = report.values
        values[first], values[second] = values[second], values[first]
        names = [move.why for move, changes in moved(report) if set(changes) == {one, two}]
        assert "cells-swapped" in names
    report = good()
    for row in ("granted", "partly_granted", "denied_third_party", "denied_internal"):
        a, b = (report.form.index[f"requests/{row}/{c}"] for c in ("natural_person", "enterprise"))
        report.values[a], report.values[b] = report.values[b], report.values[a]
    assert "columns-swapped" in [move.why for move, _ in moved(report)]
    nearer, farther = (
        next(m.cost for m, changes in moved(spoiled(**{a: y, b: x})) if m.why == "cells-swapped" and len(changes) == 2)
        for a, x, b, y in (("requests__granted__natural_person", 61, "requests__granted__enterprise", 4),
                           ("requests__granted__natural_person", 61, "requests__granted__nonprofit", 1))
    )  # fmt: skip
    assert nearer < farther


def test_numbers_that_slid_down_a_column() -> None:
    report = good()
    rows = list(report.form.table("requests").rows)
    first, last = rows.index("denied_third_party"), rows.index("denied_administrative_query")
    cells = [report.form.index[f"requests/{row}/natural_person"] for row in rows[first : last + 1]]
    old = [report.values[cell] for cell in cells]
    for cell, value in zip(cells, [0, *old[:-1]], strict=True):
        report.values[cell] = value
    chosen = {c.where.cell: c.new for lead in leads(report) for c in lead.suggestions[0].changes}
    for path, value in chosen.items():
        report.values[report.form.index[path]] = value
    assert all(left == 0 for left in system_of(report).left)


def test_what_is_called_certain() -> None:
    two = spoiled(
        requests__granted__natural_person=16, requests__unavailable_not_held__enterprise=12
    )
    found = leads(two)
    assert len(found) == 2
    assert all(len(lead.suggestions[0].changes) == 1 for lead in found)
    one = leads(spoiled(requests__granted__natural_person=16))[0].suggestions[0]
    assert (one.certain, one.safe) == (True, True)
    # Among numbers of one digit, three slips may look like two.
    small = spoiled(requests__granted__nonprofit=2, requests__rejected_repeated__enterprise=3)
    assert not any(s.certain for lead in leads(small) for s in lead.suggestions)
    # What fits but looks like nothing that people do may be certain, and is not safe.
    odd = leads(spoiled(requests__granted__natural_person=777))[0].suggestions[0]
    assert (odd.why, odd.certain, odd.safe) == ("only-fit", True, False)
    assert safe_changes(leads(spoiled(requests__granted__natural_person=16)))
    assert not safe_changes(leads(spoiled(requests__granted__natural_person=777)))


def test_another_source_decides_between_rivals() -> None:
    report = spoiled(remedies__reconsideration__upheld=31, remedies__reconsideration__total=35)
    assert leads(spoiled(remedies__reconsideration__upheld=31))
    index = report.form.index
    rivals = spoiled(remedies__reconsideration__upheld=31)
    findings = [f for f in check(rivals) if f.code == "A304"]
    for path, value in (("upheld", 5), ("total", 35), ("pending", 0)):
        cell = index[f"remedies/reconsideration/{path}"]
        made = suggest(rivals, findings, {cell: value})
        best = next(f for f in made if f.suggestions).suggestions[0]
        assert (best.changes[0].where.cell == f"remedies/reconsideration/{path}") == (
            path != "pending"
        )
    # A source that has the old value speaks against a change.
    cell = index["remedies/reconsideration/upheld"]
    made = suggest(rivals, findings, {cell: 31})
    best = next(f for f in made if f.suggestions).suggestions[0]
    assert best.changes[0].where.cell != "remedies/reconsideration/upheld"


def test_a_search_without_time_claims_nothing() -> None:
    made = system_of(spoiled(requests__granted__natural_person=16))
    (part,) = (part for part in made.shape.components if any(made.left[rule] for rule in part))
    assert smallest(made, part).complete
    late = smallest(made, part, seconds=-1)
    assert (late.solutions, late.complete) == ([], False)


def test_a_search_that_was_stopped_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rank, "smallest", lambda *_, **__: Found([], complete=False))
    report = spoiled(requests__granted__natural_person=777)
    found = [entry for entry in check(report) if entry.facts.get("unfinished")]
    assert len(found) == 1
    assert found[0].suggestions == ()
    assert all("<" not in word(found[0], report.form, lang) for lang in ("zh", "en"))


def sum_to_nothing(*values: int, unread: frozenset[int] = frozenset()) -> list[dict[int, object]]:
    """A form of one's own may have cells that must all be 0."""
    row = dict.fromkeys(range(len(values)), 1)
    shape = system.Shape(good().form, [row], ["A303"], [-1], {c: [0] for c in row}, [[0]], {})
    made = system.System(shape, list(values), [sum(values)], unread, {})
    return smallest(made, [0]).solutions  # type: ignore[return-value]


def test_where_one_cell_would_fall_below_zero_two_are_found() -> None:
    assert sum_to_nothing(7, 0) == [{0: 0}]
    assert sum_to_nothing(3, 4) == [{0: 0, 1: 0}]
    assert sum_to_nothing(3, 4, 0) == [{0: 0, 1: 0}]
    assert sum_to_nothing(3, 4, 5) == []


def test_what_fell_out_of_a_row_is_not_below_zero() -> None:
    report = good()
    row_of(report, "granted", [40, 9, 9, 9, 9, 9, 0])  # its last but one would be the total
    assert all(new >= 0 for _, changes in moved(report) for new in changes.values())  # type: ignore[operator]


def test_totals_that_went_stale_together() -> None:
    report = spoiled(
        requests__granted__total=60, requests__concluded__total=141, requests__carried_out__total=7
    )
    found = [s for lead in leads(report) for s in lead.suggestions]
    assert found
    assert all(
        s.why != "stale-total" or len({c.new - (c.old or 0) for c in s.changes}) == 1 for s in found
    )


def short(row: str, values: tuple[str, ...], cell: str | None = None) -> tuple[object, ...]:
    report = good()
    cells = report.form.row_indexes("requests", row)
    for at in cells:
        report.values[at] = None
    report.unread = set(cells)
    where = Where(f"requests/{row}" if cell is None else cell, "line 1")
    entry = finding("S107", where, values=values, found=len(values), due=len(cells))
    return missing_one(report, system_of(report), entry)


def test_rows_with_one_number_too_few() -> None:
    ways = short("granted", ("61", "4", "1", "0", "0", "66"))
    assert [way.why for way in ways] == ["blank-lost"]  # type: ignore[attr-defined]
    (way,) = ways
    assert [c.new for c in way.changes] == [61, 4, 0, 1, 0, 0, 66]  # type: ignore[attr-defined]
    assert [c.where.cell for c in way.changes][:2] == [  # type: ignore[attr-defined]
        "requests/granted/natural_person", "requests/granted/enterprise",
    ]  # fmt: skip
    assert short("granted", ("", "61", "4", "0", "1", "0", "0"))[0].why == "total-missing"  # type: ignore[attr-defined]
    for values in (("61", "4", "0", "1", "0"), ("61", "x", "0", "1", "0", "66"), ("61", "4", "0", "1", "0", "0", "66"), ()):  # fmt: skip
        assert short("granted", values) == ()
    assert short("granted", ("61", "4", "1", "0", "0", "66"), "requests") == ()
    assert short("granted", ("61", "4", "1", "0", "0", "66"), "") == ()
    nothing = good()
    assert missing_one(nothing, system_of(nothing), finding("S107")) == ()
    assert missing_one(nothing, system_of(nothing), finding("S107", Where("requests/granted", ""), values="61 4")) == ()  # fmt: skip
    assert len(short("denied_by_law", ("0",) * 6)) == 1  # which zero was lost does not matter


def test_forms_do_not_share_their_equations() -> None:
    shapes = [system_of(Report(load_forms().require(name))).shape for name in ("2019", "2021")]
    assert shapes[0] is not shapes[1]
    assert shapes[0].form.name == "2019"
