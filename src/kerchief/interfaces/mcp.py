"""The MCP door: three tools and the knowledge behind them, for an assistant on this machine."""

from __future__ import annotations

import json
import logging
import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import anyio
from mcp.server import Server, ServerRequestContext
from mcp.server.stdio import stdio_server
from pydantic import ValidationError

from kerchief import wire
from kerchief.domain.provenance import VERSION
from kerchief.engine import Kerchief
from kerchief.errors import InputError, KerchiefError
from kerchief.interfaces.bodies import (
    AccountBody,
    Body,
    ChatBody,
    DraftBody,
    SuggestAccountBody,
    SuggestChatBody,
    place_of,
)
from kerchief.interfaces.workers import BusyError, Workers
from mcp import MCPError, types

_ABOUT = (
    "For the moment somebody cries. Readings are guesses from words: tell them as guesses, with their evidence and the "
    "question that would decide. Where a result has flags, say those first, with the help it names. It runs on this "
    "machine and keeps nothing."
)
_log = logging.getLogger("kerchief.mcp")
_TEXT_OR_CHAT = (
    "Give either text (an account, or a chat export with the user's name in it as me) or utterances (a conversation)."
)
_HINT = "The schema of the tool tells what it takes."
_Row = Mapping[str, Any]
_Context = ServerRequestContext[Any]
_Page = types.PaginatedRequestParams | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Tool:
    """What a tool is called, what it takes, what it writes, and how."""

    name: str
    title: str
    about: str
    bodies: tuple[type[Body], ...]
    writes: str
    call: Callable[[Kerchief, _Row], wire.Json]

    @property
    def described(self) -> types.Tool:
        """The tool as MCP lists it."""
        return types.Tool(
            name=self.name,
            title=self.title,
            description=self.about,
            input_schema=_merged(self.bodies),
            output_schema=wire.schema()[self.writes],
            annotations=types.ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False),
        )


_TOOLS = {
    tool.name: tool
    for tool in (
        _Tool(
            name="read_account",
            title="Read an account",
            about="What the tears in an account or a chat may mean, with the words that speak for and against it, the "
            f"question that would decide, what helps and what hurts; signs of danger first. {_TEXT_OR_CHAT}",
            bodies=(AccountBody, ChatBody),
            writes="reading",
            call=lambda kerchief, row: wire.from_reading(kerchief.read(wire.to_conversation(row))),
        ),
        _Tool(
            name="check_reply",
            title="Check a reply",
            about="What in a draft reply may hurt somebody who cries and why, with a rewrite; what works already; "
            "whether to send it. Give the draft as reply, and what it answers as context.",
            bodies=(DraftBody,),
            writes="report",
            call=lambda kerchief, row: wire.from_report(kerchief.check(wire.to_draft(row))),
        ),
        _Tool(
            name="suggest_reply",
            title="Suggest a reply",
            about="What to do in the next minute, a few replies that pass the check, each with what it takes up from "
            f"the account, and what can wait. {_TEXT_OR_CHAT}",
            bodies=(SuggestAccountBody, SuggestChatBody),
            writes="suggestions",
            call=lambda kerchief, row: wire.from_suggestions(
                kerchief.suggest(wire.to_conversation(row), wire.to_moment(row), draft=row.get("draft", ""))
            ),
        ),
    )
}


class _Door:
    """Answers what an MCP client asks of one kerchief."""

    def __init__(self, kerchief: Kerchief, workers: Workers) -> None:
        self._kerchief, self._workers = kerchief, workers
        self._entries = _entries_of(kerchief)

    async def list_tools(
        self, _: ServerRequestContext, __: types.PaginatedRequestParams | None
    ) -> types.ListToolsResult:
        """The tools, as they describe themselves."""
        return types.ListToolsResult(tools=[tool.described for tool in _TOOLS.values()])

    async def call_tool(self, _: _Context, asked: types.CallToolRequestParams) -> types.CallToolResult:
        """The result, or one sentence why not, without a word of what was sent."""
        tool = _TOOLS.get(asked.name)
        if tool is None:
            raise MCPError(types.INVALID_PARAMS, "There is no such tool.")
        try:
            row = _row_of(tool, asked.arguments or {})
            result = await self._workers.run(lambda: tool.call(self._kerchief, row))
        except KerchiefError as error:
            return _refused(error.sentence)
        except (BusyError, TimeoutError):
            return _refused("It took too long. Try again, or with a shorter text.")
        except Exception as error:  # noqa: BLE001 - the door's edge: a traceback may hold words of a person
            _log.error("%s in %s", type(error).__name__, tool.name)
            return _refused("Something went wrong in kerchief itself. Please report it, without the text.")
        return types.CallToolResult(content=[_text(result)], structured_content=result)

    async def list_resources(self, _: _Context, __: _Page) -> types.ListResourcesResult:
        return types.ListResourcesResult(
            resources=[
                types.Resource(uri=uri, name=uri.rpartition("//")[2], title=title, mime_type="application/json")
                for uri, (title, _) in self._entries.items()
            ]
        )

    async def read_resource(self, _: _Context, asked: types.ReadResourceRequestParams) -> types.ReadResourceResult:
        uri = str(asked.uri)
        if uri not in self._entries:
            raise MCPError(types.INVALID_PARAMS, "There is no such rule or meaning.")
        text = json.dumps(self._entries[uri][1], ensure_ascii=False)
        return types.ReadResourceResult(
            contents=[types.TextResourceContents(uri=uri, mime_type="application/json", text=text)]
        )


