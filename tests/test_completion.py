"""The completion scripts, run by the shells themselves where they are installed."""

from __future__ import annotations

import os
import re
import select
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from govinfo_cli.cli import main
from govinfo_cli.cli.commands import COMMANDS
from govinfo_cli.cli.completion import SHELLS, entries_of

needs_zsh = pytest.mark.skipif(not shutil.which("zsh"), reason="zsh is not installed")
needs_fish = pytest.mark.skipif(not shutil.which("fish"), reason="fish is not installed")
needs_bash = pytest.mark.skipif(not shutil.which("bash"), reason="bash is not installed")


@pytest.fixture
def scripts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    for shell in SHELLS:
        assert main(["completion", shell]) == 0
        (tmp_path / f"govinfo.{shell}").write_text(capsys.readouterr().out, "utf-8")
    (tmp_path / "报告.xlsx").touch()
    return tmp_path


def run(line: list[str], folder: Path) -> str:
    environment = {**os.environ, "LC_ALL": "C.UTF-8", "HOME": str(folder)}
    done = subprocess.run(line, capture_output=True, cwd=folder, env=environment, check=False, timeout=60)  # fmt: skip
    assert done.returncode == 0, done.stderr.decode()
    assert not done.stderr, done.stderr.decode()
    return done.stdout.decode()


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_command_and_option_is_there(
    shell: str, lang: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["completion", shell, "--lang", lang]) == 0
    script = capsys.readouterr().out
    for entry in entries_of(lang):
        assert entry.name in script
        assert all(flag.lstrip("-") in script for option in entry.flags for flag in option.flags)
    assert ("校验报告" in script) == (lang == "zh" and shell != "bash")
    assert len(entries_of(lang)) == len(COMMANDS)


def bash(scripts: Path, *words: str) -> list[str]:
    line = " ".join(f"'{word}'" for word in ("govinfo", *words))
    answer = "_govinfo; printf '%s\\n' \"${COMPREPLY[@]}\""
    told = run(
        ["bash", "--norc", "-c", f"source govinfo.bash; COMP_WORDS=({line}); COMP_CWORD={len(words)}; {answer}"], scripts,
    )  # fmt: skip
    return told.split()


@needs_bash
def test_bash(scripts: Path) -> None:
    assert bash(scripts, "va") == ["validate"]
    assert "completion" in bash(scripts, "")
    assert bash(scripts, "validate", "--exit") == ["--exit-zero"]
    assert {"sarif", "junit", "github"} <= set(bash(scripts, "validate", "--format", ""))
    assert bash(scripts, "validate", "--format", "sa") == ["sarif"]
    assert bash(scripts, "validate", "--format", "=", "sa") == ["sarif"]
    assert "A303" in bash(scripts, "rule", "A3")
    assert bash(scripts, "validate", "x") == []  # left to bash: files


@needs_fish
def test_fish(scripts: Path) -> None:
    def fish(line: str) -> str:
        return run(
            ["fish", "--no-config", "-c", f"source govinfo.fish; complete -C '{line}'"], scripts
        )

    assert "validate\t校验报告" in fish("govinfo va")
    assert "--exit-zero\t有错误也以 0 退出" in fish("govinfo validate --exit")
    assert "sarif" in fish("govinfo validate --format sa")
    assert "A303\t行合计不符" in fish("govinfo rule A30")
    assert "报告.xlsx" in fish("govinfo validate ")


def zsh(scripts: Path, typed: str, *wanted: str) -> str:
    """What an interactive zsh shows for a line and two tabs."""
    import pty

    child, terminal = pty.fork()
    if not child:  # pragma: no cover  the shell itself
        os.chdir(scripts)
        os.environ |= {"LC_ALL": "C.UTF-8", "HOME": str(scripts), "TERM": "dumb", "COLUMNS": "160", "PS1": "> "}  # fmt: skip
        os.execvp("zsh", ["zsh", "-f", "-i"])  # noqa: S606, S607
    shown = ""
    os.write(terminal, b"autoload -Uz compinit; compinit -u; source ./govinfo.zsh; setopt nobeep\n")
    os.write(terminal, typed.encode() + b"\t\t")
    end = time.monotonic() + 30
    while time.monotonic() < end and not all(word in shown for word in wanted):
        if select.select([terminal], [], [], 0.2)[0]:
            try:
                shown += re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", os.read(terminal, 65536).decode("utf-8", "replace"))  # fmt: skip
            except OSError:
                break
    os.close(terminal)
    os.waitpid(child, 0)
    return shown


@needs_zsh
@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminal")
@pytest.mark.parametrize(
    ("typed", "wanted"),
    [("govinfo ", ("校验报告", "completion")),
     ("govinfo validate --exit-z", ("--exit-zero",)),
     ("govinfo validate --max-findings 3 --w", ("--write-baseline",)),
     ("govinfo validate --st", ("--strict",)),
     ("govinfo validate --format ", ("sarif", "junit")),
     ("govinfo rule A30", ("A303", "行合计不符")),
     ("govinfo schema ", ("2021年格式",)),
     ("govinfo validate --no-conf", ("--no-config",))],
)  # fmt: skip
def test_zsh(scripts: Path, typed: str, wanted: tuple[str, ...]) -> None:
    shown = zsh(scripts, typed, *wanted)
    assert all(word in shown for word in wanted), shown


def test_an_unknown_shell_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["completion", "tcsh"]) == 2
    assert "powershell" in capsys.readouterr().err
    assert main(["completion", "pwsh"]) == 0
