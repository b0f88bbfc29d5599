"""Two reports side by side in the window: two years, or two drafts of one."""

from __future__ import annotations

from typing import Final

from govinfo_cli.messages import say
from govinfo_cli.pages import inner
from govinfo_cli.serve.means import Means, Sent, opened
from govinfo_cli.serve.shelf import Job

SAVED: Final = ("html", "md", "json")


def compare_reports(sent: Sent, means: Means) -> Job:
    """The page of the comparison, and the comparison in other types to be saved."""
    from govinfo_cli.comparison import compare  # noqa: PLC0415
    from govinfo_cli.comparison.tellers import BY_NAME  # noqa: PLC0415

    old, new = sent["old"][0], sent["new"][0]
    found = compare(opened(old, means), opened(new, means), old.name, new.name)
    told = {kind: BY_NAME[kind].tell(found, means.lang, every=kind == "json") for kind in SAVED}
    name = say(means.lang, "serve.compare")
    made = [(name + BY_NAME[kind].suffixes[0], text.encode()) for kind, text in told.items()]
    return Job("serve.compared", body=f'<div class="told">{inner(told["html"])}</div>', made=made)
