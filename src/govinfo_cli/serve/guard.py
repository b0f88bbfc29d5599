"""Who may ask: this computer's own browser, at this address, with the token.

The token is a part of the path, not a cookie: cookies of one port are sent to all others of
the same computer. Sources: OWASP on DNS rebinding and cross-site request forgery; the Fetch
standard, which sends ``Origin: null`` from pages whose referrer policy is ``no-referrer``.
"""

from __future__ import annotations

import hmac
import secrets
import time
from dataclasses import dataclass, field
from typing import Final

from werkzeug.exceptions import BadRequest, Forbidden, NotFound
from werkzeug.wrappers import Request, Response

_POLICY: Final = (
    *(f"{kind}-src 'self'" for kind in ("style", "script", "img", "connect")),
    "default-src 'none'", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'",
)  # fmt: skip
HEADERS: Final = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "; ".join(_POLICY),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
METHODS: Final = ("GET", "HEAD", "POST")
ONCE_SECONDS: Final = 120


@dataclass(slots=True)
class Guard:
    """The token of one run, and the addresses under which it answers.

    ``once`` opens the window a single time: the address that a browser is started with can be
    read by other users of the computer, so it does not hold the token.
    """

    hosts: frozenset[str]
    token: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    once: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    born: float = field(default_factory=time.monotonic)

    def admit(self, request: Request) -> str:
        """The path behind the token. Raises an HTTP error for whoever may not ask."""
        if request.host not in self.hosts:
            raise BadRequest
        if request.headers.get("Sec-Fetch-Site", "none") == "cross-site":
            raise Forbidden
        own = {f"http://{host}" for host in self.hosts} | {"null", ""}
        if request.method not in METHODS or request.headers.get("Origin", "") not in own:
            raise Forbidden
        given, slash, rest = request.path.lstrip("/").partition("/")
        if not slash or not _same(given, self.token):
            raise NotFound
        return "/" + rest

    def opens(self, request: Request) -> bool:
        """Whether this is the first visit, by the key that is good for one."""
        fresh = self.once and time.monotonic() - self.born < ONCE_SECONDS
        if request.host not in self.hosts or not fresh:
            return False
        if request.method != "GET" or not _same(request.path.lstrip("/"), self.once):
            return False
        self.once = ""
        return True


def _same(given: str, due: str) -> bool:
    return bool(due) and hmac.compare_digest(given.encode(), due.encode())


def sealed(response: Response) -> Response:
    """A response with the headers that every one has."""
    response.headers.update(HEADERS)
    return response
