"""``--annotate``: copies of the checked files with their wrong cells marked."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from govinfo_cli.cli.common import complain
from govinfo_cli.errors import GovinfoError, UnwritableError
from govinfo_cli.messages import say

if TYPE_CHECKING:
    from govinfo_cli.api import Result
    from govinfo_cli.batch import Input


def annotate(entry: Input, result: Result, folder: Path, lang: str, *, force: bool) -> bool:
    """Write a marked copy, in the layout of the inputs; False where it could not be written.

    Files without a finding at a cell, and types that cannot be marked, have no copy; of the
    latter that is said.
    """
    from govinfo_cli.api import bytes_of  # noqa: PLC0415
    from govinfo_cli.marking import marked_copy  # noqa: PLC0415
    from govinfo_cli.outfile import same_file, write_file  # noqa: PLC0415

    report = result.report
    if report is None or not result.findings:
        return True
    target = folder / entry.relative
    try:
        if same_file(Path(entry.path), target):
            raise UnwritableError("output-is-input")
        data = marked_copy(bytes_of(entry.path), entry.path, report, result.findings, lang)
        if data is not None:
            write_file(target, data, force=force)
            print(say(lang, "written", path=target), file=sys.stderr)
    except GovinfoError as error:
        complain(entry.path, error, lang)
        return False
    return True
