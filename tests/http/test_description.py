"""What /openapi.json says is so: schemathesis makes requests from it, fit and unfit, and looks at every answer.

Ten thousand cases are made by ``python -m benchmarks.http_cases``; here some hundred.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import httpx

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
