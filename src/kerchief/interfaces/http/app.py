"""The application: routes, guards and the page, put together."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from kerchief.domain.provenance import VERSION
from kerchief.engine import Kerchief
from kerchief.errors import KerchiefError
from kerchief.interfaces.http import openapi, problems, routes
from kerchief.interfaces.http.gate import Gate, Keys
from kerchief.interfaces.http.limits import BodyLimit, Limits, RateLimit
from kerchief.interfaces.http.metrics import Metrics
from kerchief.interfaces.http.problems import Problem
from kerchief.interfaces.http.shell import Shell
from kerchief.interfaces.web.pages import router as page
from kerchief.interfaces.workers import BusyError, Workers


def create_app(kerchief: Kerchief, *, token: str, port: int, limits: Limits | None = None) -> FastAPI:
    """The API and the page for one kerchief, for whoever holds ``token``, at ``port`` of this machine alone.

    ``app.state`` holds ``kerchief``, ``workers`` (where calls that take time run), ``keys`` and ``metrics``.
    """
    granted = limits or Limits()
    app = FastAPI(
        title="kerchief", version=VERSION, openapi_url=None, docs_url=None, redoc_url=None, lifespan=_lifespan
    )
    app.state.kerchief = kerchief
    app.state.workers = Workers(granted.threads, granted.answer_seconds)
    app.include_router(routes.router)
    _add_description(app)
    app.include_router(page)
    _add_problems(app)
    guard(app, token=token, port=port, limits=granted)
    return app


def guard(app: Starlette, *, token: str, port: int, limits: Limits | None = None) -> None:
    """Put shell, gate and body limit around an app, and their ``keys`` and ``metrics`` into its state."""
    granted = limits or Limits()
    app.state.keys = Keys(token, port)
    app.state.metrics = Metrics()
    app.add_middleware(BodyLimit, limits=granted)
    rate = RateLimit(granted.requests_per_second, granted.burst)
    app.add_middleware(Gate, keys=app.state.keys, port=port, rate=rate)
    app.add_middleware(Shell, metrics=app.state.metrics)


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Load the encoder while the first page is still being read; begin nothing more at the end."""
    kerchief: Kerchief = app.state.kerchief
    workers: Workers = app.state.workers
    workers.begin(lambda: kerchief.read("He cried."))
    yield
    workers.close()


def _add_description(app: FastAPI) -> None:
    document: dict[str, Any] = openapi.describe(app)

    @app.get("/openapi.json", include_in_schema=False)
    async def description() -> Response:
        return JSONResponse(document)


def _add_problems(app: FastAPI) -> None:
    """Whatever goes wrong is told as a problem, in words of our own."""

    @app.exception_handler(KerchiefError)
    async def known(request: Request, error: KerchiefError) -> Response:
        return problems.from_error(error)

    @app.exception_handler(RequestValidationError)
    async def unfit(request: Request, error: RequestValidationError) -> Response:
        return problems.from_faults(error.errors())

    @app.exception_handler(HTTPException)
    async def refused(request: Request, error: HTTPException) -> Response:
        return problems.from_status(error.status_code, error.headers)

    @app.exception_handler(BusyError)
    async def busy(request: Request, error: BusyError) -> Response:
        return _later("busy", "There is too much to do just now.")

    @app.exception_handler(TimeoutError)
    async def slow(request: Request, error: TimeoutError) -> Response:
        return _later("time-limit", "The answer took too long.")


def _later(code: str, detail: str) -> Problem:
    return Problem(503, code, detail, "Try again in a moment, or with a shorter text.", headers={"Retry-After": "2"})
