"""The description of the API, made from the routes and from wire's own schemas, so that it is true."""

from __future__ import annotations

import json
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from kerchief import wire
from kerchief.interfaces.http import metrics, problems

Json = dict[str, Any]
_ABOUT = (
    "Reads what tears may mean, checks a reply before it is sent, suggests what to say. Everything stays on this "
    "machine. A reading is a guess from words: the person knows."
)
_PROBLEMS = {
    400: "The body is not JSON.",
    401: "No key, or a wrong one.",
    403: "Asked by another page.",
    404: "Nothing has that code.",
    408: "The request did not arrive in time.",
    413: "The text or the body is too long.",
    421: "Asked under another name than this machine's own.",
    422: "The request is not as it should be.",
    429: "Too many requests of one client.",
    500: "Something went wrong in kerchief itself.",
    503: "Too much to do just now, or the answer took too long.",
}
_PROBLEM: Json = {
    "type": "object",
    "description": "One thing that went wrong (RFC 9457), with a code for programs and what to do next.",
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "code": {"type": "string"},
        "hint": {"type": "string"},
    },
    "required": ["type", "title", "status", "detail", "code", "hint"],
}
_HEALTH: Json = {
    "type": "object",
    "properties": {"status": {"const": "ok"}, "version": {"type": "string"}},
    "required": ["status", "version"],
}


def answers(kind: str, *, closed: bool = True) -> dict[int | str, Json]:
    """What a route may answer: ``kind``, or a problem; an open route asks for no key."""
    content: Json = {"application/json": {"schema": {"$ref": f"#/components/schemas/{kind}"}}}
    if kind == "metrics":
        content = {metrics.MEDIA_TYPE: {"schema": {"type": "string"}}}
    problem = {problems.MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/problem"}}}
    wrong: dict[int | str, Json] = {
        status: {"description": said, "content": problem}
        for status, said in _PROBLEMS.items()
        if closed or status != 401
    }
    return {200: {"description": "Done.", "content": content}, **wrong}


def describe(app: FastAPI) -> Json:
    """The OpenAPI document of the app."""
    document = get_openapi(title=app.title, version=app.version, description=_ABOUT, routes=app.routes)
    parts = document["components"]
    parts["schemas"].update({"problem": _PROBLEM, "health": _HEALTH})
    parts["schemas"]["RehearsalBody"]["properties"]["scenario"]["enum"] = sorted(app.state.kerchief.scenarios)
    for kind, schema in wire.schema().items():
        parts["schemas"].update(_lifted(kind, schema))
    parts["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
    for path, item in document["paths"].items():
        for operation in item.values():
            for answer in operation["responses"].values():
                _keep_declared(answer)
            operation["security"] = [] if path == "/v1/health" else [{"token": []}]
    return document


def _lifted(kind: str, schema: Json) -> Json:
    """A schema of wire under its kind, and its parts as ``kind.Part``."""
    text = json.dumps(schema).replace('"#/$defs/', f'"#/components/schemas/{kind}.')
    whole: Json = json.loads(text)
    parts = whole.pop("$defs", {})
    return {kind: whole, **{f"{kind}.{name}": part for name, part in parts.items()}}


def _keep_declared(answer: Json) -> None:
    """Drop the empty application/json that the framework adds beside a problem or plain text."""
    content = answer.get("content", {})
    if len(content) > 1:
        content.pop("application/json", None)
