"""The JSON Schema (2020-12) of a form's canonical JSON, generated from the form's data."""

from __future__ import annotations

from typing import Final

from govinfo_cli.forms.model import Form, Table

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
_TEXT: Final = {"type": "string"}
_EXTRA_CODES: Final = ("S105", "S106", "S107", "S108", "V202", "V207", "V208")
_NOTHING: Final = "null 表示空白。"


def report_schema(form: Form) -> dict[str, object]:
    """The schema that an editor uses for one form's reports; titles are the printed labels."""
    years: dict[str, object] = {"title": "报告年度", "type": "integer", "minimum": form.first_year}
    if form.last_year is not None:
        years["maximum"] = form.last_year
    years["examples"] = [form.last_year or form.first_year + 3]
    tables = {table.key: _table(table) for table in form.tables}
    return {
        "$schema": DIALECT,
        "title": form.title,
        "description": f"依据：{form.source}。数值为整数、小数（金额，万元）或 null（空白）。",
        "type": "object",
        "required": ["form", "year", "organ", "tables"],
        "additionalProperties": False,
        "properties": {
            "$schema": _TEXT,
            "form": {"title": "格式", "const": form.name},
            "year": years,
            "organ": {"title": "单位名称", "type": "string", "examples": ["某县人民政府"]},
            "organ_level": {
                "title": "单位类别",
                "description": "政府、部门、乡镇",
                "enum": ["government", "department", "township"],
            },
            "published": {
                "title": "公布日期", "type": "string", "format": "date",
                "pattern": r"^\d{4}-\d{2}-\d{2}$", "examples": ["2025-01-20"],
            },
            "contact": {"title": "联系方式", **_TEXT},
            "title": {"title": "报告标题（与格式规定不同时）", **_TEXT},
            "narrative": _narrative(form),
            "tables": _object("统计表", tables),
            "notes": {
                "title": "表下注释", "type": "object", "additionalProperties": False,
                "properties": {t.key: {"title": t.label, **_TEXT} for t in form.tables},
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
    sections = {section.key: {"title": section.label, **_TEXT} for section in form.sections}
    return {
        "title": "文字部分", "description": "各部分的文字，段落之间以换行分隔。", "type": "object",
        "additionalProperties": False,
        "properties": {"preface": {"title": form.preface, **_TEXT}, **sections},
    }  # fmt: skip


def _table(table: Table) -> dict[str, object]:
    kinds: dict[str, dict[str, object]] = {
        "count": {
            "type": ["integer", "null"],
            "minimum": 0,
            "description": "非负整数；" + _NOTHING,
        },
        "change": {"type": ["integer", "null"], "description": "整数，减少为负；" + _NOTHING},
        "amount": {"type": ["number", "null"], "minimum": 0, "description": "万元；" + _NOTHING},
    }
    rows = {}
    for row in table.rows.values():
        cells = {
            key: {"title": table.columns[key].label, **kinds[table.columns[key].kind]}
            for key in row.columns
        }
        rows[row.key] = _object(row.label, cells)
    optional = tuple(key for key, row in table.rows.items() if not row.required)
    return _object(table.label, rows, optional)


def _extra(form: Form) -> dict[str, object]:
    words = {"row": "行", "column": "列", "label": "标签", "source": "原文件中的位置"}
    return {
        "title": "未能归位的内容", "type": "array",
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
