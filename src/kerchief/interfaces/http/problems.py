"""What goes wrong, as RFC 9457 writes it; never with a word of what was sent, save who speaks in a chat."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from starlette.responses import JSONResponse

from kerchief.errors import (
    EmptyTextError,
    InputError,
    KerchiefError,
    NotTextError,
    TextTooLongError,
    UnknownCodeError,
)
from kerchief.interfaces.bodies import place_of

MEDIA_TYPE = "application/problem+json"
_STATUS: dict[type[KerchiefError], int] = {
    EmptyTextError: 422,
    NotTextError: 400,
    TextTooLongError: 413,
    InputError: 422,
}


class Problem(JSONResponse):
    """One thing that went wrong: a status, a code for programs, a sentence for people, and what to do next."""

    media_type = MEDIA_TYPE

    def __init__(
        self, status: int, code: str, detail: str, hint: str = "", *, headers: Mapping[str, str] | None = None
    ) -> None:
        """Write the problem; ``headers`` are added to the response."""
        body = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status}
        super().__init__({**body, "detail": detail, "code": code, "hint": hint}, status, headers)


def from_error(error: KerchiefError) -> Problem:
    """A KerchiefError as a problem with the same code, sentence and hint."""
    if isinstance(error, UnknownCodeError):  # its sentence repeats the code that was sent
        return Problem(404, error.code, "Nothing has that code.", "GET /v1/scenarios lists what can be practised.")
    status = next((status for kind, status in _STATUS.items() if isinstance(error, kind)), 500)
    return Problem(status, error.code, str(error), error.hint)


def from_faults(faults: Sequence[Mapping[str, Any]]) -> Problem:
    """What a body lacks, and where."""
    if faults[0]["type"] == "json_invalid":
        return Problem(400, "bad-request", "The body is not JSON.", _HINT)
    return Problem(422, "bad-request", f"The request is not as it should be at: {place_of(faults[0])}.", _HINT)


def from_status(status: int, headers: Mapping[str, str] | None) -> Problem:
    """A refusal of the framework (no such page, no such method), without its own words."""
    code = HTTPStatus(status).phrase.lower().replace(" ", "-")
    return Problem(status, code, f"{HTTPStatus(status).phrase}.", _HINT, headers=headers)


_HINT = "See /openapi.json for what a request holds."
