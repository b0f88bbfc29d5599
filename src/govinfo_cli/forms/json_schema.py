"""The JSON Schema (2020-12) of a form's canonical JSON, generated from the form's data."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from govinfo_cli.forms.model import Form, Table

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
_ID: Final = "urn:govinfo:schema:report:"
_TEXT: Final = {"type": "string"}
_EXTRA_CODES: Final = ("S105", "S106", "S107", "S108", "V202", "V207", "V208")
_NOTHING: Final = "null 表示空白。"


def schema_id(name: str) -> str:
    """The name under which editors know a form's schema; written into each report as $schema.

    It is a name and no address: nothing is fetched, an editor maps it (docs/en/editors.md).
    """
    return _ID + name


def report_schema(form: Form) -> dict[str, object]:
    """The schema that an editor uses for one form's reports; titles are the printed labels."""
    years: dict[str, object] = {"title": "报告年度", "type": "integer", "minimum": form.first_year}
    if form.last_year is not None:
        years["maximum"] = form.last_year
    years["examples"] = [form.last_year or form.first_year + 3]
    tables = {table.key: _table(form, table) for table in form.tables}
    return {
        "$schema": DIALECT,
        "$id": schema_id(form.name),
        "title": form.title,
        "description": f"依据：{form.source}。数值为整数、小数（金额，万元）或 null（空白）。",
        "type": "object",
        "required": ["form", "year", "organ", "tables"],
        "additionalProperties": False,
        "properties": {
            "$schema": {
                "title": "本文件所依的 JSON Schema", **_TEXT, "examples": [schema_id(form.name)],
            },
            "form": {
                "title": "格式", "description": form.title, "const": form.name,
                "examples": [form.name],
            },
            "year": years,
            "organ": {"title": "单位名称", "type": "string", "examples": ["某县人民政府"]},
            "organ_level": {
                "title": "单位类别",
                "description": "政府、部门、乡镇",
                "enum": ["government", "department", "township"],
                "examples": ["government"],
            },
            "published": {
                "title": "公布日期", "type": "string", "format": "date",
                "description": "年-月-日，用于核对公布期限。",
                "pattern": r"^\d{4}-\d{2}-\d{2}$", "examples": ["2025-01-20"],
            },
            "contact": {
                "title": "联系方式", "description": "公布前请核对，不要写私人电话。", **_TEXT,
                "examples": ["某县政务公开办公室"],
            },
            "title": {
                "title": "报告标题", "description": "与格式规定的标题不同时填写。", **_TEXT,
                "examples": [form.default_title("某县人民政府", form.last_year or 2024)],
            },
            "narrative": _narrative(form),
            "tables": _object("统计表", tables),
            "notes": {
                "title": "表下注释", "description": "印在各表下面的说明。",
                "type": "object", "additionalProperties": False,
                "properties": {t.key: {"title": t.label, **_TEXT} for t in form.tables},
                "examples": [{form.tables[-1].key: "注：含上年度结转数量。"}],
            },
            "extra": _extra(form),
            "contributions": _contributions(),
        },
    }  # fmt: skip


def _object(
    title: str, members: dict[str, dict[str, object]], optional: tuple[str, ...] = ()
) -> dict[str, object]:
    return {
        "title": title,
        "type": "object",
        "required": [key for key in members if key not in optional],
        "additionalProperties": False,
        "properties": members,
    }


def _narrative(form: Form) -> dict[str, object]:
    due = {"required": "应有文字。", "optional": "只有表格时可为空。"}
    sections = {
        section.key: {"title": section.label, "description": due[section.text], **_TEXT}
        for section in form.sections
    }
    preface = {"title": form.preface, "description": "标题与第一部分之间的文字。", **_TEXT}
    example = {form.sections[-1].key: "本年度没有收取信息处理费。\n没有其他需要报告的事项。"}
    return {
        "title": "文字部分", "description": "各部分的文字，段落之间以换行分隔。", "type": "object",
        "additionalProperties": False,
        "properties": {"preface": preface, **sections},
        "examples": [example],
    }  # fmt: skip


def _table(form: Form, table: Table) -> dict[str, object]:
    kinds: dict[str, dict[str, object]] = {
        "count": {"type": ["integer", "null"], "minimum": 0, "examples": [12, None]},
        "change": {"type": ["integer", "null"], "examples": [-8]},
        "amount": {"type": ["number", "null"], "minimum": 0, "examples": [Decimal("96171.6")]},
    }
    words = {"count": "非负整数；", "change": "整数，减少为负；", "amount": "万元；"}
    sums = _sums(form)
    rows = {}
    for row in table.rows.values():
        cells = {}
        for key in row.columns:
            column = table.columns[key]
            index = form.index[f"{table.key}/{row.key}/{key}"]
            told = words[column.kind] + sums.get(index, "") + _NOTHING
            cells[key] = {"title": column.label, "description": told, **kinds[column.kind]}
        rows[row.key] = _object(row.label, cells)
        rows[row.key]["description"] = " › ".join((table.short, *row.under, row.label))
    optional = tuple(key for key, row in table.rows.items() if not row.required)
    return _object(table.label, rows, optional)


def _sums(form: Form) -> dict[int, str]:
    """What totals are the sums of, in words: ``等于自然人至其他之和；``."""
    made: dict[int, str] = {}
    for rule in form.constraints:
        if rule.result >= 0 and rule.result not in made:
            first, last = (_addend(form, rule.right[at][0], rule.result) for at in (0, -1))
            made[rule.result] = f"等于“{first}”至“{last}”各项之和；"
    return made


def _addend(form: Form, index: int, total: int) -> str:
    """An addend by the label that tells it from its total."""
    cell = form.cells[index]
    table = form.table(cell.table)
    same_row = cell.row == form.cells[total].row
    return table.columns[cell.column].label if same_row else table.rows[cell.row].label


def _extra(form: Form) -> dict[str, object]:
    words = {"row": "行", "column": "列", "label": "标签", "source": "原文件中的位置"}
    return {
        "title": "未能归位的内容", "description": "读到而格式中没有位置的内容，原样保留。",
        "type": "array",
        "items": {
            "type": "object", "required": ["code", "table", "values"],
            "additionalProperties": False,
            "properties": {
                "code": {"title": "代码", "enum": list(_EXTRA_CODES)},
                "table": {"title": "表", "enum": [table.key for table in form.tables]},
                **{key: {"title": title, **_TEXT} for key, title in words.items()},
                "values": {"title": "原文", "type": "array", "items": _TEXT},
            },
        },
        "examples": [
            [{"code": "S105", "table": form.tables[0].key, "label": "政务新媒体", "values": ["3"]}]
        ],
    }  # fmt: skip


def _contributions() -> dict[str, object]:
    """Of a sum of reports: what each of them gave to which cell."""
    path = r"^[^/]+/[^/]+/[^/]+$"
    return {
        "title": "各单位的数（汇总报告）", "type": "array",
        "items": {
            "type": "object", "required": ["organ", "cells"], "additionalProperties": False,
            "properties": {
                "organ": {"title": "单位名称", **_TEXT},
                "file": {"title": "文件", **_TEXT},
                "cells": {
                    "title": "不为 0 的格：表/行/列", "type": "object",
                    "propertyNames": {"pattern": path},
                    "additionalProperties": {"type": ["number", "null"], "description": _NOTHING},
                },
                "lost": {
                    "title": "读不出数字的格", "type": "array",
                    "items": {"type": "string", "pattern": path},
                },
            },
        },
    }  # fmt: skip
