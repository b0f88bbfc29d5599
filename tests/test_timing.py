"""A file that takes too long is named and given up, whatever reads it; all others are done."""

from __future__ import annotations

import json
import shutil
import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from govinfo_cli import api, timing
from govinfo_cli.cli import main
from govinfo_cli.document import Document
from govinfo_cli.errors import UnreadableError
from govinfo_cli.finding import Finding
from govinfo_cli.limits import Limits
from govinfo_cli.report import Report
from govinfo_cli.timing import in_time, keeping_time

VALID = Path(__file__).resolve().parent.parent / "examples" / "valid"
has_timer = pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="no such timer here")


def without_end() -> None:
    """Python code that takes what is raised in it for a fault of the file."""
    while True:
        try:
            sum(range(1000))
        except Exception:  # noqa: BLE001, S112  as readers of damaged files do
            continue


def is_given_up(body: Callable[[], object]) -> bool:
    with keeping_time():
        try:
            with in_time(0.2):
                body()
        except UnreadableError as error:
            assert error.key == "input-too-slow"
            assert error.facts == {"seconds": 0.2}
            assert error.__context__ is not None
            assert error.__context__.__traceback__ is None, "it holds all that was read"
            return True
    return False


def is_at_rest() -> bool:
    """Whether nothing is watched, and nothing will be interrupted any more."""
    timer = signal.getitimer(signal.ITIMER_REAL)[0] if hasattr(signal, "getitimer") else 0
    return not (timing._until or timing._watched or timing._struck or timer)  # noqa: SLF001


@pytest.fixture(params=["timer", "clock"])
def _by(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on this system, and as on one without the timer."""
    if request.param == "clock":
        monkeypatch.delattr(signal, "setitimer", raising=False)


@pytest.mark.usefixtures("_by")
def test_what_does_not_end_is_given_up_and_nothing_stays_behind() -> None:
    assert is_given_up(without_end)
    assert not is_given_up(lambda: None)
    assert is_at_rest()


@has_timer
def test_what_waits_is_given_up() -> None:
    before = signal.getsignal(signal.SIGALRM)
    assert is_given_up(lambda: time.sleep(30))
    assert signal.getsignal(signal.SIGALRM) == before


def test_other_threads_have_their_own_time() -> None:
    given_up: list[bool] = []
    bodies: tuple[Callable[[], object], ...] = (without_end, lambda: time.sleep(0.01), without_end)
    threads = [threading.Thread(target=lambda b=b: given_up.append(is_given_up(b))) for b in bodies]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(given_up) == [False, True, True]
    assert is_at_rest()


@pytest.mark.usefixtures("_by")
def test_a_destructor_that_swallows_it_wins_a_moment_only(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(timing, "AGAIN", 0.1)
    swallowed = []

    class Slow:
        def __del__(self) -> None:
            try:
                without_end()
            except BaseException as error:  # noqa: BLE001  as Python does in a destructor
                swallowed.append(error)

    def body() -> None:
        Slow()
        without_end()

    assert is_given_up(body)
    assert len(swallowed) == 1


def test_the_first_limit_holds_and_none_where_none_is_kept() -> None:
    with in_time(0.01):
        time.sleep(0.05)
    with keeping_time(), in_time(30), in_time(0.01):
        time.sleep(0.05)
    with keeping_time(), in_time(0):
        time.sleep(0.01)
    assert is_at_rest()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Reports, among them one at which the reader stays for ever; its time is a second."""
    for name in ("a.md", "slow.md", "z.md"):
        shutil.copy(VALID / "pipes.md", tmp_path / name)
    (tmp_path / "slow.md").write_text("slow", "utf-8")
    (tmp_path / "govinfo.toml").write_text(
        '[[per-path]]\npath = "slow.*"\nlimits = { time = 1 }\n', "utf-8"
    )
    real = api.read_document

    def read_document(data: bytes, reader: Any) -> Document:
        if data == b"slow":
            without_end()
        return real(data, reader)

    monkeypatch.setattr(api, "read_document", read_document)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("jobs", ["0", "2"])
def test_a_slow_file_among_others(
    folder: Path, jobs: str, capsys: pytest.CaptureFixture[str]
) -> None:
    if jobs == "2" and not hasattr(signal, "setitimer"):
        pytest.skip("the slow reader is in forked workers only")
    line = ["validate", str(folder), "--jobs", jobs, "--format", "json", "--lang", "en"]
    assert main(line) == 2
    files = json.loads(capsys.readouterr().out)["files"]
    told = {Path(f["path"]).name: f.get("error") or "" for f in files}
    assert told.pop("a.md") == told.pop("z.md") == ""
    assert "longer than 1 seconds" in told["slow.md"]
    out = folder / "out"
    assert main(["convert", str(folder), "--jobs", jobs, "--to", "json", "-o", str(out)]) == 2
    errors = capsys.readouterr().err
    assert "slow.md" in errors
    assert "超过 1 秒" in errors
    assert sorted(path.name for path in out.iterdir()) == ["a.json", "z.json"]


@pytest.mark.parametrize(
    "line", ["show slow.md", "fix slow.md --diff", "diff a.md slow.md", "merge a.md slow.md -o m.json",
             "trend a.md slow.md", "convert a.md slow.md --to sqlite -o all.db",
             "validate a.md --previous slow.md", "validate a.md --children slow.md"],
)  # fmt: skip
@pytest.mark.usefixtures("folder")
def test_each_command_gives_it_up(line: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(line.split()) in (1, 2)
    told = capsys.readouterr()
    assert "slow.md" in told.err + told.out
    assert "超过 1 秒" in told.err + told.out
    assert is_at_rest()


@pytest.mark.parametrize(
    ("line", "time"),
    [([], 60), (["--timeout", "0"], 0), (["--limit", "time=7"], 7), (["--timeout", "86400"], 86400),
     (["--limit", "time=7", "--timeout", "5"], 5)],
)  # fmt: skip
def test_both_ways_to_say_it_are_one(
    line: list[str], time: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GOVINFO_LIMITS", raising=False)
    assert main(["config", *line, "--format", "json"]) == 0
    values = {v["key"]: v["value"] for v in json.loads(capsys.readouterr().out)["values"]}
    assert int(values["limits.time"]) == time


@pytest.mark.parametrize("line", [["--timeout", "86401"], ["--limit", "time=2d"]])
def test_a_time_that_is_none(line: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["validate", str(VALID), *line]) == 2
    capsys.readouterr()
    assert Limits().time == 60


def test_what_takes_too_long_between_two_years(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for path in (VALID.parent / "batches" / "chain").iterdir():
        shutil.copy(path, tmp_path)
    (tmp_path / "govinfo.toml").write_text('[[per-path]]\npath = "*"\nlimits = { time = 1 }\n')
    real = api.check

    def check(report: Report, *given: Any) -> list[Finding]:
        if report.year == 2021 and given[1] is not None:  # last year's report
            without_end()
        return real(report, *given)

    assert main(["validate", str(tmp_path), "--format", "json"]) != 2
    before = json.loads(capsys.readouterr().out)["files"]
    monkeypatch.setattr(api, "check", check)
    assert main(["validate", str(tmp_path), "--format", "json"]) == 2
    files = json.loads(capsys.readouterr().out)["files"]
    slow = [entry for entry in files if entry["status"] == "unreadable"]
    assert ["超过 1 秒" in entry["error"] for entry in slow] == [True]
    assert [entry for entry in before if entry["year"] != 2021] == [
        entry for entry in files if entry not in slow
    ]
