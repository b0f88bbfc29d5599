"""The limits of a command that takes no other choices than its options."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path

from govinfo_cli.cli.choices import Choices, environment, file_layer, limits_on
from govinfo_cli.cli.options import ReadingOptions
from govinfo_cli.config import find
from govinfo_cli.limits import Limits


def limited(options: ReadingOptions) -> AbstractContextManager[Limits]:
    """Let the limits of the line, of GOVINFO_LIMITS and of the current folder's file hold."""
    config = None
    if path := find(Path()):
        from govinfo_cli.config.load import load  # needs tomllib  # noqa: PLC0415

        config = load(path)
    layers = (file_layer(config), environment(), limits_on(options))
    return Choices(layers, config).limited()
