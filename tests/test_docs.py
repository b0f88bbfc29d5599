"""The documentation: its examples run, its links lead somewhere, its commands exist, it is built."""

from __future__ import annotations

import doctest
import re
import shlex
import shutil
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

import build_site
import govinfo_cli
import screenshots
from govinfo_cli.cli.completion import entries_of
from site_links import broken, broken_in_markdown, foreign

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
PAGES = sorted((*ROOT.glob("*.md"), *DOCS.rglob("*.md"), *ROOT.glob("benchmarks/*.md")))
FENCED = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)
TOLD = [
    page for page in PAGES if ">>>" in page.read_text("utf-8") and "reference" not in page.parts
]
HOMES = sorted(set(govinfo_cli._HOMES.values()))  # noqa: SLF001
COMMANDS = {
    entry.name: {flag for option in entry.flags for flag in option.flags} for entry in entries_of("en")
}  # fmt: skip


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("page", TOLD, ids=named)
def test_examples_of_a_page(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    text = page.read_text("utf-8")
    if "to_polars(" in text:
        pytest.importorskip("polars")
    lines = "\n".join(code for kind, code in FENCED.findall(text) if kind == "python")
    test = doctest.DocTestParser().get_doctest(lines, {}, page.name, str(page), 0)
    assert test.examples
    assert doctest.DocTestRunner().run(test).failed == 0


def test_pages_with_examples_are_found() -> None:
    assert {named(page) for page in TOLD} >= {
        "README.md", "README.zh-CN.md", "docs/en/python.md", "docs/zh/python.md"
    }  # fmt: skip


@pytest.mark.parametrize("home", HOMES)
def test_examples_of_docstrings(home: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if home == "frames":
        pytest.importorskip("polars")
        pytest.importorskip("pandas")
    monkeypatch.chdir(ROOT)
    assert doctest.testmod(import_module(f"govinfo_cli.{home}")).failed == 0


def test_public_functions_have_examples() -> None:
    functions = [getattr(govinfo_cli, name) for name in govinfo_cli.__all__ if name.islower() and name[0] != "_"]  # fmt: skip
    assert [f.__name__ for f in functions if ">>>" not in (f.__doc__ or "")] == []


def test_links_of_the_sources() -> None:
    assert list(broken_in_markdown(PAGES)) == []


def test_both_languages_have_all_pages() -> None:
    one, other = (
        {path.relative_to(DOCS / lang) for path in (DOCS / lang).rglob("*") if path.is_file()}
        for lang in build_site.LANGUAGES
    )
    assert one == other
    assert {path.name for path in DOCS.iterdir()} == {"en", "zh", "theme", "nav.json"}


PROOF = re.compile(r"`(test_\w+\.py)(?:::(test_\w+))?`")
CASE = re.compile(r"`(\w[\w-]*\.(?:xlsx|xlsb|xls|ods|docx|pdf|json|md|html|mht|csv))`")


def proofs(lang: str) -> list[str]:
    """The middle column of the tables of three columns: what proves a promise."""
    text = (DOCS / lang / "reliability.md").read_text("utf-8")
    rows = [line.split(" | ") for line in text.splitlines() if line.startswith("| ")]
    return [row[1] for row in rows if len(row) == 3]


def test_what_proves_a_promise_is_there() -> None:
    from hostile_packages import PACKAGES
    from hostile_texts import TEXTS

    one, other = ([(PROOF.findall(row), CASE.findall(row)) for row in proofs(lang)] for lang in build_site.LANGUAGES)  # fmt: skip
    assert one == other
    assert len(one) > 60
    for tests, cases in one:
        assert set(cases) <= PACKAGES.keys() | TEXTS.keys()
        for file, function in tests:
            source = (ROOT / "tests" / file).read_text("utf-8")
            assert not function or f"def {function}(" in source, (file, function)
    text = (DOCS / "en" / "reliability.md").read_text("utf-8")
    assert f"there are {len({**PACKAGES, **TEXTS})} of them" in text


@pytest.mark.parametrize("lang", build_site.LANGUAGES)
def test_every_page_can_be_reached(lang: str) -> None:
    named = [page for entry in build_site._nav() for page in build_site._pages(lang, entry["pages"])]  # noqa: SLF001  # fmt: skip
    there = [path.relative_to(DOCS / lang).as_posix() for path in (DOCS / lang).rglob("*.md")]
    assert sorted(set(named)) == sorted(there)
    other = {"zh": "en", "en": "zh"}[lang]
    for name in there:
        up = "../" * (name.count("/") + 1)
        assert f"]({up}{other}/{name})" in (DOCS / lang / name).read_text("utf-8")[:300], name


@pytest.mark.parametrize("page", [p for p in PAGES if DOCS in p.parents or p.parent == ROOT], ids=named)  # fmt: skip
def test_commands_exist(page: Path) -> None:
    fenced = FENCED.findall(page.read_text("utf-8"))
    lines = [line for kind, code in fenced if kind in ("sh", "bash") for line in code.splitlines()]
    for line in lines:
        for part in re.split(r"&&|\|\||[|;]", line):
            words = shlex.split(part.strip(), comments=True)
            if words[:1] == ["govinfo"]:
                check_command(words[1:])


def check_command(words: list[str]) -> None:
    if words[:1] == ["--lang"]:
        words = words[2:]
    if words and words[0] in COMMANDS:
        flags = [word.partition("=")[0] for word in words if word.startswith("-") and word != "-"]
        assert set(flags) <= COMMANDS[words[0]], words


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("zensical")
    folder = tmp_path_factory.mktemp("built") / "site"
    assert build_site.main([str(folder)]) == 0
    return folder


def test_the_site_is_built(site: Path) -> None:
    assert (site / "zh" / "codes" / "A303.html").is_file()
    assert (site / "en" / "files" / "examples" / "plugin" / "pyproject.toml").is_file()
    assert "unpkg" not in (site / "zh" / "index.html").read_text("utf-8")


def test_another_folder_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("kept")
    assert build_site.main([str(tmp_path)]) == 1
    assert (tmp_path / "mine").read_text() == "kept"


def searched(chrome: Any, words: str) -> str:
    """The results; the search stands in a tree of its own (a shadow root)."""
    tree = "[...document.querySelectorAll('*')].find(e => e.shadowRoot)?.shadowRoot"
    field = chrome.execute_script(f"return {tree}?.querySelector('input')")
    if field is None:
        return ""
    if not field.get_attribute("value"):
        field.send_keys(words)
    return str(chrome.execute_script(f"return [...{tree}.querySelectorAll('a')].map(e => e.innerText).join()"))  # fmt: skip


@pytest.mark.filterwarnings("default")  # selenium's own
def test_the_search_works_from_a_disk(site: Path) -> None:
    pytest.importorskip("zensical")
    chromium, driver = shutil.which("chromium") or "", shutil.which("chromedriver") or ""
    if not (chromium and driver):
        pytest.skip("needs chromium and chromedriver")
    from selenium.webdriver.support.ui import WebDriverWait

    with screenshots.browser(1200, 900) as chrome:
        chrome.implicitly_wait(20)
        for page, words, wanted in (
            ("zh/codes/A301.html", "结转数", "Y401"), ("en/index.html", "carried-over", "Y401")
        ):  # fmt: skip
            chrome.get((site / page).as_uri())
            chrome.find_element("css selector", ".md-search__button").click()
            found = WebDriverWait(chrome, 20).until(partial(searched, words=words))
            assert wanted in found
            chrome.find_element("class name", "govinfo-language")
        loaded = chrome.execute_script("return performance.getEntries().map(e => e.name)")
        assert not [name for name in loaded if name.startswith("http")]


def test_a_broken_link_is_told(tmp_path: Path) -> None:
    page = tmp_path / "a.md"
    page.write_text(
        "# One two\n\n[a](a.md#one-two) [b](b.md) [c](#three)\n\n`[d](d.md)`\n", "utf-8"
    )
    assert [line.split(": ", 1)[1] for line in broken_in_markdown([page])] == [
        "b.md: no such file", "#three: no such heading"
    ]  # fmt: skip
    (tmp_path / "a.html").write_text(
        '<p id="x"><a href="a.html#x"></a><a href="a.html#y"></a><img src="b.png"><script src="https://a.example/a.js"></script>',
        "utf-8",
    )
    (tmp_path / "a.css").write_text("@font-face {src: url(https://a.example/a.woff)}", "utf-8")
    assert [line.rpartition("a.html: ")[2] for line in broken(tmp_path)] == [
        "a.html#y: no such anchor", "b.png: no such file"
    ]  # fmt: skip
    assert len(list(foreign(tmp_path))) == 2


def test_a_bad_page_stops_the_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("zensical")
    docs = tmp_path / "docs"
    shutil.copytree(DOCS, docs)
    (docs / "zh" / "watch.md").write_text("# Watch\n\n[lost](lost.md)\n", "utf-8")
    monkeypatch.setattr(build_site, "DOCS", docs)
    assert build_site.main([str(tmp_path / "site")]) == 1
