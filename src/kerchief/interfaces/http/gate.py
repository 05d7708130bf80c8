"""Who may come in: this machine's own address, this page's own origin, and a key."""

from __future__ import annotations

import hmac
import math
import secrets
import time
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qs

from starlette.datastructures import Headers
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from kerchief.interfaces.http.limits import RateLimit
from kerchief.interfaces.http.problems import Problem

OPEN_PATHS = frozenset({"/v1/health"})
_SAFE_METHODS = ("GET", "HEAD")
_HINT = "Use the address, or the token in it, that 'kerchief serve' has printed."
_CLOSED = (
    "<!doctype html><html lang=en><meta charset=utf-8><title>Closed</title>"
    "<p>This page is closed. It opens with the address that was printed when its server was started.</p></html>"
)


class Keys:
    """The token of the printed address, tickets that open once, and the session that both are exchanged for."""

    def __init__(self, token: str, port: int) -> None:
        """A new session, known to this process alone."""
        self._token = token.encode()
        self._session = secrets.token_urlsafe(32).encode()
        self._tickets: set[bytes] = set()
        self._cookie = f"kerchief_{port}"

    def new_ticket(self) -> str:
        """A token that is good for opening the page, once."""
        ticket = secrets.token_urlsafe(32)
        self._tickets.add(ticket.encode())
        return ticket

    def is_token(self, given: str) -> bool:
        """Whether this is the token."""
        return hmac.compare_digest(given.encode(), self._token)

    def is_opening(self, given: str) -> bool:
        """Whether this opens the page; a ticket is used up by it."""
        used = {ticket for ticket in self._tickets if hmac.compare_digest(given.encode(), ticket)}
        self._tickets -= used
        return bool(used) or self.is_token(given)

    def is_session(self, headers: Headers) -> bool:
        """Whether the request carries the cookie of the session."""
        try:
            found = SimpleCookie(headers.get("cookie", "")).get(self._cookie)
        except CookieError:
            return False
        return found is not None and hmac.compare_digest(found.value.encode(), self._session)

    def give_session(self, response: Response) -> Response:
        """Let the response carry the session: to this site alone, out of reach of scripts, gone with the browser."""
        response.set_cookie(self._cookie, self._session.decode(), path="/", httponly=True, samesite="strict")
        return response

    def take_session(self, response: Response) -> Response:
        """Let the response take the session away from the browser."""
        response.delete_cookie(self._cookie, path="/", httponly=True, samesite="strict")
        return response


class Gate:
    """Lets a request pass that comes to this machine, from this page or from no page, with a key."""

    def __init__(self, app: ASGIApp, keys: Keys, port: int, rate: RateLimit) -> None:
        """Stand before ``app``, which answers at ``port`` of the loopback addresses."""
        self._app, self._keys, self._rate = app, keys, rate
        self._hosts = {f"{name}:{port}" for name in ("127.0.0.1", "localhost", "[::1]")}
        self._origins = {f"http://{host}" for host in self._hosts}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer at the gate, or pass the request on."""
        answer = self._answer(scope) if scope["type"] == "http" else None
        await (answer or self._app)(scope, receive, send)

    def _answer(self, scope: Scope) -> Response | None:
        """What is said at the gate; None where the request may pass."""
        headers = Headers(scope=scope)
        return (
            self._refuse_place(headers)
            or self._refuse_haste(scope)
            or self._open(scope)
            or (None if scope["path"] in OPEN_PATHS else self._refuse_stranger(scope, headers))
        )

    def _refuse_place(self, headers: Headers) -> Response | None:
        """A host that is not ours is another name pointed at us; an origin that is not ours, another page."""
        if headers.get("host") not in self._hosts:
            return Problem(421, "wrong-host", "This server answers to the address it has printed alone.", _HINT)
        origin = headers.get("origin")
        if origin is None or origin in self._origins or (origin == "null" and _is_same_origin(headers)):
            return None
        return Problem(403, "wrong-origin", "Other pages may not ask here.", _HINT)

    def _refuse_haste(self, scope: Scope) -> Response | None:
        wait = self._rate.wait((scope.get("client") or ("unknown",))[0], time.monotonic())
        if not wait:
            return None
        later = {"Retry-After": str(math.ceil(wait))}
        return Problem(429, "too-many-requests", "That was more than can be answered.", "Wait a moment.", headers=later)

    def _open(self, scope: Scope) -> Response | None:
        """The printed address: its token, exchanged for the session."""
        if scope["path"] != "/" or scope["method"] != "GET":
            return None
        given = parse_qs(scope["query_string"].decode("latin-1")).get("token")
        if given and self._keys.is_opening(given[0]):
            return self._keys.give_session(RedirectResponse("/", 303))
        return None

    def _refuse_stranger(self, scope: Scope, headers: Headers) -> Response | None:
        given = headers.get("authorization")
        if given is not None:
            kind, _, token = given.partition(" ")
            return None if kind.lower() == "bearer" and self._keys.is_token(token.strip()) else _stranger(headers)
        if not self._keys.is_session(headers):
            return _stranger(headers)
        if _is_from_elsewhere(scope["method"], headers):
            return Problem(403, "wrong-origin", "Only the page itself may ask with its cookie.", _HINT)
        return None


def _is_same_origin(headers: Headers) -> bool:
    """Browsers say so themselves, and no script can; a form of ours has the origin "null", as we send no referrer."""
    return headers.get("sec-fetch-site") == "same-origin"


def _is_from_elsewhere(method: str, headers: Headers) -> bool:
    """A request with the cookie that another page may have caused."""
    if headers.get("sec-fetch-site", "none") not in ("none", "same-origin"):
        return True
    return method not in _SAFE_METHODS and "origin" not in headers


def _stranger(headers: Headers) -> Response:
    if headers.get("accept", "").startswith("text/html"):
        return HTMLResponse(_CLOSED, 401)
    ask = {"WWW-Authenticate": "Bearer"}
    return Problem(401, "no-key", "The request has no key, or a wrong one.", _HINT, headers=ask)
