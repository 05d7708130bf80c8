"""How the page is asked and how it answers: forms in, fragments or the whole document out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Annotated, Any, TypeVar
from urllib.parse import parse_qsl

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse

from kerchief.engine import Kerchief
from kerchief.interfaces.web import views

Result = TypeVar("Result")


async def fields(request: Request) -> Mapping[str, str]:
    """The fields of a form."""
    return dict(parse_qsl((await request.body()).decode(errors="replace"), keep_blank_values=True))


Fields = Annotated[Mapping[str, str], Depends(fields)]


def kerchief_of(request: Request, country: str = "") -> Kerchief:
    """The app's kerchief, with the helplines of a country where the page named one."""
    kerchief: Kerchief = request.app.state.kerchief
    return replace(kerchief, country=country) if country in views.COUNTRIES else kerchief


async def worked(request: Request, call: Callable[[], Result]) -> Result:
    """What a call returns that takes a core's time, from a worker."""
    return await request.app.state.workers.run(call)  # type: ignore[no-any-return]


def answer(request: Request, panel: str, part: str = "", **shown: Any) -> HTMLResponse:  # noqa: ANN401 - a template's
    """A fragment where htmx or the editor asked for one, else the whole page with that panel open."""
    is_part = request.headers.get("hx-request") == "true"
    html = views.render(
        f"{part or panel}.html" if is_part else "page.html",
        panel=panel,
        catalogue=request.app.state.kerchief.catalogue,
        nonce=request.state.nonce,
        **shown,
    )
    return HTMLResponse(html, status_code=422 if "error" in shown else 200)
