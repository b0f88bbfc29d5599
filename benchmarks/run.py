"""Ratios against a baseline in the same run, medians: ``python benchmarks/run.py``."""

from __future__ import annotations

import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from io import BytesIO
from itertools import cycle
from pathlib import Path

from batch import varied
from lxml import html
from python_calamine import CalamineWorkbook

from govinfo_cli.api import convert, read, validate
from govinfo_cli.checks.text import check_text
from govinfo_cli.context import Context
from govinfo_cli.readers import format_of, read_document, xlsx
from govinfo_cli.report import Report

EXAMPLES = Path(__file__).resolve().parent.parent / "examples" / "valid"
PLAIN, FORMULAS = EXAMPLES / "sheets.xlsx", EXAMPLES / "formulas.xlsx"
COUNTY = EXAMPLES / "county_2024.json"


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


def bare_docx() -> object:
    """All cells of all tables, and all paragraphs, as python-docx gives them."""
    import docx

    document = docx.Document(str(EXAMPLES / "word.docx"))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return cells, [paragraph.text for paragraph in document.paragraphs]


def bare_html() -> object:
    """A page parsed, and the words of each cell and paragraph, as lxml gives them."""
    root = html.document_fromstring((EXAMPLES / "page.html").read_bytes())
    return [entry.text_content() for entry in root.iter("td", "p")]


def bare_pdf() -> None:
    """All ruled tables and all lines of a PDF file."""
    import pdfplumber

    with pdfplumber.open(EXAMPLES / "printed.pdf") as pdf:
        for page in pdf.pages:
            page.extract_tables()
            page.extract_text_lines()


def narrative() -> Report:
    """The example county with 3,000 signs of prose: 45 figures among plain sentences."""
    report = read(PLAIN)
    plain = report.narrative["overview"].replace("\n", "")
    figures = (
        "全县共收到政府信息公开申请140件，上年结转7件，办结140件。予以公开66件，占47.1%；"
        "部分公开14件，占10%；不予公开10件；结转下年度7件。行政复议9件，行政诉讼4件。"
    )
    text = "\n".join([f"{plain * 7}\n{figures}"] * 8)
    report.narrative = {"overview": text[:3000]}
    return report


def unknown(path: Path) -> object:
    """A check in which no make of workbook is known, as in a run's first file."""
    moulds = xlsx._RUN[:]  # noqa: SLF001
    xlsx._RUN.clear()  # noqa: SLF001
    found = validate(path)
    xlsx._RUN[:] = moulds  # noqa: SLF001
    return found


def in_turn(paths: list[Path], act: Callable[[Path], object]) -> Callable[[], object]:
    """Something done with one file after the other."""
    files = cycle(paths)
    return lambda: act(next(files))


def offices(count: int) -> list[Path]:
    """Workbooks of one make, each with its own organ, words and figures."""
    folder, dice, report = Path(tempfile.mkdtemp()), random.Random(1), read(COUNTY)  # noqa: S311
    for number in range(count):
        data = convert(varied(report, number, dice), "xlsx")
        (folder / f"{number:03}.xlsx").write_bytes(data)
    return sorted(folder.iterdir())


def by_openpyxl(path: Path) -> Callable[[], object]:
    """A template filled in the usual way, to memory."""
    from openpyxl import load_workbook

    def fill() -> None:
        book = load_workbook(path)
        sheet = book.worksheets[-2]
        for row in range(6, 31):
            for column in range(4, 11):
                sheet.cell(row, column).value = row * column
        book.save(BytesIO())

    return fill


def read_file(name: str) -> Callable[[], object]:
    """Reading alone, to a Document."""
    path = EXAMPLES / name
    return lambda: read_document(path.read_bytes(), format_of(path.name))


def main() -> None:
    """Print the table."""
    typer = process("-c", "import typer")
    told = narrative()
    filled = Path(tempfile.mkdtemp()) / "filled.xlsx"
    filled.write_bytes(convert(COUNTY, "xlsx"))
    own = offices(300)
    data = COUNTY.read_bytes()
    validate_of = partial(process, "-m", "govinfo_cli", "validate")
    rows = [
        ("`govinfo --help`", "`import typer`", ratio(process("-m", "govinfo_cli", "--help"), typer, 21), "1.15"),
        ("`govinfo validate report.xlsx`", "`import typer`", ratio(validate_of(str(PLAIN)), typer, 21), "1.4"),
        ("`govinfo validate report.json`", "`import typer`", ratio(validate_of(str(COUNTY)), typer, 21), "1.4"),
        ("check a workbook again and again, in process", "bare calamine", ratio(lambda: validate(PLAIN), bare(PLAIN), 300), "1.25"),
        ("the same, the blank of `govinfo template` filled", "bare calamine", ratio(lambda: validate(filled), bare(filled), 300), "1.25"),
        ("workbooks of one make, each with words and figures of its own", "bare calamine", ratio(in_turn(own, validate), in_turn(own, lambda path: bare(path)()), 300), "1.25"),
        ("a workbook whose formulas have no stored values", "bare calamine", ratio(lambda: validate(FORMULAS), bare(FORMULAS), 300), ""),
        ("check a workbook of a make not seen before", "bare calamine", ratio(lambda: unknown(PLAIN), bare(PLAIN), 300), ""),
        ("check a JSON report", "`json.loads`", ratio(lambda: validate(COUNTY), lambda: json.loads(data), 300), "3"),
        ("fill a workbook from JSON, read back", "openpyxl: load, set, save", ratio(lambda: convert(COUNTY, "xlsx"), by_openpyxl(filled), 60), ""),
        ("check a narrative of 3,000 signs", "bare calamine", ratio(lambda: list(check_text(told, Context())), bare(PLAIN), 300), ""),
        ("read .docx to a document", "python-docx", ratio(read_file("word.docx"), bare_docx, 100), "2"),
        ("read .html to a document", "lxml, words of all cells", ratio(read_file("page.html"), bare_html, 100), "2"),
        ("read .xls to a document", "bare calamine", ratio(read_file("old_excel.xls"), bare(EXAMPLES / "old_excel.xls"), 200), "1.3"),
        ("read .xlsb to a document", "bare calamine", ratio(read_file("binary.xlsb"), bare(EXAMPLES / "binary.xlsb"), 200), "1.3"),
        ("read .ods to a document", "bare calamine", ratio(read_file("open_document.ods"), bare(EXAMPLES / "open_document.ods"), 200), "1.3"),
        ("read .pdf to a document", "pdfplumber, tables and lines", ratio(read_file("printed.pdf"), bare_pdf, 7), "1.3"),
    ]  # fmt: skip
    print("| what | against | ratio | goal |\n|---|---|---|---|")
    for what, against, figure, goal in rows:
        print(f"| {what} | {against} | {figure:.2f} | {goal} |")


if __name__ == "__main__":
    main()
