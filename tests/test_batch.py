"""What words stand for, and where outputs go."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from govinfo_cli.batch import STDIN, Input, expand, plan
from govinfo_cli.errors import UnreadableError, UnwritableError

NAMES = (
    "b.xlsx",
    "a/2.json",
    "a/1.json",
    "a.b/x.md",
    "a/z/y.csv",
    ".hidden/x.json",
    "~$b.xlsx",
    "no.py",
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in NAMES:
        path = tmp_path / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"{}")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def relative(*words: str) -> list[str]:
    return [entry.relative.as_posix() for entry in expand(words)]


def test_a_folder_in_a_steady_order(folder: Path) -> None:
    due = sorted(
        path for path in Path("in").rglob("*") if path.suffix in (".xlsx", ".json", ".md", ".csv")
    )
    shown = [path.relative_to("in").as_posix() for path in due if not path.name.startswith("~$")]
    shown = [path for path in shown if not path.startswith(".")]
    assert relative("in") == relative("in/") == relative(str(folder / "in")) == shown
    assert [entry.path for entry in expand(["in"])] == [str(Path("in", name)) for name in shown]
    assert len(expand(["in"])) == len(shown)


def test_patterns_keep_what_lies_below_their_fixed_part(folder: Path) -> None:
    assert relative("in/a/*.json") == ["1.json", "2.json"]
    assert relative("in/**/*.json") == ["a/1.json", "a/2.json"]
    assert relative("**/1.json") == ["in/a/1.json"]
    assert relative(str(folder / "in" / "*.xlsx")) == ["b.xlsx"]


def test_each_file_once_whatever_it_is_called(folder: Path) -> None:
    (folder / "link.json").symlink_to("in/a/1.json")
    assert relative("in/b.xlsx", "in", "./in/b.xlsx", "link.json", STDIN, STDIN) == [
        "b.xlsx", "a/1.json", "a/2.json", "a/z/y.csv", "a.b/x.md", "stdin",
    ]  # fmt: skip


def test_what_is_missing_stays_and_what_is_empty_is_told(folder: Path) -> None:
    (folder / "empty").mkdir()
    assert relative("none.xlsx") == ["none.xlsx"]
    for word in ("empty", "in/*.pdf"):
        with pytest.raises(UnreadableError, match="nothing-found"):
            expand([word])
    found = expand(["in/b.xlsx", "empty", "none.json"], lambda word, error: (word, error.key))
    assert list(found) == [Input("in/b.xlsx"), ("empty", "nothing-found"), Input("none.json")]
    assert len(found) == 3


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root reads everything")
def test_a_folder_that_cannot_be_looked_into_is_told(folder: Path) -> None:
    (folder / "in" / "a").chmod(0)
    assert "a" in relative("in")


def test_outputs_keep_the_layout_and_never_meet(folder: Path) -> None:
    out = folder / "out"
    inputs = expand(["in/a", "in/b.xlsx"])
    shown = [str(path) for path in plan(inputs, out, ".md", folder=True)]
    assert shown == [str(out / name) for name in ("1.md", "2.md", "z/y.md", "b.md")]
    (folder / "in" / "a" / "1.csv").write_bytes(b"")
    twins = [str(path) for path in plan(expand(["in/a"]), out, ".md", folder=True)]
    assert twins[:2] == [str(out / "1.csv.md"), str(out / "1.json.md")]
    with pytest.raises(UnwritableError, match="output-is-input"):
        plan(expand(["in/a"]), folder / "in" / "a", ".csv", folder=True)
