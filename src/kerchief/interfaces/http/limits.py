"""How much one client may ask, and how long a body may be."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from dataclasses import dataclass

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kerchief.interfaces.http.problems import Problem

_MOST_CLIENTS = 1024  # remembered at once; the one unseen for longest is forgotten


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one server grants: bytes of a body, seconds of an answer, requests of a client."""

    most_bytes: int = 1_048_576
    body_seconds: float = 10.0
    answer_seconds: float = 30.0
    requests_per_second: float = 30.0
    burst: int = 120
    threads: int = 2


class RateLimit:
    """A bucket for each client, in memory alone: it holds ``burst`` and fills at ``per_second``."""

    def __init__(self, per_second: float, burst: int) -> None:
        """Every client begins with a full bucket."""
        self._per_second, self._burst = per_second, burst
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait(self, client: str, now: float) -> float:
        """Take one from the client's bucket: 0, or the seconds until there is one to take."""
        left, then = self._buckets.pop(client, (float(self._burst), now))
        left = min(self._burst, left + (now - then) * self._per_second)
        granted = left >= 1
        self._buckets[client] = (left - granted, now)
        if len(self._buckets) > _MOST_CLIENTS:
            self._buckets.popitem(last=False)
        return 0.0 if granted else (1 - left) / self._per_second


class BodyLimit:
    """Reads a body before anything looks at it, and refuses one that is too long or too slow."""

    def __init__(self, app: ASGIApp, limits: Limits) -> None:
        """Stand before ``app``."""
        self._app, self._limits = app, limits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on a request whose body is whole and within the limit."""
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        try:
            body = await asyncio.wait_for(self._read(receive), self._limits.body_seconds)
        except TimeoutError:
            return await _SLOW(scope, receive, send)
        if body is None:
            return None
        if len(body) > self._limits.most_bytes:
            return await self._too_long()(scope, receive, send)
        return await self._app(scope, _replay(body, receive), send)

    async def _read(self, receive: Receive) -> bytes | None:
        """The whole body, or None where the client has gone; what is beyond the limit is not kept."""
        body = bytearray()
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                return None
            room = self._limits.most_bytes + 1 - len(body)
            body += message.get("body", b"")[:room]
            if not message.get("more_body", False):
                return bytes(body)

    def _too_long(self) -> Problem:
        most = f"{self._limits.most_bytes:,}"
        return Problem(413, "text-too-long", f"A body holds at most {most} bytes.", "Keep the part around the tears.")


_SLOW = Problem(408, "too-slow", "The request did not arrive in time.", "Send it again.")


def _replay(body: bytes, receive: Receive) -> Receive:
    unread = [body]

    async def again() -> Message:
        return {"type": "http.request", "body": unread.pop(), "more_body": False} if unread else await receive()

    return again
