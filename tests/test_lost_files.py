"""A file that takes too much loses itself alone, and no worker outlives the command."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from forking import forked, needs_fork

from govinfo_cli import convert
from govinfo_cli.cli import main
from govinfo_cli.limits import Limits, bound_memory
from hostile_packages import book, cells, packed

VALID = Path(__file__).resolve().parent.parent / "examples" / "valid"
GOVINFO = (sys.executable, "-m", "govinfo_cli")
COUNT = 200  # outputs of a batch that is killed
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="limits and /proc of Linux")


@pytest.fixture
def batch(tmp_path: Path) -> Path:
    """Files that are read, before and behind the one that is not."""
    for name in ("a.json", "z.json"):
        shutil.copy(VALID / "county_2024.json", tmp_path / name)
    return tmp_path


def told(folder: Path, *options: str) -> tuple[dict[str, str], str]:
    """The sentence of each file ("" where it was read), and standard error."""
    line = [*GOVINFO, "validate", str(folder), "--format", "json", "--lang", "en", *options]
    done = subprocess.run(line, capture_output=True, check=False, timeout=120)
    assert done.returncode == 2
    files = json.loads(done.stdout)["files"]
    return {Path(f["path"]).name: f.get("error") or "" for f in files}, done.stderr.decode()


@pytest.mark.parametrize("jobs", ["0", "2"])
def test_a_library_that_aborts_for_lack_of_memory(batch: Path, jobs: str) -> None:
    """The scan lets it pass, since more cells are allowed; the library asks for 2.6 GB."""
    (batch / "m.xlsx").write_bytes(packed(book(cells("A1", "CC1000000"))))
    found, errors = told(batch, "--jobs", jobs, "--limit", "cells=100000000,memory=512M")
    assert found.pop("a.json") == found.pop("z.json") == ""
    assert "status -6" in found["m.xlsx"]
    assert "--limit memory=" in found["m.xlsx"]
    assert errors == ""  # what the library says of it goes nowhere


def test_memory_that_runs_out_in_python(batch: Path) -> None:
    rows = ",".join(["某" * 20] * 20) + "\n"
    (batch / "m.csv").write_text(rows * 15_000, "utf-8")
    found, errors = told(batch, "--jobs", "2", "--limit", "memory=48M")
    assert found.pop("a.json") == found.pop("z.json") == ""
    assert "takes too much memory (limit 50331648 bytes)" in found["m.csv"]
    assert errors == ""


def test_a_file_that_takes_too_long(batch: Path) -> None:
    rows = ",".join(["规章"] * 20) + "\n"
    (batch / "m.csv").write_text(rows * 90_000, "utf-8")  # allowed; takes many seconds
    found, errors = told(batch, "--jobs", "2", "--timeout", "1")
    assert found.pop("a.json") == found.pop("z.json") == ""
    assert "longer than 1 seconds" in found["m.csv"]
    assert errors == ""


def test_the_default_lets_every_example_pass(capsys: pytest.CaptureFixture[str]) -> None:
    assert Limits().memory >= 1024**3
    assert main(["validate", str(VALID), "--jobs", "2"]) == 0
    capsys.readouterr()


def test_a_process_takes_no_more_than_its_bound() -> None:
    child = os.fork()
    if child == 0:
        bound_memory(64 * 1024**2)
        try:
            bytearray(32 * 1024**2)
            bytearray(128 * 1024**2)
        except MemoryError:
            os._exit(7)
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7


def alive(process: int) -> bool:
    """Whether a process runs: one that has ended may wait for its parent to notice."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def children(process: int) -> list[int]:
    path = Path(f"/proc/{process}/task/{process}/children")
    return [int(word) for word in path.read_text().split()] if path.exists() else []


def until(true: object, seconds: float = 20) -> bool:
    """Wait for something to come about."""
    assert callable(true)
    end = time.monotonic() + seconds
    while not true() and time.monotonic() < end:
        time.sleep(0.02)
    return bool(true())


@pytest.mark.parametrize("limit", ["0", "60"])  # with one, a watchdog sits in the workers, too
def test_no_worker_outlives_a_killed_command(tmp_path: Path, limit: str) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    first = shutil.copy(VALID / "county_2024.json", folder / "0.json")
    for number in range(1, 1500):
        os.link(first, folder / f"{number}.json")
    output = tmp_path / "found.jsonl"
    output.write_text("old")
    process = subprocess.Popen(
        [*GOVINFO, "validate", str(folder), "--jobs", "2", "--timeout", limit,
         "--format", "jsonl", "-o", str(output), "--force"],
    )  # fmt: skip
    assert until(lambda: len(children(process.pid)) == 2)
    workers = children(process.pid)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert until(lambda: not any(map(alive, workers)))
    assert output.read_text() == "old"


@needs_fork
def test_a_killed_batch_of_outputs_is_whole_and_is_finished(tmp_path: Path) -> None:
    """``kill -9`` amid ``convert --jobs 2``: each output absent, old, or new; then the rest."""
    reports, out = tmp_path / "reports", tmp_path / "out"
    reports.mkdir()
    first = shutil.copy(VALID / "county_2024.json", reports / "0.json")
    for number in range(1, COUNT):
        os.link(first, reports / f"{number}.json")
    new = convert(first, "md")
    line = ["convert", str(reports), "--to", "md", "-o", str(out), "--jobs", "2"]
    chance = random.Random(9)  # noqa: S311
    ends = []
    for turn in range(int(os.environ.get("GOVINFO_KILLS", "2"))):
        old = _outputs(out, turn % 2 * COUNT // 2)
        process = subprocess.Popen([*GOVINFO, *line, "--force"], stderr=subprocess.DEVNULL)
        enough = chance.randrange(1, COUNT // 2)
        assert until(lambda n=enough: sum(p.read_bytes() == new for p in out.glob("*.md")) >= n)
        workers = children(process.pid)
        process.send_signal(signal.SIGKILL)
        ends.append(process.wait())
        assert until(lambda pids=workers: not any(map(alive, pids)))
        left = {path.name: path.read_bytes() for path in out.glob("*.md")}
        assert set(left.values()) <= {new, *old.values()}
        assert old.keys() <= left.keys()
        ended = forked(*line, "--resume" if turn % 3 else "--force")
        assert ended.status == 0
        assert {path.name: path.read_bytes() for path in out.iterdir()} == {
            f"{number}.md": new for number in range(COUNT)
        }
    assert -signal.SIGKILL in ends


def _outputs(folder: Path, count: int) -> dict[str, bytes]:
    """A folder with so many outputs of an earlier time, and nothing else."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for number in range(count):
        path = folder / f"{number}.md"
        path.write_bytes(b"old")
        os.utime(path, (0, 0))
    return {path.name: b"old" for path in folder.iterdir()}
