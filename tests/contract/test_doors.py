"""One set of golden cases gives the same JSON through Python, the command, HTTP, MCP, and bulk."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.http.serving import client, run, started
from tests.http.serving import command as command_of

from kerchief import wire
from kerchief.domain.suggestion import Moment
from kerchief.engine import Kerchief
from kerchief.interfaces.bulk.local import Job
from kerchief.interfaces.bulk.local import run as run_job
from mcp import Client, StdioServerParameters

GOLDEN = Path(__file__).resolve().parent.parent / "golden"
COMMAND = Path(sys.executable).parent / "kerchief"
Row = dict[str, Any]


def rows(name: str) -> list[Row]:
    return [json.loads(line) for line in (GOLDEN / name).read_text(encoding="utf-8").splitlines()]


ACCOUNTS, REPLIES = rows("accounts.jsonl"), rows("replies.jsonl")


@pytest.fixture(scope="module")
def readings(reader: Kerchief) -> dict[str, Row]:
    found = reader.read_many(wire.to_conversation(row) for row in ACCOUNTS)
    return {str(reading.id): wire.from_reading(reading) for reading in found}


@pytest.fixture(scope="module")
def reports(reader: Kerchief) -> dict[str, Row]:
    found = reader.check_many(wire.to_draft(row) for row in REPLIES)
    return {str(report.id): wire.from_report(report) for report in found}


@pytest.mark.parametrize("row", ACCOUNTS, ids=lambda row: row["id"])
def test_a_golden_account_reads_as_it_should(row: Row, readings: dict[str, Row]) -> None:
    reading = readings[row["id"]]
    if "first" in row:
        assert reading["causes"][0]["code"] == row["first"]
    if "flag" in row:
        assert reading["flags"][0]["code"] == row["flag"]
    if not {"first", "flag"} & set(row):
        assert reading["causes"] == []


@pytest.mark.parametrize("row", REPLIES, ids=lambda row: row["id"])
def test_a_golden_reply_is_checked_as_it_should_be(row: Row, reports: dict[str, Row]) -> None:
    codes = [finding["code"] for finding in reports[row["id"]]["findings"]]
    assert set(row["codes"]) <= set(codes)
    assert bool(codes) == bool(row["codes"])


def command(*arguments: str | Path, stdin: str = "") -> Row:
    done = subprocess.run(
        [COMMAND, *map(str, arguments), "--format", "json", "--country", "GB"],
        input=stdin, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode in (0, 1), done.stderr
    result: Row = json.loads(done.stdout)
    return result


def same(one: Row, other: Row) -> bool:
    return {**one, "id": None} == {**other, "id": None}


@pytest.mark.parametrize("row", ACCOUNTS, ids=lambda row: row["id"])
def test_the_command_reads_what_python_reads(row: Row, reader: Kerchief) -> None:
    alone = wire.from_reading(reader.read(wire.to_conversation(row)))
    given = row["text"] if "text" in row else json.dumps(row)
    assert same(command("read", stdin=given), alone)


@pytest.mark.parametrize("row", REPLIES, ids=lambda row: row["id"])
def test_the_command_checks_what_python_checks(row: Row, reports: dict[str, Row], tmp_path: Path) -> None:
    arguments: list[str | Path] = ["check"]
    if row["context"]:
        (tmp_path / "to.txt").write_text(row["context"], encoding="utf-8")
        arguments += ["--to", tmp_path / "to.txt"]
    assert same(command(*arguments, stdin=row["reply"]), reports[row["id"]])


@pytest.mark.parametrize(("task", "name"), [("read", "accounts.jsonl"), ("check", "replies.jsonl")])
def test_bulk_gives_what_python_gives(
    task: Any, name: str, quick: Kerchief, reports: dict[str, Row], tmp_path: Path
) -> None:
    """In bulk accounts are read by the small reader (decision 15)."""
    run_job(Job(task=task, source=GOLDEN / name, target=tmp_path / "out.jsonl", country="GB"))
    readings = {row["id"]: wire.from_reading(quick.read(wire.to_conversation(row))) for row in ACCOUNTS}
    expected = readings if task == "read" else reports
    for line in (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        result = {key: value for key, value in row.items() if key not in ("first", "flag", "codes")}
        assert result == expected[row["id"]]


HTTP_FIELDS = ("id", "text", "utterances", "situation", "reply", "context")
MOMENT = {"when": "later", "by": "text", "as": "friend"}


def asked(row: Row) -> Row:
    return {key: value for key, value in row.items() if key in HTTP_FIELDS}


@pytest.fixture(scope="module")
def suggested(reader: Kerchief) -> dict[str, Row]:
    moment = Moment(when="later", by="text", speaker="friend")
    return {
        row["id"]: wire.from_suggestions(reader.suggest(wire.to_conversation(row), moment, draft="Man up."))
        for row in ACCOUNTS
    }


@pytest.fixture(scope="module")
def api(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    errors = tmp_path_factory.mktemp("doors") / "errors.txt"
    with started(command_of("serve", "--no-open"), errors) as server, client(server, "127.0.4.1") as found:
        found.headers.update(server.key)
        yield found


@pytest.mark.parametrize("row", ACCOUNTS, ids=lambda row: row["id"])
def test_http_reads_and_suggests_what_python_does(
    row: Row, api: Any, readings: dict[str, Row], suggested: dict[str, Row]
) -> None:
    assert api.post("/v1/read", json=asked(row)).json() == readings[row["id"]]
    wish = {**asked(row), **MOMENT, "draft": "Man up."}
    assert api.post("/v1/suggest", json=wish).json() == suggested[row["id"]]


@pytest.mark.parametrize("row", REPLIES, ids=lambda row: row["id"])
def test_http_checks_what_python_checks(row: Row, api: Any, reports: dict[str, Row]) -> None:
    assert api.post("/v1/check", json=asked(row)).json() == reports[row["id"]]


def test_http_plays_the_practice_that_python_plays(api: Any, checker: Kerchief) -> None:
    code = next(iter(checker.scenarios))
    replies = ["I'm here. What happened?", "At least you have a job."]
    played = wire.from_rehearsal(checker.resume(code, 7, replies))
    assert api.post("/v1/rehearsal", json={"scenario": code, "seed": 7, "replies": replies}).json() == played


def test_mcp_gives_what_python_gives(
    readings: dict[str, Row], reports: dict[str, Row], suggested: dict[str, Row]
) -> None:
    async def ask() -> None:
        server = StdioServerParameters(command=str(COMMAND), args=["mcp", "--country", "GB"], env={**os.environ})
        async with Client(server) as assistant:
            for row in ACCOUNTS:
                read = await assistant.call_tool("read_account", asked(row))
                assert read.structured_content == readings[row["id"]]
                wish = {**asked(row), **MOMENT, "draft": "Man up."}
                suggest = await assistant.call_tool("suggest_reply", wish)
                assert suggest.structured_content == suggested[row["id"]]
            for row in REPLIES:
                check = await assistant.call_tool("check_reply", asked(row))
                assert check.structured_content == reports[row["id"]]

    run(ask())


def test_what_is_written_fits_its_schema(readings: dict[str, Row], reports: dict[str, Row]) -> None:
    schemas = wire.schema()
    for kind, results in (("reading", readings), ("report", reports)):
        required = set(schemas[kind]["required"])
        for result in results.values():
            assert required | {"kerchief", "kind"} == set(result)
