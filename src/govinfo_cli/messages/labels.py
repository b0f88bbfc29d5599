"""Paths of cells as people call them: 表三（一）予以公开·自然人."""

from __future__ import annotations

from govinfo_cli.forms import Form, Label, Table


def cell_label(path: str, form: Form | None, lang: str) -> str:
    """A table, row or cell by its printed labels; the path itself where there is no form."""
    table_key, _, rest = path.partition("/")
    table = next((t for t in form.tables if t.key == table_key), None) if form else None
    if table is None:
        return path
    row_key, _, column_key = rest.partition("/")
    row, column = table.rows.get(row_key), table.columns.get(column_key)
    if lang == "en":
        parts = [table.short_en, row.en if row else "", column.en if column else ""]
        return ": ".join(part for part in parts if part)
    words = table.short + (_row_words(table, row) if row else "")
    if not row and not column:
        return f"{table.short}（{table.label}）"
    return f"{words}·{column.label}" if column else words


def _row_words(table: Table, row: Label) -> str:
    """A row with its nearest group, its notes in brackets left out."""
    short = row.label.split("（区分", 1)[0]
    group = row.under[-1] if row.under else ""
    if table.arrangement == "matrix":
        return group + short if len(row.under) > 1 else short
    return f" {group}·{short}" if group else f" {short}"


def section_label(key: str, form: Form | None, lang: str) -> str:
    """A section's printed heading."""
    for section in form.sections if form else ():
        if section.key == key:
            return section.en if lang == "en" else section.label
    return key
