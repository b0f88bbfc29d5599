"""What a built program is made of besides its code: data files, and modules that are named late."""

from __future__ import annotations

from pathlib import Path
from pkgutil import walk_packages

import govinfo_cli
from govinfo_cli.forms.load import schemas_folder

PACKAGE = Path(govinfo_cli.__file__).resolve().parent
# Large, and for researchers or developers only; what needs them says that it is not there.
EXCLUDED = (
    "pyarrow", "numpy", "pandas", "polars", "highspy", "hypothesis", "mypy", "pytest", "_pytest",
    "selenium", "tkinter", "IPython", "setuptools", "pip", "docx",
    # of the picture library only the PDF library's imports are needed, no kinds of pictures
    "PIL._avif", "PIL._webp", "PIL._imagingft", "PIL._imagingtk", "PIL._imagingcms",
)  # fmt: skip


def data_files() -> list[tuple[str, str]]:
    """Each file that is no code, and the folder inside the program where it belongs.

    The schemas stand beside the package in a checkout, and inside it where it is installed.
    """
    found = []
    for path in sorted(PACKAGE.rglob("*")):
        below = path.relative_to(PACKAGE)
        code = path.suffix in (".py", ".pyc") or "__pycache__" in below.parts
        if path.is_file() and not code and below.parts[0] != "schemas":
            found.append((str(path), _folder(Path("govinfo_cli") / below)))
    schemas = schemas_folder()
    for path in sorted(schemas.rglob("*.json")):
        below = path.relative_to(schemas)
        found.append((str(path), _folder(Path("govinfo_cli/schemas") / below)))
    return found


def _folder(path: Path) -> str:
    return path.parent.as_posix()


def modules() -> list[str]:
    """All modules of the package: readers, writers and commands are imported by name."""
    return [module.name for module in walk_packages([str(PACKAGE)], "govinfo_cli.")]
