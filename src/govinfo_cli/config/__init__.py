"""The user's configuration: ``govinfo.toml``, or ``[tool.govinfo]`` in ``pyproject.toml``.

Here is only what a run without a configuration needs: looking for one. All else is imported when
one is found.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

NAME: Final = "govinfo.toml"
PROJECT: Final = "pyproject.toml"
SECTION: Final = b"[tool.govinfo"
REPOSITORY: Final = ".git"


def find(folder: Path) -> Path | None:
    """The configuration that holds for a folder: in it, or in the nearest folder above.

    The search ends at the root of a repository. A ``pyproject.toml`` counts only if it has a
    section of ours. A few stat calls a folder, nothing is parsed and no module imported.
    """
    here = os.path.abspath(folder)  # noqa: PTH100  no Path a folder: this is on everybody's way
    while True:
        if os.path.isfile(path := os.path.join(here, NAME)):  # noqa: PTH113, PTH118
            return Path(path)
        if os.path.isfile(path := os.path.join(here, PROJECT)) and _is_ours(path):  # noqa: PTH113, PTH118
            return Path(path)
        above = os.path.dirname(here)  # noqa: PTH120
        if above == here or os.path.exists(os.path.join(here, REPOSITORY)):  # noqa: PTH110, PTH118
            return None
        here = above


def _is_ours(path: str) -> bool:
    try:
        with open(path, "rb") as file:  # noqa: PTH123
            return SECTION in file.read()
    except OSError:
        return False
