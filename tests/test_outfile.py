"""Outputs are left whole or not at all, whatever stands in their place or gives way."""

from __future__ import annotations

import errno
import json
import os
import stat
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from govinfo_cli import outfile
from govinfo_cli.api import bytes_of
from govinfo_cli.cli import main
from govinfo_cli.errors import UnreadableError, UnwritableError
from govinfo_cli.messages import LANGUAGES, catalogue
from govinfo_cli.outfile import replacing, write_file
from govinfo_cli.temporaries import temporary_name

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
COUNTY = EXAMPLES / "valid" / "county_2024.json"
SWAPPED = EXAMPLES / "invalid" / "digits_swapped.xlsx"
posix = pytest.mark.skipif(os.name == "nt", reason="of POSIX systems")


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def state(path: Path) -> object:
    """What stands at a path, and beside it."""
    try:
        return path.read_bytes() if path.is_file() else None, names(path.parent)
    except OSError:
        return None


def refused(path: Path, key: str, *, force: bool = False) -> None:
    before = state(path)
    with pytest.raises(UnwritableError) as told:
        write_file(path, b"new", force=force)
    assert told.value.key == key
    assert told.value.facts["path"] == str(path)
    assert state(path) == before


def test_a_new_file_has_the_rights_of_any_new_file(tmp_path: Path) -> None:
    write_file(tmp_path / "below" / "a", b"new")
    (tmp_path / "b").write_bytes(b"")
    assert (tmp_path / "below" / "a").read_bytes() == b"new"
    assert (tmp_path / "below" / "a").stat().st_mode == (tmp_path / "b").stat().st_mode
    assert names(tmp_path / "below") == ["a"]


@posix
@pytest.mark.parametrize("force", [False, True])
def test_file_and_folder_are_synced_in_order(
    *, force: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps: list[str] = []

    def seen(name: str) -> Callable[..., object]:
        real = getattr(os, name)

        def step(*words: object, **named: object) -> object:
            kind = ""
            if name == "fsync":
                mode = os.fstat(words[0]).st_mode  # type: ignore[arg-type]
                kind = " folder" if stat.S_ISDIR(mode) else " file"
            steps.append(name + kind)
            return real(*words, **named)

        return step

    for name in ("fsync", "replace", "link", "unlink"):
        monkeypatch.setattr(outfile.os, name, seen(name))
    write_file(tmp_path / "a", b"new", force=force)
    monkeypatch.undo()
    assert steps[:3] == ["fsync file", "replace" if force else "link", "fsync folder"]


@posix
def test_a_replaced_file_keeps_its_rights(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"old")
    path.chmod(0o640)
    write_file(path, b"new", force=True)
    assert (path.read_bytes(), stat.S_IMODE(path.stat().st_mode)) == (b"new", 0o640)


def test_what_stands_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"old")
    refused(path, "output-exists")
    folder = tmp_path / "folder"
    folder.mkdir()
    refused(folder, "output-is-folder", force=True)
    refused(path / "b", "output-no-folder")
    refused(path / "b" / "c", "output-no-folder")
    path.chmod(0o444)
    refused(path, "output-protected", force=True)


@posix
def test_long_names_devices_and_links(tmp_path: Path) -> None:
    refused(tmp_path / ("a" * 300), "output-name-long")
    refused(tmp_path / ("a" * 300) / "b", "output-name-long")
    os.mkfifo(tmp_path / "pipe")
    refused(tmp_path / "pipe", "output-special", force=True)
    (tmp_path / "link").symlink_to(os.devnull)
    refused(tmp_path / "link", "output-special", force=True)
    (tmp_path / "nowhere").symlink_to(tmp_path / "missing")
    refused(tmp_path / "nowhere", "output-exists")
    (tmp_path / "round").symlink_to(tmp_path / "round")
    refused(tmp_path / "round" / "a", "output-failed")


@posix
def test_a_link_is_replaced_not_followed(tmp_path: Path) -> None:
    other = tmp_path / "elsewhere"
    other.write_bytes(b"mine")
    for aim in (other, tmp_path / "missing"):
        link = tmp_path / "link"
        link.unlink(missing_ok=True)
        link.symlink_to(aim)
        write_file(link, b"new", force=True)
        assert not link.is_symlink()
        assert link.read_bytes() == b"new"
    assert other.read_bytes() == b"mine"
    assert not (tmp_path / "missing").exists()


