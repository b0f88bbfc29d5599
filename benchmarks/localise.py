"""How often the wrong cell is found: ``python benchmarks/localise.py [REPORTS]``.

Faults are put at random into consistent reports, half of them with the figures of published
reports where these are on the machine, the others made up for small and large organs.
"""

from __future__ import annotations

import json
import random
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

from govinfo_cli.api import check
from govinfo_cli.forms import Form, load_forms
from govinfo_cli.localise import suggest
from govinfo_cli.report import Report

PUBLISHED = Path(__file__).resolve().parents[2] / "shared" / "reports"
FORMS = load_forms()
Fault = Callable[[random.Random, Report], dict[int, int] | None]


def settle(report: Report) -> None:
    """Work out all totals, so that every sum holds; what is left over is carried out."""
    form, values = report.form, report.values
    at = form.index
    columns = list(form.table("requests").columns)
    results = [row for row in form.table("requests").rows if row not in OUTSIDE]
    for column in columns[:-1]:
        done = sum(int(values[at[f"requests/{row}/{column}"]] or 0) for row in results)
        values[at[f"requests/concluded/{column}"]] = done
        known = sum(
            int(values[at[f"requests/{row}/{column}"]] or 0) for row in ("received", "carried_in")
        )
        if known < done:
            values[at[f"requests/received/{column}"]] = done - int(
                values[at[f"requests/carried_in/{column}"]] or 0
            )
            known = max(known, done)
            if int(values[at[f"requests/received/{column}"]] or 0) < 0:
                values[at[f"requests/carried_in/{column}"]] = done
                values[at[f"requests/received/{column}"]] = 0
        values[at[f"requests/carried_out/{column}"]] = known - done
    for table in ("requests", "remedies"):
        for row in form.table(table).rows:
            *parts, total = form.row_indexes(table, row)
            values[total] = sum(int(values[part] or 0) for part in parts)


OUTSIDE = ("received", "carried_in", "concluded", "carried_out")


def made_up(rng: random.Random, form: Form) -> Report:
    """A small or a large organ."""
    report = Report(form, year=form.first_year, organ="某机关")
    report.absent.clear()
    size = rng.choice([3, 20, 200, 3000])
    for index, cell in enumerate(form.cells):
        if cell.table == "disclosure":
            report.values[index] = 0
        else:
            often = 0.7 if cell.column in ("natural_person", "upheld") else 0.25
            report.values[index] = rng.randint(1, size) if rng.random() < often else 0
    for row in ("received", "carried_in"):
        for column in form.table("requests").columns:
            report.values[form.index[f"requests/{row}/{column}"]] = rng.randint(
                0, size * (9 if row == "received" else 1)
            )
    settle(report)
    return report


def published() -> list[Report]:
    """Reports with the figures of published ones."""
    found = []
    for path in sorted(PUBLISHED.glob("*.figures.json")) if PUBLISHED.is_dir() else []:
        data = json.loads(path.read_text("utf-8"))
        report = Report(FORMS.require(data["form"]), year=data["year"], organ="某机关")
        report.absent.clear()
        for index, cell in enumerate(report.form.cells):
            value = data["tables"].get(cell.table, {}).get(cell.row, {}).get(cell.column)
            report.values[index] = 0 if value is None or cell.table == "disclosure" else int(value)
        settle(report)
        found.append(report)
    return found


def typed(rng: random.Random, value: int) -> int:
    """One slip at the keyboard."""
    text = str(value)
    at = rng.randrange(len(text))
    kind = rng.choice(["wrong", "missing", "doubled", "swapped"])
    if kind == "swapped" and at + 1 < len(text):
        text = text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    elif kind == "missing" and len(text) > 1:
        text = text[:at] + text[at + 1 :]
    elif kind == "doubled":
        text = text[: at + 1] + text[at:]
    else:
        text = text[:at] + rng.choice([d for d in "0123456789" if d != text[at]]) + text[at + 1 :]
    return int(text)


def slips(table: str, count: int) -> Fault:
    """Slips in so many cells of a table that are not empty."""

    def fault(rng: random.Random, report: Report) -> dict[int, int] | None:
        cells = [
            i for i, c in enumerate(report.form.cells) if c.table == table and report.values[i]
        ]
        if len(cells) < count:
            return None
        true = {}
        for cell in rng.sample(cells, count):
            true[cell] = int(report.values[cell] or 0)
            report.values[cell] = typed(rng, true[cell])
        return true if all(report.values[cell] != value for cell, value in true.items()) else None

    return fault


