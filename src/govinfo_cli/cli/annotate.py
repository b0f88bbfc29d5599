"""``--annotate``: copies of the checked files with their wrong cells marked."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from govinfo_cli.cli.common import complain
from govinfo_cli.errors import GovinfoError
from govinfo_cli.messages import say

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from govinfo_cli.api import Result
    from govinfo_cli.batch import Input


def annotate(
    entry: Input, result: Result, folder: Path, known: Collection[object], lang: str, *, force: bool
) -> bool:
    """Write a marked copy, in the layout of the inputs; False where it could not be written.

    Files without a finding at a cell, and types that cannot be marked, have no copy; of the
    latter that is said. ``known``: the inputs, none of which is written over.
    """
    from govinfo_cli.api import bytes_of  # noqa: PLC0415
    from govinfo_cli.batch import spare  # noqa: PLC0415
    from govinfo_cli.marking import marked_copy  # noqa: PLC0415
    from govinfo_cli.names import safe_path  # noqa: PLC0415
    from govinfo_cli.outfile import write_file  # noqa: PLC0415

    report = result.report
    if report is None or not result.findings:
        return True
    target = folder / safe_path(entry.relative)
    try:
        spare(known, [target])
        data = marked_copy(bytes_of(entry.path), entry.path, report, result.findings, lang)
        if data is not None:
            write_file(target, data, force=force, below=folder)
            print(say(lang, "written", path=target), file=sys.stderr)
    except GovinfoError as error:
        complain(entry.path, error, lang)
        return False
    return True
