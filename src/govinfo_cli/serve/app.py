"""The window as an application: who may ask is let in, and gets an answer in words."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from threading import Event, Lock
from typing import TYPE_CHECKING, Final

from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from govinfo_cli.errors import GovinfoError
from govinfo_cli.messages import say, word_error
from govinfo_cli.serve import views
from govinfo_cli.serve.frame import message
from govinfo_cli.serve.guard import Guard, sealed
from govinfo_cli.serve.means import Means
from govinfo_cli.serve.routes import ROUTES, go_to, page_of
from govinfo_cli.serve.shelf import Shelf
from govinfo_cli.serve.uploads import Form
from govinfo_cli.serve.visits import Visits

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment

# What goes wrong in words of its own.
WORDED: Final = (400, 403, 404, 405, 413)


@dataclass(slots=True)
class Window:
    """The application of one run. ``stop`` is set when it is to end."""

    guard: Guard
    means: Means
    visits: Visits
    shelf: Shelf = field(default_factory=Shelf)
    stop: Event = field(default_factory=Event)
    # One check at a time: each may take as much memory as the command line may.
    one: Lock = field(default_factory=Lock)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request (WSGI)."""
        request = Form(environ)
        with self.visits.asking():
            response = self._answer(request)
        return sealed(response)(environ, start_response)

    @property
    def base(self) -> str:
        """The address of the window up to the token, without the host."""
        return f"/{self.guard.token}"

    def _answer(self, request: Form) -> Response:
        try:
            if self.guard.opens(request):
                return go_to(f"{self.base}/")
            path = self.guard.admit(request)
        except HTTPException as error:
            return self._refused(error, inside=False)
        return self._behind(path, request)

    def _behind(self, path: str, request: Form) -> Response:
        """Answer whoever was admitted."""
        lang = self.means.lang
        try:
            adapter = ROUTES.bind(request.host, path_info=path, default_method=request.method)
            endpoint, given = adapter.match()
            handler: Callable[..., Response] = endpoint
            with self.means.limited():
                return handler(self, request, **given)
        except GovinfoError as error:
            where = error.facts.get("path")
            words = f"{where}：{word_error(error, lang)}" if where else word_error(error, lang)
            return page_of(views.home(self.base, lang, words), 422)
        except HTTPException as error:
            return self._refused(error, inside=True)
        except Exception as error:  # the last resort, as on the command line
            if os.environ.get("GOVINFO_DEBUG"):
                raise
            internal = GovinfoError("internal", reason=f"{type(error).__name__}: {error}")
            return page_of(views.home(self.base, lang, word_error(internal, lang)), 500)

    def _refused(self, error: HTTPException, *, inside: bool) -> Response:
        """A page for what went wrong; to those outside it tells no address of the window."""
        lang, code = self.means.lang, error.code or 400
        text = say(lang, f"serve.{code if code in WORDED else 400}")
        base = self.base if inside else ""
        shown = message(say(lang, "serve.name"), text, base, lang, running=inside)
        return page_of(shown, code)
