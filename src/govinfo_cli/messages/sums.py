"""A failing sum written out with its cells: J8 = D8+…+I8：1288+21+…."""

from __future__ import annotations

from govinfo_cli.finding import Finding, Term
from govinfo_cli.forms import Form
from govinfo_cli.messages.labels import cell_label
from govinfo_cli.number import show

SHORT = 4
MOST = 9


def formula_of(finding: Finding, form: Form | None, lang: str) -> str:
    """The sum by places and by numbers, long ones shortened in the middle."""
    relation = "=" if finding.code in ("A301", "A302", "A303", "A304") else "~"
    sides = (finding.left, finding.right)
    places = f" {relation} ".join(_places(side, form, lang) for side in sides if side)
    numbers = f" {relation} ".join(_numbers(side) for side in sides if side)
    return f"{places}：{numbers}" if lang == "zh" else f"{places}: {numbers}"


def _places(side: tuple[Term, ...], form: Form | None, lang: str) -> str:
    names = [_place(term, form, lang) for term in side]
    if len(names) > SHORT:
        return f"{names[0]}+…+{names[-1]}"
    return _signed(names, side)


def _place(term: Term, form: Form | None, lang: str) -> str:
    sheet, mark, cell = term.where.source.rpartition("!")
    if mark and sheet:
        return cell
    label = cell_label(term.where.cell, form, lang)
    return label.rsplit("·" if lang == "zh" else ": ", 1)[-1]


def _numbers(side: tuple[Term, ...]) -> str:
    shown = [show(term.value) or "0" for term in side]
    if len(shown) > MOST:
        filled = [number for number in shown if number != "0"]
        return "+".join(filled[:MOST]) + ("+…" if len(filled) > MOST else "") if filled else "0"
    return _signed(shown, side)


def _signed(names: list[str], side: tuple[Term, ...]) -> str:
    text = ""
    for name, term in zip(names, side, strict=True):
        text += ("−" if term.factor < 0 else "+" if text else "") + name
    return text
