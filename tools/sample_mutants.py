"""Names of mutants, drawn with a seed, and how many of them were found; CONTRIBUTING.md says how.

python tools/sample_mutants.py 600 localise recognise --seed 2021 | python tools/try_mutants.py
python tools/sample_mutants.py 600 localise recognise --seed 2021 --score
"""

from __future__ import annotations

import argparse
import json
from hashlib import sha256
from pathlib import Path

MADE = Path("mutants/src/govinfo_cli")
MISSED = (0, 5, 33)  # all tests passed, or none calls the function


def results(folder: str) -> dict[str, int | None]:
    """The exit status of the tests for each mutant of a folder, by name; None: not tried."""
    found: dict[str, int | None] = {}
    for meta in sorted((MADE / folder).rglob("*.meta")):
        found |= json.loads(meta.read_text("utf-8"))["exit_code_by_key"]
    return found


def sample(found: dict[str, int | None], count: int, seed: int) -> list[str]:
    """So many names of these mutants, each as likely as any other; 0: all.

    Whether one is drawn does not depend on what other mutants there are, so that a sample stays
    nearly the same when code is changed elsewhere.
    """
    drawn = sorted(found, key=lambda name: sha256(f"{seed} {name}".encode()).digest())
    return drawn[: count or None]


def main() -> None:
    """Print the names, or the score of those that were tried."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", type=int, help="of each folder; 0: all")
    parser.add_argument("folder", nargs="+")
    parser.add_argument("--seed", type=int, default=2021)
    parser.add_argument("--score", action="store_true")
    parser.add_argument("--missed", action="store_true", help="only those that no test found")
    args = parser.parse_args()
    for folder in args.folder:
        found = results(folder)
        names = sample(found, args.count, args.seed)
        if args.missed:
            names = [name for name in names if found[name] in MISSED]
        if not args.score:
            print(*names, sep="\n")
            continue
        tried = [name for name in names if found[name] is not None]
        right = sum(found[name] not in MISSED for name in tried)
        share = 100 * right / max(1, len(tried))
        print(f"{folder}: {right} of {len(tried)} ({share:.1f} %), of {len(found)} in all")


if __name__ == "__main__":
    main()
