from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = ROOT / "examples"
PUBLISHED = ROOT.parent / "shared" / "reports"


@pytest.fixture
def published() -> Path:
    """The folder of real published reports; the repository holds no copy of them."""
    if not PUBLISHED.is_dir():
        pytest.skip("the folder of published reports is not on this machine")
    return PUBLISHED
