"""Build the programs that need no installation: on Linux, Windows and macOS in the same way.

    python tools/build_programs.py            builds all, into dist/
    python tools/build_programs.py --measure  and times them against the installed command

Each system builds its own programs. The tools (PyInstaller, shiv) are put into an environment
of their own; ``--here`` takes those of the running Python, for machines without a network.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from venv import create

ROOT = Path(__file__).resolve().parent.parent
TOOLS = ("pyinstaller>=6.10", "shiv>=1.0.8")
WINDOWS = os.name == "nt"
KINDS = ("zipapp", "folder", "single")
SAMPLE = ROOT / "examples" / "invalid" / "digits_swapped.xlsx"
ROUNDS = 11


def main(arguments: list[str]) -> int:
    """Build what was asked for; 1 where a program does not do what it should."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--output", type=Path, default=ROOT / "dist", help="folder of the programs")
    parser.add_argument("--only", choices=KINDS, action="append", help="build only these")
    parser.add_argument("--here", action="store_true", help="use this Python's packages")
    parser.add_argument("--measure", action="store_true", help="time the programs")
    given = parser.parse_args(arguments)
    kinds, output = given.only or list(KINDS), given.output.resolve()
    output.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as work:
        python = Path(sys.executable) if given.here else environment(Path(work) / "env")
        if "zipapp" in kinds:
            build_zipapp(python, output)
        if "folder" in kinds or "single" in kinds:
            build_frozen(python, output, Path(work))
        lines = {kind: line_of(kind, python, output) for kind in kinds}
        good = [works(kind, line) for kind, line in lines.items()]
        if given.measure:
            installed = [str(python), "-m", "govinfo_cli"]
            measure({"installed": installed, **lines})
    for kind in kinds:
        print(f"{kind:<10} {size_of(path_of(kind, output)) / 1e6:6.1f} MB  {path_of(kind, output)}")
    return 0 if all(good) else 1


def environment(folder: Path) -> Path:
    """A fresh environment with govinfo and the tools; its Python."""
    create(folder, with_pip=True)
    python = folder / ("Scripts/python.exe" if WINDOWS else "bin/python")
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, f"{ROOT}[pdf]", *TOOLS], check=True)
    return python


def build_zipapp(python: Path, output: Path) -> None:
    """``govinfo.pyz``: needs a Python of the same version; unpacks itself once, into a cache.

    Compiled libraries cannot be imported from a zip file, so a bare zipapp would not do.
    """
    target = path_of("zipapp", output)
    shiv = [str(python), "-m", "shiv", "--console-script", "govinfo", "--compressed"]
    shiv += ["--reproducible", "--compile-pyc", "--output-file", str(target)]
    shiv += ["--python", "/usr/bin/env python3", f"{ROOT}[pdf]"]
    subprocess.run(shiv, check=True, cwd=output)


def build_frozen(python: Path, output: Path, work: Path) -> None:
    """The folder and the single file, with a Python inside."""
    spec = str(ROOT / "tools" / "govinfo.spec")
    shutil.rmtree(path_of("folder", output), ignore_errors=True)
    frozen = [str(python), "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN"]
    frozen += ["--distpath", str(output), "--workpath", str(work / "build"), spec]
    subprocess.run(frozen, check=True, cwd=work)


def path_of(kind: str, output: Path) -> Path:
    """Where a program is; a folder for ``folder``."""
    names = {"zipapp": "govinfo.pyz", "folder": "govinfo", "single": "govinfo-single"}
    exe = ".exe" if WINDOWS and kind == "single" else ""
    return output / (names[kind] + exe)


def line_of(kind: str, python: Path, output: Path) -> list[str]:
    """The words that start a program."""
    path = path_of(kind, output)
    if kind == "zipapp":
        return [str(python), str(path)]
    return (
        [str(path / ("govinfo.exe" if WINDOWS else "govinfo"))] if kind == "folder" else [str(path)]
    )


def works(kind: str, line: list[str]) -> bool:
    """Run it on examples, from elsewhere: check, convert, correct, explain."""
    with tempfile.TemporaryDirectory() as work:
        done = [run([*line, *words], work) for words in (
            ["--version"], [str(SAMPLE)], ["validate", str(ROOT / "examples" / "valid")],
            ["convert", str(SAMPLE), "--to", "docx", "-o", "a.docx"], ["validate", "a.docx"],
            ["fix", str(SAMPLE), "-o", "a.xlsx"], ["validate", "a.xlsx"],
            ["schema", "2019"], ["--lang", "en", "rule", "A303"], ["vaildate", "x"],
        )]  # fmt: skip
    due = [0, 1, 0, 0, 1, 0, 0, 0, 0, 2]
    if done != due:
        print(f"{kind}: exit statuses {done}, due {due}", file=sys.stderr)
    return done == due


def run(words: list[str], folder: str) -> int:
    """The exit status of a program."""
    return subprocess.run(words, capture_output=True, check=False, cwd=folder).returncode


def measure(lines: dict[str, list[str]]) -> None:
    """Print how long each takes for one workbook, against the first: medians, by turns."""
    took: dict[str, list[float]] = {kind: [] for kind in lines}
    for _ in range(ROUNDS):
        for kind, line in lines.items():
            began = time.perf_counter()
            run([*line, "validate", str(SAMPLE)], str(ROOT))
            took[kind].append(time.perf_counter() - began)
    first = median(next(iter(took.values())))
    for kind, times in took.items():
        print(f"{kind:<10} {median(times) / first:5.2f} times the installed command")


def size_of(path: Path) -> int:
    """Bytes of a file, or of all files of a folder."""
    files = path.rglob("*") if path.is_dir() else [path]
    return sum(
        entry.stat().st_size for entry in files if entry.is_file() and not entry.is_symlink()
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
