"""``govinfo validate``."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from govinfo_cli.cli.common import (
    draws,
    readable,
    tellable,
    with_progress,
    workers_of,
)
from govinfo_cli.cli.options import ReadingOptions, arguments, file, flag, many, number, text
from govinfo_cli.errors import (
    EXIT_FINDINGS,
    EXIT_OK,
    EXIT_TROUBLE,
    UsageError,
)

if TYPE_CHECKING:
    from govinfo_cli.accept import Acceptance
    from govinfo_cli.api import Result
    from govinfo_cli.batch import Inputs
    from govinfo_cli.cli.choices import Choices


@dataclass(frozen=True, kw_only=True)
class ValidateOptions(ReadingOptions):
    """What ``govinfo validate`` takes."""

    paths: tuple[str, ...] = arguments("PATH...", help="help.paths")
    format: str = text("--format", default="text", help="help.format", facts=tellable)
    output: Path | None = file("-o", "--output", help="help.output-file")
    form: str = text("--form", default="auto", help="help.form")
    forms: tuple[str, ...] = many("--forms", help="help.forms")
    select: tuple[str, ...] = many("--select", help="help.select")
    ignore: tuple[str, ...] = many("--ignore", help="help.ignore")
    severity: tuple[str, ...] = many("--severity", help="help.severity")
    deadline: tuple[str, ...] = many("--deadline", help="help.deadline")
    source: str = text("--from", help="help.from", facts=readable)
    previous: Path | None = file("--previous", help="help.previous")
    paired: bool = flag("--pair", help="help.pair")
    unpaired: bool = flag("--no-pair", help="help.no-pair")
    alias: tuple[str, ...] = many("--alias", help="help.alias")
    aliases: Path | None = file("--aliases", help="help.aliases")
    children: tuple[str, ...] = many("--children", help="help.children", greedy=True)
    marked: Path | None = file("--annotate", help="help.annotate")
    jobs: int = number("--jobs", help="help.jobs", default=0, low=0, high=1024)
    cluster: str = text("--cluster", help="help.cluster")
    strict: bool = flag("--strict", help="help.strict")
    exit_zero: bool = flag("--exit-zero", help="help.exit-zero")
    max_findings: int | None = number("--max-findings", help="help.max-findings", low=1)
    baseline: Path | None = file("--baseline", help="help.baseline")
    write_baseline: bool = flag("--write-baseline", help="help.write-baseline")
    quiet: bool = flag("--quiet", help="help.quiet")
    plain: bool = flag("--plain", help="help.plain")
    watch: bool = flag("--watch", help="help.watch")
    force: bool = flag("--force", help="help.force")
    config: Path | None = file("--config", help="help.config-file")
    no_config: bool = flag("--no-config", help="help.no-config")
    plugins: tuple[str, ...] = many("--plugins", help="help.plugins")


def validate(options: ValidateOptions) -> int:
    """Check files; the exit status."""
    from govinfo_cli.cli.choices import choices_of  # noqa: PLC0415
    from govinfo_cli.reporters import BY_NAME  # noqa: PLC0415

    if options.format not in BY_NAME:
        raise UsageError("format-unknown", format=options.format, known=", ".join(BY_NAME))
    choices = choices_of(options)
    with choices.limited():
        return _validate(options, choices)


def _validate(options: ValidateOptions, choices: Choices) -> int:
    from govinfo_cli.cli.checker import checker_of, job_of  # noqa: PLC0415
    from govinfo_cli.forms import load_forms  # noqa: PLC0415
    from govinfo_cli.pool import run  # noqa: PLC0415

    known = load_forms(*choices.get("forms", ()))
    if options.form != "auto":
        known.require(options.form)
    accepted = _accepted(choices, options)
    # One line a file as it is done: there nothing waits for a last year that may come later.
    paired = options.paired or options.format != "jsonl"
    paired = paired and not options.unpaired
    from govinfo_cli.cli.years import Years  # noqa: PLC0415

    years = Years(options.previous, known, choices, paired=paired)
    check = checker_of(choices, known, years.previous)
    if options.watch:
        from govinfo_cli.cli.watch import watch  # noqa: PLC0415

        return watch(options, check, accepted)
    tally = _Tally()
    tally.unreadable += years.trouble(options.lang)
    inputs = _inputs(options.paths)
    if options.output is not None:
        _spare(inputs, options.previous, options.output)
    held = years.hold(len(inputs))
    again = years.compares(len(inputs)) or options.marked is not None
    job = job_of(check, options.source, whole=again or options.format == "html")
    checked = run(job, inputs, workers=workers_of(options), cluster=options.cluster)
    steps = _with_steps(checked, len(inputs), options.lang, held=held)
    results = years.over(steps, len(inputs), check)
    if accepted is not None:
        results = (accepted.apply(result, options.lang) for result in results)
    results = tally.over(results)
    if options.marked is not None:
        results = tally.marking(inputs, results, options.marked, options)
    if most := choices.get("max-findings"):
        from govinfo_cli.accept import withhold  # noqa: PLC0415

        results = withhold(results, most)
    _tell(results, options)
    if accepted is not None:
        from govinfo_cli.cli.accepted import close  # noqa: PLC0415

        close(accepted, choices, options)
    return tally.status(strict=choices.get("strict", False), zero=options.exit_zero)


def _accepted(choices: Choices, options: ValidateOptions) -> Acceptance | None:
    if choices.config is None and not options.baseline and not options.write_baseline:
        return None
    from govinfo_cli.cli.accepted import acceptance_of  # seldom needed  # noqa: PLC0415

    return acceptance_of(choices, options)


class _Tally:
    """Counts what passes by, for the exit status."""

    def __init__(self) -> None:
        self.errors = self.warnings = self.unreadable = 0

    def over(self, results: Iterable[Result]) -> Iterator[Result]:
        for result in results:
            counts = result.counts()
            self.errors += counts["error"]
            self.warnings += counts["warning"]
            self.unreadable += result.report is None
            yield result

    def marking(
        self,
        inputs: Inputs,
        results: Iterator[Result],
        folder: Path,
        options: ValidateOptions,
    ) -> Iterator[Result]:
        """Let marked copies be written as results pass by."""
        from govinfo_cli.batch import STDIN, Input, identities  # noqa: PLC0415
        from govinfo_cli.cli.annotate import annotate  # noqa: PLC0415

        known = identities(entry.path for entry in inputs)
        for entry, result in zip(inputs, results, strict=True):
            if isinstance(entry, Input) and entry.path != STDIN:
                done = annotate(entry, result, folder, known, options.lang, force=options.force)
                self.unreadable += not done
            yield result

    def status(self, *, strict: bool, zero: bool) -> int:
        if self.unreadable:
            return EXIT_TROUBLE
        failed = self.errors or (strict and self.warnings)
        return EXIT_FINDINGS if failed and not zero else EXIT_OK


def _inputs(paths: Iterable[str]) -> Inputs:
    """The files to check; a folder or pattern without any is a result of its own."""
    from govinfo_cli.api import Result  # noqa: PLC0415
    from govinfo_cli.batch import expand  # noqa: PLC0415

    return expand(paths, lambda word, error: Result(word, error=error))


def _spare(inputs: Inputs, previous: Path | None, output: Path) -> None:
    """See to it that the findings take no report's place."""
    from govinfo_cli.batch import identities, spare  # noqa: PLC0415

    paths = [entry.path for entry in inputs]
    spare(identities([*paths, str(previous)] if previous else paths), [output])


def _with_steps(
    results: Iterable[Result], count: int, lang: str, *, held: bool
) -> Iterator[Result]:
    step = with_progress(count, lang, held=held)
    for result in results:
        yield result
        step()


def _tell(results: Iterator[Result], options: ValidateOptions) -> None:
    from govinfo_cli.reporters import BY_NAME  # noqa: PLC0415

    told = partial(BY_NAME[options.format].report, lang=options.lang, quiet=options.quiet)
    if options.output is not None:
        from govinfo_cli.outfile import replacing  # noqa: PLC0415

        with (
            replacing(options.output, force=options.force) as temporary,
            temporary.open("w", encoding="utf-8", newline="") as file,
        ):
            file.writelines(told(results))
        return
    if options.format == "text" and not options.plain and draws():
        from govinfo_cli.cli.draw import draw_findings  # needs rich  # noqa: PLC0415

        draw_findings(results, options.lang, quiet=options.quiet)
        return
    for piece in told(results):
        sys.stdout.write(piece)
        sys.stdout.flush()
