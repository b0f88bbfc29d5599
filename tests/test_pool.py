from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from conftest import EXAMPLES

from govinfo_cli.cli import main
from govinfo_cli.errors import GovinfoError
from govinfo_cli.pool import CHUNK, WORTH, Job, run


def work(entry: Any) -> tuple[str, Any]:
    if entry == "killed":
        os.kill(os.getpid(), signal.SIGKILL)
    if entry == "slow":
        signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
        sum(range(10**12))  # deaf, in C, and no other thread gets a word in
    if entry == "broken":
        raise ValueError(entry)
    return "done", entry


def lost(entry: Any, error: GovinfoError) -> tuple[str, Any]:
    return error.key, entry


def pids(entry: Any) -> int:
    del entry
    return os.getpid()


@pytest.mark.parametrize("workers", [1, 2, 3])
def test_results_come_in_the_order_of_the_inputs(workers: int) -> None:
    inputs = list(range(CHUNK * 7 + 5))
    assert list(run(Job(work, lost), iter(inputs), workers=workers)) == [
        ("done", n) for n in inputs
    ]


def test_few_inputs_are_not_worth_a_process_and_many_are() -> None:
    assert set(run(Job(pids, lost), range(WORTH - 1), workers=0)) == {os.getpid()}
    if len(os.sched_getaffinity(0)) > 1:
        assert os.getpid() not in set(run(Job(pids, lost), range(WORTH + CHUNK), workers=0))


@pytest.mark.skipif(sys.platform == "win32", reason="no such signals there")
@pytest.mark.parametrize("bad", ["killed", "slow"])
def test_who_ends_its_worker_is_lost_alone(bad: str) -> None:
    inputs: list[Any] = [*range(60), bad, *range(60, 130)]
    key = {"killed": "worker-killed", "slow": "input-too-slow"}[bad]
    due = [(key, bad) if entry == bad else ("done", entry) for entry in inputs]
    limit = 0.1 if bad == "slow" else 0
    assert list(run(Job(work, lost, limit), inputs, workers=2)) == due


@pytest.mark.parametrize("workers", [1, 2])
def test_a_fault_of_ours_stops_no_other(workers: int) -> None:
    assert list(run(Job(work, lost), ["a", "broken", "b"], workers=workers)) == [
        ("done", "a"), ("internal", "broken"), ("done", "b"),
    ]  # fmt: skip


def test_no_more_is_asked_for_than_is_needed() -> None:
    asked = []

    def inputs() -> Any:
        for number in range(100_000):
            asked.append(number)
            yield number

    results = run(Job(work, lost), inputs(), workers=2)
    assert next(results) == ("done", 0)
    assert len(asked) < 20 * CHUNK
    results.close()


@pytest.mark.skipif(sys.platform == "win32", reason="signals are others there")
def test_an_interrupt_ends_the_workers() -> None:
    program = (
        "import time\n"
        "from govinfo_cli.pool import Job, run\n"
        "def work(n): print(n, flush=True); time.sleep(0.5)\n"
        "try:\n    list(run(Job(work, None), range(1000), workers=2))\n"
        "except KeyboardInterrupt: print('ended', flush=True)\n"
    )
    process = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    assert process.stdout
    process.stdout.readline()
    process.send_signal(signal.SIGINT)
    started = time.monotonic()
    rest = process.communicate(timeout=20)[0]
    assert "ended" in rest
    assert time.monotonic() - started < 10


def test_a_cluster_does_every_input_once_though_a_worker_is_killed() -> None:
    distributed = pytest.importorskip("distributed", reason="the extra 'cluster' is not installed")
    with distributed.LocalCluster(
        n_workers=2,
        threads_per_worker=1,
        processes=True,
        dashboard_address="127.0.0.1:0",
        host="127.0.0.1",
    ) as cluster:
        results = run(Job(slow_pid, lost), range(CHUNK * 12), cluster=cluster.scheduler_address)
        first = next(results)
        os.kill(first[1], signal.SIGKILL)
        done = [first, *results]
    assert [number for number, _ in done] == list(range(CHUNK * 12))
    assert len({pid for _, pid in done}) > 1


def slow_pid(entry: int) -> tuple[int, int]:
    time.sleep(0.005)
    return entry, os.getpid()


