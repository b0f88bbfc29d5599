"""Killed, stopped, out of disk or out of memory: each output is absent, old, or new and whole."""

from __future__ import annotations

import contextlib
import io
import os
import random
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
from forking import Ended, forked, needs_fork

from govinfo_cli import api, convert, fix, outfile
from govinfo_cli.messages import catalogue

pytestmark = needs_fork

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
COUNTY = EXAMPLES / "valid" / "county_2024.json"
SHEETS = EXAMPLES / "valid" / "sheets.xlsx"
SWAPPED = EXAMPLES / "invalid" / "digits_swapped.xlsx"
OLD = b"old"
STEPS = (
    "open",
    "write",
    "fsync",
    "link",
    "replace",
    "unlink",
    "fchmod",
    "mkdir",
    "close",
    "ftruncate",
)


@pytest.fixture(scope="module", autouse=True)
def _warm() -> None:
    """Have imported what the children need, so that each of them is quick."""
    for name in ("xlsx", "md", "csv", "sqlite", "html"):
        convert(COUNTY, name)
    fix(SWAPPED.read_bytes(), format="xlsx")
    forked("--help")
    from govinfo_cli.cli import main

    with contextlib.redirect_stdout(io.StringIO()):
        main(["validate", str(COUNTY)])


def killer(at: int, *, after: bool) -> Callable[[], None]:
    """Have the process killed at its n-th step that touches a file, before or after it."""

    def broken() -> None:
        steps = count(1)

        def deadly(name: str) -> Callable[..., object]:
            real = getattr(os, name)

            def step(*words: object, **named: object) -> object:
                this = next(steps)
                if this == at and not after:
                    os.kill(os.getpid(), signal.SIGKILL)
                try:
                    return real(*words, **named)
                finally:
                    if this == at and after:
                        os.kill(os.getpid(), signal.SIGKILL)

            return step

        def halves(path: Path, data: bytes) -> int:
            with io.open(path, "wb", buffering=0) as file:  # noqa: UP020  Path.open is patched by none
                for part in (data[: len(data) // 2], data[len(data) // 2 :]):
                    file.write(part)
                    if next(steps) == at:
                        os.kill(os.getpid(), signal.SIGKILL)
            return len(data)

        for name in STEPS:
            setattr(outfile.os, name, deadly(name))
        Path.write_bytes = halves  # type: ignore[method-assign,assignment]

    return broken


def whole(folder: Path, expected: dict[str, bytes], old: dict[str, bytes]) -> None:
    """Each output is absent, old or new; what else is there can be told and goes."""
    for path in folder.rglob("*"):
        if path.is_file() and not path.name.startswith(".govinfo-"):
            name = str(path.relative_to(folder))
            assert path.read_bytes() in (expected.get(name), old.get(name)), f"{name} is torn"
    for name in old:
        assert (folder / name).exists(), f"{name} was lost"


def tidy(folder: Path, line: list[object], expected: dict[str, bytes]) -> None:
    """The next run ends what the killed one began and leaves nothing of it."""
    assert forked(*line, "--force").status == 0
    left = {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    assert left == expected


def outputs_of(line: list[object], folder: Path) -> dict[str, bytes]:
    """What an undisturbed run leaves."""
    assert forked(*line, "--force").status == 0
    made = {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    for path in list(folder.rglob("*")):
        if path.is_file():
            path.unlink()
    return made


CASES = {
    "fix": ["fix", SWAPPED, "-o", "OUT/fixed.xlsx"],
    "batch": ["convert", COUNTY, EXAMPLES / "valid" / "county_2020.json", "--to", "md", "-o", "OUT"],
    "sqlite": ["convert", COUNTY, EXAMPLES / "valid" / "county_2020.json", "--to", "sqlite", "-o", "OUT/all.db"],
    "findings": ["validate", COUNTY, "--format", "json", "-o", "OUT/findings.json"],
}  # fmt: skip


def case_line(case: str, folder: Path) -> list[object]:
    folder.mkdir()
    return [str(word).replace("OUT", str(folder)) for word in CASES[case]]


@pytest.mark.parametrize("force", [False, True])
@pytest.mark.parametrize("case", CASES)
def test_killed_at_each_step(case: str, *, force: bool, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    line = case_line(case, folder)
    expected = outputs_of(line, folder)
    old = dict.fromkeys(expected, OLD) if force else {}
    killed = 0
    for at in count(1):
        for after in (False, True):
            for name, data in old.items():
                (folder / name).write_bytes(data)
            more = ["--force"] if force else []
            ended = forked(*line, *more, broken=killer(at, after=after))
            whole(folder, expected, old)
            if ended.status != -signal.SIGKILL:
                break
            killed += 1
            if not force:
                for name in expected:
                    (folder / name).unlink(missing_ok=True)
        if ended.status != -signal.SIGKILL:
            break
    assert killed > 5
    tidy(folder, line, expected)


def test_killed_at_any_moment(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    line: list[object] = ["convert", EXAMPLES / "valid", "--to", "xlsx", "-o", folder]
    expected = outputs_of(line, folder)
    chance = random.Random(7)  # noqa: S311
    ends = []
    for _ in range(int(os.environ.get("GOVINFO_KILLS", "4"))):
        ends.append(forked(*line, "--force", wait=chance.uniform(0.01, 0.5)).status)
        whole(folder, expected, {})
    assert -signal.SIGKILL in ends
    tidy(folder, line, expected)


def full(limit: int) -> Callable[[], None]:
    def broken() -> None:
        import resource

        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    return broken


def told(ended: Ended, key: str) -> bool:
    """Whether the sentence of that key was said, and no traceback."""
    sentence = catalogue("zh")["errors"][key].split("{")[0]
    return sentence in ended.err and "Traceback" not in ended.err + ended.out


@pytest.mark.parametrize(
    ("to", "limit"),
    [("xlsx", 4000), ("sqlite", 20_000), ("csv", 4000), ("parquet", 1000), ("docx", 1000)],
)
def test_a_limit_of_size_leaves_the_old_file(to: str, limit: int, tmp_path: Path) -> None:
    if to == "parquet":
        pytest.importorskip("pyarrow.parquet")
    target = tmp_path / "a.out"
    target.write_bytes(OLD)
    lines = [["convert", COUNTY, "--to", to, "-o", target, "--force"]]
    if to in ("sqlite", "csv", "parquet"):
        lines.append(["convert", COUNTY, SHEETS, "--to", to, "-o", target, "--force"])
    for line in lines:
        ended = forked(*line, broken=full(limit))
        assert (ended.status, target.read_bytes()) == (2, OLD)
        assert told(ended, "output-full"), ended.err
        assert [path.name for path in tmp_path.iterdir()] == ["a.out"]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of a few pages."""
    folder = tmp_path / "disk"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=96k", "tmpfs", str(folder)]
    if not sys.platform.startswith("linux") or os.geteuid() != 0:
        pytest.skip("only the superuser of Linux may mount a small disk")
    if subprocess.run(command, check=False, capture_output=True).returncode:
        pytest.skip("no disk may be mounted here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=False)  # noqa: S607


def test_a_full_disk(small_disk: Path) -> None:
    kept = small_disk / "county_2024.xlsx"
    kept.write_bytes(OLD)
    (small_disk / "filler").write_bytes(b"x" * 80_000)
    ended = forked("convert", COUNTY, SHEETS, "--to", "xlsx", "-o", small_disk, "--force")
    assert (ended.status, kept.read_bytes()) == (2, OLD)
    assert told(ended, "output-full")
    assert ended.err.count(str(small_disk)) == 2  # both files were tried, and both named
    for to in ("sqlite", "csv"):
        target = small_disk / "all.out"
        ended = forked("convert", EXAMPLES / "valid", "--to", to, "-o", target)
        assert ended.status == 2
        assert told(ended, "output-full"), ended.err
    assert sorted(path.name for path in small_disk.iterdir()) == ["county_2024.xlsx", "filler"]


def test_a_read_only_disk(small_disk: Path) -> None:
    (small_disk / "a.md").write_bytes(OLD)
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)  # noqa: S607
    for name in ("a.md", "b.md", "c/d.md"):
        ended = forked("convert", COUNTY, "--to", "md", "-o", small_disk / name, "--force")
        assert ended.status == 2
        assert told(ended, "output-read-only"), ended.err
    assert (small_disk / "a.md").read_bytes() == OLD


def test_a_folder_without_permission(tmp_path: Path) -> None:
    folder = tmp_path / "closed"
    folder.mkdir()
    tmp_path.chmod(0o755)

    def nobody() -> None:
        if os.geteuid() == 0:
            os.setgroups([])
            os.setgid(65534)
            os.setuid(65534)

    folder.chmod(0o555)
    for parent in (tmp_path.parent, tmp_path.parent.parent):
        with contextlib.suppress(PermissionError):
            if not parent.stat().st_mode & 0o001:
                parent.chmod(parent.stat().st_mode | 0o001)
    ended = forked("convert", COUNTY, "--to", "md", "-o", folder / "a.md", broken=nobody)
    if "PermissionError" in ended.err:
        pytest.skip("this user may not even look into the folder")
    assert ended.status == 2
    assert told(ended, "output-forbidden"), ended.err
    assert list(folder.iterdir()) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")
@pytest.mark.parametrize(
    "line", [["validate", COUNTY], ["rules"], ["convert", COUNTY, "--to", "md"], ["schema"]]
)
def test_standard_output_that_is_full_or_closed(line: list[object]) -> None:
    def onto(handle: int) -> None:
        os.dup2(handle, 1)
        sys.stdout = os.fdopen(1, "w", encoding="utf-8", closefd=False)

    def nowhere() -> None:
        onto(os.open("/dev/full", os.O_WRONLY))

    def gone() -> None:
        reading, writing = os.pipe()
        os.close(reading)
        onto(writing)

    def closed() -> None:
        os.close(1)
        sys.stdout = None  # type: ignore[assignment]

    ended = forked(*line, broken=nowhere)
    assert ended.status == 2
    assert told(ended, "stdout-failed"), ended.err
    ended = forked(*line, broken=gone)
    assert (ended.status, ended.err) == (2, "")
    ended = forked(*line, broken=closed)
    assert (ended.status, ended.err) == (0, "")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="RLIMIT_AS is Linux's")
@pytest.mark.parametrize(
    "line", [["validate", "--format", "jsonl"], ["convert", "--to", "md", "-o", "OUT"]]
)
def test_too_little_memory_for_one_file_of_many(line: list[str], tmp_path: Path) -> None:
    large = tmp_path / "large.json"
    with large.open("wb") as file:
        file.truncate(200_000_000)
    out = tmp_path / "out"

    def broken() -> None:
        import resource

        pages = int(Path("/proc/self/statm").read_text().split()[0])
        limit = pages * os.sysconf("SC_PAGE_SIZE") + 100_000_000
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))

    command, *more = [word.replace("OUT", str(out)) for word in line]
    ended = forked(command, large, COUNTY, *more, broken=broken)
    assert ended.status == 2
    assert "内存不足" in ended.out + ended.err
    assert "Traceback" not in ended.err
    if command == "convert":
        assert [path.name for path in out.iterdir()] == ["county_2024.md"]
    else:
        assert '"status": "valid"' in ended.out


def at_phase(phase: str, number: int) -> Callable[[], None]:
    """Have the process get a signal while it reads, checks or writes."""
    place, name = {
        "reading": (api, "read_document"), "checking": (api, "run_checks"), "writing": (os, "fsync"),
    }[phase]  # fmt: skip

    def broken() -> None:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        real = getattr(place, name)

        def struck(*words: object, **named: object) -> object:
            os.kill(os.getpid(), number)
            return real(*words, **named)

        setattr(place, name, struck)

    return broken


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("phase", ["reading", "checking", "writing"])
def test_stopped_in_each_phase(phase: str, number: signal.Signals, tmp_path: Path) -> None:
    target = tmp_path / "a.xlsx"
    target.write_bytes(OLD)
    line = ["fix", SWAPPED, "-o", target, "--force"]
    if phase == "checking":
        line = ["validate", SWAPPED, "--format", "html", "-o", target, "--force"]
    ended = forked(*line, broken=at_phase(phase, number))
    assert ended.status == 128 + number
    assert ended.err.strip() == "已中断。"
    assert target.read_bytes() == OLD
    assert [path.name for path in tmp_path.iterdir()] == ["a.xlsx"]


def test_nohup_is_respected(tmp_path: Path) -> None:
    def broken() -> None:
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
        at_phase("writing", signal.SIGHUP)()

    assert forked("fix", SWAPPED, "-o", tmp_path / "a.xlsx", broken=broken).status == 0
    assert (tmp_path / "a.xlsx").exists()


def test_a_reader_that_leaves() -> None:
    command = [sys.executable, "-m", "govinfo_cli", "validate", str(EXAMPLES)]
    with subprocess.Popen(command, stdout=-1, stderr=-1) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(10)
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() in (1, 2)
