"""Ratios against a baseline in the same run, medians: ``python benchmarks/run.py``."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from python_calamine import CalamineWorkbook

from govinfo_cli.api import validate

EXAMPLES = Path(__file__).resolve().parent.parent / "examples" / "valid"
PLAIN, FORMULAS = EXAMPLES / "sheets.xlsx", EXAMPLES / "formulas.xlsx"


def process(*arguments: str) -> Callable[[], object]:
    """A whole process of this Python."""
    command = [sys.executable, *arguments]
    # Compiled modules are kept, as in any installed program.
    kept = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    return lambda: subprocess.run(
        command, stdout=subprocess.DEVNULL, check=True, cwd=tempfile.gettempdir(), env=kept
    )


def bare(path: Path) -> Callable[[], object]:
    """What calamine alone needs for all values of a workbook."""

    def read() -> None:
        book = CalamineWorkbook.from_path(str(path))
        for name in book.sheet_names:
            book.get_sheet_by_name(name).to_python()

    return read


def ratio(one: Callable[[], object], base: Callable[[], object], rounds: int) -> float:
    """The median of the ratios, pair by pair."""
    found = []
    one(), base()
    for _ in range(rounds):
        start = time.perf_counter()
        base()
        middle = time.perf_counter()
        one()
        found.append((time.perf_counter() - middle) / (middle - start))
    return statistics.median(found)


def main() -> None:
    """Print the table."""
    typer = process("-c", "import typer")
    rows = [
        ("`govinfo --help`", "`import typer`", ratio(process("-m", "govinfo_cli", "--help"), typer, 21), "1.3"),
        ("`govinfo validate report.xlsx`", "`import typer`", ratio(process("-m", "govinfo_cli", "validate", str(PLAIN)), typer, 21), "2"),
        ("check a workbook in process", "bare calamine", ratio(lambda: validate(PLAIN), bare(PLAIN), 300), "1.5"),
        ("the same with formulas", "bare calamine", ratio(lambda: validate(FORMULAS), bare(FORMULAS), 300), ""),
    ]  # fmt: skip
    print("| what | against | ratio | goal |\n|---|---|---|---|")
    for what, against, figure, goal in rows:
        print(f"| {what} | {against} | {figure:.2f} | {goal} |")


if __name__ == "__main__":
    main()
