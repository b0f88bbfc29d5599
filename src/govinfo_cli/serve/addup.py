"""A folder of reports added up in the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govinfo_cli.api import validate
from govinfo_cli.errors import GovinfoError
from govinfo_cli.messages import say, word_error
from govinfo_cli.pages import safe
from govinfo_cli.serve.means import Means, Sent, opened
from govinfo_cli.serve.shelf import Checked, Job

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from govinfo_cli.report import Report


def add_up_reports(sent: Sent, means: Means) -> Job:
    """The sum, to be saved in every type, its own findings, and what it lacks.

    A file that cannot be read stops it, as on the command line, once all have been tried.
    """
    from govinfo_cli.merging import merge  # noqa: PLC0415
    from govinfo_cli.merging.remarks import remarks  # noqa: PLC0415

    lang = means.lang
    reports: list[Report] = []
    failed: list[str] = []
    for file in sent["files"]:
        try:
            report = opened(file, means)
            report.path = file.name
            reports.append(report)
        except GovinfoError as error:
            failed.append(f"{file.name}：{word_error(error, lang)}")
    if failed:
        return Job("serve.merge", body=_listed("error", say(lang, "serve.unmerged"), failed))
    merged = merge(reports, forms=means.forms)
    told = [*remarks(merged, lang), *_wrong(reports, means)]
    kind = "warning" if told else "good"
    body = _listed(kind, say(lang, "serve.merged", count=len(reports)), told)
    name = merged.report.organ
    return Job("serve.merge", [Checked(name, b"", validate(merged.report, name=name))], body)


def _wrong(reports: Iterable[Report], means: Means) -> Iterator[str]:
    """Which reports have errors of their own."""
    for report in reports:
        if errors := validate(report).counts()["error"]:
            yield f"{report.path}：{say(means.lang, 'error')} {errors}"


def _listed(kind: str, words: str, lines: Iterable[str]) -> str:
    items = "".join(f"<li>{safe(line)}</li>" for line in lines)
    return f'<p class="verdict {kind}">{safe(words)}</p>' + (f"<ul>{items}</ul>" if items else "")
