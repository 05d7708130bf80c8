"""The MCP door, proven with the SDK's own client over standard input and over streamable HTTP."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import httpx2
import pytest
from mcp.client.streamable_http import streamable_http_client
from tests.http.serving import CANARY, COMMAND, Served, client, command, run, started

from kerchief import wire
from mcp import Client, MCPError, StdioServerParameters

TEXT = f"My husband {CANARY} cried and said he wants to die, he hit me and I said {CANARY}."


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with started(command("mcp", "--http"), tmp_path_factory.mktemp("mcp") / "errors.txt") as served:
        yield served


@asynccontextmanager
async def over_stdio(server: Served) -> AsyncIterator[Client]:
    async with Client(
        StdioServerParameters(command=str(COMMAND), args=["mcp", "--country", "GB"], env={**os.environ})
    ) as found:
        yield found


@asynccontextmanager
async def over_http(server: Served) -> AsyncIterator[Client]:
    async with AsyncExitStack() as stack:
        http = await stack.enter_async_context(httpx2.AsyncClient(headers=server.key, timeout=60, trust_env=False))
        transport = streamable_http_client(f"{server.address}/mcp", http_client=http)
        yield await stack.enter_async_context(Client(transport))


DOORS = pytest.mark.parametrize("door", [over_stdio, over_http], ids=["stdio", "http"])


@DOORS
def test_an_assistant_finds_tools_and_knowledge(server: Served, door: Any) -> None:
    async def ask() -> None:
        async with door(server) as assistant:
            tools = {tool.name: tool for tool in (await assistant.list_tools()).tools}
            assert set(tools) == {"read_account", "check_reply", "suggest_reply"}
            assert tools["check_reply"].input_schema["required"] == ["reply"]
            assert tools["read_account"].output_schema == wire.schema()["reading"]
            assert all(tool.annotations.read_only_hint for tool in tools.values())
            names = {str(resource.uri) for resource in (await assistant.list_resources()).resources}
            assert {"kerchief://rules", "kerchief://rules/H05", "kerchief://meanings/let_you_down"} <= names
            (told,) = (await assistant.read_resource("kerchief://rules/H05")).contents
            assert json.loads(told.text)["name"] == "at-least"
            with pytest.raises(MCPError, match="no such rule"):
                await assistant.read_resource("kerchief://rules/H99")

    run(ask())


@DOORS
def test_an_assistant_reads_checks_and_suggests(server: Served, door: Any) -> None:
    async def ask() -> None:
        async with door(server) as assistant:
            read = await assistant.call_tool("read_account", {"text": TEXT})
            assert {flag["code"] for flag in read.structured_content["flags"]} >= {"suicide_risk", "violence"}
            assert json.loads(read.content[0].text) == read.structured_content
            check = await assistant.call_tool("check_reply", {"reply": "At least you still have your job."})
            assert check.structured_content["findings"][0]["code"] == "H05"
            said = [{"speaker": "seeker", "text": "i can't stop crying, my nan died on sunday"}]
            suggest = await assistant.call_tool("suggest_reply", {"utterances": said, "as": "friend", "by": "text"})
            assert suggest.structured_content["suggestions"]

    run(ask())


@DOORS
def test_a_mistake_is_one_sentence_that_an_assistant_can_act_on(server: Served, door: Any) -> None:
    async def ask() -> None:
        async with door(server) as assistant:
            for name, arguments, part in (
                ("check_reply", {}, "reply"),
                ("check_reply", {"reply": " "}, "reply"),
                ("suggest_reply", {"text": "He cried.", "when": "never"}, "when"),
                ("read_account", {"utterances": [{"text": " "}]}, "empty"),
                ("read_account", {"utterances": [{"text": "a", "speaker": "nobody"}]}, "utterances.0.speaker"),
            ):
                refused = await assistant.call_tool(name, arguments)
                assert refused.is_error
                assert part in refused.content[0].text
            with pytest.raises(MCPError, match="no such tool"):
                await assistant.call_tool("diagnose", {})

    run(ask())


@DOORS
def test_a_mistake_does_not_repeat_what_was_written(server: Served, door: Any) -> None:
    async def ask() -> None:
        async with door(server) as assistant:
            for arguments in ({"text": [TEXT]}, {CANARY: TEXT}, {"text": TEXT, "when": CANARY}):
                refused = await assistant.call_tool("read_account", arguments)
                assert refused.is_error
                assert CANARY not in refused.content[0].text

    run(ask())


def test_no_word_of_a_person_is_in_an_error_or_a_log(tmp_path: Path) -> None:
    asked = [
        {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {
            "protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": CANARY, "version": "1"}}},
        {"jsonrpc": "2.0", "method": "notifications/initialized"},
        {"jsonrpc": "2.0", "id": 2, "method": "tools/call", "params": {"name": CANARY, "arguments": {"text": TEXT}}},
        {"jsonrpc": "2.0", "id": 3, "method": "tools/call", "params": {"name": "read_account", "arguments": TEXT}},
        {"jsonrpc": "2.0", "id": 4, "method": "no/such", "params": {"text": TEXT}},
        {"jsonrpc": "2.0", "id": 5, "method": "resources/read", "params": {"uri": f"kerchief://rules/{CANARY}"}},
        {"jsonrpc": "2.0", "id": 6, "method": "tools/call", "params": {
            "name": "read_account", "arguments": {"text": TEXT}}},
        {"text": TEXT},
    ]  # fmt: skip
    lines = "\n".join([TEXT, '{"cut": "' + TEXT, *map(json.dumps, asked), ""])
    with subprocess.Popen(
        [COMMAND, "mcp"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=tmp_path
    ) as process:
        process.stdin.write(lines)
        process.stdin.flush()
        answers = {}
        while 6 not in answers:
            answer = json.loads(process.stdout.readline())
            answers[answer.get("id")] = answer
        _, errors = process.communicate(timeout=60)
    assert CANARY not in errors
    assert "Traceback" not in errors
    assert answers[6]["result"]["structuredContent"]["flags"]
    assert CANARY not in json.dumps([answer for name, answer in answers.items() if name != 6])
    assert list(tmp_path.rglob("*")) == []


def test_over_http_nothing_is_told_without_the_token(server: Served) -> None:
    hello = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
    accept = {"Accept": "application/json, text/event-stream"}
    with client(server, "127.0.3.1") as http:
        assert http.post("/mcp", json=hello, headers=accept).status_code == 401
        assert http.get("/mcp", headers=accept).status_code == 401
        wrong = {**accept, "Authorization": "Bearer wrong"}
        assert http.post("/mcp", json=hello, headers=wrong).status_code == 401
        foreign = {**accept, **server.key, "Origin": "https://evil.example"}
        assert http.post("/mcp", json=hello, headers=foreign).status_code == 403
        assert (
            http.post("/mcp", json=hello, headers={**accept, **server.key, "Host": "evil.example"}).status_code == 421
        )


def test_a_program_that_is_no_assistant_gets_an_error_without_its_words(server: Served) -> None:
    with client(server, "127.0.3.2") as http:
        answer: httpx.Response = http.post("/mcp", content=TEXT.encode(), headers=server.key)
        assert 400 <= answer.status_code < 500
        assert CANARY not in answer.text
