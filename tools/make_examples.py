"""Rebuild ``examples/``: reports written for this project, and faults put into them on purpose.

``--check`` compares with what is committed, workbooks by the content of their parts.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from zipfile import ZipFile

sys.path.insert(0, str(Path(__file__).parent))
from example_files import DISTRICT, FOREIGN, INVALID, VALID
from example_years import BATCHES

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"


def build(root: Path) -> list[Path]:
    """Write every example below ``root``."""
    made = []
    groups = (("valid", VALID), ("invalid", INVALID), ("district", DISTRICT), ("batches", BATCHES))
    for folder, examples in groups:
        (root / folder).mkdir(parents=True, exist_ok=True)
        for name, make in examples.items():
            for path_name, data in make().items():
                path = root / folder / path_name
                path.parent.mkdir(exist_ok=True)
                path.write_bytes(data)
                made.append(path)
            assert any(path.name.startswith(name) for path in made)
    return made


def content(path: Path) -> object:
    """What is compared: bytes, or a workbook's parts without the date of its making."""
    if path.suffix not in (".xlsx", ".xlsm", ".docx", ".xlsb"):
        return path.read_bytes()
    with ZipFile(path) as package:
        return {n: package.read(n) for n in package.namelist() if n != "docProps/core.xml"}


def main(arguments: list[str]) -> int:
    """Build, or compare; 1 where a committed example is out of date."""
    if "--check" not in arguments:
        print(f"{len(build(EXAMPLES))} files")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        made = build(Path(folder))
        stale = [
            path for path in made
            if not (twin := EXAMPLES / path.relative_to(folder)).is_file()
            or content(twin) != content(path)
        ]  # fmt: skip
        known = {path.relative_to(folder) for path in made} | set(map(Path, FOREIGN))
        strangers = [
            path for path in EXAMPLES.rglob("*.*")
            if path.is_file() and path.relative_to(EXAMPLES) not in known and path.suffix != ".md"
        ]  # fmt: skip
    for path in (*stale, *strangers):
        print(f"out of date: {path.name}; run python tools/make_examples.py")
    return 1 if stale or strangers else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
