"""The fuzzing targets run on their seeds; the harness itself where atheris is installed."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

FUZZ = Path(__file__).resolve().parent.parent / "fuzz"
SPEC = importlib.util.spec_from_file_location("harness", FUZZ / "harness.py")
assert SPEC is not None
assert SPEC.loader is not None
harness = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(harness)


@pytest.mark.parametrize("kind", harness.KINDS)
def test_each_target_takes_its_seeds(kind: str) -> None:
    make, seeds, change = harness.KINDS[kind]
    target, known = make(), seeds()
    assert known
    for data in known[:2]:
        target(data)
        for number in range(1 if kind == "pdf" else 3):
            target(harness.changed(change, data, number))


@pytest.mark.parametrize("kind", ["baseline"])
def test_the_harness_runs(kind: str, tmp_path: Path) -> None:
    pytest.importorskip("atheris")
    done = subprocess.run(
        [sys.executable, str(FUZZ / "harness.py"), kind, "-runs=5", f"-artifact_prefix={tmp_path}/"],
        capture_output=True, check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
