"""Odd files through ``validate`` and ``convert``, each under limits of time and memory.

A worker process takes many files, so that a file costs a few milliseconds; one that kills its
worker, or does not end, is named. ``python tools/odd_files.py PATH...`` runs files and folders,
``--mutants N`` files made of the examples.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import resource
import select
import subprocess
import sys
import tempfile
import time
import warnings
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parent.parent
SECONDS = 20.0  # of the processor, for both commands
PATIENCE = 180.0  # seconds on the wall, where the machine is busy
MEGABYTES = 1500
TARGETS = ("json", "md", "xlsx", "html", "csv", "docx")


class Outcome(NamedTuple):
    """What became of one file: ``wrong`` is "" where all is as it should be."""

    path: str
    wrong: str
    exits: tuple[int, ...] = ()
    key: str = ""
    seconds: float = 0.0


def _run(arguments: list[str]) -> tuple[int, str, str]:
    from govinfo_cli.cli import main  # noqa: PLC0415

    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        status = main(arguments)
    return status, out.getvalue(), err.getvalue()


def examine(path: str, folder: str) -> Outcome:
    """Run one file here, and say what is wrong with what was said of it."""
    start = time.process_time()
    target = TARGETS[sum(path.encode()) % len(TARGETS)]
    first, out, err = _run(["validate", path, "--format", "json", "--lang", "en"])
    converted = str(Path(folder) / f"out.{target}")
    second, _, told = _run(
        ["convert", path, "--to", target, "-o", converted, "--force", "--lang", "en"]
    )
    wrong = _wrong(path, (first, second), out, err, told)
    result = json.loads(out)["files"][0] if first in (0, 1, 2) and out else {}
    seconds = time.process_time() - start
    wrong = wrong or (f"took {seconds:.1f} s" if seconds > SECONDS else "")
    return Outcome(path, wrong, (first, second), str(result.get("error", ""))[:80], seconds)


def _wrong(path: str, exits: tuple[int, int], out: str, err: str, told: str) -> str:  # noqa: PLR0911  one a fault
    everything = out + err + told
    for bad in ("Traceback", "panicked", "internal error", "<reason>", "object at 0x"):
        if bad in everything:
            at = everything.index(bad)
            return f"{bad}: {everything[max(at - 100, 0) : at + 300]}"
    if not set(exits) <= {0, 1, 2}:
        return f"exit {exits}"
    result: dict[str, Any] = json.loads(out)["files"][0]
    if result["path"] != path:
        return "the file is not named"
    if (result["status"] == "unreadable") != (exits[0] == 2) or (exits[0] == 2) != bool(
        result.get("error")
    ):
        return f"exit {exits[0]} for {result['status']}"
    if exits[1] == 2 and path not in told:
        return f"convert does not name the file: {told[:200]}"
    if exits[0] == 2 and exits[1] != 2:
        return "validate refuses what convert takes"
    return ""


def work() -> None:
    """Be a worker: paths come in, outcomes go out."""
    warnings.simplefilter("error")
    warnings.filterwarnings("ignore", category=DeprecationWarning)
    limit = MEGABYTES * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    with tempfile.TemporaryDirectory() as folder:
        for line in sys.stdin:
            path = json.loads(line)
            try:
                outcome = examine(path, folder)
            except BaseException as error:  # noqa: BLE001  whatever passes the command line is wrong
                import traceback  # noqa: PLC0415

                tail = "".join(traceback.format_exception(error)[-3:])
                outcome = Outcome(path, f"raised {type(error).__name__}: {tail}")
            print(json.dumps(outcome), flush=True)


def _worker() -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, __file__, "--work"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def through(paths: Iterable[str]) -> Iterator[Outcome]:
    """The outcome of each file, one worker taking them in turn."""
    worker = _worker()
    for path in paths:
        assert worker.stdin
        assert worker.stdout
        worker.stdin.write(json.dumps(path) + "\n")
        worker.stdin.flush()
        ready, _, _ = select.select([worker.stdout], [], [], PATIENCE)
        line = worker.stdout.readline() if ready else ""
        if line:
            yield Outcome(*json.loads(line))
            continue
        if not ready:
            worker.kill()
        _, told = worker.communicate()
        how = f"killed its worker ({worker.returncode})" if ready else f"took over {PATIENCE} s"
        yield Outcome(path, f"{how}: {told[:300]}")
        worker = _worker()
    worker.communicate()


def made(count: int, first: int, folder: Path, files: list[Path]) -> Iterator[str]:
    """Mutants as files, each gone when the next one is asked for."""
    from mutants import mutants  # noqa: PLC0415

    for name, data in mutants(files, first, count):
        path = folder / name
        path.write_bytes(data)
        yield str(path)
        path.unlink(missing_ok=True)


def examples() -> list[Path]:
    """The good files that mutants are made of."""
    valid = [*(ROOT / "examples" / "valid").iterdir(), *(ROOT / "examples" / "invalid").iterdir()]
    beside = (".findings.json", ".previous.json")
    return sorted(p for p in valid if p.is_file() and not p.name.endswith(beside))


def main() -> int:
    """Run what the command line names; 1 where a file went wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", nargs="*")
    parser.add_argument("--mutants", type=int, default=0)
    parser.add_argument("--first", type=int, default=0, help="the number of the first mutant")
    parser.add_argument("--keep", type=Path, help="where files that went wrong are copied to")
    parser.add_argument("--work", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.work:
        work()
        return 0
    counted: Counter[str] = Counter()
    slowest = Outcome("", "")
    with tempfile.TemporaryDirectory() as folder:
        names = [p for path in given.paths for p in _files(Path(path))]
        mutants = made(given.mutants, given.first, Path(folder), examples())
        for outcome in through([*names] if not given.mutants else mutants):
            counted["wrong" if outcome.wrong else f"exit {outcome.exits[0]}"] += 1
            slowest = max(slowest, outcome, key=lambda entry: entry.seconds)
            if outcome.wrong:
                print(f"{outcome.path}: {outcome.wrong}", flush=True)
                if given.keep:
                    given.keep.mkdir(parents=True, exist_ok=True)
                    kept = given.keep / Path(outcome.path).name
                    kept.write_bytes(Path(outcome.path).read_bytes())
    print(
        f"{sum(counted.values())} files: {dict(counted)}; slowest {slowest.seconds:.2f} s: {slowest.path}"
    )
    return 1 if counted["wrong"] else 0


def _files(path: Path) -> list[str]:
    return (
        [str(p) for p in sorted(path.rglob("*")) if p.is_file()] if path.is_dir() else [str(path)]
    )


if __name__ == "__main__":
    sys.exit(main())
