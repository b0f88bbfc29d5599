"""A province's archive by simulation: real files in folders of years and counties, many passes.

``python benchmarks/batch.py --passes 10 [FILES]``: FILES workbooks (100,000), each with its own
organ, words and figures, checked in two processes as users would, to a file of one line a report,
so many times over. The first pass begins with the files out of the system's memory, so that it
reads them from the disk; the others find them there, as far as there is room. Linux only.
"""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import sys
import tempfile
import threading
import time
from concurrent.futures import ProcessPoolExecutor
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from batch import EXAMPLE, PROVINCE, varied

from govinfo_cli.api import convert, read

YEARS = range(2021, 2026)  # those of the form in force
COUNTIES = 100
JOBS = 2
BYTES = 16 * 1024  # of disk a file, with its entry and its line of findings
SENTENCES = (
    "完善主动公开目录，调整栏目{a}个，更新办事指南{b}份。",
    "组织业务培训{a}次，参加人员{b}人次。",
    "通过门户网站发布各类信息{b}条，政务新媒体发布{c}条。",
    "开展政策解读{a}场，回应群众关切{b}件。",
    "对{a}个下属单位开展检查，督促整改问题{b}项。",
    "健全信息发布审核机制，落实先审查、后公开的要求。",
    "做好政府信息管理工作，规范文件公开属性的认定。",
    "推进基层政务公开标准化规范化，编制事项目录{a}份。",
    "设置政府信息查阅点{a}处，接待群众{b}人次。",
    "畅通申请渠道，为申请人提供便捷的查询服务。",
    "明确专人负责，做到事前有计划、事中有记录、事后有归档。",
    "依托政务服务大厅公开重点领域信息，方便企业和群众办事。",
)


class Pass(NamedTuple):
    """What one pass took: seconds, of the clock and of processors; MiB, and MB read."""

    clock: float
    processors: float
    parent: float
    worker: float
    all: float
    read: float
    findings: str


def _words(dice: random.Random) -> str:
    """Sentences of a report's overview, some of their figures."""
    chosen = dice.sample(SENTENCES, dice.randrange(4, 9))
    figures = {name: dice.randrange(2, top) for name, top in zip("abc", (9, 90, 3000), strict=True)}
    return "".join(sentence.format(**figures) for sentence in chosen)


def _county(folder: str, county: int, organs: int) -> int:
    """The workbooks of a county's organs over the years; the bytes written."""
    report, written = read(EXAMPLE), 0
    for year in YEARS:
        below = Path(folder, str(year), f"county_{county:03}")
        below.mkdir(parents=True)
        for organ in range(organs):
            number = county * organs + organ
            dice = random.Random(number * 10_000 + year)  # noqa: S311  figures, no secrets
            varied(report, number, dice)
            report.year, report.published = year, f"{year + 1}-01-{dice.randrange(5, 29):02}"
            received = report["requests/received/total"]
            report.narrative["overview"] += (
                f"{year}年新收政府信息公开申请{received}件，"
                f"办结{report['requests/concluded/total']}件。" + _words(dice)
            )
            data = convert(report, "xlsx")
            (below / f"{number:06}.xlsx").write_bytes(data)
            written += len(data)
    return written


def _evict(folder: Path) -> None:
    """Have the system forget the files, so that a pass reads them from the disk."""
    os.sync()
    for at, _, names in os.walk(folder):
        for name in names:
            handle = os.open(Path(at, name), os.O_RDONLY)
            os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
            os.close(handle)


def _held(process: int, kind: str) -> int:
    """KiB of a process by such a line of its status; 0 for one that is gone."""
    try:
        status = Path(f"/proc/{process}/status").read_text("ascii", "replace")
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in status.split("\n") if line.startswith(kind)), 0)


def _children(process: int) -> list[int]:
    try:
        found = Path(f"/proc/{process}/task/{process}/children").read_text("ascii")
    except OSError:
        return []
    return [int(word) for word in found.split()]


def _watch(process: int, over: threading.Event, peaks: dict[str, float]) -> None:
    """The most that the parent, any worker and all together held, in MiB."""
    while not over.wait(0.2):
        children = _children(process)
        own = _held(process, "VmHWM"), max([_held(n, "VmHWM") for n in children], default=0)
        together = sum(_held(n, "RssAnon") for n in (process, *children)) + _held(
            process, "RssFile"
        )
        for name, found in zip(("parent", "worker", "all"), (*own, together), strict=True):
            peaks[name] = max(peaks.get(name, 0), found / 1024)


