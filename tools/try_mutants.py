"""Tries mutants that mutmut made, many times as fast: tests are collected once, then forked.

mutmut run "govinfo_cli.checks.notes.*" makes them, then
python tools/sample_mutants.py 25 localise recognise | python tools/try_mutants.py

For each mutant one fork runs the tests that call its function, those first that found its
neighbours, then the quick ones, and ends at the first that fails. What comes of it is kept
where mutmut keeps it, so that its `results` and `show` tell it.
"""

from __future__ import annotations

import gc
import json
import os
import resource
import signal
import sys
import tomllib
from collections import Counter, defaultdict
from itertools import accumulate
from pathlib import Path
from time import process_time
from typing import Any

import pytest
from mutmut.mutation.trampoline import set_mutant_under_test

ROOT = Path.cwd()
MADE = ROOT / "mutants"
FOUND, SURVIVED, UNTRIED = 1, 0, 33  # as mutmut numbers them
QUICK = 0.05  # seconds: slower tests come last
MOST = 6.0  # seconds of tests for a mutant: what would take longer to find is not found
SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["mutmut"]


class Trier:
    """A plugin of pytest that runs the collected tests once for each mutant, each in a fork."""

    def __init__(self, names: list[str]) -> None:
        """Take the names of mutants, as mutmut calls them."""
        stats = json.loads((MADE / "mutmut-stats.json").read_text("utf-8"))
        self.tests: dict[str, list[str]] = stats["tests_by_mangled_function_name"]
        self.seconds: dict[str, float] = {}  # of the processor, by test
        self.names = names
        self.finders: dict[str, Counter[str]] = defaultdict(Counter)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Run all tests once without a mutant, then each mutant's."""
        set_mutant_under_test("")
        self.measure(session)
        items = {item.nodeid: item for item in session.items}
        gc.freeze()  # so that a fork copies less of what it inherits
        for number, name in enumerate(self.names, 1):
            function = name.rpartition("__mutmut_")[0]
            order = [test for test in self.order(function) if test in items]
            spent = accumulate(self.seconds[test] for test in order)
            chosen = [items[test] for test, end in zip(order, spent, strict=True) if end < MOST]
            status, finder = self.in_fork(session, name, chosen) if chosen else (UNTRIED, "")
            if finder:
                for place in (function, file_of(function), folder_of(function)):
                    self.finders[place][finder] += 1
            keep(name, status)
            print(number, len(self.names), name, status, finder, file=sys.__stderr__, flush=True)
        return True

    def measure(self, session: pytest.Session) -> None:
        """Run all tests without a mutant; what each takes of the processor is kept."""
        for item, following in zip(session.items, [*session.items[1:], None], strict=True):
            start = process_time()
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            if session.testsfailed:
                sys.exit(f"{item.nodeid} fails without a mutant")
            self.seconds[item.nodeid] = process_time() - start

    def order(self, function: str) -> list[str]:
        """The tests that call a function: what found its mutants, or its neighbours', then quick ones."""
        tests, found = self.tests.get(function, []), self.finders[function]
        near, wide = self.finders[file_of(function)], self.finders[folder_of(function)]

        def late(test: str) -> tuple[object, ...]:
            seconds = self.seconds.get(test, 0)
            module = test.partition("::")[0]
            return -found[test], -near[test], -wide[test], seconds > QUICK, module, seconds

        return sorted(tests, key=late)

    def in_fork(
        self, session: pytest.Session, name: str, items: list[pytest.Item]
    ) -> tuple[int, str]:
        """Run tests under a mutant in a process of its own: how it ended, and which test failed."""
        reader, writer = os.pipe()
        child = os.fork()
        if child:
            os.close(writer)
            with os.fdopen(reader) as pipe:
                finder = pipe.read()
            return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), finder
        resource.setrlimit(resource.RLIMIT_DATA, (2 << 30, 2 << 30))
        quiet = os.open(os.devnull, os.O_WRONLY)
        for stream in (1, 2):
            os.dup2(quiet, stream)
        set_mutant_under_test(name)
        try:
            finder = run(session, items, self.seconds)
            os.write(writer, finder.encode())
            os._exit(FOUND if finder else SURVIVED)
        except BaseException:  # noqa: BLE001  whatever ends the tests has found the mutant
            os._exit(FOUND)


def file_of(function: str) -> str:
    """The module that a function is in."""
    return function.rpartition(".")[0]


def folder_of(function: str) -> str:
    """The package of that module."""
    return file_of(function).rpartition(".")[0]


def run(session: pytest.Session, items: list[pytest.Item], seconds: dict[str, float]) -> str:
    """Run tests until one fails; its name, or "". One that takes far too long ends the process."""
    for item, following in zip(items, [*items[1:], None], strict=True):
        signal.setitimer(signal.ITIMER_PROF, 3 + 10 * seconds.get(item.nodeid, 10))
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
        signal.setitimer(signal.ITIMER_PROF, 0)
        if session.testsfailed:
            return item.nodeid
    return ""


def keep(name: str, status: int) -> None:
    """Note how a mutant fared beside its module, as mutmut does."""
    path = name.rpartition(".")[0].replace(".", "/")
    metas = [MADE / "src" / f"{path}.py.meta", MADE / "src" / path / "__init__.py.meta"]
    meta = next(meta for meta in metas if meta.is_file())
    known: dict[str, Any] = json.loads(meta.read_text("utf-8"))
    if name not in known["exit_code_by_key"]:
        sys.exit(f"{name} is no mutant")
    known["exit_code_by_key"][name] = status
    meta.write_text(json.dumps(known, indent=4), "utf-8")


def main() -> None:
    """Try the mutants whose names are given, or stand on standard input."""
    names = sys.argv[1:] or sys.stdin.read().split()
    os.chdir(MADE)
    os.environ["PY_IGNORE_IMPORTMISMATCH"] = "1"
    sys.path[:0] = [str(MADE / "src"), str(MADE / "tests")]
    # Folders of tests lie inside, where no stray govinfo.toml above them can be found.
    quiet = ["--rootdir=.", "-x", "-q", "--tb=native", "--capture=no", f"--basetemp={MADE / 'tmp'}"]
    quiet += ["-o", "tmp_path_retention_policy=none"]
    tests = SETTINGS["pytest_add_cli_args_test_selection"]
    pytest.main([*quiet, *SETTINGS["pytest_add_cli_args"], *tests], plugins=[Trier(names)])


if __name__ == "__main__":
    main()
