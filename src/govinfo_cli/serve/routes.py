"""The addresses behind the token, and what stands at each."""

from __future__ import annotations

from collections.abc import Callable
from pkgutil import get_data
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from werkzeug.exceptions import NotFound
from werkzeug.routing import Map, Rule
from werkzeug.wrappers import Response

from govinfo_cli.messages import say
from govinfo_cli.pages import style
from govinfo_cli.serve import views
from govinfo_cli.serve.downloads import BY_KEY as DOWNLOADS
from govinfo_cli.serve.downloads import bundle, file_name
from govinfo_cli.serve.frame import message
from govinfo_cli.serve.shelf import Checked, Job
from govinfo_cli.serve.tasks import BY_KEY as TASKS
from govinfo_cli.serve.tasks import run_task
from govinfo_cli.serve.uploads import Form, uploads

if TYPE_CHECKING:
    from govinfo_cli.serve.app import Window

SHEETS: Final = ("page", "findings", "comparison")
MAX_PAGE_NAME: Final = 40


def page_of(text: str, status: int = 200) -> Response:
    """A page to be shown."""
    return Response(text, status, content_type="text/html; charset=utf-8")


def go_to(address: str) -> Response:
    """The way on after a form was sent, so that reloading sends nothing twice."""
    return Response("", 303, {"Location": address})


def _file(name: str, data: bytes) -> Response:
    """A file to be saved, never shown: its name in any script."""
    plain = "".join(c if c.isascii() and (c.isalnum() or c in ".-_") else "_" for c in name)
    told = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
    return Response(
        data, content_type="application/octet-stream", headers={"Content-Disposition": told}
    )


def _home(window: Window, _request: Form) -> Response:
    return page_of(views.home(window.base, window.means.lang))


def _do(window: Window, request: Form, task: str) -> Response:
    if task not in TASKS:
        raise NotFound
    sent = {f.name: uploads(request, f.name) for f in TASKS[task].fields}
    with window.one:
        job = run_task(TASKS[task], sent, window.means)
    return go_to(f"{window.base}/job/{window.shelf.put(job)}")


def _job_of(window: Window, job: str) -> Job:
    found = window.shelf.get(job)
    if found is None:
        raise NotFound
    return found


def _checked_of(window: Window, job: str, number: int) -> Checked:
    files = _job_of(window, job).files
    if number >= len(files):
        raise NotFound
    return files[number]


def _job(window: Window, _request: Form, job: str) -> Response:
    address = f"{window.base}/job/{job}"
    return page_of(views.result(_job_of(window, job), address, window.base, window.means.lang))


def _detail(window: Window, _request: Form, job: str, number: int) -> Response:
    above = f"{window.base}/job/{job}"
    checked = _checked_of(window, job, number)
    text = views.detail(checked, f"{above}/{number}", above, window.base, window.means.lang)
    return page_of(text)


def _save(window: Window, _request: Form, job: str, number: int, kind: str) -> Response:
    checked, download = _checked_of(window, job, number), DOWNLOADS.get(kind)
    if download is None or not download.offered(checked):
        raise NotFound
    lang = window.means.lang
    with window.one:
        data = download.make(checked, lang)
    return _file(file_name(download, checked, lang), data)


def _save_all(window: Window, _request: Form, job: str, kind: str) -> Response:
    found, download = _job_of(window, job), DOWNLOADS.get(kind)
    if download is None:
        raise NotFound
    lang = window.means.lang
    with window.one:
        data = bundle(download, found.files, lang)
    return _file(say(lang, f"serve.save.{kind}") + ".zip", data)


def _made(window: Window, _request: Form, job: str, number: int) -> Response:
    made = _job_of(window, job).made
    if number >= len(made):
        raise NotFound
    return _file(*made[number])


def _sheet(_window: Window, _request: Form) -> Response:
    return Response(
        "\n".join(map(style, SHEETS)) + _shipped("window.css"),
        content_type="text/css; charset=utf-8",
    )


def _icon(_window: Window, _request: Form) -> Response:
    return Response(_shipped("window.svg"), content_type="image/svg+xml")


def _script(_window: Window, _request: Form) -> Response:
    return Response(_shipped("window.js"), content_type="text/javascript; charset=utf-8")


def _shipped(name: str) -> str:
    data = get_data("govinfo_cli.serve", name)
    assert data is not None  # it is shipped with the package
    return data.decode()


def _alive(window: Window, request: Form) -> Response:
    window.visits.open(_page_name(request))
    return Response("", 204)


def _bye(window: Window, request: Form) -> Response:
    window.visits.close(_page_name(request))
    return Response("", 204)


def _page_name(request: Form) -> str:
    return request.args.get("page", "")[:MAX_PAGE_NAME]


def _stop(window: Window, _request: Form) -> Response:
    window.stop.set()
    lang = window.means.lang
    title, text = say(lang, "serve.stopped"), say(lang, "serve.stopped-text")
    return page_of(message(title, text, window.base, lang, running=False))


def _rule(path: str, endpoint: Callable[..., Response], *methods: str) -> Rule:
    return Rule(path, endpoint=endpoint, methods=methods or ("GET",))


ROUTES: Final = Map([
    _rule("/", _home),
    _rule("/do/<task>", _do, "POST"),
    _rule("/job/<job>", _job),
    _rule("/job/<job>/<int:number>", _detail),
    _rule("/job/<job>/<int:number>/<kind>", _save),
    _rule("/job/<job>/all/<kind>", _save_all),
    _rule("/job/<job>/made/<int:number>", _made),
    _rule("/window.css", _sheet),
    _rule("/window.js", _script),
    _rule("/window.svg", _icon),
    _rule("/alive", _alive, "POST"),
    _rule("/bye", _bye, "POST"),
    _rule("/stop", _stop, "POST"),
], merge_slashes=False)  # fmt: skip
