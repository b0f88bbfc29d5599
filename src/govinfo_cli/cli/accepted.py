"""Baseline and waivers on the command line: what is accepted in a run, and what is said of it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from govinfo_cli.cli.common import complain
from govinfo_cli.errors import UsageError
from govinfo_cli.messages import say

if TYPE_CHECKING:
    from govinfo_cli.accept import Acceptance
    from govinfo_cli.cli.choices import Choices
    from govinfo_cli.cli.validate import ValidateOptions


def acceptance_of(choices: Choices, options: ValidateOptions) -> Acceptance | None:
    """What is accepted, or None where nothing is. Raises UsageError for a wrong baseline."""
    baseline = choices.get("baseline", "")
    waivers = choices.config.waive if choices.config else ()
    if options.write_baseline and not baseline:
        raise UsageError("baseline-needed")
    if not (baseline or waivers):
        return None
    from govinfo_cli.accept import Acceptance, Waiver  # noqa: PLC0415
    from govinfo_cli.baseline import read_baseline  # noqa: PLC0415

    path = Path(baseline)
    fresh = options.write_baseline and not path.exists()
    known = read_baseline(path) if baseline and not fresh else {}
    return Acceptance(
        known,
        tuple(Waiver(**entry) for entry in waivers),
        choices.get("aliases", {}),
        recording=options.write_baseline,
    )


def close(accepted: Acceptance, choices: Choices, options: ValidateOptions) -> None:
    """Write the baseline if it was asked for, and tell what has ended or was not needed."""
    path = Path(choices.get("baseline", ""))
    if accepted.recording:
        count = accepted.write(path)
        print(say(options.lang, "baseline-written", path=path, count=count), file=sys.stderr)
    where = str(choices.config.path) if choices.config else str(path)
    for error in accepted.complaints():
        complain(where, error, options.lang)
