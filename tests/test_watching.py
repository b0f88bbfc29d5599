from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from govinfo_cli.api import validate
from govinfo_cli.cli import main
from govinfo_cli.errors import UnreadableError
from govinfo_cli.fixing import fix
from govinfo_cli.watching import PATIENCE, Saved, Stamp, Watch, look, saved

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
SWAPPED = EXAMPLES / "invalid" / "digits_swapped.xlsx"
COUNTY = EXAMPLES / "valid" / "county_2024.json"


class EndError(Exception):
    pass


def played(folder: Path, *steps: Callable[[], object]) -> list[list[str]]:
    """What each look told, one step a pause: ``name:status``, or ``name:gone``."""
    told: list[list[str]] = [[]]
    todo = iter(steps)

    def sleep(_seconds: float) -> None:
        told.append([])
        try:
            next(todo)()
        except StopIteration:
            raise EndError from None

    try:
        for path, result in saved([str(folder)], validate, sleep):
            told[-1].append(f"{Path(path).name}:{result.status if result else 'gone'}")
    except EndError:
        return told[:-1]
    raise AssertionError


def nothing() -> None:
    pass


def test_a_saved_file_is_checked_when_it_stands_still(tmp_path: Path) -> None:
    path, other = tmp_path / "a.xlsx", tmp_path / "b.json"
    path.write_bytes(SWAPPED.read_bytes())
    other.write_bytes(COUNTY.read_bytes())
    mended = fix(SWAPPED.read_bytes(), name="a.xlsx").data
    looks = played(tmp_path, nothing, lambda: path.write_bytes(mended), nothing, nothing)
    assert looks == [["a.xlsx:invalid", "b.json:valid"], [], [], ["a.xlsx:valid"], []]


def test_office_saves_by_other_names(tmp_path: Path) -> None:
    """A lock file, a temporary file, the old one deleted, the new one put in its place."""
    path, temporary = tmp_path / "a.xlsx", tmp_path / "1A2B3C4D.tmp"
    path.write_bytes(SWAPPED.read_bytes())
    mended = fix(SWAPPED.read_bytes(), name="a.xlsx").data
    looks = played(
        tmp_path,
        lambda: (tmp_path / "~$a.xlsx").write_bytes(b"lock"),
        lambda: temporary.write_bytes(mended),
        path.unlink,
        lambda: temporary.rename(path),
        nothing,
        (tmp_path / "~$a.xlsx").unlink,
    )
    assert [told for told in looks if told] == [["a.xlsx:invalid"], ["a.xlsx:valid"]]


def test_a_half_written_file_is_given_time(tmp_path: Path) -> None:
    whole = SWAPPED.read_bytes()
    path = tmp_path / "a.xlsx"
    looks = played(
        tmp_path, lambda: path.write_bytes(whole[:3000]), nothing, nothing,
        lambda: path.write_bytes(whole), nothing,
    )  # fmt: skip
    assert [told for told in looks if told] == [["a.xlsx:invalid"]]


def test_a_broken_file_is_told_once_and_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"broken")
    (tmp_path / "b.json").write_bytes(COUNTY.read_bytes())
    looks = played(tmp_path, *[nothing] * (PATIENCE + 3))
    told = [entry for look_ in looks for entry in look_]
    assert told == ["b.json:valid", "a.xlsx:unreadable"]


def test_new_and_gone_files_are_told(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_bytes(COUNTY.read_bytes())
    new = tmp_path / "sub" / "b.json"

    def write() -> None:
        new.parent.mkdir()
        new.write_bytes(COUNTY.read_bytes())

    looks = played(tmp_path, write, nothing, (tmp_path / "a.json").unlink, nothing)
    assert [told for told in looks if told] == [["a.json:valid"], ["b.json:valid"], ["a.json:gone"]]


def test_files_and_patterns_are_watched_too(tmp_path: Path) -> None:
    for name in ("a.json", "b.json", "c.txt", ".hidden.json", "~$d.json"):
        (tmp_path / name).write_bytes(b"{}")
    assert [Path(p).name for p in look([str(tmp_path / "*.json")])] == ["a.json", "b.json"]
    assert [Path(p).name for p in look([str(tmp_path / "c.txt")])] == ["c.txt"]
    assert not look([str(tmp_path / "gone.json")])
    with pytest.raises(UnreadableError):
        next(saved([str(tmp_path / "gone.json")], validate))


def test_a_file_that_is_written_on_and_on_is_left_alone() -> None:
    watch = Watch()
    for size in range(5):
        assert not watch.settled({"a": Stamp(size, size, 1)})
    assert watch.settled({"a": Stamp(4, 4, 1)}) == ["a"]


def test_only_what_changed_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """One of two faults mended: it is named as mended, the other only counted."""
    report = json.loads(COUNTY.read_text("utf-8"))
    states = []
    both = (("requests", "granted"), ("remedies", "reconsideration"))
    for wrong in (both, both[1:], both[1:]):
        copy = json.loads(json.dumps(report))
        for table, row in wrong:
            copy["tables"][table][row]["total"] += 1000
        states.append(json.dumps(copy))
    path = tmp_path / "a.json"

    def fake(_words: object, check: Callable[[str], object]) -> Iterator[Saved]:
        for state in states:
            path.write_text(state, "utf-8")
            yield Saved(str(path), check(str(path)))  # type: ignore[arg-type]
        yield Saved(str(path), None)
        raise KeyboardInterrupt

    monkeypatch.setattr("govinfo_cli.watching.saved", fake)
    assert main(["validate", "--watch", str(path)]) == 0
    told = capsys.readouterr()
    first, second, third, gone = _parts(told.out)
    assert "错误 A303" in first
    assert "错误 A304" in first
    assert "已改好 A303" in second
    assert "未变" in second
    assert "A304" not in second
    assert "未变" in third
    assert "已改好" not in third
    assert "已删除" in gone
    assert "已停止" in told.err


def _parts(text: str) -> list[str]:
    parts: list[str] = []
    for line in text.splitlines():
        if line[:1].isdigit():
            parts.append("")
        parts[-1] += line + "\n"
    return parts


@pytest.mark.parametrize(
    "line", [["--format", "json"], ["-o", "x"], ["--annotate", "x"], ["-", "--from", "json"]]
)
def test_what_cannot_be_watched_is_said(
    line: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["validate", "--watch", str(COUNTY), *line]) == 2
    assert "--watch" in capsys.readouterr().err


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_ctrl_c_ends_it_cleanly(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(COUNTY.read_bytes())
    running = subprocess.Popen(
        [sys.executable, "-m", "govinfo_cli", "validate", "--watch", "--format", "jsonl", str(tmp_path)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=os.environ | {"PYTHONUNBUFFERED": "1"},
    )  # fmt: skip
    assert running.stdout is not None
    assert json.loads(running.stdout.readline())["status"] == "valid"
    time.sleep(0.1)
    running.send_signal(signal.SIGINT)
    _, told = running.communicate(timeout=20)
    assert running.returncode == 0
    assert b"Traceback" not in told
