"""Work in one process that has warmed up: ``python warm.py FOLDER ROUNDS``, a Markdown table.

Processor time of a file, medians; FOLDER is what ``inputs.py`` made. Every file that govinfo
writes here is read back before it is left.
"""

from __future__ import annotations

import contextlib
import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import script

from govinfo_cli import convert, validate

Work = Callable[[Path], object]
SCHEMA = str(Path(__file__).resolve().parents[2] / "schemas" / "2021" / "report.schema.json")


def convert_to(kind: str, template: bytes | None = None) -> Work:
    """JSON to another type."""
    return lambda path: convert(path, kind, template=template)


def openpyxl_fill(folder: Path) -> Work:
    """Load the template, set the cells, save; nothing is read back."""
    template = str(folder / "template.xlsx")
    return lambda path: script.fill(template, str(folder / "out"), SCHEMA, [str(path)])


def tables_only(path: Path) -> object:
    """The tables of a page by pandas, of a Word file by python-docx."""
    return script.read([str(path)])


def median_ms(work: Work, files: list[Path], rounds: int) -> float:
    """The median of the processor time of a file, in milliseconds, after three to warm up."""
    found = []
    for number in range(rounds + 3):
        path = files[number % len(files)]
        start = time.process_time()
        work(path)
        found.append(time.process_time() - start)
    return statistics.median(found[3:]) * 1000


def main(folder: Path, rounds: int) -> None:
    """Print the table."""
    template = (folder / "template.xlsx").read_bytes()
    rows: list[tuple[str, str, Work, str, Work | None]] = [
        ("JSON to a workbook", "json", convert_to("xlsx"), "", None),
        ("JSON into a template", "json", convert_to("xlsx", template), "openpyxl load, set, save", openpyxl_fill(folder)),
        ("JSON to Word", "json", convert_to("docx"), "", None),
        ("JSON to a page", "json", convert_to("html"), "", None),
        ("JSON to Markdown", "json", convert_to("md"), "", None),
        ("check a workbook", "xlsx", validate, "", None),
        ("check a plain page", "html", validate, "pandas.read_html", tables_only),
        ("check a portal's page, 90 KB", "portal", validate, "pandas.read_html", tables_only),
        ("check a Word file", "docx", validate, "python-docx", tables_only),
    ]  # fmt: skip
    print("| in one process | govinfo, ms | beside it | ms | × |\n|---|---|---|---|---|")
    for what, kind, ours, name, theirs in rows:
        files = sorted((folder / kind).iterdir())
        with Path(os.devnull).open("w") as nowhere, contextlib.redirect_stdout(nowhere):
            one = median_ms(ours, files, rounds)
            other = median_ms(theirs, files, max(5, rounds // 5)) if theirs else 0.0
        beside = f"{other:.1f} | {other / one:.1f}" if theirs else " | "
        print(f"| {what} | {one:.2f} | {name} | {beside} |")


if __name__ == "__main__":
    (Path(sys.argv[1]) / "out").mkdir(exist_ok=True)
    main(Path(sys.argv[1]), int(sys.argv[2]))
