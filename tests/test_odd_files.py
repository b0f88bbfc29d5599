"""Files of all kinds through ``validate`` and ``convert``: a sentence, never a traceback.

What is asserted of each is said in ``tools/odd_files.py``: no traceback, exit 0, 1 or 2, time
and memory within limits, and the file named.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from govinfo_cli import validate
from govinfo_cli.errors import GovinfoError
from govinfo_cli.readers import READERS
from odd_files import examples, made, through

IN_CI = 500
AS_PROCESSES = 6
LONG = 20_000
ALL = examples()
# In CI the PDFs are few: reading one takes as long as a hundred others.
QUICK = [path for path in ALL if path.suffix != ".pdf"]


def faults(count: int, first: int, folder: Path, files: list[Path]) -> list[str]:
    return [
        f"{Path(outcome.path).name}: {outcome.wrong}"
        for outcome in through(made(count, first, folder, files))
        if outcome.wrong
    ]


def test_mutants_of_the_examples(tmp_path: Path) -> None:
    assert faults(IN_CI, 0, tmp_path, QUICK) == []


def test_mutants_as_real_processes(tmp_path: Path) -> None:
    for path in made(AS_PROCESSES, 1, tmp_path, ALL[:: len(ALL) // AS_PROCESSES]):
        done = subprocess.run(
            [sys.executable, "-m", "govinfo_cli", "validate", path],
            capture_output=True, check=False, timeout=120,
        )  # fmt: skip
        assert done.returncode in (0, 1, 2)
        assert b"Traceback" not in done.stderr
        assert Path(path).name.encode() in done.stdout


@pytest.mark.long
def test_many_mutants(tmp_path: Path) -> None:
    assert faults(LONG, 0, tmp_path, ALL) == []


@pytest.mark.long
def test_files_of_other_libraries() -> None:
    """What tools/corpus.py has fetched."""
    folder = Path(os.environ.get("GOVINFO_CORPUS", ""))
    files = sorted(path for path in folder.rglob("*") if path.is_file()) if folder.name else []
    if not files:
        pytest.skip("GOVINFO_CORPUS names no folder that tools/corpus.py has filled")
    wrong = [outcome for outcome in through(map(str, files)) if outcome.wrong]
    assert wrong == []


def is_told(data: bytes, name: str) -> None:
    """Read without any exception but ours; what is wrong is in the result."""
    result = validate(data, format=name)
    assert result.error is None or isinstance(result.error, GovinfoError)
    assert (result.report is None) == (result.error is not None)


FORMATS = st.sampled_from([reader.name for reader in READERS if reader.name != "pdf"])
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)  # fmt: skip
# In CI the same examples each time; GOVINFO_EXAMPLES=5000 looks for new ones.
MORE = int(os.environ.get("GOVINFO_EXAMPLES", "0"))
QUIETLY = settings(
    deadline=None, derandomize=not MORE, max_examples=MORE or 60,
    suppress_health_check=[HealthCheck.too_slow],
)  # fmt: skip


@QUIETLY
@given(st.binary(max_size=300), FORMATS)
def test_any_bytes(data: bytes, name: str) -> None:
    is_told(data, name)


@QUIETLY
@given(st.text(max_size=300), st.sampled_from(["json", "md", "txt", "csv", "html", "mht"]))
def test_any_text(text: str, name: str) -> None:
    is_told(text.encode("utf-8", "surrogatepass"), name)


KEYS = st.sampled_from(
    ["form", "year", "organ", "organ_level", "published", "contact", "title", "narrative", "tables",
     "notes", "extra", "requests", "received", "natural_person", "total", "fees", "amount", "disclosure",
     "overview", "code", "values", "table", "row", "S105", "V202", "2021", "2019"]
)  # fmt: skip
NEAR = st.recursive(
    VALUES | KEYS, lambda inner: st.dictionaries(KEYS, inner, max_size=6), max_leaves=25
)


@QUIETLY
@given(st.dictionaries(KEYS, NEAR, max_size=8))
def test_any_json(value: dict[str, object]) -> None:
    import json

    is_told(json.dumps({"tables": {}} | value).encode(), "json")


LABELS = st.sampled_from(
    ["自然人", "商业企业", "总计", "一、本年新收政府信息公开申请数量", "（一）予以公开", "（七）总计", "信息内容",
     "本年制发件数", "规章", "行政许可", "结果维持", "尚未审结", "行政复议", "三、收到和处理政府信息公开申请情况",
     "第二十条第（一）项", "", "0", "1", "-", "某县2024年政府信息公开工作年度报告", "单位", "年度"]
)  # fmt: skip
CELLS = st.one_of(LABELS, LABELS, st.text(max_size=8), st.integers().map(str))
GRIDS = st.lists(st.lists(CELLS, max_size=9), min_size=1, max_size=14)


@QUIETLY
@given(GRIDS)
def test_any_grid(rows: list[list[str]]) -> None:
    from html import escape

    page = "".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows
    )
    is_told(f"<table>{page}</table>".encode("utf-8", "surrogatepass"), "html")
    lines = "\n".join("\t".join(cell.replace("\n", " ") for cell in row) for row in rows)
    is_told(lines.encode("utf-8", "surrogatepass"), "txt")
