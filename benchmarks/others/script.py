"""What a clerk's colleague in IT writes in an afternoon: openpyxl, jsonschema and the sums.

``python script.py check SCHEMA FILE...`` checks workbooks in the official layout, or JSON;
``python script.py fill TEMPLATE FOLDER SCHEMA FILE...`` fills JSON reports into the workbook;
``python script.py read FILE...`` reads the tables of pages and Word files, and no more.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

SIX = ("natural_person", "enterprise", "research", "nonprofit", "legal_service", "other")
FOUR = ("upheld", "corrected", "other", "pending")
OUTSIDE = ("received", "carried_in", "concluded", "carried_out")
# Sheet, first row and first column of the numbers, row by row as the schema has them.
REQUESTS = ("依申请", 6, 4)
REMEDIES = ("复议诉讼", 6, 1)
DISCLOSURE = {
    "regulations": ("主动公开", 5, (2, 3, 4)), "normative_documents": ("主动公开", 6, (2, 3, 4)),
    "licensing": ("主动公开", 9, (2,)), "penalties": ("主动公开", 12, (2,)),
    "coercion": ("主动公开", 13, (2,)), "fees": ("主动公开", 16, (2,)),
}  # fmt: skip


def places(schema: dict[str, Any]) -> dict[tuple[str, str, str], tuple[str, int, int]]:
    """The sheet, row and column of each cell, all counted from 1."""
    made = {}
    tables = schema["properties"]["tables"]["properties"]
    for row, (sheet, line, columns) in DISCLOSURE.items():
        names = tables["disclosure"]["properties"][row]["properties"]
        for name, column in zip(names, columns, strict=True):
            made["disclosure", row, name] = sheet, line, column
    for number, row in enumerate(tables["requests"]["properties"]):
        for offset, name in enumerate((*SIX, "total")):
            made["requests", row, name] = REQUESTS[0], REQUESTS[1] + number, REQUESTS[2] + offset
    for number, row in enumerate(tables["remedies"]["properties"]):
        for offset, name in enumerate((*FOUR, "total")):
            made["remedies", row, name] = (
                REMEDIES[0],
                REMEDIES[1],
                REMEDIES[2] + number * 5 + offset,
            )
    return made


def read_workbook(path: str, where: dict[Any, Any]) -> dict[str, Any]:
    """The numbers of a workbook, in the shape that the schema describes."""
    from openpyxl import load_workbook

    book = load_workbook(path, data_only=True)
    tables: dict[str, Any] = {}
    for (table, row, column), (sheet, line, at) in where.items():
        value = book[sheet].cell(line, at).value
        tables.setdefault(table, {}).setdefault(row, {})[column] = value
    info = {row[0].value: row[1].value for row in book["基本信息"].iter_rows(max_col=2)}
    return {
        "form": "2021", "year": info["年度"], "organ": info["单位名称"], "narrative": {},
        "tables": tables,
    }  # fmt: skip


def sums(report: dict[str, Any]) -> list[str]:
    """The sums that do not hold."""
    requests, remedies = report["tables"]["requests"], report["tables"]["remedies"]
    wrong = [
        f"row {name}" for name, row in requests.items() if row["total"] != sum(row[c] for c in SIX)
    ]
    wrong += [
        f"row {name}" for name, row in remedies.items() if row["total"] != sum(row[c] for c in FOUR)
    ]
    for column in (*SIX, "total"):
        inside = sum(row[column] for name, row in requests.items() if name not in OUTSIDE)
        if inside != requests["concluded"][column]:
            wrong.append(f"column {column}")
        first, second, third, fourth = (requests[name][column] for name in OUTSIDE)
        if first + second != third + fourth:
            wrong.append(f"balance {column}")
    return wrong


def check(schema_path: str, files: list[str]) -> int:
    """Print what is wrong, file by file; the exit status."""
    from jsonschema import Draft202012Validator

    schema = json.loads(Path(schema_path).read_bytes())
    validator = Draft202012Validator(schema)
    where = places(schema)
    bad = 0
    for path in files:
        workbook = path.endswith(".xlsx")
        report = read_workbook(path, where) if workbook else json.loads(Path(path).read_bytes())
        problems = [error.message for error in validator.iter_errors(report)] or sums(report)
        bad += bool(problems)
        print(path, "; ".join(problems) or "ok")
    return bool(bad)


def fill(template: str, folder: str, schema_path: str, files: list[str]) -> int:
    """Write one workbook a report: load the template, set the cells, save."""
    from openpyxl import load_workbook

    where = places(json.loads(Path(schema_path).read_bytes()))
    for path in files:
        report = json.loads(Path(path).read_bytes())
        book = load_workbook(template)
        for (table, row, column), (sheet, line, at) in where.items():
            book[sheet].cell(line, at).value = report["tables"][table][row][column]
        book.save(Path(folder) / Path(path).with_suffix(".xlsx").name)
    return 0


def read(files: list[str]) -> int:
    """The tables of a page by pandas, of a Word file by python-docx."""
    for path in files:
        if path.endswith(".docx"):
            from docx import Document

            found = [
                [[cell.text for cell in row.cells] for row in table.rows]
                for table in Document(path).tables
            ]
        else:
            from pandas import read_html

            found = [frame.to_numpy().tolist() for frame in read_html(path, flavor="lxml")]
        print(path, len(found))
    return 0


if __name__ == "__main__":
    command, *rest = sys.argv[1:]
    if command == "check":
        sys.exit(check(rest[0], rest[1:]))
    sys.exit(fill(rest[0], rest[1], rest[2], rest[3:]) if command == "fill" else read(rest))
