"""A batch: files a second by processes, time and memory by size, what a province's archive needs.

``python benchmarks/batch.py [FILES] [LARGEST]``: FILES workbooks of one template, each with its own
organ, words and numbers, and up to LARGEST entries in folders of links to them. ``--passes N``
goes over 100,000 files (or FILES) N times instead, see ``province.py``. Needs a POSIX system
(``os.wait4``). Measure an installed wheel.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import sys
import tempfile
import time
from pathlib import Path

from govinfo_cli.api import convert, read
from govinfo_cli.report import Report

EXAMPLE = Path(__file__).resolve().parent.parent / "examples" / "valid" / "county_2024.json"
ROUNDS = 3
PROVINCE = 1_000_000
# What calamine alone needs for all values of the same files, in as many processes.
BARE = """
import os, sys
from concurrent.futures import ProcessPoolExecutor
from python_calamine import CalamineWorkbook

def read(paths):
    for path in paths:
        book = CalamineWorkbook.from_path(path)
        for name in book.sheet_names:
            book.get_sheet_by_name(name).to_python()

if __name__ == "__main__":
    folder, jobs = sys.argv[1], int(sys.argv[2])
    files = sorted(os.path.join(at, name) for at, _, names in os.walk(folder) for name in names)
    chunks = [files[n : n + 48] for n in range(0, len(files), 48)]
    if jobs == 1:
        for chunk in chunks:
            read(chunk)
    else:
        with ProcessPoolExecutor(jobs) as pool:
            list(pool.map(read, chunks))
"""


def varied(report: Report, number: int, dice: random.Random) -> Report:
    """The example with another organ, another sentence and other figures that add up."""
    index, table = report.form.index, report.form.table("requests")
    columns = [column for column in table.columns if column != "total"]
    results = [
        r for r in table.rows if r not in ("received", "carried_in", "concluded", "carried_out")
    ]
    made = {row: dict.fromkeys(columns, 0) for row in table.rows}
    for column in columns:
        for row in results:
            made[row][column] = dice.choice((0, 0, 1, dice.randrange(90)))
        concluded = made["concluded"][column] = sum(made[row][column] for row in results)
        left = made["carried_out"][column] = dice.randrange(5)
        before = made["carried_in"][column] = dice.randrange(min(6, concluded + left + 1))
        made["received"][column] = concluded + left - before
    for row, cells in made.items():
        for column in columns:
            report.values[index[f"requests/{row}/{column}"]] = cells[column]
        report.values[index[f"requests/{row}/total"]] = sum(cells.values())
    report.organ, report.title = f"清溪县第{number}局", ""
    report.narrative = dict.fromkeys(report.form.texts, "各项工作按要求开展，没有收取信息处理费。")
    report.narrative["overview"] = (
        f"本机关（第{number}号）持续推进政府信息公开，完善制度，加强培训。"
    )
    return report


def corpus(folder: Path, count: int) -> None:
    """The workbooks."""
    dice, report = random.Random(1), read(EXAMPLE)  # noqa: S311  figures, no secrets
    folder.mkdir(parents=True)
    for number in range(count):
        data = convert(varied(report, number, dice), "xlsx")
        (folder / f"{number:06}.xlsx").write_bytes(data)


def measured(*words: str) -> tuple[float, float]:
    """Seconds and peak MiB (of the largest process) of a whole run."""
    start = time.perf_counter()
    child = os.posix_spawn(words[0], words, os.environ, file_actions=[
        (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0o600),
    ])  # fmt: skip
    _, status, usage = os.wait4(child, 0)
    if os.waitstatus_to_exitcode(status) not in (0, 1):
        raise SystemExit(f"{words} failed")
    return time.perf_counter() - start, usage.ru_maxrss / 1024


def checked(folder: Path, jobs: int) -> tuple[float, float]:
    """The batch as users run it."""
    return measured(
        sys.executable,
        "-m",
        "govinfo_cli",
        "validate",
        str(folder),
        "--format",
        "jsonl",
        "--jobs",
        str(jobs),
    )


def main() -> None:
    """Print the tables."""
    line = argparse.ArgumentParser(description=__doc__)
    line.add_argument("files", type=int, nargs="?")
    line.add_argument("largest", type=int, nargs="?")
    line.add_argument("--passes", type=int, metavar="N")
    given = line.parse_args()
    if given.passes:
        from province import simulate

        simulate(given.files or 100_000, given.passes)
    else:
        count = given.files or 2_000
        compare(count, given.largest or 10 * count)


def compare(count: int, largest: int) -> None:
    """Print the rates beside calamine's, and time and memory by size."""
    with tempfile.TemporaryDirectory() as work:
        base, bare = Path(work) / "files", Path(work) / "bare.py"
        corpus(base, count)
        bare.write_text(BARE, "utf-8")
        rounds = [
            (
                checked(base, 1)[0], checked(base, 2)[0],
                measured(sys.executable, str(bare), str(base), "1")[0],
                measured(sys.executable, str(bare), str(base), "2")[0],
            )
            for _ in range(ROUNDS)
        ]  # fmt: skip
        one, two, bare_one, bare_two = (
            statistics.median(column) for column in zip(*rounds, strict=True)
        )
        print(
            f"{count} workbooks, medians of {ROUNDS}\n\n| | one process | two | two over one |\n|---|---|---|---|"
        )
        print(
            f"| govinfo, files a second | {count / one:.0f} | {count / two:.0f} | {one / two:.2f} |"
        )
        print(
            f"| bare calamine | {count / bare_one:.0f} | {count / bare_two:.0f} | {bare_one / bare_two:.2f} |"
        )
        print(f"| govinfo over calamine | {bare_one / one:.2f} | {bare_two / two:.2f} | |")
        print("\n| files | ms a file | MiB, one process | MiB, two |\n|---|---|---|---|")
        size, seconds = min(100, count), 0.0
        while size <= largest:
            folder = Path(work) / f"some{size}"
            _links(base, folder, size)
            seconds, memory = checked(folder, 1)
            print(
                f"| {size} | {seconds / size * 1000:.2f} | {memory:.0f} | {checked(folder, 2)[1]:.0f} |",
                flush=True,
            )
            size *= 10
        rate = count / two
        print(
            f"\n{PROVINCE} reports at {rate:.0f} a second: {PROVINCE / rate / 60:.0f} minutes on two processors."
        )


def _links(base: Path, folder: Path, size: int) -> None:
    files = sorted(base.iterdir())
    for number in range(size):
        below = folder / f"{number // 1000:04}"
        below.mkdir(parents=True, exist_ok=True)
        (below / f"{number:07}.xlsx").hardlink_to(files[number % len(files)])


if __name__ == "__main__":
    main()
