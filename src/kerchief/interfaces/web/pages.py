"""The pages: Read, Reply, Practise and Learn, each a panel of one document, so that no text has to be stored.

The app that mounts the router keeps ``kerchief``, ``workers`` and ``keys`` in its state. Every answer to a form is a
fragment for htmx, or the whole page where it was not htmx that asked.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from importlib.resources import files
from typing import Annotated, Any, TypeVar
from urllib.parse import parse_qsl

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response

from kerchief.domain.conversation import Conversation, Draft
from kerchief.engine import Kerchief
from kerchief.errors import KerchiefError, UnknownCodeError
from kerchief.interfaces.web import entries, marks, views

PANELS = {"/": "read", "/reply": "reply", "/practise": "practise", "/learn": "learn"}
router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
_STATIC: Mapping[str, tuple[bytes, str]] = views.static_files(files(__package__) / "static")
Result = TypeVar("Result")


async def fields(request: Request) -> Mapping[str, str]:
    """The fields of a form."""
    return dict(parse_qsl((await request.body()).decode(errors="replace"), keep_blank_values=True))


Fields = Annotated[Mapping[str, str], Depends(fields)]


@router.get("/")
@router.get("/reply")
@router.get("/practise")
@router.get("/learn")
async def page(request: Request) -> HTMLResponse:
    """The page, with one of its panels open."""
    return _answer(request, PANELS[request.url.path])


@router.get("/static/{name}")
async def static(name: str) -> Response:
    """A file of the page: its script, its styles, its font, its icon."""
    if name not in _STATIC:
        return Response(status_code=404)
    content, kind = _STATIC[name]
    return Response(content, media_type=kind)


@router.post("/read")
async def read(request: Request, form: Fields) -> HTMLResponse:
    """The reading of an account, as cards."""
    account, country = form.get("account", ""), form.get("country", "")
    told = {"account": account, "country": country}
    kerchief = _kerchief(request)
    kerchief = replace(kerchief, country=country or kerchief.country)
    conversation = Conversation.of(account)
    try:
        reading = await _worked(request, lambda: kerchief.read(conversation))
    except KerchiefError as error:
        return _answer(request, "read", error=error, **told)
    return _answer(request, "read", reading=reading, said=marks.marked(conversation, reading), **told)


@router.post("/check")
async def check(request: Request, form: Fields) -> HTMLResponse:
    """What a draft may do to the one who reads it."""
    draft, account = form.get("draft", ""), form.get("account", "")
    told = {"account": account, "draft": draft}
    if not draft.strip():
        return _answer(request, "reply", "report", **told)
    kerchief = _kerchief(request)
    try:
        report = await _worked(request, lambda: kerchief.check(Draft(reply=draft, context=account)))
    except KerchiefError as error:
        return _answer(request, "reply", "report", error=error, **told)
    return _answer(request, "reply", "report", report=report, **told)


@router.post("/away")
async def away(request: Request) -> Response:
    """Take the browser's key back, so that Back finds nothing."""
    response = Response(status_code=204, headers={"Clear-Site-Data": '"cache", "storage"'})
    return request.app.state.keys.take_session(response)  # type: ignore[no-any-return]


@router.get("/learn/{code}")
async def learn(request: Request, code: str) -> HTMLResponse:
    """One meaning or rule, whole."""
    try:
        entry = entries.entry(_kerchief(request).catalogue, code)
    except UnknownCodeError as error:
        return _answer(request, "learn", "entry", error=error)
    return _answer(request, "learn", "entry", entry=entry)


def _kerchief(request: Request) -> Kerchief:
    kerchief: Kerchief = request.app.state.kerchief
    return kerchief


async def _worked(request: Request, call: Callable[[], Result]) -> Result:
    """A call that takes a core's time, in a worker."""
    return await request.app.state.workers.run(call)  # type: ignore[no-any-return]


def _answer(request: Request, panel: str, part: str = "", **shown: Any) -> HTMLResponse:  # noqa: ANN401 - a template's
    """A fragment where htmx or the editor asked for one, else the whole page with that panel open."""
    is_part = request.headers.get("hx-request") == "true"
    html = views.render(
        f"{part or panel}.html" if is_part else "page.html",
        panel=panel,
        catalogue=_kerchief(request).catalogue,
        nonce=request.state.nonce,
        **shown,
    )
    return HTMLResponse(html, status_code=422 if "error" in shown else 200)
