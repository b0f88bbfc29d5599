"""The built programs: that nothing is left out of them, and (long) that they run."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import build_programs
import program_parts
from govinfo_cli.cli.commands import COMMANDS
from govinfo_cli.readers import READERS
from govinfo_cli.reporters import REPORTERS
from govinfo_cli.writers import WRITERS

ROOT = Path(__file__).resolve().parent.parent
SWAPPED = ROOT / "examples" / "invalid" / "digits_swapped.xlsx"


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The modules and data files that a program is told to hold, and nothing else of ours."""
    folder = tmp_path_factory.mktemp("program")
    for name in ["govinfo_cli", *program_parts.modules()]:
        parts = Path(*name.split("."))
        for source in (parts / "__init__.py", parts.with_suffix(".py")):
            path = program_parts.PACKAGE.parent / source
            if path.is_file():
                (folder / source).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(path, folder / source)
    for path, below in program_parts.data_files():
        (folder / below).mkdir(parents=True, exist_ok=True)
        shutil.copy(path, folder / below)
    return folder


@pytest.mark.parametrize(
    ("line", "status", "words"),
    [([str(SWAPPED)], 1, "应为 61"), (["--lang", "en", "rule", "A303"], 0, "row-total"),
     (["schema", "2019"], 0, "$schema"), (["validate", str(SWAPPED), "--format", "html"], 1, "<style>"),
     (["convert", str(SWAPPED), "--to", "html"], 0, "@media print")],
)  # fmt: skip
def test_what_is_listed_is_enough(unpacked: Path, line: list[str], status: int, words: str) -> None:
    start = f"import sys; sys.path.insert(0, {str(unpacked)!r}); from govinfo_cli.__main__ import run; run()"
    done = subprocess.run(
        [sys.executable, "-c", start, *line], capture_output=True, check=False, cwd=unpacked
    )
    assert done.returncode == status, done.stderr
    assert words in done.stdout.decode()


def test_the_window_finds_its_files(unpacked: Path) -> None:
    start = (
        f"import sys; sys.path.insert(0, {str(unpacked)!r})\n"
        "from govinfo_cli.serve import routes\n"
        "print(routes.__file__, *(len(routes._shipped('window.' + kind)) for kind in ('css', 'js', 'svg')))"
    )
    done = subprocess.run([sys.executable, "-c", start], capture_output=True, check=True)
    where, *sizes = done.stdout.decode().split()
    assert where.startswith(str(unpacked))
    assert all(map(int, sizes))


def test_modules_that_are_named_late_are_listed() -> None:
    named = {row.module for table in (READERS, WRITERS, REPORTERS) for row in table} - {""}
    named |= {row.filler for row in WRITERS} - {""}
    named |= {f"govinfo_cli.cli.{command.module}" for command in COMMANDS}
    assert named <= set(program_parts.modules())


def test_every_file_of_the_package_is_code_or_listed() -> None:
    listed = {Path(path).resolve() for path, _ in program_parts.data_files()}
    for folder in (ROOT / "src" / "govinfo_cli", ROOT / "schemas"):
        for path in folder.rglob("*"):
            if path.is_file() and path.suffix not in (".py", ".pyc"):
                assert path.resolve() in listed


def test_the_spec_names_the_list() -> None:
    spec = (ROOT / "tools" / "govinfo.spec").read_text("utf-8")
    assert "datas=data_files()" in spec
    assert "hiddenimports=modules()" in spec
    compile(spec, "govinfo.spec", "exec")


@pytest.mark.long
def test_the_programs_are_built_and_run(tmp_path: Path) -> None:
    assert build_programs.main(["--output", str(tmp_path)]) == 0
