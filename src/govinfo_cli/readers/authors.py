"""Authors that are no person: names that programs put in by themselves."""

from __future__ import annotations

from typing import Final

NOBODY: Final = frozenset({
    "", "admin", "administrator", "govinfo", "openpyxl", "python-docx", "user", "windows 用户",
    "windows user", "microsoft office user", "lenovo", "dell", "hp", "pc", "unknown", "未知",
})  # fmt: skip
