"""The files for other people's pipelines: valid, and their script really run."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from govinfo_cli.cli.commands import BY_NAME
from govinfo_cli.config.load import load
from govinfo_cli.readers import BY_SUFFIX

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = ROOT / "examples"


def parsed(name: str) -> Any:
    yaml = pytest.importorskip("ruamel.yaml")
    return yaml.YAML(typ="safe").load((ROOT / name).read_text("utf-8"))


def test_the_action_keeps_its_schema() -> None:
    pytest.importorskip("check_jsonschema")
    line = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.github-actions", str(ROOT / "action.yml")]  # fmt: skip
    done = subprocess.run(line, check=False, capture_output=True)
    assert done.returncode == 0, done.stdout.decode()


@pytest.mark.skipif(not shutil.which("bash"), reason="bash is not installed")
@pytest.mark.parametrize(
    ("paths", "args", "status"),
    [("valid/sheets.xlsx\nvalid/word.docx\n", "", 0), ("invalid/digits_swapped.xlsx", "", 1),
     ("invalid/digits_swapped.xlsx", "--exit-zero --quiet", 0), ("missing.xlsx", "", 2),
     ("a; touch broken.xlsx", "", 2)],
)  # fmt: skip
def test_the_action_runs(tmp_path: Path, paths: str, args: str, status: int) -> None:
    step = parsed("action.yml")["runs"]["steps"][-1]
    assert not re.search(r"\$\{\{", step["run"]), (
        "inputs come by the environment, never into the script"
    )
    environment = os.environ | {
        "INPUT_PATHS": paths, "INPUT_ARGS": args, "INPUT_FORMAT": "github", "INPUT_OUTPUT": "",
        "GITHUB_OUTPUT": str(tmp_path / "output"), "GOVINFO_LANG": "en",
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
    }  # fmt: skip
    done = subprocess.run(["bash", "-e", "-o", "pipefail", "-c", step["run"]], check=False, env=environment, cwd=EXAMPLES, capture_output=True)  # noqa: S607  # fmt: skip
    assert done.returncode == status, done.stderr.decode()
    assert (tmp_path / "output").read_text() == f"status={status}\n"
    assert not (EXAMPLES / "broken.xlsx").exists()


def test_the_hooks_are_whole() -> None:
    hooks = parsed(".pre-commit-hooks.yaml")
    assert [hook["id"] for hook in hooks] == [
        "govinfo",
        "govinfo-json",
        "govinfo-text",
        "govinfo-pdf",
    ]
    for hook in hooks:
        assert hook["entry"].split()[:2] == ["govinfo", "validate"]
        assert hook["language"] == "python"
        for suffix in re.findall(r"[a-z]+", hook["files"].rpartition("(")[2]):
            assert f".{suffix.rstrip('?')}" in BY_SUFFIX or suffix in (
                "htm",
                "html",
                "report",
                "json",
                "pdf",
                "reports",
            )
    assert re.search(hooks[0]["files"], "a/年报.xlsx")
    assert re.search(hooks[0]["exclude"], "a/~$年报.xlsx")


@pytest.mark.parametrize("page", sorted((ROOT / "docs").glob("*/*.md")), ids=lambda p: f"{p.parent.name}/{p.name}")  # fmt: skip
def test_the_pages_hold(page: Path, tmp_path: Path) -> None:
    text = page.read_text("utf-8")
    for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", text):
        assert (page.parent / target).exists(), target
    for command in re.findall(
        r"^\s*(?:eval \"\$\()?govinfo ([a-z]+)\b", text, re.MULTILINE | re.ASCII
    ):
        assert command in BY_NAME
    for block in re.findall(r"```toml\n(.*?)```", text, re.DOTALL):
        tomllib.loads(block)
        (tmp_path / "govinfo.toml").write_text(block, "utf-8")
        load(tmp_path / "govinfo.toml")


@pytest.mark.parametrize("name", ["configuration", "editors", "pipelines", "plugins", "rules"])
def test_both_languages_show_the_same(name: str) -> None:
    blocks = []
    for lang in ("en", "zh"):
        text = (ROOT / "docs" / lang / f"{name}.md").read_text("utf-8")
        code = re.findall(r"```\w+\n(.*?)```", text, re.DOTALL)
        blocks.append([re.sub(r"\s*#.*|\s*echo .*", "", block) for block in code])
    assert blocks[0] == blocks[1]
