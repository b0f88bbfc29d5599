"""How often L501 names the organ of which one cell was altered, and what adding up costs.

``python benchmarks/levels.py [rounds]``. The time is a ratio within one run.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from python_calamine import CalamineWorkbook

from govinfo_cli import Report, check, convert, merge

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tools"))
from example_district import above, organ

TABLES = ("requests", "remedies", "disclosure")


def altered(chance: random.Random, right: int) -> int:
    """A slip: digits swapped, one wrong, one missing or one doubled."""
    digits = list(str(right))
    at = chance.randrange(len(digits))
    way = chance.randrange(4)
    if way == 0 and len(digits) > 1:
        at = min(at, len(digits) - 2)
        digits[at], digits[at + 1] = digits[at + 1], digits[at]
    elif way == 1:
        digits[at] = chance.choice("123456789")
    elif way == 2 and len(digits) > 1:
        del digits[at]
    else:
        digits.insert(at, digits[at])
    return int("".join(digits))


def tell(children: list[Report], table: str, rounds: int) -> Counter[str]:
    """What is said of altered cells of one table."""
    chance = random.Random(501)  # noqa: S311  not for secrets
    district, told = above(children), Counter[str]()
    while told.total() < rounds:
        child = chance.choice(children)
        index = chance.randrange(len(child.values))
        right = child.values[index]
        if child.form.cells[index].table != table or type(right) is not int or right < 2:
            continue
        wrong = altered(chance, right)
        if wrong == right:
            continue
        child.values[index] = wrong
        found = [f for f in check(district, children=children) if f.code == "L501"]
        found = [f for f in found if f.because is None]
        named = {f.facts["organ"] for f in found if "organ" in f.facts}
        listed = {o for f in found if f.case == "one-of" for o in f.facts["organs"]}
        what = (
            "right"
            if named == {child.organ}
            else "wrong"
            if named
            else "listed"
            if child.organ in listed
            else "listed without it"
            if listed
            else "none"
        )
        told[what] += 1
        child.values[index] = right
    return told


def _told(right: str, named: set[object], listed: set[str]) -> str:
    if named:
        return "right" if named == {right} else "wrong"
    if listed:
        return "listed" if right in listed else "listed without it"
    return "none"


def cost(count: int) -> float:
    """Adding up so many workbooks against a bare calamine read of them."""
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for number in range(count):
            paths.append(Path(folder, f"{number}.xlsx"))
            paths[-1].write_bytes(convert(organ(number + 1), "xlsx"))
        start = time.perf_counter()
        for path in paths:
            book = CalamineWorkbook.from_path(str(path))
            for name in book.sheet_names:
                book.get_sheet_by_name(name).to_python()
        middle = time.perf_counter()
        merge(paths)
        end = time.perf_counter()
    print(f"{count} workbooks: {end - middle:.2f} s, calamine alone {middle - start:.2f} s")
    return (end - middle) / (middle - start)


def main() -> None:
    """Print the tables."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    children = [organ(seed) for seed in range(1, 61)]
    columns = ("right", "listed", "none", "listed without it", "wrong")
    print(
        "| altered cell in | " + " | ".join(columns) + " |\n|---" * 1 + "|---" * len(columns) + "|"
    )
    for table in TABLES:
        told = tell(children, table, rounds)
        print(f"| {table} | " + " | ".join(str(told[column]) for column in columns) + " |")
    print(f"\nmerge against calamine: {cost(200):.2f}")


if __name__ == "__main__":
    main()
