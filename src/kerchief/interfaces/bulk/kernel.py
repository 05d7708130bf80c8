"""What is done to one batch of rows; the same in this process, in many, or on a cluster."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import cache, partial
from typing import Any, Literal

from kerchief import wire
from kerchief.encoder import OnnxEncoder
from kerchief.engine import Kerchief, check_size
from kerchief.errors import BadRowError, KerchiefError
from kerchief.interfaces.bulk.schema import BAD, Row

Task = Literal["read", "check", "suggest"]
_INPUTS = ("text", "me", "utterances", "situation", "context", "reply")


def run_batch(task: Task, country: str | None, rows: Sequence[Row], threads: int = 1) -> list[Row]:
    """A result row for each row, in order. A row that cannot be used is kept, with its error.

    ``threads`` rows are heard at a time: the encoder leaves the interpreter free for the rules of the others.
    """
    found: list[Row | None] = [None] * len(rows)
    ready: list[tuple[int, Any]] = []
    for place, row in enumerate(rows):
        try:
            ready.append((place, _input_of(task, row)))
        except KerchiefError as error:
            found[place] = wire.from_error(error)
    with ThreadPoolExecutor(threads) as pool:
        results = pool.map(partial(_result, task, _kerchief(country)), [item for _, item in ready])
        for (place, _), result in zip(ready, results, strict=True):
            found[place] = result
    return [_joined(row, result or {}) for row, result in zip(rows, found, strict=True)]


def _result(task: Task, kerchief: Kerchief, item: Any) -> Row:  # noqa: ANN401 - a Conversation or a Draft
    if task == "read":
        return wire.from_reading(kerchief.read(item))
    if task == "suggest":
        return wire.from_suggestions(kerchief.suggest(item))
    return wire.from_report(kerchief.check(item))


def _input_of(task: Task, row: Row) -> Any:  # noqa: ANN401 - a Conversation or a Draft, as the task needs
    if BAD in row:
        raise BadRowError(row[BAD])
    make: Callable[[Row], Any] = wire.to_draft if task == "check" else wire.to_conversation
    made = make(row)
    check_size(made)
    return made


def _joined(row: Row, result: Row) -> Row:
    """The result after the columns that were passed through; one that has a result's name is kept as input_NAME."""
    others = {key: value for key, value in row.items() if key not in (*_INPUTS, "id", BAD)}
    renamed = {f"input_{key}" if key in result else key: value for key, value in others.items()}
    name = row.get("id")
    return {"id": None if name is None else str(name), **renamed, **{k: v for k, v in result.items() if k != "id"}}


@cache
def _kerchief(country: str | None) -> Kerchief:
    kerchief = Kerchief.load(fast=True, country=country)
    return replace(kerchief, encoder=OnnxEncoder(threads=1)) if kerchief.encoder else kerchief
