"""Every command once, without a network: run by test_same_bytes.py in processes of their own.

Usage: python every_command.py FOLDER. What is written lands in FOLDER, what is said, too.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import sys
from pathlib import Path
from typing import Any

EXAMPLES = Path("examples")
COUNTY = str(EXAMPLES / "valid" / "county_2024.json")
LAST = str(EXAMPLES / "valid" / "county_2020.json")
SWAPPED = str(EXAMPLES / "invalid" / "digits_swapped.xlsx")
FEW = (COUNTY, LAST, SWAPPED)
WRITTEN = ("json", "md", "xlsx", "docx", "html", "csv", "sqlite", "parquet")
TOLD = ("text", "json", "jsonl", "html", "sarif", "junit", "github")
# A word OUT stands for the folder, LANG for each language. Add a line for a new command.
LINES: tuple[tuple[str, ...], ...] = (
    ("validate", "examples", "--annotate", "OUT/marked", "--format", "jsonl"),
    *(("validate", *FEW, "--format", to, "-o", f"OUT/LANG-{to}", "--lang", "LANG") for to in TOLD),
    ("validate", "OUT/odd.json", "--format", "json"),
    ("validate", COUNTY, "--previous", str(EXAMPLES / "valid" / "sheets.xlsx")),
    ("convert", str(EXAMPLES / "valid"), "--to", "xlsx", "-o", "OUT/xlsx"),
    *(("convert", *FEW, "--to", to, "-o", f"OUT/{to}") for to in WRITTEN if to != "xlsx"),
    *(("convert", *FEW, "--to", to, "-o", f"OUT/all.{to}") for to in ("csv", "sqlite", "parquet")),
    ("convert", COUNTY, "--to", "xlsx", "--template", str(EXAMPLES / "valid" / "sheets.xlsx"), "-o", "OUT/filled.xlsx"),
    ("fix", SWAPPED, "-o", "OUT/fixed.xlsx", "--lang", "LANG", "--force"),
    ("template", "--form", "2021", "--year", "2024", "-o", "OUT/blank.xlsx"),
    ("template", "--previous", LAST, "-o", "OUT/next.xlsx"),
    ("show", COUNTY, "--lang", "LANG"),
    ("rules", "--lang", "LANG"),
    ("merge", COUNTY, SWAPPED, "-o", "OUT/sum.xlsx", "--lang", "LANG", "--force"),
    ("merge", COUNTY, SWAPPED, "-o", "OUT/sum.json"),
    ("validate", COUNTY, "--children", SWAPPED, "--lang", "LANG"),
    ("config", "--lang", "LANG"),
    ("diff", LAST, COUNTY, "--lang", "LANG"),
    ("trend", LAST, COUNTY, "--lang", "LANG"),
    *(("completion", shell) for shell in ("bash", "zsh", "fish", "powershell")),
    ("rule", "A303", "--lang", "LANG"),
    ("schema", "2019"),
)  # fmt: skip
# The commands that serve, and so need a socket of the machine's own.
LOCAL: frozenset[str] = frozenset({"serve"})


def forbid(event: str, arguments: tuple[Any, ...]) -> None:
    """An audit hook under which nothing reaches the network; pairs inside a process may be."""
    if event == "socket.__new__" and arguments[1] == getattr(__import__("socket"), "AF_UNIX", None):
        return
    if event.startswith(("socket.", "urllib.", "http.", "ftplib.", "smtplib.", "webbrowser.")):
        sys.stderr.write(f"NETWORK {event}\n")
        os._exit(99)


def run_all(folder: Path) -> None:
    """Run every line, and keep what was said."""
    from govinfo_cli.cli import main

    odd = dict.fromkeys(("甲", "乙", "丙", "丁", "a", "b", "c", "d"), "")
    rows = {"licensing": {"decisions": 1, **odd}, "procurement": {"amount": 1}, **odd}
    data = {"form": "2021", "year": 2024, "tables": {"disclosure": rows, **odd}, "narrative": odd}
    (folder / "odd.json").write_text(json.dumps(data | odd, ensure_ascii=False), "utf-8")
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        for line in LINES:
            for lang in ("zh", "en") if any("LANG" in word for word in line) else ("",):
                words = [w.replace("OUT", str(folder)).replace("LANG", lang) for w in line]
                said.write(f"> {' '.join(line)}: {main(words)}\n")
    text = said.getvalue().replace(str(folder), "OUT").replace(str(folder.parent), "OUT")
    (folder / "said.txt").write_text(text, "utf-8")


if __name__ == "__main__":
    sys.addaudithook(forbid)
    if sys.argv[1] == "--probe":
        import socket

        socket.create_connection(("127.0.0.1", 9))
    run_all(Path(sys.argv[1]))
