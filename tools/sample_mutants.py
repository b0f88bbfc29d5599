"""Names of mutants, so many of each module, the same ones each time; CONTRIBUTING.md says how.

python tools/sample_mutants.py 25 localise recognise | xargs mutmut run
python tools/sample_mutants.py --score
"""

from __future__ import annotations

import json
import random
import sys
from collections import Counter
from pathlib import Path

MADE = Path("mutants/src/govinfo_cli")
SURVIVED = 0
SEED = 2021


def results(meta: Path) -> dict[str, int | None]:
    """The exit status of the tests for each mutant of a module; None: not tried."""
    found: dict[str, int | None] = json.loads(meta.read_text("utf-8"))["exit_code_by_key"]
    return found


def sample(count: int, folders: list[str]) -> None:
    """Print the names of so many mutants of each module in these folders."""
    for folder in folders:
        for meta in sorted((MADE / folder).rglob("*.meta")):
            names = sorted(results(meta))
            random.Random(SEED).shuffle(names)  # noqa: S311
            print(*names[:count], sep="\n")


def score() -> None:
    """Print how many were tried and found by the tests, for each folder."""
    tried: Counter[str] = Counter()
    found: Counter[str] = Counter()
    for meta in sorted(MADE.rglob("*.meta")):
        folder = meta.relative_to(MADE).parts[0]
        for status in results(meta).values():
            tried[folder] += status is not None
            found[folder] += status not in (None, SURVIVED)
    for folder, count in tried.items():
        if count:
            print(f"{folder}: {found[folder]} of {count} ({100 * found[folder] / count:.0f} %)")


if __name__ == "__main__":
    if sys.argv[1] == "--score":
        score()
    else:
        sample(int(sys.argv[1]), sys.argv[2:])
