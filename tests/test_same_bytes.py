"""The same input gives the same bytes, on any machine, at any time; and nothing calls out."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from zipfile import ZipFile, is_zipfile

import every_command
import pytest

from govinfo_cli.cli.commands import BY_NAME

ROOT = Path(__file__).resolve().parent.parent
HERE = Path(every_command.__file__)
PLACES = (
    {"PYTHONHASHSEED": "1", "TZ": "Asia/Shanghai", "LC_ALL": "zh_CN.GBK", "PYTHONUTF8": "0"},
    {"PYTHONHASHSEED": "4242", "TZ": "America/St_Johns", "LC_ALL": "C", "PYTHONIOENCODING": "utf-8"},
)  # fmt: skip


def start(*words: object, **environment: str) -> subprocess.Popen[str]:
    keep = {k: v for k, v in os.environ.items() if not k.startswith(("LC_", "LANG", "GOVINFO"))}
    return subprocess.Popen(
        [sys.executable, str(HERE), *map(str, words)], stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE, text=True, cwd=ROOT, env=keep | environment,
    )  # fmt: skip


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Every command run in two places that could hardly differ more."""
    pytest.importorskip("pyarrow")
    folders = [tmp_path_factory.mktemp(f"place{number}") for number in range(len(PLACES))]
    running = [start(folder, **place) for folder, place in zip(folders, PLACES, strict=True)]
    for process in running:
        said = process.communicate()[1]
        assert process.returncode == 0, said
    return folders


def files(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}  # fmt: skip


def test_every_file_is_the_same(runs: list[Path]) -> None:
    one, other = map(files, runs)
    assert len(one) > 60
    assert one.keys() == other.keys()
    assert [name for name in one if one[name] != other[name]] == []


def test_no_clock_is_told(runs: list[Path]) -> None:
    def parts(path: Path) -> Iterator[bytes]:
        if not is_zipfile(path):
            yield path.read_bytes()
            return
        with ZipFile(path) as package:
            for entry in package.infolist():
                assert entry.date_time[0] < today.year - 1, f"{path.name}: {entry.filename}"
                if path.parent.parent.name != "marked" or entry.filename != "docProps/core.xml":
                    yield package.read(entry)  # a marked copy keeps the dates of its file

    today = datetime.now(UTC)
    own = [path for path in runs[0].rglob("*") if path.name not in ("filled.xlsx", "fixed.xlsx")]
    for path in own:  # those two keep the dates of the user's files
        if path.is_file():
            assert all(f"{today:%Y-%m-%d}".encode() not in part for part in parts(path)), path


def test_the_guard_against_the_network_holds() -> None:
    running = start("--probe")
    said = running.communicate()[1]
    assert (running.returncode, said) == (99, "NETWORK socket.getaddrinfo\n")


def test_every_command_was_run() -> None:
    covered = {line[0] for line in every_command.LINES} | every_command.LOCAL
    assert set(BY_NAME) <= covered, "a new command needs a line in tests/every_command.py"
