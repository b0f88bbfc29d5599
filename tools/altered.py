"""Documents with altered lines and cells, and what is read of them: tests/altered.jsonl.

Each case is an example from examples/valid with edits: labels written otherwise, words where
numbers are due, lines and columns that are missing, doubled, moved or unknown. They were drawn at
random once; ``python tools/told.py`` writes anew what is read of each.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Final

from govinfo_cli.document import Document, Grid, Paragraph
from govinfo_cli.errors import UnreadableError
from govinfo_cli.forms import load_forms
from govinfo_cli.readers import format_of, read_document
from govinfo_cli.recognise import recognise
from govinfo_cli.recognise.canonical import read_canonical
from govinfo_cli.report import Report

ROOT = Path(__file__).resolve().parent.parent
VALID, ALTERED = ROOT / "examples" / "valid", ROOT / "tests" / "altered.jsonl"
Case = dict[str, Any]
Edit = list[Any]
MANY = 12
WORDS = ("year", "organ", "organ_level", "published", "contact", "title")


@cache
def document(name: str) -> Document:
    """An example as its reader gives it."""
    return read_document((VALID / name).read_bytes(), format_of(name, ""))


def copied(made: Document) -> Document:
    """The same blocks, to be edited; no skeleton of a grid is kept."""
    blocks: list[Paragraph | Grid] = [
        replace(b)
        if isinstance(b, Paragraph)
        else replace(
            b, rows=[list(row) for row in b.rows], formulas=dict(b.formulas), skeleton=None
        )
        for b in made.blocks
    ]
    return Document(made.kind, blocks, dict(made.metadata))


def edit(blocks: list[Paragraph | Grid], change: Edit) -> None:
    """Make one edit; the first word says which, numbers are those of block, line and cell."""
    what, number, *rest = change
    if what == "paragraph":  # a new one before the block
        blocks.insert(number, Paragraph(rest[0], f"new {number}"))
        return
    if what == "remove":
        del blocks[number]
        return
    block = blocks[number]
    if isinstance(block, Paragraph):
        block.text = rest[0]
    elif what == "cut":  # a page ends
        blocks.insert(number + 1, replace(block, rows=block.rows[rest[0] :], formulas={}))
        del block.rows[rest[0] :]
    else:
        EDITS[what](block, *rest)


def _cell(grid: Grid, row: int, column: int, value: Any) -> None:
    exact = isinstance(value, dict)
    grid.rows[row][column] = Decimal(value["decimal"]) if exact else value


def _formula(grid: Grid, row: int, column: int, text: str) -> None:
    grid.formulas[row, column] = text


def _column(grid: Grid, column: int, header: int, text: str) -> None:
    for at, row in enumerate(grid.rows):  # a new one, all sevens
        row.insert(column, text if at == header else 7 if at > header else None)


def _swap(grid: Grid, one: int, other: int) -> None:
    for row in grid.rows:
        row[one], row[other] = row[other], row[one]


def _left(grid: Grid, row: int, column: int) -> None:
    """A cell is gone, and what stood behind it has moved."""
    grid.rows[row][column:] = [*grid.rows[row][column + 1 :], None]


EDITS: Final[dict[str, Callable[..., object]]] = {
    "cell": _cell, "formula": _formula, "column": _column, "swap": _swap, "left": _left,
    "drop": lambda grid, row: grid.rows.pop(row),
    "line": lambda grid, row, cells: grid.rows.insert(row, list(cells)),
    "hide": lambda grid: setattr(grid, "hidden", True),
}  # fmt: skip


def set_in(data: Any, pointer: str, value: Any) -> None:
    """Put a value at a JSON pointer; {"drop": true} takes it out."""
    *path, last = pointer.split("/")[1:]
    for key in path:
        data = data[key]
    if value == {"drop": True}:
        del data[last]
    else:
        data[last] = value


def read_case(base: str, edits: list[Edit]) -> Report:
    """The report that is read of an example after edits."""
    if base.endswith(".json"):
        data = json.loads((VALID / base).read_text("utf-8"))
        for pointer, value in edits:
            set_in(data, pointer, value)
        return read_canonical(json.dumps(data, ensure_ascii=False), load_forms())
    made = copied(document(base))
    for change in edits:
        edit(made.blocks, change)
    return recognise(made, load_forms())


@cache
def unaltered(base: str) -> Report:
    """The report that is read of the example itself."""
    return read_case(base, [])


def seen(case: Case) -> Case:
    """What is read otherwise than of the example itself."""
    try:
        report = read_case(case["base"], case["edits"])
    except UnreadableError as error:
        return {"refused": error.key, **{k: str(v) for k, v in error.facts.items()}}
    made = _differences(report, unaltered(case["base"]))
    return json.loads(json.dumps(made, ensure_ascii=False, default=str))  # type: ignore[no-any-return]


def _differences(now: Report, then: Report) -> Case:
    made: Case = {w: getattr(now, w) for w in WORDS if getattr(now, w) != getattr(then, w)}
    if now.form is not then.form:
        return {**made, "form": now.form.name}
    cells = now.form.cells
    pairs = zip(cells, now.values, then.values, strict=True)
    made["cells"] = _some([[c.path, new] for c, new, old in pairs if new != old])
    places = ((i, now.source(i)) for i in range(len(cells)) if now.source(i) != then.source(i))
    made["places"] = _some([[cells[i].path, source] for i, source in places])
    for name in ("absent", "unread"):
        other = getattr(now, name) ^ getattr(then, name)
        made[name] = _some([cells[i].path for i in sorted(other)])
    for name in ("narrative", "notes", "text_places"):
        one, two = getattr(now, name), getattr(then, name)
        made[name] = {k: one.get(k) for k in sorted({*one, *two}) if one.get(k) != two.get(k)}
    made["extra"] = [list(entry) for entry in now.extra if entry not in then.extra]
    known = [_remark(entry) for entry in then.remarks]
    made["remarks"] = [r for r in map(_remark, now.remarks) if r not in known]
    return {key: value for key, value in made.items() if value}


def _some(entries: list[Any]) -> list[Any]:
    """All of a few entries; of many their number and those at both ends."""
    return entries if len(entries) <= MANY else [len(entries), *entries[:2], *entries[-2:]]


def _remark(entry: Any) -> list[Any]:
    cells = [f"{where.cell} @ {where.source}" for where in entry.cells]
    facts = {k: list(v) if isinstance(v, tuple) else v for k, v in entry.facts.items()}
    return [entry.code, entry.case, cells, entry.expected, entry.actual, facts]


def rewrite() -> None:
    """Write what is read now."""
    lines = [json.dumps({**case, "read": seen(case)}, ensure_ascii=False) for case in cases()]
    ALTERED.write_text("".join(f"{line}\n" for line in lines), "utf-8")


def cases() -> list[Case]:
    """The edits, with what was read when the file was written."""
    return [json.loads(line) for line in ALTERED.read_text("utf-8").split("\n") if line]
