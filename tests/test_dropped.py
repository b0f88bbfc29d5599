from __future__ import annotations

import builtins
import sys
from pathlib import Path

import pytest

from govinfo_cli.cli import dropped, main, program
from govinfo_cli.cli.commands import COMMANDS
from govinfo_cli.cli.dropped import is_alone, with_command
from govinfo_cli.errors import UsageError

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
SWAPPED = str(EXAMPLES / "invalid" / "digits_swapped.xlsx")
COUNTY = str(EXAMPLES / "valid" / "county_2024.json")


@pytest.mark.parametrize(
    "words",
    [["a.xlsx"], ["gone.xlsx"], ["dir/", "b.docx"], ["./validate"], ["reports/*.xlsx"], ["*.pdf"],
     ["甲县.xlsx", "--strict"], [SWAPPED, COUNTY]],
)  # fmt: skip
def test_what_is_a_path_is_validated(words: list[str]) -> None:
    assert with_command(words) == ["validate", *words]
    assert with_command(["--lang", "en", *words]) == ["--lang", "en", "validate", *words]
    assert with_command(["--lang=en", *words]) == ["--lang=en", "validate", *words]


def test_every_command_stays_a_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for command in COMMANDS:
        Path(command.name).mkdir()
        assert with_command([command.name, "x"]) == [command.name, "x"]
    Path("reports").mkdir()
    assert with_command(["reports"]) == ["validate", "reports"]
    for line in ([], ["--help"], ["--version"], ["--lang", "en"]):
        assert with_command(line) == line


def test_a_mistyped_command_is_told_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(UsageError) as caught:
        with_command(["vaildate", "x.xlsx"])
    assert caught.value.facts["near"] == "validate"
    assert main(["vaildate", SWAPPED]) == 2
    told = capsys.readouterr()
    assert "是否想用 validate" in told.err
    assert not told.out
    assert main(["wxyz"]) == 2
    assert "validate, fix, convert" in capsys.readouterr().err


def test_files_without_a_command_are_checked(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([SWAPPED, COUNTY]) == 1
    told = capsys.readouterr().out
    assert "digits_swapped.xlsx" in told
    assert "county_2024.json" in told


def test_only_a_console_of_its_own_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(dropped.WAIT, raising=False)
    assert not is_alone()
    monkeypatch.setenv(dropped.WAIT, "1")
    assert is_alone()
    monkeypatch.setenv(dropped.WAIT, "0")
    assert not is_alone()


@pytest.mark.parametrize(
    ("here", "unpacked", "alone"),
    [(1, "app/_internal", True), (2, "app/_internal", False), (2, "temp/_MEI1", True),
     (3, "temp/_MEI1", False), (0, "app/_internal", False)],
)  # fmt: skip
def test_windows_counts_the_processes_of_the_console(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, here: int, unpacked: str, *, alone: bool
) -> None:
    program_file = str(tmp_path / "app" / "govinfo.exe")
    monkeypatch.delenv(dropped.WAIT, raising=False)
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path / unpacked), raising=False)
    monkeypatch.setattr(sys, "executable", program_file)
    monkeypatch.setattr(dropped, "_processes_here", lambda: here)
    assert is_alone() == alone


class Screen:
    """A standard stream that says it is a terminal."""

    def __init__(self, stream: object) -> None:
        self.stream = stream

    def __getattr__(self, name: str) -> object:
        return getattr(self.stream, name)

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("wait", "arguments", "line", "waits"),
    [("1", [SWAPPED], [SWAPPED], True), ("0", [SWAPPED], [SWAPPED], False),
     ("1", [], ["serve"], False), ("0", [], [], False)],
)  # fmt: skip
def test_the_program_waits_after_a_drop(
    monkeypatch: pytest.MonkeyPatch,
    wait: str,
    arguments: list[str],
    line: list[str],
    *,
    waits: bool,
) -> None:
    seen: list[object] = []
    monkeypatch.setenv(dropped.WAIT, wait)
    monkeypatch.setattr(sys, "argv", ["govinfo", *arguments])
    monkeypatch.setattr(program, "main", lambda words: seen.append(words) or 0)
    monkeypatch.setattr(sys, "stdin", Screen(sys.stdin))
    monkeypatch.setattr(sys, "stdout", Screen(sys.stdout))
    monkeypatch.setattr(builtins, "input", lambda: seen.append("key"))
    assert program.run() == 0
    assert seen == ([line, "key"] if waits else [line])
