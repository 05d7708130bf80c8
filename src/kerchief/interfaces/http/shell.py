"""The outermost layer: headers of every answer, figures without text, and no word of what went wrong inside."""

from __future__ import annotations

import logging
import secrets
import time
import traceback

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kerchief.interfaces.http.metrics import Metrics
from kerchief.interfaces.http.problems import Problem

_log = logging.getLogger("kerchief.http")
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-{nonce}'; img-src 'self'; connect-src 'self'; "
    "font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
_BROKEN = Problem(500, "internal", "Something went wrong in kerchief itself.", "Please report it, without your text.")


class Shell:
    """Gives every answer its headers, counts it, and turns a crash into a problem that repeats nothing."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        """Stand around ``app``."""
        self._app, self._metrics = app, metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; ``scope["state"]["nonce"]`` is what a style element of this answer must carry."""
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        nonce = scope.setdefault("state", {})["nonce"] = secrets.token_urlsafe(16)
        began, status = time.perf_counter(), 0

        async def send_with_headers(message: Message) -> None:
            """Send on, with the headers that every answer has."""
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                headers.update({**_HEADERS, "Content-Security-Policy": _POLICY.format(nonce=nonce)})
            await send(message)

        try:
            await self._app(scope, receive, send_with_headers)
        except Exception as error:  # noqa: BLE001 - the door's edge: a traceback may hold words of a person
            _tell(error)
            if not status:
                await _BROKEN(scope, receive, send_with_headers)
        self._metrics.count(scope, status, time.perf_counter() - began)


def _tell(error: Exception) -> None:
    """Log the kind of the error and the place in the code; its message stays unsaid."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    _log.error("%s in %s, line %s", type(error).__name__, last.filename, last.lineno)
