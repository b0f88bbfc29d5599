"""govinfo beside other tools, same numbers, same machine, one run: ``python benchmarks/others.py``.

Everything is installed into a virtual environment of its own (``--environment``, made on the
first run; needs pip and its index): this checkout as a wheel, not editable, with the extra
``bench``. Each line is a whole process, once for one file and once for a batch: its processor
time, so that other work on the machine does not count, and its peak memory. Rounds take turns
among the tools; medians are printed, with ratios to govinfo. A second table has the work of a
process that has warmed up. Needs a system with ``os.wait4`` (not Windows).
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import venv
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
OTHERS = ROOT / "benchmarks" / "others"
SCHEMA = str(ROOT / "schemas" / "2021" / "report.schema.json")


Figures = dict["Tool", tuple[float, float]]


class Tool(NamedTuple):
    """One line of the table. ``{one}`` and ``{all}`` stand for the files in ``command``."""

    work: str
    name: str
    command: str
    files: str = ""
    describes: bool = False  # it takes a description of the files instead of them


TOOLS = (
    Tool("check workbooks", "govinfo", "govinfo validate", "xlsx"),
    Tool("check workbooks", "openpyxl + jsonschema script", f"script check {SCHEMA}", "xlsx"),
    Tool("check workbooks", "frictionless (plain sheets, no sums)", "frictionless validate", "xlsx", describes=True),
    Tool("check JSON", "govinfo", "govinfo validate", "json"),
    Tool("check JSON", "jsonschema script", f"script check {SCHEMA}", "json"),
    Tool("check JSON", "check-jsonschema (no sums)", f"check-jsonschema --schemafile {SCHEMA}", "json"),
    Tool("check CSV", "govinfo", "govinfo validate", "csv"),
    Tool("check CSV", "frictionless (plain tables, no sums)", "frictionless validate", "csv", describes=True),
    Tool("JSON into a template", "govinfo", "govinfo convert --to xlsx --template template.xlsx --force -o out", "json"),
    Tool("JSON into a template", "openpyxl script (not read back)", f"script fill template.xlsx out {SCHEMA}", "json"),
    Tool("check plain pages", "govinfo", "govinfo validate", "html"),
    Tool("check plain pages", "pandas.read_html (tables only)", "script read", "html"),
    Tool("check pages of a portal, 90 KB", "govinfo", "govinfo validate", "portal"),
    Tool("check pages of a portal, 90 KB", "pandas.read_html (tables only)", "script read", "portal"),
    Tool("check Word files", "govinfo", "govinfo validate", "docx"),
    Tool("check Word files", "python-docx (tables only)", "script read", "docx"),
)  # fmt: skip


def prepare(environment: Path) -> Path:
    """The folder of the environment's programs, with this checkout as it is now."""
    programs = environment / ("Scripts" if os.name == "nt" else "bin")
    pip = [
        str(programs / "python"),
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
    ]
    if not programs.is_dir():
        venv.create(environment, with_pip=True)
        subprocess.run([*pip, f"{ROOT}[bench]"], check=True)
    subprocess.run([*pip, "--force-reinstall", "--no-deps", str(ROOT)], check=True)
    return programs


def command(tool: Tool, programs: Path, folder: Path, *, one: bool) -> list[str]:
    """The command line for one file, or for all of them."""
    first, *rest = tool.command.split()
    if first == "script":
        words = [str(programs / "python"), str(OTHERS / "script.py"), *rest]
    else:
        words = [str(programs / first), *rest]
    if tool.describes:
        return [*words, f"{'one' if one else 'all'}-{tool.files}.json"]
    files = sorted((folder / tool.files).iterdir())
    return words + [str(file.relative_to(folder)) for file in (files[:1] if one else files)]


def run(words: list[str], folder: Path, environment: dict[str, str]) -> tuple[float, float]:
    """Processor seconds and peak memory in MB of a whole process that must succeed."""
    child = subprocess.Popen(
        words, cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise SystemExit(f"{' '.join(words[:6])}: exit status {child.returncode}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / (
        1024 if sys.platform != "darwin" else 1024**2
    )


def measure(
    tools: tuple[Tool, ...], programs: Path, folder: Path, rounds: int, *, one: bool
) -> Figures:
    """Median seconds and the peak memory of each tool."""
    # Compiled modules are kept, as in any installed program.
    kept = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    found: dict[Tool, list[tuple[float, float]]] = {tool: [] for tool in tools}
    for _ in range(rounds):
        for tool in tools:
            shutil.rmtree(folder / "out", ignore_errors=True)
            (folder / "out").mkdir()
            found[tool].append(run(command(tool, programs, folder, one=one), folder, kept))
    return {
        tool: (
            statistics.median(seconds for seconds, _ in results),
            max(peak for _, peak in results),
        )
        for tool, results in found.items()
    }


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument(
        "--environment", type=Path, default=Path(tempfile.gettempdir()) / "govinfo-bench"
    )
    parser.add_argument("--files", type=int, default=50, help="files of a batch")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", default="", help="a word of the work to be measured")
    options = parser.parse_args()
    programs = prepare(options.environment)
    tools = tuple(tool for tool in TOOLS if options.only in tool.work)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        subprocess.run(
            [str(programs / "python"), str(OTHERS / "inputs.py"), name, str(options.files)],
            check=True,
        )
        measure(tools, programs, folder, 1, one=True)  # caches are warm from here on
        single = measure(tools, programs, folder, options.rounds, one=True)
        batch = measure(tools, programs, folder, max(1, options.rounds // 2), one=False)
        report(tools, single, batch, options.files)
        print(flush=True)
        warm = [str(programs / "python"), str(OTHERS / "warm.py"), name, str(options.rounds * 20)]
        subprocess.run(warm, check=True)


def report(tools: tuple[Tool, ...], single: Figures, batch: Figures, files: int) -> None:
    """Print the table of whole processes."""
    print(f"| work | tool | one file, ms | × | a file of {files}, ms | × | peak MB |")
    print("|---|---|---|---|---|---|---|")
    for tool in tools:
        base = next(entry for entry in tools if entry.work == tool.work)
        one, many = single[tool][0], batch[tool][0]
        print(
            f"| {tool.work} | {tool.name} | {one * 1000:.0f} | {one / single[base][0]:.1f} |"
            f" {many * 1000 / files:.1f} | {many / batch[base][0]:.1f} | {batch[tool][1]:.0f} |"
        )


if __name__ == "__main__":
    main()