@pytest.mark.parametrize("format_", ["json", "jsonl", "text", "sarif"])
def test_the_command_tells_the_same_by_any_number_of_processes(
    format_: str, capsys: pytest.CaptureFixture[str]
) -> None:
    examples = [str(EXAMPLES / name) for name in ("valid", "invalid", "batches")]
    told = []
    for jobs in ("1", "2"):
        status = main(["validate", *examples, "--format", format_, "--jobs", jobs])
        told.append((status, capsys.readouterr().out))
    assert told[0] == told[1]


def done_again(entry: Any) -> tuple[str, Any]:
    return "again", entry


def test_what_a_killed_worker_had_is_done_in_the_other_way() -> None:
    results = list(run(Job(work, lost, again=done_again), ["a", "killed", "b"], workers=2))
    assert results == [("again", "a"), ("again", "killed"), ("again", "b")]


def test_what_stood_before_a_run_is_not_written_over_when_a_chunk_is_done_again(
    tmp_path: Path,
) -> None:
    from functools import partial

    from govinfo_cli.batch import Input
    from govinfo_cli.cli.each import Made, _written

    def make(_source: str, **_given: str) -> bytes:
        return b"new"

    target = tmp_path / "out.json"
    target.write_bytes(b"old")
    write = partial(_written, "", partial(make), None, force=False)
    source = Input(str(EXAMPLES / "valid" / "county_2024.json"))
    for again in (False, True):
        stood = write(Made(source, target, fresh=False), again=again)
        assert stood.error is not None
        assert target.read_bytes() == b"old"
    assert write(Made(source, target, fresh=True), again=False).error is not None
    assert write(Made(source, target, fresh=True), again=True).error is None
    assert target.read_bytes() == b"new"


def test_conversion_in_processes_and_where_it_was_left(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, line = str(EXAMPLES / "valid"), ["--to", "json", "-o"]
    for jobs in ("1", "2"):
        assert main(["convert", source, *line, str(tmp_path / jobs), "--jobs", jobs]) == 0
    one, two = ({p.name: p.read_bytes() for p in (tmp_path / j).iterdir()} for j in ("1", "2"))
    assert one == two
    capsys.readouterr()
    assert main(["convert", source, *line, str(tmp_path / "1"), "--jobs", "2"]) == 2  # they stand
    capsys.readouterr()
    older, gone = tmp_path / "1" / "one_sheet.json", tmp_path / "1" / "pipes.json"
    os.utime(older, (0, 0))
    gone.unlink()
    assert main(["convert", source, *line, str(tmp_path / "1"), "--resume"]) == 0
    told = capsys.readouterr().err
    assert told.count("已写出") == 2
    assert str(len(one) - 2) in told.splitlines()[-1]
    assert {p.name: p.read_bytes() for p in (tmp_path / "1").iterdir()} == one
    assert older.stat().st_mtime > 1


def test_a_limit_of_time_lets_quick_files_pass(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["validate", str(EXAMPLES / "valid"), "--timeout", "60"]) == 0
    assert main(["validate", str(EXAMPLES / "valid"), "--timeout", "soon"]) == 2
    capsys.readouterr()


def test_a_cluster_that_is_not_there_is_told(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("distributed", reason="the extra 'cluster' is not installed")
    monkeypatch.setattr("govinfo_cli.pool.REACH", 1)
    line = ["validate", str(EXAMPLES / "valid"), "--cluster", "tcp://127.0.0.1:9"]
    assert main(line) == 2
    assert "127.0.0.1:9" in capsys.readouterr().err


@pytest.mark.skipif(sys.platform == "win32", reason="signals are others there")
def test_an_interrupt_leaves_nothing_half_written(tmp_path: Path) -> None:
    program = (
        "import os, signal, sys, time\n"
        "from govinfo_cli.cli import main\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "def slow(handle): print('writing', flush=True); time.sleep(60)\n"
        "os.fsync = slow\n"
        "sys.exit(main(sys.argv[1:]))\n"
    )
    line = ["convert", str(EXAMPLES / "valid"), "--to", "json", "-o", str(tmp_path), "--jobs", "2"]
    with subprocess.Popen(
        [sys.executable, "-c", program, *line], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        process.stdout.readline()
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 130
    assert list(tmp_path.iterdir()) == []
