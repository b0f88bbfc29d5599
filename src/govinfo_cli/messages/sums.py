"""A failing sum written out with its cells: J8 = D8+…+I8：1288+21+…."""

from __future__ import annotations

from govinfo_cli.finding import Finding, Term
from govinfo_cli.forms import Form
from govinfo_cli.messages import say
from govinfo_cli.messages.labels import cell_label
from govinfo_cli.number import Number, show

SHORT = 4
FEW = 2
MOST = 9
COLUMN, ROW, WHOLE = 1, 2, 3  # what of a cell's label tells it from the others of its sum


def formula_of(finding: Finding, form: Form | None, lang: str) -> str:
    """The sum by places and by numbers, long ones shortened in the middle."""
    relation = "=" if finding.code in ("A301", "A302", "A303", "A304") else "~"
    relation = str(finding.facts.get("relation", relation))
    sides = (finding.left, finding.right)
    parts = _telling([term for side in sides for term in side])
    places = f" {relation} ".join(_places(side, parts, form, lang) for side in sides if side)
    numbers = f" {relation} ".join(_numbers(side) for side in sides if side)
    return f"{places}：{numbers}" if lang == "zh" else f"{places}: {numbers}"


def compared(finding: Finding, form: Form | None, lang: str) -> str:
    """The cells that words were held to, by their labels; of many the first and the last."""
    labels = [cell_label(where.cell, form, lang) for where in finding.cells if where.cell]
    if len(labels) > FEW:
        return f"{labels[0]} … {labels[-1]}"
    return (" + " if lang == "en" else "、").join(labels)


def _telling(terms: list[Term]) -> int:
    """How much of ``table/row/column`` tells the terms apart."""
    paths = [term.where.cell.rpartition(":")[2].split("/") for term in terms if term.where.cell]
    rows, columns = {tuple(path[:2]) for path in paths}, {path[-1] for path in paths}
    return COLUMN if len(rows) == 1 else ROW if len(columns) == 1 else WHOLE


def _places(side: tuple[Term, ...], parts: int, form: Form | None, lang: str) -> str:
    names = [_place(term, parts, form, lang) for term in side]
    if len(names) > SHORT:
        return f"{names[0]}+…+{names[-1]}"
    return _signed(names, side)


def _place(term: Term, parts: int, form: Form | None, lang: str) -> str:
    whose, colon, path = term.where.cell.rpartition(":")
    if not path:
        return show(_size(term))  # a constant
    sheet, mark, cell = term.where.source.rpartition("!")
    if mark and sheet and not colon:
        return cell
    label = cell_label(path.rpartition("/")[0] if parts == ROW else path, form, lang)
    if parts == COLUMN:
        label = label.rsplit("·" if lang == "zh" else ": ", 1)[-1]
    return say(lang, f"of-{whose}", label=label) if colon else label


def _numbers(side: tuple[Term, ...]) -> str:
    shown = [show(term.value if term.where.cell else _size(term)) or "0" for term in side]
    if len(shown) > MOST:
        filled = [number for number in shown if number != "0"]
        return "+".join(filled[:MOST]) + ("+…" if len(filled) > MOST else "") if filled else "0"
    return _signed(shown, side)


def _signed(names: list[str], side: tuple[Term, ...]) -> str:
    text = ""
    for name, term in zip(names, side, strict=True):
        times = _size(term)
        factor = f"{show(times)}×" if times != 1 and term.where.cell else ""
        text += ("−" if term.factor < 0 else "+" if text else "") + factor + name
    return text


def _size(term: Term) -> Number:
    return term.factor if term.factor >= 0 else -term.factor
