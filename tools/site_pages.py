"""The pages of docs/ that are made of the program: its codes, its commands, its Python API."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from govinfo_cli.finding import RULES
from govinfo_cli.messages import LANGUAGES
from site_codes import code_list, code_page, examples
from site_reference import commands, python

MADE_FROM: Final = {
    "zh": "<!-- 由 python tools/generate.py 生成 -->",
    "en": "<!-- made by python tools/generate.py -->",
}
OTHER: Final = {"zh": ("en", "English"), "en": ("zh", "中文")}


def pages() -> dict[str, str]:
    """All generated pages by their paths in ``docs``."""
    found = examples()
    made: dict[str, str] = {}
    for lang in LANGUAGES:
        made |= {
            f"{lang}/codes/index.md": _finish(lang, "codes/index.md", code_list(lang)),
            f"{lang}/reference/commands.md": _finish(lang, "reference/commands.md", commands(lang)),
            f"{lang}/reference/python.md": _finish(lang, "reference/python.md", python(lang)),
        }
        for rule in RULES:
            path = f"codes/{rule.code}.md"
            made[f"{lang}/{path}"] = _finish(
                lang, path, code_page(rule, lang, found.get(rule.code))
            )
    return made


def _finish(lang: str, path: str, lines: Iterator[str]) -> str:
    title, *rest = lines
    other, name = OTHER[lang]
    head = (title, f"[{name}](../../{other}/{path})", MADE_FROM[lang])
    return "\n\n".join((*head, *rest)) + "\n"
