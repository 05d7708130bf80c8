"""The routes of the API: each one a call of the engine, written by wire."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from kerchief import wire
from kerchief.domain.provenance import VERSION
from kerchief.engine import Kerchief
from kerchief.interfaces.bodies import DraftBody, ReadBody, RehearsalBody, SuggestBody
from kerchief.interfaces.http import metrics
from kerchief.interfaces.http.openapi import answers
from kerchief.interfaces.workers import Workers

router = APIRouter()


@router.post("/v1/read", operation_id="read", responses=answers("reading"))
async def read(body: ReadBody, request: Request) -> Response:
    """What the tears in an account or a chat may mean."""
    kerchief, row = _kerchief(request), body.row()
    return await _worked(request, lambda: wire.from_reading(kerchief.read(wire.to_conversation(row))))


@router.post("/v1/check", operation_id="check", responses=answers("report"))
async def check(body: DraftBody, request: Request) -> Response:
    """What a draft reply may do to the one who reads it."""
    kerchief, row = _kerchief(request), body.row()
    return await _worked(request, lambda: wire.from_report(kerchief.check(wire.to_draft(row))))


@router.post("/v1/suggest", operation_id="suggest", responses=answers("suggestions"))
async def suggest(body: SuggestBody, request: Request) -> Response:
    """What to do in the next minute, what to say, and what can wait."""
    kerchief, row = _kerchief(request), body.row()
    return await _worked(
        request,
        lambda: wire.from_suggestions(
            kerchief.suggest(wire.to_conversation(row), wire.to_moment(row), draft=row.get("draft", ""))
        ),
    )


@router.post("/v1/rehearsal", operation_id="rehearsal", responses=answers("rehearsal"))
async def rehearsal(body: RehearsalBody, request: Request) -> Response:
    """A practice after some replies: the same scenario, seed and replies give the same talk. Nothing is kept."""
    kerchief, script = _kerchief(request), wire.to_rehearsal({"replies": [], **body.row()})

    def play() -> wire.Json:
        session = kerchief.resume(script.scenario, script.seed, script.replies, script.branches)
        return wire.from_rehearsal(session, with_debrief=body.debrief)

    return await _worked(request, play)


@router.get("/v1/scenarios", operation_id="scenarios", responses=answers("scenarios"))
async def scenarios(request: Request) -> Response:
    """What can be practised."""
    return _json(wire.from_scenarios(_kerchief(request).scenarios))


@router.get("/v1/rules", operation_id="rules", responses=answers("rules"))
async def rules(request: Request) -> Response:
    """What the checker looks for: what may hurt, what endangers, what helps."""
    return _json(wire.from_rules(_kerchief(request).catalogue))


@router.get("/v1/meanings", operation_id="meanings", responses=answers("meanings"))
async def meanings(request: Request) -> Response:
    """What tears may mean."""
    return _json(wire.from_meanings(_kerchief(request).catalogue))


@router.get("/v1/health", operation_id="health", responses=answers("health", closed=False))
async def health() -> Response:
    """Whether the server answers; needs no key."""
    return _json({"status": "ok", "version": VERSION})


@router.get("/metrics", operation_id="metrics", responses=answers("metrics"))
async def figures(request: Request) -> Response:
    """Figures in Prometheus' format, without a word of what was said."""
    return Response(request.app.state.metrics.text(), media_type=metrics.MEDIA_TYPE)


def _kerchief(request: Request) -> Kerchief:
    kerchief: Kerchief = request.app.state.kerchief
    return kerchief


async def _worked(request: Request, call: Callable[[], wire.Json]) -> Response:
    """The answer to a call that takes a core's time, written in the worker too."""
    workers: Workers = request.app.state.workers
    return Response(await workers.run(lambda: _written(call())), media_type="application/json")


def _json(result: Any) -> Response:  # noqa: ANN401 - anything of JSON
    return Response(_written(result), media_type="application/json")


def _written(result: Any) -> bytes:  # noqa: ANN401 - anything of JSON
    return json.dumps(result, ensure_ascii=False, separators=(",", ":")).encode()
