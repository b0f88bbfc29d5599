"""Reports whose words try to be more than words, for the tests of what is written."""

from __future__ import annotations

import re
from pathlib import Path

from govinfo_cli import read
from govinfo_cli.report import Extra, Report

COUNTY = Path(__file__).resolve().parent.parent / "examples" / "valid" / "county_2024.json"

FORMULAS = (
    "=1+1", "+1+1", "-1+1", "@SUM(A1)", "=cmd|' /C calc'!A0", '=HYPERLINK("http://a.example","x")',
    "\t=1+1", "\r=1+1", "  =1+1", "＝1+1", "＋1", "－1+1", "＠A1", "'=1", "''=1", '=DDE("a";"b")',
    "\u2060=1", "\u00ad+1", "\u180e@A1", "\u202e-1", "﹦1+1", "﹢1", "﹣1", "﹫A1",
)  # fmt: skip
MARKUP = (
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", '" onmouseover="x', "</title><b>",
    "</td></tr></table>", "&lt;b&gt;", "# no heading", "> no quote", "- no item", "1. no item",
    "| a | b |", "a|b", "`code`", "``a | b``", "[a](javascript:x)", "![a](http://a.example/b)",
    "<http://a.example>", "see http://a.example or www.example.org", "***", "---", "===", "+++",
    "\\", "a\\|b", "\\# a", "    indented", "~~~", "```", "[^1]: note", "<!-- a -->", "&#27;", "**a**",
)  # fmt: skip
UNSEEN = ("\x1b[31mred\x1b[0m", "\x1b]0;title\x07", "\x9b31m", "a\u202egnp.exe", "\u2066a\u2069", "a\u200fb",
          "line\nfeed", "a\rb", "\x08\x08\x08", "a\u2028b", "\u061c", "\x7f")  # fmt: skip
OBEYED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]"
)
"""What a terminal, or the order of reading, would obey; line feed and tab are none of it."""


def report_of(text: str) -> Report:
    """A report that has a text wherever a report can have one."""
    made = read(COUNTY)
    made.organ = made.title = made.contact = text
    made.narrative["overview"] = f"前文\n{text}\n后文"
    made.notes["requests"] = text
    made.extra.append(Extra("S105", "disclosure", label=text, values=(text, "1"), source=text))
    made.extra.append(
        Extra("V202", "requests", "granted", "natural_person", values=(text,), source=text)
    )
    index = made.form.index["requests/granted/natural_person"]
    made.values[index] = None
    made.unread.add(index)
    return made
