"""The same numbers for every tool: workbooks, JSON and CSV, with the schemas that each can use.

``python inputs.py FOLDER COUNT`` makes them from ``examples/valid/county_2024.json``; the files
of a batch differ in their organ, and in three figures that keep all sums.
"""

from __future__ import annotations

import csv
import json
import sys
from io import StringIO
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from portal import portal_page

from govinfo_cli import convert
from govinfo_cli.forms import load_forms
from govinfo_cli.forms.sheet import official_sheet

EXAMPLES = Path(__file__).resolve().parents[2] / "examples" / "valid"
WHOLE = {"type": "integer", "constraints": {"required": True, "minimum": 0}}
AMOUNT = {"type": "number", "constraints": {"minimum": 0}}
COUNT = {"type": "integer", "constraints": {"minimum": 0}}
FULL = ("requests", "remedies")  # tables in which no cell may be missing


def report(number: int) -> dict[str, Any]:
    """The county's report, with more requests granted to natural persons."""
    made: dict[str, Any] = json.loads((EXAMPLES / "county_2024.json").read_bytes())
    made["organ"] = f"清溪县第{number}局"
    for row in ("received", "granted", "concluded"):
        for column in ("natural_person", "total"):
            made["tables"]["requests"][row][column] += number
    return made


def columns(table: dict[str, dict[str, Any]]) -> list[str]:
    """All columns of a table, in order."""
    return list(dict.fromkeys(column for row in table.values() for column in row))


def rows(table: dict[str, dict[str, Any]]) -> list[list[Any]]:
    """A table as a header and lines, as a data package has it."""
    names = columns(table)
    return [["row", *names], *([key, *(row.get(n) for n in names)] for key, row in table.items())]


def schema(key: str, table: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """A table schema: whole numbers, none below 0, none missing where each row has all columns."""
    every = WHOLE if key in FULL else COUNT
    fields = [{"name": n, **(AMOUNT if n == "amount" else every)} for n in columns(table)]
    return {"fields": [{"name": "row", "type": "string"}, *fields]}


def resource(
    path: str, key: str, table: dict[str, dict[str, Any]], sheet: str = ""
) -> dict[str, Any]:
    """A table in a data package."""
    name = f"{Path(path).stem}-{key}".lower()
    made: dict[str, Any] = {"name": name, "path": path, "schema": schema(key, table)}
    if sheet:
        made["dialect"] = {"excel": {"sheet": sheet}}
    return made


def write_tables(folder: Path, number: int, tables: dict[str, Any]) -> dict[str, list[Any]]:
    """Each table as CSV and as a sheet that begins with its header; its place in a data package, for both."""
    book = Workbook()
    found: dict[str, list[Any]] = {"csv": [], "xlsx": []}
    for key, table in tables.items():
        sheet = book.create_sheet(key)
        name = f"plain/{number}-{key}.csv"
        with (folder / name).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows(table))
        for line in rows(table):
            sheet.append(line)
        found["csv"].append(resource(name, key, table))
        found["xlsx"].append(resource(f"plain/{number}.xlsx", key, table, key))
    book.remove(book.worksheets[0])
    book.save(folder / f"plain/{number}.xlsx")
    return found


def official_csv(data: dict[str, Any]) -> str:
    """The tables in the official layout, as a spreadsheet program exports them."""
    form = load_forms().require(data["form"])
    lines: list[list[Any]] = []
    for table in form.tables:
        sheet = official_sheet(form, table.key)
        grid: list[list[Any]] = [[""] * sheet.width for _ in range(sheet.height)]
        for (line, column), slot in sheet.slots.items():
            cell = form.cells[slot.index] if slot.index >= 0 else None
            value = data["tables"][cell.table][cell.row][cell.column] if cell else slot.text
            grid[line][column] = "" if value is None else value
        lines += [[f"{data['year']}年"], *grid, []]
    made = StringIO()
    csv.writer(made).writerows(lines)
    return made.getvalue()


def main(folder: Path, count: int) -> None:
    """Make everything."""
    page = (EXAMPLES / "page.html").read_text("utf-8")
    for name in ("json", "xlsx", "csv", "plain", "html", "portal", "docx"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    resources: dict[str, list[Any]] = {"csv": [], "xlsx": []}
    for number in range(count):
        data = report(number)
        text = json.dumps(data, ensure_ascii=False, indent=2).encode()
        (folder / f"json/{number}.json").write_bytes(text)
        for kind in ("xlsx", "html", "docx"):
            (folder / f"{kind}/{number}.{kind}").write_bytes(convert(text, kind, format="json"))
        own = page.replace("清溪县人民政府", data["organ"])
        (folder / f"portal/{number}.html").write_bytes(portal_page(own))
        (folder / f"csv/{number}.csv").write_text(official_csv(data), "utf-8")
        for kind, made in write_tables(folder, number, data["tables"]).items():
            if number == 0:
                write_package(folder / f"one-{kind}.json", made)
            resources[kind] += made
    for kind, made in resources.items():
        write_package(folder / f"all-{kind}.json", made)
    template = convert((folder / "json/0.json").read_bytes(), "xlsx", format="json")
    (folder / "template.xlsx").write_bytes(template)


def write_package(path: Path, resources: list[Any]) -> None:
    """A data package's descriptor."""
    path.write_text(json.dumps({"name": path.stem, "resources": resources}), "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
