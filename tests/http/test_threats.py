"""Every line of the threat model in SECURITY.md that concerns the server, tried on a real one."""

from __future__ import annotations

import re
import socket
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from kerchief.interfaces.http.gate import Keys

from .conftest import Place
from .serving import CANARY, Served, app, client, command, started
from .test_api import problem

ROOT = Path(__file__).resolve().parent.parent.parent
TEXT = f"My husband {CANARY} cried and said he wants to die, he hit me and I said {CANARY}."


def test_only_this_machine_is_listened_to(server: Served) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.2", server.port))  # taken, if the server listened on every address
    with socket.create_connection(("127.0.0.1", server.port)):
        pass


@pytest.mark.parametrize(
    "path", ["/", "/v1/rules", "/v1/meanings", "/v1/scenarios", "/metrics", "/openapi.json", "/static/page.js", "/no"]
)
def test_nothing_is_told_without_a_key(stranger: httpx.Client, path: str) -> None:
    problem(stranger.get(path), 401, "no-key")


@pytest.mark.parametrize("path", ["/v1/read", "/v1/check", "/v1/suggest", "/v1/rehearsal", "/no"])
def test_nothing_is_done_without_a_key(stranger: httpx.Client, path: str) -> None:
    problem(stranger.post(path, json={"text": TEXT}), 401, "no-key")


def test_a_wrong_token_opens_nothing(stranger: httpx.Client, server: Served) -> None:
    assert len(server.token) >= 43  # 32 bytes from the system's source of randomness
    for wrong in ("x", server.token[:-1], server.token + "x", server.token.swapcase(), "\xe9"):
        header = f"Bearer {wrong}".encode("latin-1")
        assert stranger.get("/v1/rules", headers={b"Authorization": header}).status_code == 401
        assert stranger.get("/", params={"token": wrong}).status_code == 401
        assert (
            stranger.get("/v1/rules", headers={"Cookie": f"{server.cookie}={wrong}".encode("latin-1")}).status_code
            == 401
        )
    assert stranger.get("/v1/rules", headers={"Authorization": f"Basic {server.token}"}).status_code == 401
    assert stranger.get("/v1/rules", params={"token": server.token}).status_code == 401


def test_the_token_is_new_with_every_start(server: Served, tmp_path: Path) -> None:
    assert Keys("a", 1).new_ticket() != Keys("a", 1).new_ticket()
    with started(command("serve", "--no-open"), tmp_path / "errors.txt") as other:
        assert other.token != server.token


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:80", "127.0.0.1", "127.0.0.1:1", "localhost.evil.example"]
)
def test_another_name_for_this_machine_is_refused(api: httpx.Client, host: str) -> None:
    problem(api.get("/v1/rules", headers={"Host": host}), 421, "wrong-host")


@pytest.mark.parametrize("origin", ["https://evil.example", "http://127.0.0.1:1", "http://localhost", "null"])
def test_another_page_is_refused(page: httpx.Client, server: Served, origin: str) -> None:
    elsewhere = {"Origin": origin, "Sec-Fetch-Site": "cross-site"}
    for sent in (elsewhere, {**elsewhere, "Authorization": f"Bearer {server.token}"}):
        answer = page.post("/v1/check", json={"reply": "I'm here."}, headers=sent)
        problem(answer, 403, "wrong-origin")
        assert "access-control-allow-origin" not in answer.headers


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_request_that_another_page_causes_is_refused(page: httpx.Client, site: str) -> None:
    del page.headers["Origin"]
    problem(page.get("/v1/rules", headers={"Sec-Fetch-Site": site}), 403, "wrong-origin")
    del page.headers["Sec-Fetch-Site"]
    problem(page.post("/v1/check", json={"reply": "I'm here."}), 403, "wrong-origin")


def test_another_page_may_not_even_ask_whether_it_may(stranger: httpx.Client) -> None:
    asked = {"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"}
    answer = stranger.options("/v1/read", headers=asked)
    assert answer.status_code == 403
    assert not [name for name in answer.headers if name.startswith("access-control")]


def test_the_session_stays_in_this_browser_and_out_of_reach_of_scripts(stranger: httpx.Client, server: Served) -> None:
    given = stranger.get("/", params={"token": server.token}).headers["set-cookie"].lower()
    assert given.startswith(server.cookie)
    assert "httponly" in given
    assert "samesite=strict" in given
    assert "max-age" not in given
    assert "expires" not in given
    assert server.token.lower() not in given


@pytest.mark.parametrize(
    "ask",
    [
        lambda api: api.get("/v1/rules"),
        lambda api: api.get("/no"),
        lambda api: api.post("/v1/read", json={}),
        lambda api: api.get("/v1/rules", headers={"Authorization": "Bearer x"}),
        lambda api: api.get("/v1/rules", headers={"Host": "evil.example"}),
        lambda api: api.post("/v1/read", content=b"a" * 2_000_000),
    ],
)
def test_every_answer_forbids_what_it_does_not_need(
    api: httpx.Client, ask: Callable[[httpx.Client], httpx.Response]
) -> None:
    headers = ask(api).headers
    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; ")
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    assert headers["cache-control"] == "no-store"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cross-origin-opener-policy"] == headers["cross-origin-resource-policy"] == "same-origin"
    assert "server" not in headers


def test_what_other_users_see_of_the_browser_opens_once(server: Served) -> None:
    keys = Keys(server.token, server.port)
    ticket = keys.new_ticket()
    assert not keys.is_token(ticket)
    assert keys.is_opening(ticket)
    assert not keys.is_opening(ticket)
    assert keys.is_opening(server.token)


