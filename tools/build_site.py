"""Build the site of docs/: python tools/build_site.py [FOLDER], by default ``site``.

The folder works as it is: from a disk, without a server and without a network, search included.
Each language is a site of its own (its own search, its own words), made of ``docs/LANG`` and laid
out by ``docs/nav.json``. A link to a page, heading or file that is not there is an error. Needs
``pip install 'govinfo-cli[docs]'``; nothing is fetched, neither now nor when it is read.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from govinfo_cli.finding import RULES
from site_links import broken, foreign

ROOT: Final = Path(__file__).resolve().parent.parent
DOCS: Final = ROOT / "docs"
LANGUAGES: Final = ("zh", "en")
NAMES: Final = {"zh": "govinfo 文档", "en": "govinfo documentation"}
SHIM: Final = "https://unpkg.com/iframe-worker/shim"
OTHER_LANGUAGE: Final = re.compile(r"^\[(?:中文|English)\]\([^)]*\)\n\n", re.MULTILINE)
OUTSIDE: Final = re.compile(r"\]\(((?:\.\./)+)((?:examples|schemas)/[^)#]*)\)")
ACROSS: Final = re.compile(r"\]\(\.\./(zh|en)/([^)#]*)\.md(#[^)]*)?\)")
ORDER: Final = {rule.code: number for number, rule in enumerate(RULES)}
INDEX: Final = """<!doctype html>
<meta charset="utf-8">
<title>govinfo</title>
<meta http-equiv="refresh" content="0; url=zh/index.html">
<p><a href="zh/index.html">中文</a> · <a href="en/index.html">English</a></p>
"""


def main(arguments: list[str]) -> int:
    """Build both languages; 1 where a page is not as it should be."""
    target = Path(arguments[0]) if arguments else ROOT / "site"
    if target.exists():
        if not (target / "zh" / "search.js").is_file() and any(target.iterdir()):
            print(f"{target} holds something else; it is left alone")
            return 1
        shutil.rmtree(target)
    with TemporaryDirectory() as folder:
        for lang in LANGUAGES:
            staged = Path(folder, lang)
            stage(lang, staged)
            if not _built(staged):
                return 1
            shutil.move(staged / "site", target / lang)
    (target / "index.html").write_text(INDEX, encoding="utf-8")
    for lang in LANGUAGES:
        _finish(target / lang)
    wrong = [*broken(target), *foreign(target)]
    print("\n".join(wrong) or f"{target}: open {target / 'index.html'}")
    return 1 if wrong else 0


def stage(lang: str, folder: Path) -> None:
    """Lay out one language as Zensical wants it."""
    shutil.copytree(DOCS / lang, folder / "docs")
    shutil.copytree(DOCS / "theme", folder / "theme")
    shutil.copy(DOCS / "theme" / "govinfo.css", folder / "docs")
    shutil.copy(DOCS / "theme" / "iframe-worker.js", folder / "docs")
    for page in (folder / "docs").rglob("*.md"):
        text = OTHER_LANGUAGE.sub("", page.read_text(encoding="utf-8"), count=1)
        up = "../" * (len(page.relative_to(folder / "docs").parts) - 1)
        text = OUTSIDE.sub(partial(_carried, folder=folder, up=up), text)
        text = ACROSS.sub(rf"](../{up}\1/\2.html\3)", text)
        page.write_text(text, encoding="utf-8")
    (folder / "mkdocs.yml").write_text(json.dumps(_config(lang), ensure_ascii=False), "utf-8")


def _carried(found: re.Match[str], folder: Path, up: str) -> str:
    """A file of the repository that a page links to goes along."""
    place = Path("files", found[2])
    (folder / "docs" / place).parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(ROOT / found[2], folder / "docs" / place)
    return f"]({up}{place.as_posix()})"


def _config(lang: str) -> dict[str, Any]:
    """What Zensical goes by; JSON is YAML, too."""
    return {
        "site_name": NAMES[lang],
        "docs_dir": "docs",
        "site_dir": "site",
        "use_directory_urls": False,
        "nav": [{entry[lang]: _pages(lang, entry["pages"])} for entry in _nav()],
        "extra_css": ["govinfo.css"],
        "theme": {
            "name": "material",
            "language": lang,
            "font": False,
            "custom_dir": "theme",
            "features": [
                "content.code.copy", "navigation.footer", "navigation.indexes",
                "navigation.tabs", "navigation.top", "search.highlight", "toc.follow",
            ],
            "palette": [
                {"media": "(prefers-color-scheme: light)", "scheme": "default"},
                {"media": "(prefers-color-scheme: dark)", "scheme": "slate"},
            ],
            "icon": {"logo": "lucide/table-properties"},
        },
        "extra": {"generator": False, "homepage": "index.html", "alternate": [{"name": n, "link": n, "lang": n} for n in LANGUAGES]},
        "plugins": ["search", "offline"],
        "markdown_extensions": [
            {"toc": {"permalink": True, "slugify": {"object": "pymdownx.slugs.slugify", "kwds": {"case": "lower"}}}},
            "admonition", "attr_list", "md_in_html", "tables", "pymdownx.superfences",
            {"pymdownx.highlight": {"pygments_lang_class": True}}, "pymdownx.inlinehilite",
        ],
    }  # fmt: skip


def _nav() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((DOCS / "nav.json").read_text(encoding="utf-8"))
    return found


def _pages(lang: str, names: list[str]) -> list[str]:
    """The files of a part of the site; ``codes/*`` stands for all that are not named."""
    made: list[str] = []
    for name in names:
        found = sorted(
            (path.relative_to(DOCS / lang) for path in (DOCS / lang).glob(f"{name}.md")),
            key=lambda path: (ORDER.get(path.stem, 0), path),
        )
        made += [path.as_posix() for path in found if path.as_posix() not in made]
    return made


def _built(folder: Path) -> bool:
    line = [sys.executable, "-m", "zensical", "build", "--strict", "--config-file", "mkdocs.yml"]
    done = subprocess.run(
        line, cwd=folder, check=False, capture_output=True, env=os.environ | {"NO_COLOR": "1"}
    )
    if done.returncode:
        print((done.stdout + done.stderr).decode(errors="replace").partition("Traceback")[0])
    return done.returncode == 0


def _finish(folder: Path) -> None:
    """What is fetched from elsewhere is fetched from here."""
    for page in folder.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        up = "../" * (len(page.relative_to(folder).parts) - 1)
        page.write_text(text.replace(SHIM, f"{up}iframe-worker.js"), encoding="utf-8")
    (folder / "search.json").unlink(missing_ok=True)  # search.js holds the same
    (folder / "sitemap.xml").unlink(missing_ok=True)  # a folder has no address


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
