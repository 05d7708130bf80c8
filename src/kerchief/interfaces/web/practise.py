"""Practise: a talk with a simulated seeker as a chat. The form carries the whole talk, so the server keeps nothing."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from kerchief import wire
from kerchief.engine import Kerchief
from kerchief.errors import BadRowError, KerchiefError
from kerchief.interfaces.web.answers import Fields, answer, kerchief_of, worked
from kerchief.interfaces.web.arc import draw
from kerchief.rehearsal.session import Session

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
_SEEDS = 1_000_000


@router.post("/practise")
async def practise(request: Request, form: Fields) -> HTMLResponse:
    """The talk after what was asked for: ``do`` is begin, say, back, hint or end."""
    country, do = form.get("country", ""), form.get("do", "say")
    kerchief = kerchief_of(request, country)
    try:
        session = await worked(request, lambda: _moved(kerchief, do, form))
    except KerchiefError as error:
        return answer(request, "practise", error=error)
    shown: dict[str, Any] = {
        "session": session,
        "script": json.dumps(asdict(session.script)),
        "country": form.get("country", ""),
    }
    if do == "end":
        debrief = session.debrief()
        return answer(request, "practise", debrief=debrief, arc=draw(debrief.arc), **shown)
    return answer(request, "practise", hint=session.hint() if do == "hint" else "", **shown)


def _moved(kerchief: Kerchief, do: str, form: Mapping[str, str]) -> Session:
    """The session that a form carries, moved on or back."""
    if do == "begin":
        return kerchief.rehearse(form.get("scenario", ""), secrets.randbelow(_SEEDS))
    script = wire.to_rehearsal(_script(form.get("script", "")))
    session = kerchief.resume(script.scenario, script.seed, script.replies, script.branches)
    if do == "say":
        return session.reply(form.get("text", ""))
    if do == "back":
        turn = form.get("turn", "")
        return session.rewind(int(turn) if turn.isdecimal() else -1)
    return session


def _script(text: str) -> Mapping[str, object]:
    try:
        row = json.loads(text)
    except ValueError as error:
        raise BadRowError("This practice cannot be gone on with.", "Begin another.") from error
    if not isinstance(row, dict):
        raise BadRowError("This practice cannot be gone on with.", "Begin another.")
    return row