def test_a_body_that_is_too_long_is_refused(api: httpx.Client) -> None:
    problem(api.post("/v1/read", content=b"a" * 2_000_000), 413, "text-too-long")
    pieces = (b"a" * 100_000 for _ in range(20))
    problem(api.post("/v1/read", content=pieces), 413, "text-too-long")


def test_a_body_that_does_not_come_is_not_waited_for(tmp_path: Path) -> None:
    with started(app(body_seconds=0.3), tmp_path / "errors.txt") as server:
        head = f"POST /v1/read HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nAuthorization: Bearer test\r\n"
        with socket.create_connection(("127.0.0.1", server.port), timeout=20) as line:
            line.sendall(f"{head}Content-Length: 100\r\n\r\n{{".encode())
            assert line.recv(4096).startswith(b"HTTP/1.1 408")


def test_an_answer_that_takes_too_long_is_given_up(tmp_path: Path) -> None:
    with started(app(answer_seconds=0.001), tmp_path / "errors.txt") as server, client(server, "127.0.2.1") as api:
        answer = api.post("/v1/read", json={"text": TEXT}, headers=server.key)
        problem(answer, 503, "time-limit")
        assert int(answer.headers["retry-after"]) > 0
        assert api.get("/v1/health").status_code == 200


def test_one_client_in_haste_does_not_hold_up_another(server: Served) -> None:
    with client(server, "127.0.2.2") as hasty, client(server, "127.0.2.3") as calm:
        with ThreadPoolExecutor(8) as many:
            answers = list(many.map(lambda _: hasty.get("/v1/health"), range(400)))
        refused = [answer for answer in answers if answer.status_code != 200]
        assert refused
        problem(refused[0], 429, "too-many-requests")
        assert int(refused[0].headers["retry-after"]) > 0
        assert calm.get("/v1/health").status_code == 200


def test_a_crash_inside_tells_nobody_what_was_written(tmp_path: Path) -> None:
    errors = tmp_path / "errors.txt"
    with started(app(encoder="broken"), errors) as server, client(server, "127.0.2.4") as api:
        answer = api.post("/v1/read", json={"text": TEXT}, headers=server.key)
        problem(answer, 500, "internal")
        assert answer.headers["cache-control"] == "no-store"
        assert CANARY not in answer.text
    assert "ValueError in" in errors.read_text()
    assert CANARY not in errors.read_text()


def test_no_word_of_a_person_is_in_an_error_a_log_a_figure_or_a_file(
    api: httpx.Client, page: httpx.Client, place: Place
) -> None:
    wrong: list[dict[str, object]] = [
        {"json": {"text": TEXT, CANARY: TEXT}},
        {"json": {"text": [TEXT]}},
        {"json": {"utterances": [{"text": TEXT, "speaker": CANARY}]}},
        {"json": {"reply": TEXT * 200, "context": TEXT}},
        {"json": {"scenario": CANARY, "replies": [TEXT]}},
        {"json": {"text": TEXT, "when": CANARY, "as": CANARY}},
        {"json": TEXT},
        {"content": TEXT.encode() + b"\xff"},
        {"content": TEXT.encode() * 20_000},
        {"data": {"text": TEXT}},
    ]
    for path in ("/v1/read", "/v1/check", "/v1/suggest", "/v1/rehearsal", f"/v1/{CANARY}"):
        for sent in wrong:
            for who in (api, page):
                answer = who.post(path, params={CANARY: TEXT}, **sent)  # type: ignore[arg-type]
                assert answer.status_code >= 400
                assert CANARY not in answer.text, (path, answer.text)
                assert CANARY not in str(answer.headers)
    assert api.post("/v1/read", json={"text": TEXT}).json()["flags"]
    assert api.post("/v1/check", json={"reply": TEXT, "context": TEXT}).json()["flags"]
    assert api.post("/v1/suggest", json={"text": TEXT, "draft": TEXT}).json()["flags"]
    assert page.post("/v1/read", json={"text": TEXT}).status_code == 200
    assert api.request(CANARY.upper(), "/v1/read").status_code == 405
    assert CANARY not in api.get("/metrics").text.lower()
    assert CANARY not in place.errors.read_text()
    assert [path for path in place.files() if CANARY.encode() in path.read_bytes()] == []


def test_what_is_under_way_is_answered_before_the_server_stops(tmp_path: Path) -> None:
    with started(app(encoder="held"), tmp_path / "errors.txt") as server, client(server, "127.0.2.5") as api:
        with ThreadPoolExecutor(1) as other:
            asked = other.submit(api.post, "/v1/read", json={"text": f"HOLD on. {TEXT}"}, headers=server.key)
            assert server.process.stdout.readline() == "held\n"
            server.process.terminate()
            server.process.stdin.write("\n" * 10)
            server.process.stdin.flush()
            assert asked.result().status_code == 200
        server.process.wait(timeout=30)


def test_every_line_of_the_threat_model_names_a_test_that_is_there() -> None:
    model = (ROOT / "SECURITY.md").read_text(encoding="utf-8").split("## Threat model")[1]
    named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", model)
    rows = [line for line in model.splitlines() if line.startswith("| ") and not line.startswith(("| threat", "| --"))]
    assert len(named) >= len(rows) > 15
    for path, test in named:
        assert f"def {test}(" in (ROOT / path).read_text(encoding="utf-8"), test
