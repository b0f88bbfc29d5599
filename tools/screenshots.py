"""Make the pictures of docs/: python tools/screenshots.py [NAME...]; needs Chromium, chromedriver.

The terminal, the page of findings, the window and the blank workbook are photographed in a
browser; all need a Chinese font. They are committed: look at them before you do.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from html import escape
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final
from unicodedata import east_asian_width

import openpyxl
from rich.console import Console
from rich.terminal_theme import SVG_EXPORT_THEME
from rich.text import Text

ROOT: Final = Path(__file__).resolve().parent.parent
SWAPPED: Final = "examples/invalid/digits_swapped.xlsx"
FLAGS: Final = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--hide-scrollbars",
)  # fmt: skip
TERMINAL: Final = """<!doctype html><meta charset="utf-8"><style>
pre {{ display: inline-block; margin: 0; padding: 14px 18px; background: #292929; color: #c5c8c6;
  font: 15px/1.3 "Noto Sans Mono CJK SC", monospace; }}
pre i {{ display: inline-block; width: 0.5em; height: 1.3em; overflow: hidden; font-style: normal;
  font-family: "DejaVu Sans Mono"; vertical-align: bottom; }}</style><pre>{code}</pre>"""
COLUMNS: Final = 104
PIXELS: Final = 7.5  # one unit of a workbook's column width


def govinfo(*words: str, colours: bool = False) -> str:
    """What the program prints."""
    line = [sys.executable, "-m", "govinfo_cli", *words]
    if colours:  # it has colours in a terminal only, and `script` is one
        line = ["script", "-qec", f"stty cols {COLUMNS}; {' '.join(line)}", "/dev/null"]
    return subprocess.run(line, cwd=ROOT, check=False, capture_output=True).stdout.decode()


def terminal(lang: str, target: Path) -> None:
    """The terminal; in SVG, rich gives a Chinese sign half its width, so it is a photograph."""
    console = Console(record=True, width=COLUMNS, file=StringIO(), force_terminal=True)
    words = ("validate", SWAPPED) if lang == "zh" else ("--lang", "en", "validate", SWAPPED)
    console.print(Text(f"$ govinfo {' '.join(words)}\n", style="bold"))
    shown = govinfo(*words, colours=True).replace("\r", "")
    console.print(Text.from_ansi(shown), soft_wrap=True, end="")
    page = console.export_html(theme=SVG_EXPORT_THEME, code_format=TERMINAL, inline_styles=True)
    # a terminal gives frames and points one column, the Chinese font gives them two
    page = "".join(f"<i>{c}</i>" if east_asian_width(c) == "A" else c for c in page)
    with TemporaryDirectory() as folder, browser(1200, 800) as driver:
        Path(folder, "terminal.html").write_text(page, encoding="utf-8")
        driver.get(Path(folder, "terminal.html").as_uri())
        driver.find_element("tag name", "pre").screenshot(str(target))


@contextmanager
def browser(width: int, height: int) -> Iterator[Any]:
    """A browser of its own, without a profile."""
    from selenium import webdriver  # noqa: PLC0415

    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium") or ""
    with TemporaryDirectory() as profile:
        for word in (*FLAGS, f"--user-data-dir={profile}", f"--window-size={width},{height}"):
            options.add_argument(word)
        service = webdriver.ChromeService(shutil.which("chromedriver"))
        driver = webdriver.Chrome(options=options, service=service)
        try:
            yield driver
        finally:
            driver.quit()


def findings(lang: str, target: Path) -> None:
    """The page that ``validate --format html`` writes."""
    with TemporaryDirectory() as folder, browser(1100, 820) as driver:
        page = Path(folder, "findings.html")
        files = [
            f"examples/invalid/{name}" for name in ("digits_swapped.xlsx", "text_percent.json")
        ]
        govinfo("validate", *files, "--lang", lang, "--format", "html", "-o", str(page))
        driver.get(page.as_uri())
        driver.save_screenshot(str(target))


def window(lang: str, target: Path) -> None:
    """The page of ``govinfo serve`` after a file was dropped on it."""
    line = [sys.executable, "-m", "govinfo_cli", "serve", "--no-browser", "--lang", lang]
    running = subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    try:
        assert running.stdout is not None
        found = re.search(r"http://\S+/", running.stdout.readline().decode())
        assert found is not None
        with browser(1100, 900) as driver:
            driver.get(found[0])
            driver.implicitly_wait(20)
            driver.find_element("id", "check-files").send_keys(str(ROOT / SWAPPED))
            driver.find_element("css selector", "a.fixed")  # the page goes on by itself
            driver.save_screenshot(str(target))
    finally:
        running.kill()
        running.communicate()


def blank(lang: str, target: Path) -> None:
    """The blank workbook, drawn cell by cell as it is formatted."""
    with TemporaryDirectory() as folder, browser(1100, 640) as driver:
        made, page = Path(folder, "blank.xlsx"), Path(folder, "blank.html")
        line = (
            "template",
            "--form",
            "2021",
            "--year",
            "2024",
            "--organ",
            "清溪县司法局",
            "-o",
            str(made),
        )
        govinfo(*line, "--lang", lang)
        book = openpyxl.load_workbook(made)
        page.write_text(_drawn(max(book.worksheets, key=lambda sheet: sheet.max_row)), "utf-8")
        driver.get(page.as_uri())
        driver.save_screenshot(str(target))


def _drawn(sheet: Any) -> str:
    """A sheet as a table of HTML: widths, merged cells, colours, borders, bold, alignment."""
    spans = {
        (r.min_row, r.min_col): (r.max_row - r.min_row + 1, r.max_col - r.min_col + 1)
        for r in sheet.merged_cells
    }
    inside = {(row, col) for r in sheet.merged_cells for row, col in r.cells} - set(spans)
    letters = [openpyxl.utils.get_column_letter(n) for n in range(1, sheet.max_column + 1)]
    widths = [(sheet.column_dimensions[letter].width or 8.4) * PIXELS for letter in letters]
    rows = ["<tr><th></th>" + "".join(f"<th>{letter}</th>" for letter in letters) + "</tr>"]
    for row in sheet.iter_rows():
        cells = [
            _cell(cell, *spans.get((cell.row, cell.column), (1, 1)))
            for cell in row
            if (cell.row, cell.column) not in inside
        ]
        rows.append(f"<tr><th>{row[0].row}</th>{''.join(cells)}</tr>")
    columns = "<col style='width:30px'>" + "".join(f"<col style='width:{w:.0f}px'>" for w in widths)
    return f"""<!doctype html><meta charset="utf-8"><style>
      body {{ margin: 0; font: 12px "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; }}
      table {{ border-collapse: collapse; table-layout: fixed; width: {sum(widths) + 30:.0f}px; }}
      th {{ background: #eee; color: #555; font-weight: normal; border: 1px solid #d5d5d5; height: 18px; }}
      td {{ border: 1px solid #e6e6e6; padding: 1px 3px; overflow: hidden; height: 19px; }}
      </style><table>{columns}{"".join(rows)}</table>"""


def _cell(cell: Any, high: int, wide: int) -> str:
    fill = cell.fill.fgColor.rgb if cell.fill.fill_type == "solid" else ""
    style = [f"background:#{fill[-6:]}"] if isinstance(fill, str) and fill else []
    style += ["font-weight:bold"] if cell.font.bold else []
    style += ["border:1px solid #777"] if cell.border.left.style else []
    style.append(f"text-align:{cell.alignment.horizontal or 'left'}")
    value = "" if cell.value is None else "0" if cell.data_type == "f" else str(cell.value)
    return f'<td rowspan="{high}" colspan="{wide}" style="{";".join(style)}">{escape(value)}</td>'


PICTURES: Final[Mapping[str, Callable[[str, Path], None]]] = {
    "validate.png": terminal, "findings.png": findings, "window.png": window, "blank.png": blank,
}  # fmt: skip


def main(arguments: list[str]) -> int:
    """Make all pictures, or those named, in both languages."""
    for lang in ("zh", "en"):
        for name, make in PICTURES.items():
            if not arguments or name in arguments:
                target = ROOT / "docs" / lang / "pictures" / name
                target.parent.mkdir(exist_ok=True)
                make(lang, target)
                print(target.relative_to(ROOT), target.stat().st_size)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
