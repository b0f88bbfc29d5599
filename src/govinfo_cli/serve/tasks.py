"""What the window can do: one row a form of the page, with the function that does it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

from govinfo_cli.errors import UsageError
from govinfo_cli.serve.addup import add_up_reports
from govinfo_cli.serve.compare import compare_reports
from govinfo_cli.serve.means import Means, Sent, opened
from govinfo_cli.serve.shelf import Checked, Job


class Field(NamedTuple):
    """A place for files in a form. ``several``: any number of them, or a folder."""

    name: str
    several: bool = False
    required: bool = True


class Task(NamedTuple):
    """A form of the page: its key (of its address and its words), its fields, what it does."""

    key: str
    fields: tuple[Field, ...]
    run: Callable[[Sent, Means], Job]


def run_task(task: Task, sent: Sent, means: Means) -> Job:
    """Do it, once each field has its files. Raises GovinfoError with what is wrong."""
    for field in task.fields:
        if field.required and not sent.get(field.name):
            raise UsageError("no-files")
    return task.run(sent, means)


def _check(sent: Sent, means: Means) -> Job:
    last = sent.get("previous", ())
    previous = opened(last[0], means) if last else None
    both = zip(sent["files"], means.check(sent["files"], previous), strict=True)
    return Job("serve.result", [Checked(*file, result) for file, result in both])


TASKS: Final = (
    Task("check", (Field("files", several=True), Field("previous", required=False)), _check),
    Task("compare", (Field("old"), Field("new")), compare_reports),
    Task("merge", (Field("files", several=True),), add_up_reports),
)
BY_KEY: Final = {task.key: task for task in TASKS}
