"""``validate --watch``: what each saved file came to, and only what changed in it."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

from govinfo_cli.batch import STDIN, Input
from govinfo_cli.errors import EXIT_OK, UsageError
from govinfo_cli.messages import say
from govinfo_cli.reporters.lines import Group, Line, groups_of
from govinfo_cli.reporters.plain import block, header

if TYPE_CHECKING:
    from govinfo_cli.accept import Acceptance
    from govinfo_cli.api import Result
    from govinfo_cli.cli.checker import Check
    from govinfo_cli.cli.validate import ValidateOptions
    from govinfo_cli.watching import Saved

FORMATS: Final = ("text", "jsonl")
Known = Mapping[tuple[str, ...], str]


def watch(options: ValidateOptions, check: Check, accepted: Acceptance | None = None) -> int:
    """Check files whenever they are saved, until Ctrl-C; which is the way to end it, so 0."""
    from govinfo_cli.watching import saved  # noqa: PLC0415

    alone = not (options.output or options.marked or options.write_baseline)
    alone = alone and STDIN not in options.paths
    alone = alone and not (options.previous and options.previous.is_dir())
    if options.format not in FORMATS or not alone:
        raise UsageError("watch-with", known=", ".join(FORMATS))
    print(say(options.lang, "watching", paths=" ".join(options.paths)), file=sys.stderr)

    def once_more(path: str) -> Result:
        result = check(Input(path), path, "")
        return accepted.apply(result, options.lang) if accepted else result

    known: dict[str, Known] = {}
    try:
        for entry in saved(options.paths, once_more):
            for piece in _told(entry, known, options):
                sys.stdout.write(piece)
            sys.stdout.flush()
    except KeyboardInterrupt:
        print(f"\n{say(options.lang, 'watching-over')}", file=sys.stderr)
    return EXIT_OK


def _told(entry: Saved, known: dict[str, Known], options: ValidateOptions) -> Iterator[str]:
    lang, result = options.lang, entry.result
    if options.format == "jsonl":
        from govinfo_cli.reporters import BY_NAME  # noqa: PLC0415

        if result is not None:
            yield from BY_NAME["jsonl"].report([result], lang, quiet=options.quiet)
        return
    clock = time.strftime("%H:%M:%S")
    if result is None:
        known.pop(entry.path, None)
        yield f"{clock}  {say(lang, 'file-gone', path=entry.path)}\n"
        return
    before, groups = known.get(entry.path), _groups(result, lang)
    known[entry.path] = {_key(line): line.message for group in groups for line in group.lines}
    if before is None and options.quiet and result.status == "valid":
        return
    yield f"{clock}  {header(result, lang)}\n"
    yield from _changes(before or {}, groups, lang)


def _groups(result: Result, lang: str) -> list[Group]:
    if result.report is None:
        return []
    return list(groups_of(result.findings, result.report.form, lang))


def _key(line: Line) -> tuple[str, ...]:
    return line.severity, line.code, line.place, line.message


def _changes(before: Known, groups: list[Group], lang: str) -> Iterator[str]:
    """What is right now, what is new, and how much stays as it was."""
    now = {_key(line) for group in groups for line in group.lines}
    for key, message in before.items():
        if key not in now:
            yield f"    {say(lang, 'mended', code=key[1], place=key[2], message=message)}\n"
    for group in groups:
        new = [line for line in group.lines if _key(line) not in before]
        if new:
            yield from block(Group(group.title, new), lang)
    if same := len(now & before.keys()):
        yield f"    {say(lang, 'unchanged', count=same)}\n"
