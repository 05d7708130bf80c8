"""Figures of the running server in Prometheus' format: how many, how long, how much memory; never what was said."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector, generate_latest
from starlette.types import Scope

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_METHODS = frozenset({"GET", "POST", "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS"})


class Metrics:
    """Counts answers by route, method and status. A route is named by its pattern, never by the path asked for."""

    def __init__(self) -> None:
        """A registry of its own, so that two servers in one process do not mix."""
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        self._answers = Counter(
            "kerchief_answers", "Answers given.", ("route", "method", "status"), registry=self._registry
        )
        self._seconds = Histogram(
            "kerchief_answer_seconds", "Seconds until the answer.", ("route",), registry=self._registry
        )

    def count(self, scope: Scope, status: int, seconds: float) -> None:
        """Note one answer."""
        route = getattr(scope.get("route"), "path", "other")
        method = scope["method"] if scope["method"] in _METHODS else "other"
        self._answers.labels(route, method, str(status)).inc()
        self._seconds.labels(route).observe(seconds)

    def text(self) -> bytes:
        """All figures."""
        return generate_latest(self._registry)