def swapped(rng: random.Random, report: Report) -> dict[int, int] | None:
    """Two neighbours in a row exchanged."""
    rows = list(report.form.table("requests").rows)
    line = report.form.row_indexes("requests", rng.choice(rows))
    at = rng.randrange(len(line) - 2)
    one, two = line[at], line[at + 1]
    true = {one: int(report.values[one] or 0), two: int(report.values[two] or 0)}
    report.values[one], report.values[two] = true[two], true[one]
    return true if true[one] != true[two] else None


def shifted(rng: random.Random, report: Report) -> dict[int, int] | None:
    """A row moved by a column; the number that falls out is lost."""
    rows = list(report.form.table("requests").rows)
    line = report.form.row_indexes("requests", rng.choice(rows))
    true = {cell: int(report.values[cell] or 0) for cell in line}
    old = list(true.values())
    new = [0, *old[:-1]] if rng.random() < 0.5 else [*old[1:], 0]
    for cell, value in zip(line, new, strict=True):
        report.values[cell] = value
    changed = {cell: value for cell, value in true.items() if report.values[cell] != value}
    return changed if len(changed) > 1 else None


def stale(rng: random.Random, report: Report) -> dict[int, int] | None:
    """A detail was changed and its totals were not."""
    form = report.form
    rows = [row for row in form.table("requests").rows if row not in OUTSIDE]
    row = rng.choice(rows)
    column = rng.choice(list(form.table("requests").columns)[:-1])
    if not report.values[form.index[f"requests/{row}/{column}"]]:
        return None
    step = rng.randint(1, 30)
    true = {}
    for path in (f"{row}/total", f"concluded/{column}", "concluded/total"):
        cell = form.index[f"requests/{path}"]
        true[cell] = int(report.values[cell] or 0)
        report.values[cell] = true[cell] - step
        if true[cell] < step:
            return None
    return true


KINDS: tuple[tuple[str, Fault, int, str], ...] = (
    ("one slip, table three", slips("requests", 1), 1, "99.5 %"),
    ("two slips, table three", slips("requests", 2), 1, "98 %"),
    ("three slips, table three", slips("requests", 3), 1, "98 %"),
    ("four slips, table three", slips("requests", 4), 1, "90 %"),
    ("five slips, table three", slips("requests", 5), 1, "90 %"),
    ("two neighbours swapped", swapped, 1, "90 %"),
    ("a row shifted", shifted, 1, "90 %"),
    ("stale totals, among the first two", stale, 2, "95 %"),
    ("one slip, table four", slips("remedies", 1), 1, "70 %"),
)


def trial(report: Report, true: dict[int, int], among: int) -> tuple[bool, bool, bool, float]:
    """Whether the truth came first; whether a certain, or a safe, claim was false; seconds."""
    findings = check(report)
    start = time.perf_counter()
    told = suggest(report, findings)
    spent = time.perf_counter() - start
    index = report.form.index
    lists = [f.suggestions for f in told if f.suggestions]
    best: dict[int, int] = {}
    right = False
    for choice in range(among):
        best = {}
        for suggestions in lists:
            if choice < len(suggestions) or len(lists) > 1:
                chosen = suggestions[min(choice, len(suggestions) - 1)]
                best |= {index[c.where.cell]: int(c.new) for c in chosen.changes}
        right = right or best == true
    false = {
        flag: any(
            getattr(s, flag) and any(true.get(index[c.where.cell]) != c.new for c in s.changes)
            for suggestions in lists for s in suggestions
        )
        for flag in ("certain", "safe")
    }  # fmt: skip
    return right, false["certain"], false["safe"], spent


def copy(report: Report) -> Report:
    """The same numbers, to be spoiled."""
    return Report(report.form, report.year, report.organ, values=list(report.values), absent=set())


def main(count: int) -> None:
    """Print the table."""
    rng = random.Random(20260101)  # noqa: S311  the same faults each time
    real = published()
    forms = [FORMS.require("2019"), FORMS.require("2021")]
    print("| fault | right first | goal | falsely certain | falsely safe | median ms |")
    print("|---|---|---|---|---|---|")
    for name, fault, among, goal in KINDS:
        results = []
        while len(results) < count:
            base = (
                rng.choice(real) if real and rng.random() < 0.5 else made_up(rng, rng.choice(forms))
            )
            report = copy(base)
            true = fault(rng, report)
            if true is not None and any(
                f.code in ("A301", "A302", "A303", "A304") for f in check(report)
            ):
                results.append(trial(report, true, among))
        share = 100 * sum(r[0] for r in results) / count
        median = 1000 * statistics.median(r[3] for r in results)
        print(
            f"| {name} | {share:.1f} % | {goal} | {sum(r[1] for r in results)} |"
            f" {sum(r[2] for r in results)} | {median:.2f} |",
            flush=True,
        )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2000)
