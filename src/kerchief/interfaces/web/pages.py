"""The pages: Read, Reply, Practise and Learn, each a panel of one document, so that no text has to be stored.

The app that mounts the router keeps ``kerchief``, ``workers`` and ``keys`` in its state.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from kerchief import wire
from kerchief.domain.conversation import Conversation, Draft, Role
from kerchief.errors import KerchiefError, UnknownCodeError
from kerchief.imports.opening import find_speakers, to_conversation
from kerchief.interfaces.web import entries, marks, practise, views
from kerchief.interfaces.web.answers import Fields, answer, kerchief_of, worked

PANELS = {"/": "read", "/reply": "reply", "/practise": "practise", "/learn": "learn"}
router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
router.include_router(practise.router)
_STATIC: Mapping[str, tuple[bytes, str]] = views.static_files(files(__package__) / "static")


@router.get("/")
@router.get("/reply")
@router.get("/practise")
@router.get("/learn")
async def page(request: Request) -> HTMLResponse:
    """The page, with one of its panels open."""
    return answer(request, PANELS[request.url.path])


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
    told: dict[str, Any] = {name: form.get(name, "") for name in ("account", "country", "me")}
    kerchief = kerchief_of(request, told["country"])
    try:
        conversation = await worked(request, lambda: to_conversation(told["account"], told["me"]))
        reading = await worked(request, lambda: kerchief.read(conversation))
    except KerchiefError as error:
        return answer(request, "read", error=error, **told)
    said = marks.marked(conversation, reading)
    told.update(_user(told, conversation))
    return answer(request, "read", reading=reading, said=said, conversation=conversation, **told)


@router.post("/check")
async def check(request: Request, form: Fields) -> HTMLResponse:
    """What a draft may do to the one who reads it."""
    told = {"draft": form.get("draft", ""), "account": form.get("account", "")}
    if not told["draft"].strip():
        return answer(request, "reply", "report", **told)
    draft = Draft(reply=told["draft"], context=told["account"])
    try:
        report = await worked(request, lambda: kerchief_of(request).check(draft))
    except KerchiefError as error:
        return answer(request, "reply", "report", error=error, **told)
    return answer(request, "reply", "report", report=report, **told)


@router.post("/suggest")
async def suggest(request: Request, form: Fields) -> HTMLResponse:
    """Words to borrow for an account and a moment, and the draft with the least changed."""
    told: dict[str, Any] = {name: form.get(name, "") for name in ("draft", "account", "me")}
    kerchief = kerchief_of(request, form.get("country", ""))
    try:
        moment = wire.to_moment(form)
        conversation = await worked(request, lambda: to_conversation(told["account"], told["me"]))
        said = await worked(request, lambda: kerchief.suggest(conversation, moment, draft=told["draft"]))
    except KerchiefError as error:
        return answer(request, "reply", "suggestions", error=error, **told)
    told.update(_user(told, conversation))
    return answer(request, "reply", "suggestions", suggestions=said, **told)


def _user(told: Mapping[str, Any], conversation: Conversation) -> Mapping[str, Any]:
    """Who the user is in a chat; and, where that is a guess or is not known, the speakers to choose from."""
    speakers = () if told["me"] else find_speakers(told["account"])
    mine = (said.name for said in conversation.chat if said.speaker is Role.SUPPORTER and said.name)
    return {"me": told["me"] or next(mine, ""), "speakers": speakers}


@router.post("/away")
async def away(request: Request) -> Response:
    """Take the browser's key back, so that Back finds nothing."""
    response = Response(status_code=204, headers={"Clear-Site-Data": '"cache", "storage"'})
    return request.app.state.keys.take_session(response)  # type: ignore[no-any-return]


@router.get("/learn/{code}")
async def learn(request: Request, code: str) -> HTMLResponse:
    """One meaning or rule, whole."""
    try:
        entry = entries.entry(kerchief_of(request).catalogue, code)
    except UnknownCodeError as error:
        return answer(request, "learn", "entry", error=error)
    return answer(request, "learn", "entry", entry=entry)
