"""govinfo: reads, checks and converts annual reports on government information disclosure."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from govinfo_cli.api import Result, check, convert, read, validate
    from govinfo_cli.comparison import Comparison, diff
    from govinfo_cli.errors import GovinfoError
    from govinfo_cli.finding import Finding
    from govinfo_cli.fixing import Fix, fix
    from govinfo_cli.frames import to_pandas, to_polars
    from govinfo_cli.merging import Merged, merge
    from govinfo_cli.pairing import paired
    from govinfo_cli.report import Report
    from govinfo_cli.settings import Settings
    from govinfo_cli.trends import Trend, trend

__version__: Final = "0.1.0"

# Loaded when they are first used, so that `import govinfo_cli` costs nothing.
_HOMES: Final = {
    "Result": "api",
    "check": "api",
    "convert": "api",
    "read": "api",
    "validate": "api",
    "Comparison": "comparison",
    "diff": "comparison",
    "paired": "pairing",
    "Trend": "trends",
    "trend": "trends",
    "Fix": "fixing",
    "fix": "fixing",
    "to_pandas": "frames",
    "to_polars": "frames",
    "Merged": "merging",
    "merge": "merging",
    "GovinfoError": "errors",
    "Finding": "finding",
    "Report": "report",
    "Settings": "settings",
}

__all__ = [
    "Comparison",
    "Finding",
    "Fix",
    "GovinfoError",
    "Merged",
    "Report",
    "Result",
    "Settings",
    "Trend",
    "__version__",
    "check",
    "convert",
    "diff",
    "fix",
    "merge",
    "paired",
    "read",
    "to_pandas",
    "to_polars",
    "trend",
    "validate",
]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(name)
    return getattr(import_module(f"govinfo_cli.{_HOMES[name]}"), name)
