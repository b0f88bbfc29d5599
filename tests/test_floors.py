"""An upper floor imports lower ones, never the reverse; the wings are strangers."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "src" / "govinfo_cli"
WINGS = {"readers", "recognise", "checks", "writers", "reporters", "messages"}
FLOORS = {
    "forms": 2,
    "config": 2,
    "pages": 2,
    "prose": 2,
    **dict.fromkeys(WINGS, 3),
    "localise": 4,
    "accept": 4,
    "api": 4,
    "fixing": 4,
    "frames": 4,
    "merging": 4,
    "marking": 4,
    "watching": 4,
    "serve": 4,
    "batch": 4,
    "pool": 4,
    "pairing": 4,
    "comparison": 4,
    "trends": 4,
    "cli": 5,
    "__main__": 5,
}
# A reporter words its findings; a batch knows the suffixes that can be read.
NEIGHBOURS = {("reporters", "messages")}
# A report carries its form; only the type is named.
BY_TYPE = {("report", "forms")}


def part(name: str) -> str:
    return name.split(".")[1] if "." in name else "__init__"


def imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("govinfo_cli."):
            found.add(str(node.module))
        if isinstance(node, ast.Import):
            found.update(a.name for a in node.names if a.name.startswith("govinfo_cli."))
    return found


@pytest.mark.parametrize(
    "path", sorted(PACKAGE.rglob("*.py")), ids=lambda p: str(p.relative_to(PACKAGE))
)
def test_imports_go_down(path: Path) -> None:
    here = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    if here == "__init__":
        return
    for name in imports(path):
        there = part(name)
        if here in WINGS and there in WINGS and here != there:
            assert (here, there) in NEIGHBOURS, f"{path.name} imports {name}"
        if (here, there) in BY_TYPE:
            continue
        assert FLOORS.get(there, 1) <= FLOORS.get(here, 1), f"{path.name} imports {name}"


@pytest.mark.parametrize("module", ["typer", "rich", "click"])
def test_only_the_command_line_knows(module: str) -> None:
    for path in PACKAGE.rglob("*.py"):
        if path.relative_to(PACKAGE).parts[0] != "cli":
            text = path.read_text("utf-8")
            assert f"import {module}" not in text
            assert f"from {module}" not in text