@posix
def test_no_link_leads_out_of_the_output_folder(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, out, elsewhere = tmp_path / "in", tmp_path / "out", tmp_path / "elsewhere"
    for name in ("sub", "same"):
        (source / name).mkdir(parents=True)
        (source / name / "a.json").write_bytes(COUNTY.read_bytes())
    elsewhere.mkdir()
    (out / "kept").mkdir(parents=True)
    (out / "sub").symlink_to(elsewhere)
    (out / "same").symlink_to(out / "kept")
    assert main(["convert", str(source), "--to", "md", "-o", str(out), "--force"]) == 2
    assert names(elsewhere) == []
    assert names(out / "kept") == ["a.md"]  # a link that stays inside is the user's own
    assert "链接" in capsys.readouterr().err
    assert main(["convert", str(source), "--to", "md", "-o", str(out / "sub" / "new")]) == 0
    assert names(elsewhere / "new") == ["same", "sub"]  # the user named this very folder


@pytest.mark.parametrize("force", [False, True])
@pytest.mark.parametrize(
    ("number", "key"),
    [("ENOSPC", "output-full"), ("EDQUOT", "output-full"), ("EFBIG", "output-full"), ("EROFS", "output-read-only"),
     ("EACCES", "output-forbidden"), ("EIO", "output-failed")],
)  # fmt: skip
@pytest.mark.parametrize("step", ["open", "fsync", "replace", "link", "write"])
def test_each_step_may_fail(
    step: str,
    number: str,
    key: str,
    *,
    force: bool,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"old")
    if not force:
        path = tmp_path / "b"
    code = getattr(errno, number)

    def fail(*_: object, **__: object) -> None:
        raise OSError(code, os.strerror(code))

    if step == "write":
        monkeypatch.setattr(Path, "write_bytes", fail)
    elif step == {True: "link", False: "replace"}[force]:
        pytest.skip("not a step of this way")
    else:
        monkeypatch.setattr(outfile.os, step, fail)
    with pytest.raises(UnwritableError, match=key):
        write_file(path, b"new", force=force)
    monkeypatch.undo()
    assert names(tmp_path) == ["a"]
    assert (tmp_path / "a").read_bytes() == b"old"


def test_a_file_that_comes_meanwhile_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "a"
    with pytest.raises(UnwritableError, match="output-exists"), replacing(path):
        path.write_bytes(b"somebody else's")
    assert path.read_bytes() == b"somebody else's"
    assert names(tmp_path) == ["a"]


@posix
@pytest.mark.parametrize("late", [False, True])
def test_file_systems_without_links(
    *, late: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unknown(*_: object) -> None:
        raise OSError(errno.EPERM, "no links here")

    monkeypatch.setattr(outfile.os, "link", unknown)
    path = tmp_path / "a"
    if late:
        with pytest.raises(UnwritableError, match="output-exists"), replacing(path):
            path.write_bytes(b"old")
        assert path.read_bytes() == b"old"
    else:
        write_file(path, b"new")
        assert path.read_bytes() == b"new"
    assert names(tmp_path) == ["a"]


class SharingViolationError(PermissionError):
    """What Windows answers for a file that another program has open."""

    winerror = 32


@pytest.mark.parametrize(("times", "done"), [(2, True), (99, False)])
def test_a_locked_file_is_tried_again_then_said(
    times: int, *, done: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = iter(range(times))
    real: Callable[..., None] = os.replace

    def replace(*paths: object) -> None:
        if next(left, None) is not None:
            raise SharingViolationError(errno.EACCES, "in use")
        real(*paths)

    monkeypatch.setattr(outfile.os, "replace", replace)
    monkeypatch.setattr(outfile, "_WAITS", (0, 0, 0))
    path = tmp_path / "a"
    path.write_bytes(b"old")
    if done:
        write_file(path, b"new", force=True)
    else:
        refused(path, "output-forbidden", force=True)
    assert path.read_bytes() == (b"new" if done else b"old")


@posix
def test_what_killed_runs_left_is_swept_but_nothing_that_lives(tmp_path: Path) -> None:
    dead = tmp_path / temporary_name()
    dead.write_bytes(b"half")
    (tmp_path / ".govinfo-notes.tmp").write_bytes(b"mine")
    link = tmp_path / temporary_name()
    link.symlink_to(tmp_path / ".govinfo-notes.tmp")
    code = (
        "import sys; from pathlib import Path; from govinfo_cli.outfile import replacing\n"
        "with replacing(Path(sys.argv[1])) as t:\n print(t.name, flush=True); sys.stdin.read()"
    )
    import subprocess

    with subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path / "other")], stdin=-1, stdout=-1, text=True
    ) as living:
        assert living.stdin is not None
        assert living.stdout is not None
        held = living.stdout.readline().strip()
        assert not dead.exists()  # that run has swept
        dead.write_bytes(b"half")
        write_file(tmp_path / "a", b"new")
        assert names(tmp_path) == sorted([".govinfo-notes.tmp", link.name, held, "a"])
        living.stdin.close()
        living.wait()
    assert names(tmp_path) == sorted([".govinfo-notes.tmp", link.name, "a", "other"])


def spellings(path: Path) -> list[Path]:
    other = path.with_name("other" + path.suffix)
    hard = path.with_name("hard" + path.suffix)
    other.symlink_to(path)
    os.link(path, hard)
    return [path, path.parent / "." / path.name, path.parent / "x" / ".." / path.name, other, hard]


