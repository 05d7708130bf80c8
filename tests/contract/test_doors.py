"""One set of golden cases gives the same JSON through Python, the command, and bulk."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from kerchief import wire
from kerchief.engine import Kerchief
from kerchief.interfaces.bulk.local import Job
from kerchief.interfaces.bulk.local import run as run_job

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
def reports(checker: Kerchief) -> dict[str, Row]:
    found = checker.check_many(wire.to_draft(row) for row in REPLIES)
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
    task: Any, name: str, readings: dict[str, Row], reports: dict[str, Row], tmp_path: Path
) -> None:
    run_job(Job(task=task, source=GOLDEN / name, target=tmp_path / "out.jsonl", country="GB"))
    expected = readings if task == "read" else reports
    for line in (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        result = {key: value for key, value in row.items() if key not in ("first", "flag", "codes")}
        assert result == expected[row["id"]]


def test_what_is_written_fits_its_schema(readings: dict[str, Row], reports: dict[str, Row]) -> None:
    schemas = wire.schema()
    for kind, results in (("reading", readings), ("report", reports)):
        required = set(schemas[kind]["required"])
        for result in results.values():
            assert required | {"kerchief", "kind"} == set(result)
