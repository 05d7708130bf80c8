"""The pages: Read, Reply, Practise and Learn, each a panel of one document, so that no text has to be stored.

The app that mounts the router keeps its kerchief in ``app.state.kerchief``. Every answer to a form is a fragment for
htmx, or the whole page where it was not htmx that asked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from importlib.resources import files
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, Response

from kerchief.domain.conversation import Conversation, Draft
from kerchief.engine import Kerchief
from kerchief.errors import KerchiefError, UnknownCodeError
from kerchief.interfaces.web import entries, marks, views

PANELS = {"/": "read", "/reply": "reply", "/practise": "practise", "/learn": "learn"}
router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
_STATIC: Mapping[str, tuple[bytes, str]] = views.static_files(files(__package__) / "static")
Text = Annotated[str, Form()]


@router.get("/")
@router.get("/reply")
@router.get("/practise")
@router.get("/learn")
def page(request: Request) -> HTMLResponse:
    """The page, with one of its panels open."""
    return _answer(request, PANELS[request.url.path])


@router.get("/static/{name}")
def static(name: str) -> Response:
    """A file of the page: its script, its styles, its font, its icon."""
    if name not in _STATIC:
        return Response(status_code=404)
    content, kind = _STATIC[name]
    return Response(content, media_type=kind)


@router.post("/read")
def read(request: Request, account: Text = "", country: Text = "") -> HTMLResponse:
    """The reading of an account, as cards."""
    told = {"account": account, "country": country}
    try:
        conversation = Conversation.of(account)
        reading = replace(_kerchief(request), country=country or _kerchief(request).country).read(conversation)
    except KerchiefError as error:
        return _answer(request, "read", error=error, **told)
    return _answer(request, "read", reading=reading, said=marks.marked(conversation, reading), **told)


@router.post("/check")
def check(request: Request, draft: Text = "", account: Text = "") -> HTMLResponse:
    """What a draft may do to the one who reads it."""
    told = {"account": account, "draft": draft}
    if not draft.strip():
        return _answer(request, "reply", "report", **told)
    try:
        report = _kerchief(request).check(Draft(reply=draft, context=account))
    except KerchiefError as error:
        return _answer(request, "reply", "report", error=error, **told)
    return _answer(request, "reply", "report", report=report, **told)


@router.post("/away")
def away() -> Response:
    """Forget the browser: after it Back finds nothing."""
    response = Response(status_code=204)
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


@router.get("/learn/{code}")
def learn(request: Request, code: str) -> HTMLResponse:
    """One meaning or rule, whole."""
    try:
        x(_kerchief(request).catalogue, code)
    except UnknownCodeError as error:
        return _answer(request, "learn", "entry", error=error)
    return _answer(request, "learn", "entry", entry=entry)


def _kerchief(request: Request) -> Kerchief:
    kerchief: Kerchief = request.app.state.kerchief
    return kerchief


def _answer(request: Request, panel: str, part: str = "", **shown: Any) -> HTMLResponse:
    """A fragment where htmx or the island asked for one, else the whole page with that panel open."""
    is_part = request.headers.get("hx-request") == "true"
    error = shown.get("error")
    html = views.render(
        f"{part or panel}.html" if is_part else "page.html",
        panel=panel,
        catalogue=_kerchief(request).catalogue,
        nonce=getattr(request.state, "nonce", ""),
        **shown,
    )
    return HTMLResponse(html, status_code=422 if error else 200, headers={"Cache-Control": "no-store"})
