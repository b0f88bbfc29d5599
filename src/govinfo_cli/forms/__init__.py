"""The forms, read from ``schemas/``: tables, labels, number kinds and sums are data."""

from __future__ import annotations

from govinfo_cli.forms.load import FormSet, load_forms
from govinfo_cli.forms.model import (
    Block,
    CellSpec,
    Constraint,
    Form,
    Label,
    OwnConstraint,
    Section,
    Table,
    Term,
)

__all__ = [
    "Block", "CellSpec", "Constraint", "Form", "FormSet", "Label", "OwnConstraint", "Section",
    "Table", "Term", "load_forms",
]  # fmt: skip