def make_server(kerchief: Kerchief, workers: Workers) -> Server:
    """An MCP server with read_account, check_reply and suggest_reply, and rules and meanings as resources."""
    door = _Door(kerchief, workers)
    return Server(
        "kerchief",
        version=VERSION,
        instructions=_ABOUT,
        on_list_tools=door.list_tools,
        on_call_tool=door.call_tool,
        on_list_resources=door.list_resources,
        on_read_resource=door.read_resource,
    )


def run_stdio(kerchief: Kerchief) -> None:
    """Answer on standard input and output until the client closes them."""
    _keep_quiet()

    async def run() -> None:
        workers = Workers()
        server = make_server(kerchief, workers)
        async with stdio_server() as (incoming, outgoing):
            await server.run(incoming, outgoing, server.create_initialization_options())
        workers.close()

    anyio.run(run)


def run_http(kerchief: Kerchief, listening: socket.socket, token: str) -> None:
    """Answer at /mcp of a listening socket of this machine, to whoever holds the token, until stopped."""
    from kerchief.interfaces.http.app import guard
    from kerchief.interfaces.http.serve import run

    _keep_quiet()
    server = make_server(kerchief, Workers())
    app = server.streamable_http_app(json_response=True, stateless_http=True)
    guard(app, token=token, port=listening.getsockname()[1])
    run(app, listening)


def _keep_quiet() -> None:
    """The library logs whole messages when it fails; they hold what a person wrote."""
    library = logging.getLogger("mcp")
    library.addHandler(logging.NullHandler())
    library.propagate = False


def _row_of(tool: _Tool, arguments: dict[str, Any]) -> wire.Json:
    """The arguments as a row of the wire. Raises InputError."""
    body = tool.bodies[-1 if "utterances" in arguments else 0]
    try:
        return body.model_validate(arguments).row()
    except ValidationError as error:
        fault = error.errors(include_input=False)[0]
        raise InputError(f"The arguments are not as they should be at: {place_of(fault)}.", _HINT) from None


def _merged(bodies: tuple[type[Body], ...]) -> wire.Json:
    """One object with the fields of all: clients want no alternatives at the root of a schema."""
    schemas = [body.model_json_schema(by_alias=True) for body in bodies]
    found: wire.Json = {"type": "object", "additionalProperties": False, "properties": {}, "$defs": {}}
    for schema in schemas:
        found["properties"] |= schema["properties"]
        found["$defs"] |= schema.get("$defs", {})
    found["required"] = sorted(set.intersection(*(set(schema.get("required", ())) for schema in schemas)))
    return found


def _entries_of(kerchief: Kerchief) -> dict[str, tuple[str, wire.Json]]:
    """Title and content of every resource, by its address."""
    rules, meanings = wire.from_rules(kerchief.catalogue), wire.from_meanings(kerchief.catalogue)
    found = {"kerchief://rules": ("All rules", rules), "kerchief://meanings": ("All meanings", meanings)}
    for kind, entries in (("rules", rules["rules"]), ("meanings", meanings["meanings"])):
        found |= {f"kerchief://{kind}/{entry['code']}": (entry["name"], entry) for entry in entries}
    return found


def _text(result: wire.Json) -> types.TextContent:
    return types.TextContent(text=json.dumps(result, ensure_ascii=False))


def _refused(sentence: str) -> types.CallToolResult:
    return types.CallToolResult(content=[types.TextContent(text=sentence)], is_error=True)