def _pass(folder: Path, told: Path) -> Pass:
    """One run over all files, findings to a file, one line each."""
    line = (sys.executable, "-m", "govinfo_cli", "validate", str(folder), "--format", "jsonl",
            "--no-config", "--jobs", str(JOBS))  # fmt: skip
    start = time.perf_counter()
    child = os.posix_spawn(line[0], line, os.environ, file_actions=[
        (os.POSIX_SPAWN_OPEN, 1, str(told), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600),
    ])  # fmt: skip
    over, peaks = threading.Event(), dict[str, float]()
    watcher = threading.Thread(target=_watch, args=(child, over, peaks))
    watcher.start()
    _, status, usage = os.wait4(child, 0)
    clock = time.perf_counter() - start
    over.set()
    watcher.join()
    if os.waitstatus_to_exitcode(status) not in (0, 1):
        raise SystemExit("a pass failed")
    with told.open("rb") as file:
        findings = hashlib.file_digest(file, "sha256").hexdigest()
    return Pass(clock, usage.ru_utime + usage.ru_stime, peaks["parent"], peaks["worker"],
                peaks["all"], usage.ru_inblock * 512 / 1e6, findings)  # fmt: skip


def _filled(base: Path, files: int) -> tuple[int, int]:
    """The workbooks, made in as many processes as check them; how many, and their bytes."""
    organs = max(files // (COUNTIES * len(YEARS)), 1)
    counties = min(COUNTIES, max(files // len(YEARS), 1))
    with ProcessPoolExecutor(JOBS) as pool:
        made = pool.map(_county, [str(base)] * counties, range(counties), [organs] * counties)
        return counties * organs * len(YEARS), sum(made)


def simulate(files: int, passes: int) -> None:
    """Print what each pass took, and what that comes to for ten years of a province."""
    with tempfile.TemporaryDirectory(prefix="province") as work:
        free = shutil.disk_usage(work).free
        if free < 2 * files * BYTES:
            raise SystemExit(
                f"{work}: {files * BYTES / 1e9:.1f} GB are needed, {free / 1e9:.1f} free"
            )
        base, told = Path(work) / "reports", Path(work) / "findings.jsonl"
        start = time.perf_counter()
        count, written = _filled(base, files)
        print(f"{count} workbooks in {len(list(base.glob('*/*')))} folders, {written / 1e9:.2f} GB, "
              f"made in {time.perf_counter() - start:.0f} s; {JOBS} processes\n")  # fmt: skip
        print("| pass | s | files/s | processor s | MiB parent | MiB worker | MiB all | MB read |")
        print("|---|---|---|---|---|---|---|---|", flush=True)
        done: list[Pass] = []
        _evict(base)
        for number in range(1, passes + 1):
            one = _pass(base, told)
            done.append(one)
            print(f"| {number} | {one.clock:.0f} | {count / one.clock:.0f} | {one.processors:.0f} | {one.parent:.0f} "
                  f"| {one.worker:.0f} | {one.all:.0f} | {one.read:.0f} |", flush=True)  # fmt: skip
        with told.open("rb") as file:
            if (
                sum(1 for _ in islice(file, count + 1)) != count
                or len({p.findings for p in done}) > 1
            ):
                raise SystemExit("not every file has its line, or the passes differ")
        _conclude(count * passes, done, told.stat().st_size)


def _conclude(reports: int, done: list[Pass], told: int) -> None:
    clock, processors = sum(p.clock for p in done), sum(p.processors for p in done)
    warm = sorted(p.processors for p in done[1:] or done)
    print(f"\n{reports} reports in {clock / 60:.1f} minutes, {reports / clock:.0f} a second, "
          f"{processors / reports * 1000:.2f} ms of a processor each; after the first the dearest pass took "
          f"{warm[-1] / warm[0]:.2f} x the cheapest; at the most {max(p.all for p in done):.0f} MiB; findings of a pass "
          f"{told / 1e6:.0f} MB, the same each time.")  # fmt: skip
    if reports != PROVINCE:
        print(f"{PROVINCE} at this rate: {PROVINCE / (reports / clock) / 60:.0f} minutes.")
