"""What /openapi.json says is so: schemathesis makes requests from it, fit and unfit, and looks at every answer.

Ten thousand cases are made by ``python -m benchmarks.http_cases``; here some hundred.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from jsonschema import Draft202012Validator

from .serving import app, started

CONFIG = Path(__file__).resolve().parent / "schemathesis.toml"


def test_hundreds_of_made_up_requests_are_answered_as_described(tmp_path: Path) -> None:
    with started(app(), tmp_path / "errors.txt") as server:
        done = subprocess.run(
            [Path(sys.executable).parent / "schemathesis", "--config-file", CONFIG, "run",
             f"{server.address}/openapi.json", "--header", f"Authorization: Bearer {server.token}",
             "--phases", "fuzzing", "--max-examples", "40", "--generation-database", "none", "--seed", "7",
             "--request-timeout", "60", "--no-color", "--warnings", "off", "--suppress-health-check", "all"],
            cwd=tmp_path, capture_output=True, text=True, check=False, timeout=300,
        )  # fmt: skip
    told = "\n".join(line[:300] for line in done.stdout.splitlines()[-80:])
    assert done.returncode == 0, told


def test_the_description_names_every_route_and_needs_the_key(api: httpx.Client, stranger: httpx.Client) -> None:
    description = api.get("/openapi.json").json()
    assert set(description["paths"]) == {
        "/v1/read", "/v1/check", "/v1/suggest", "/v1/rehearsal", "/v1/scenarios", "/v1/rules", "/v1/meanings",
        "/v1/health", "/metrics",
    }  # fmt: skip
    assert stranger.get("/openapi.json").status_code == 401


LONGEST_MATCH = 8192  # characters of a match that tools make of a pattern


def strings(schema: object) -> Iterator[dict[str, Any]]:
    if isinstance(schema, dict):
        if schema.get("type") == "string":
            yield schema
        for part in schema.values():
            yield from strings(part)
    elif isinstance(schema, list):
        for part in schema:
            yield from strings(part)


def test_no_text_must_match_a_pattern_and_may_be_longer_than_a_tool_makes_it(api: httpx.Client) -> None:
    found = list(strings(api.get("/openapi.json").json()))
    assert any("maxLength" in one for one in found)
    assert [one for one in found if "pattern" in one and one.get("maxLength", 0) > LONGEST_MATCH] == []


@pytest.mark.parametrize("blank", ["", " \n\t", "\x1c\x85\u2003"])
def test_a_text_of_spaces_is_no_text_as_the_description_has_it(api: httpx.Client, blank: str) -> None:
    schemas = api.get("/openapi.json").json()["components"]["schemas"]
    for path, name, field, body in (
        ("read", "AccountBody", "text", {"text": blank}),
        ("suggest", "SuggestAccountBody", "text", {"text": blank}),
        ("check", "DraftBody", "reply", {"reply": blank}),
    ):
        validator = Draft202012Validator(schemas[name])
        assert [list(error.path) for error in validator.iter_errors(body)] == [[field]]
        assert api.post(f"/v1/{path}", json=body).status_code == 422
        assert validator.is_valid({field: f"{blank}a"})
    chat = {"utterances": [{"text": blank}]}
    assert api.post("/v1/read", json=chat).status_code == 422
