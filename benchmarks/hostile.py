"""Hostile files through govinfo and, where they are installed, through other readers.

Each in a process of its own, with 4 GB of address space and a minute: what it says, how long
it took, how much memory it had. ``python benchmarks/hostile.py``.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tools"))

FILES = (
    "far.xlsx", "merge.xlsx", "sheets.xlsx", "laughs.xlsx", "password.xlsx", "overlap.xlsx",
    "twice.xlsx", "crc.xlsx", "string.xlsx", "repeated.ods", "loop.xls", "far.xlsb", "laughs.docx",
    "nested.html", "spans.html", "chain.pdf", "1E999999999999.json",
)  # fmt: skip
READERS = {
    "govinfo": "from govinfo_cli import validate; r = validate(path); print(r.error or r.status)",
    "openpyxl": "import openpyxl; b = openpyxl.load_workbook(path); print(len(b.worksheets), 'sheets')",
    "calamine": "import python_calamine as c; b = c.load_workbook(path); "
    "print([b.get_sheet_by_index(0).height])",
    "pandas": "import pandas; print(pandas.read_excel(path, sheet_name=None).keys())",
    "markitdown": "import markitdown; print(len(markitdown.MarkItDown().convert(path).text_content), 'characters')",
}
GIGABYTE = 1024**3
MEASURED = (
    "import sys, resource; path = sys.argv[1]\n"
    "try:\n    {}\n"
    "except BaseException as error:\n    print(type(error).__name__, str(error)[:90])\n"
    "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)"
)


def measure(code: str, path: Path) -> str:
    """One line: what was said, seconds of the processor, megabytes."""

    def bound() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (4 * GIGABYTE, 4 * GIGABYTE))

    start = time.monotonic()
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    try:
        done = subprocess.run(
            [sys.executable, "-c", MEASURED.format(code), str(path)], capture_output=True,
            text=True, check=False, timeout=60, preexec_fn=bound,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return f"no end after {time.monotonic() - start:.0f} s"
    used = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before
    if done.returncode < 0:
        return f"process killed by signal {-done.returncode}, {used:.1f} s"
    *said, memory = done.stdout.strip().split("\n") or ["", "0"]
    return f"{' '.join(said)[:110]}, {used:.1f} s, {memory} MB"


def main() -> None:
    """Print a table, a file a block."""
    from hostile_packages import PACKAGES
    from hostile_texts import TEXTS

    installed = {name: code for name, code in READERS.items() if _is_there(code)}
    with tempfile.TemporaryDirectory() as folder:
        for name in FILES:
            path = Path(folder) / name
            path.write_bytes({**PACKAGES, **TEXTS}[name]()[0])
            print(json.dumps(name), path.stat().st_size, "bytes")
            for reader, code in installed.items():
                print(f"  {reader:10} {measure(code, path)}", flush=True)


def _is_there(code: str) -> bool:
    line = code.partition(";")[0]
    return (
        subprocess.run([sys.executable, "-c", line], capture_output=True, check=False).returncode
        == 0
    )


if __name__ == "__main__":
    main()
