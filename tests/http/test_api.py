"""The API as a program meets it: a real server, a real client."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

from .serving import Served

ACCOUNT = "My husband sat down at the table, said he's failing us, and cried."


def problem(response: httpx.Response, status: int, code: str) -> dict[str, Any]:
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    found: dict[str, Any] = response.json()
    assert (found["status"], found["code"]) == (status, code)
    assert found["title"]
    assert found["detail"].endswith(".")
    return found


def test_read_gives_a_reading_whose_quotes_are_of_the_text(api: httpx.Client) -> None:
    reading = api.post("/v1/read", json={"id": "one", "text": ACCOUNT}).json()
    assert (reading["kerchief"], reading["kind"], reading["id"]) == (1, "reading", "one")
    item = reading["causes"][0]["evidence"][0]
    assert ACCOUNT[item["start"] : item["end"]] == item["quote"]


def test_read_takes_a_conversation(api: httpx.Client) -> None:
    said = [{"speaker": "seeker", "text": "i can't stop crying, my nan died on sunday"}]
    assert api.post("/v1/read", json={"utterances": said}).json()["causes"][0]["code"] == "grief"


def test_check_finds_and_rewrites(api: httpx.Client) -> None:
    report = api.post("/v1/check", json={"reply": "At least you still have your job."}).json()
    assert [finding["code"] for finding in report["findings"]] == ["H05"]
    assert report["send"] == "edit"


def test_suggest_offers_words_for_the_moment(api: httpx.Client) -> None:
    found = api.post("/v1/suggest", json={"text": ACCOUNT, "when": "later", "as": "friend", "by": "text"}).json()
    assert found["kind"] == "suggestions"
    assert all(item["report"]["send"] == "yes" for item in found["suggestions"])


def test_the_same_practice_is_the_same_talk(api: httpx.Client) -> None:
    code = api.get("/v1/scenarios").json()["scenarios"][0]["code"]
    asked = {"scenario": code, "seed": 7, "replies": ["I'm here. Do you want to tell me?"]}
    one, other = (api.post("/v1/rehearsal", json=asked).json() for _ in range(2))
    assert one == other
    assert [turn["role"] for turn in one["turns"]] == ["seeker", "supporter", "seeker"]
    assert one["debrief"]
    assert api.post("/v1/rehearsal", json={**asked, "seed": 7.0}).json() == one
    assert api.post("/v1/rehearsal", json={**asked, "debrief": False}).json()["debrief"] is None


def test_rules_and_meanings_are_told_whole(api: httpx.Client) -> None:
    rules = {rule["code"]: rule for rule in api.get("/v1/rules").json()["rules"]}
    assert rules["H05"]["effect"] == "hurts"
    assert rules["Z01"]["effect"] == "endangers"
    assert rules["G02"]["effect"] == "helps"
    assert rules["H05"]["shown"]
    meanings = {meaning["code"]: meaning for meaning in api.get("/v1/meanings").json()["meanings"]}
    assert meanings["let_you_down"]["helps"]


def test_health_needs_no_key(stranger: httpx.Client) -> None:
    assert stranger.get("/v1/health").json()["status"] == "ok"


def test_metrics_count_by_route_and_status(api: httpx.Client) -> None:
    api.get("/nowhere/at/all")
    api.post("/v1/check", json={"reply": "I'm here."})
    text = api.get("/metrics").text
    assert 'kerchief_answers_total{method="POST",route="/v1/check",status="200"}' in text
    assert 'kerchief_answers_total{method="GET",route="other",status="404"}' in text
    assert "nowhere" not in text


@pytest.mark.parametrize(
    ("body", "where"),
    [
        ({}, "text"),
        ({"text": 7}, "text"),
        ({"text": " \n"}, "text"),
        ({"text": "\x1f\x85\u2003"}, "text"),
        ({"utterances": []}, "utterances"),
        ({"utterances": [{"text": "a", "speaker": "nobody"}]}, "utterances.0.speaker"),
        ({"text": "He cried.", "colour": "red"}, "body"),
        ({"text": "\ud800"}, "text"),
    ],
)
def test_a_wrong_request_is_told_where(api: httpx.Client, body: Any, where: str) -> None:
    answer = api.post("/v1/read", content=json.dumps(body), headers={"Content-Type": "application/json"})
    assert where in problem(answer, 422, "bad-request")["detail"]


def test_what_is_no_json_is_told_so(api: httpx.Client) -> None:
    answer = api.post("/v1/read", content=b'{"text": ', headers={"Content-Type": "application/json"})
    problem(answer, 400, "bad-request")


def test_a_chat_of_silence_is_an_empty_text(api: httpx.Client) -> None:
    problem(api.post("/v1/read", json={"utterances": [{"text": " "}]}), 422, "empty-text")


def test_a_chat_that_is_too_long_together_is_refused(api: httpx.Client) -> None:
    problem(api.post("/v1/read", json={"utterances": [{"text": "a" * 30_000}] * 2}), 413, "text-too-long")
    problem(api.post("/v1/read", json={"utterances": [{"text": "a"}] * 1_001}), 413, "text-too-long")


def test_no_such_scenario(api: httpx.Client) -> None:
    problem(api.post("/v1/rehearsal", json={"scenario": "nothing_like_it"}), 404, "unknown-code")


def test_no_such_page_and_no_such_method(api: httpx.Client) -> None:
    problem(api.get("/v1/nothing"), 404, "not-found")
    answer = api.get("/v1/read")
    problem(answer, 405, "method-not-allowed")
    assert answer.headers["allow"] == "POST"


def test_the_printed_address_becomes_a_session(stranger: httpx.Client, server: Served) -> None:
    answer = stranger.get("/", params={"token": server.token})
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert stranger.get("/v1/rules").status_code == 200


def test_the_page_asks_the_api_with_its_cookie(page: httpx.Client) -> None:
    assert page.post("/v1/check", json={"reply": "I'm here."}).status_code == 200
