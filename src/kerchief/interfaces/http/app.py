"""The application: routes, guards and the page, put together."""

from __future__ import annotations

from importlib.util import find_spec

from fastapi import FastAPI

from kerchief.domain.provenance import VERSION
from kerchief.engine import Kerchief


def create_app(kerchief: Kerchief, *, token: str, port: int) -> FastAPI:
    """The API and the page for one kerchief, for whoever holds ``token``, at ``port`` of this machine alone."""
    app = FastAPI(title="kerchief", version=VERSION, docs_url=None, redoc_url=None)
    app.state.kerchief = kerchief
    app.state.port = port
    _add_page(app)
    return app


def _add_page(app: FastAPI) -> None:
    if find_spec("kerchief.interfaces.web") and find_spec("kerchief.interfaces.web.pages"):
        from kerchief.interfaces.web.pages import router

        app.include_router(router)
