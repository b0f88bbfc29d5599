from __future__ import annotations

import signal
import sys
from pathlib import Path

import pytest
from hypothesis import settings

from govinfo_cli import text

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = ROOT / "examples"
PUBLISHED = ROOT.parent / "shared" / "reports"

# A busy machine is no fault of the code.
settings.register_profile("govinfo", deadline=None)
settings.load_profile("govinfo")

# A run in the background of a script inherits that Ctrl-C is ignored; what it starts would, too.
signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture
def published() -> Path:
    """The folder of real published reports; the repository holds no copy of them."""
    if not PUBLISHED.is_dir():
        pytest.skip("the folder of published reports is not on this machine")
    return PUBLISHED


# What is found once and kept: a test module begins without it, so that each of them would
# notice where finding it goes wrong (and mutants are found that others would cover up).
KEPT = (
    ("document", "_MET"), ("checks.sums", "_COMPILED"), ("readers.xlsx", "_RUN"),
    ("recognise.whole", "_COUNTED"), ("recognise.whole", "_VOTES"),
    ("recognise.layout", "_KNOWN"),
    ("recognise.skeletons", "_MASKS"), ("recognise.audit", "_KNOWN"),
    ("recognise.json_mould", "MOULDS"), ("recognise.json_mould", "MET"),
)  # fmt: skip
KEPT_CALLS = (
    ("recognise.labels", "label_index"), ("recognise.labels", "_spoken"),
    ("localise.system", "_shape"), ("checks.cells", "_other_kinds"), ("recognise.plain_tables", "pointers"),
    ("recognise.plain_tables", "_layout"), ("recognise.plain_tables", "_numbered"), ("recognise.structure", "_gaps"), ("prose.scan", "vocabulary"),
    ("prose.paragraphs", "_tells"), ("recognise.again", "_telling"),
)  # fmt: skip


@pytest.fixture(autouse=True, scope="module")
def _cold() -> None:
    for module, name in KEPT:
        if found := sys.modules.get(f"govinfo_cli.{module}"):
            getattr(found, name).clear()
    for module, name in KEPT_CALLS:
        if found := sys.modules.get(f"govinfo_cli.{module}"):
            getattr(found, name).cache_clear()
    for function in (text._squeeze, text._fold, text.wording):  # noqa: SLF001  the caches
        function.cache_clear()