@posix
def test_no_report_is_written_over(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "x").mkdir()
    report = tmp_path / "report.json"
    last = tmp_path / "last.xlsx"
    report.write_bytes(COUNTY.read_bytes())
    last.write_bytes(SWAPPED.read_bytes())
    for name in spellings(report):
        for line in (
            ["convert", report, "--to", "json", "-o", name, "--force"],
            ["convert", report, COUNTY, "--to", "csv", "-o", name, "--force"],
            ["fix", report, "-o", name, "--force"],
            ["validate", report, "-o", name, "--force"],
            ["validate", COUNTY, report, "--format", "json", "-o", name, "--force"],
        ):
            assert main([str(word) for word in line]) == 2, line
            assert "就是输入文件" in capsys.readouterr().err
    for line in (
        ["template", "--previous", last, "-o", last, "--force"],
        ["validate", report, "--previous", last, "-o", last, "--force"],
        ["validate", last, "--annotate", tmp_path, "--force"],
        ["convert", report, "--to", "xlsx", "--template", last, "-o", last, "--force"],
    ):
        assert main([str(word) for word in line]) == 2, line
        assert "就是输入文件" in capsys.readouterr().err
    assert report.read_bytes() == COUNTY.read_bytes()
    assert last.read_bytes() == SWAPPED.read_bytes()


@posix
def test_a_way_through_a_folder_to_be_made_leads_to_the_input_too(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report, hard = tmp_path / "report.json", tmp_path / "hard.json"
    report.write_bytes(COUNTY.read_bytes())
    os.link(report, hard)
    (tmp_path / "deep" / "er").mkdir(parents=True)
    (tmp_path / "link").symlink_to(tmp_path / "deep" / "er")
    for way in ("new/../report.json", "new/../hard.json", "link/new/../../../report.json"):
        for line in (
            ["convert", report, "--to", "json"],
            ["convert", report, COUNTY, "--to", "csv"],
            ["validate", report],
            ["diff", report, COUNTY],
            ["template", "--previous", report],
        ):
            assert main([*map(str, line), "-o", str(tmp_path / way), "--force"]) == 2, (line, way)
            assert "就是输入文件" in capsys.readouterr().err
    assert report.read_bytes() == COUNTY.read_bytes()


@posix
def test_a_name_too_long_to_ask_for_is_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    long = str(tmp_path / ("长" * 200))
    for line in (
        ["convert", COUNTY, "--to", "md", "-o", long], ["convert", COUNTY, SWAPPED, "--to", "sqlite", "-o", long + ".db"],
        ["validate", COUNTY, "--previous", long], ["validate", COUNTY, "--forms", long],
        ["validate", COUNTY, "--baseline", long, "--write-baseline"], ["validate", "--watch", long],
    ):  # fmt: skip
        assert main([str(word) for word in line]) == 2, line
        told = capsys.readouterr().err
        assert long in told
        assert "程序内部错误" not in told, line


@posix
def test_inputs_that_would_write_one_output_are_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("甲?.json", "甲*.json", "乙.json"):
        (tmp_path / name).write_bytes(COUNTY.read_bytes())
    assert main(["convert", str(tmp_path), "--to", "md", "-o", str(tmp_path / "out")]) == 2
    told = capsys.readouterr().err
    assert "甲?.json" in told
    assert "甲*.json" in told
    assert not (tmp_path / "out").exists()


def test_a_batch_does_not_write_over_another_input(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    for folder in (one, two):
        folder.mkdir()
        (folder / "a.xlsx").write_bytes(SWAPPED.read_bytes())
    template = one / "t.xlsx"
    template.write_bytes((EXAMPLES / "valid" / "sheets.xlsx").read_bytes())
    (two / "t.json").write_bytes(COUNTY.read_bytes())
    assert main(["validate", str(two), str(one), "--annotate", str(one), "--force"]) == 2
    assert "就是输入文件" in capsys.readouterr().err
    assert (one / "a.xlsx").read_bytes() == SWAPPED.read_bytes()
    line = ["convert", str(two / "t.json"), "--to", "xlsx", "--template", str(template), "-o", str(one)]  # fmt: skip
    assert main([*line, "--force"]) == 2
    assert template.read_bytes() == (EXAMPLES / "valid" / "sheets.xlsx").read_bytes()


def test_a_file_that_changes_while_it_is_read_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(COUNTY.read_bytes())
    real = os.fstat
    seen: list[int] = []

    def fstat(handle: int) -> os.stat_result:
        seen.append(handle)
        if len(seen) % 2 == 0:  # between the first look and the second
            with path.open("ab") as file:
                file.write(b" ")
        return real(handle)

    monkeypatch.setattr("govinfo_cli.api.os.fstat", fstat)
    with pytest.raises(UnreadableError, match="file-changing"):
        bytes_of(path)
    assert main(["validate", str(path), str(COUNTY), "--format", "json"]) == 2
    files = json.loads(capsys.readouterr().out)["files"]
    assert "正在被改写" in files[0]["error"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_answer_of_the_system_has_words(lang: str) -> None:
    assert {*outfile._KEYS.values(), "output-failed"} <= set(catalogue(lang)["errors"])  # noqa: SLF001
