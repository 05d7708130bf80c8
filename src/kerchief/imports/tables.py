"""Chats as tables: CSV, JSONL, or a JSON list, with a column for who speaks and one for what they say."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from io import StringIO
from itertools import islice
from typing import Any

from kerchief.imports.messages import RECENT, Chat, Message, clean_name

SPEAKER = ("speaker", "sender", "from", "author", "name", "who", "user", "username", "sender name", "from name")
TEXT = ("text", "message", "body", "content", "msg")
TIME = ("at", "date", "datetime", "timestamp", "time", "sent at", "sent")
_Row = Mapping[str, Any]


def find_rows(text: str) -> Chat | None:
    """The chat in CSV with a head, whose columns are parted by commas, semicolons or tabs; None where it is none."""
    head = text.partition("\n")[0]
    try:
        return next(filter(None, (_parted(text, head, delimiter) for delimiter in ",;\t" if delimiter in head)), None)
    except csv.Error:
        return None


def _parted(text: str, head: str, delimiter: str) -> Chat | None:
    names = next(csv.reader([head], delimiter=delimiter), [])
    if not (_column(names, SPEAKER) and _column(names, TEXT)):
        return None
    _, *rows = csv.reader(StringIO(text), delimiter=delimiter)
    return _chat([dict(zip(names, row, strict=False)) for row in rows[-RECENT:]], len(rows))


def find_lines(text: str) -> Chat | None:
    """The chat in lines of JSON, one message each; None where they are none."""
    try:
        return find_listed([json.loads(line) for line in text.splitlines() if line.strip()])
    except (ValueError, RecursionError):
        return None


def find_listed(rows: object) -> Chat | None:
    """The chat in a list of JSON objects, or in the ``messages`` of one; None where it is none."""
    if isinstance(rows, dict):
        rows = rows.get("messages")
    if not isinstance(rows, list) or len(rows) < 2 or not all(isinstance(row, dict) for row in rows):
        return None
    return _chat(rows[-RECENT:], len(rows))


def _chat(rows: Sequence[_Row], count: int) -> Chat | None:
    names = list(dict.fromkeys(key for row in islice(rows, 100) for key in row if isinstance(key, str)))
    speaker, said, time = (_column(names, known) for known in (SPEAKER, TEXT, TIME))
    if speaker is None or said is None:
        return None
    found = tuple(_message(row, speaker, said, time) for row in rows)
    messages = tuple(message for message in found if message is not None)
    return Chat(messages=messages, earlier=count - len(rows)) if messages else None


def _message(row: _Row, speaker: str, said: str, time: str | None) -> Message | None:
    name, text, at = row.get(speaker), row.get(said), row.get(time) if time else None
    if not isinstance(name, str) or not isinstance(text, str):
        return None
    return Message(text=text, name=clean_name(name) or "?", at=at if isinstance(at, str) else None)


def _column(names: Iterable[str], known: Sequence[str]) -> str | None:
    """The column whose name is known, the best known first."""
    plain = {name.strip().strip("\ufeff").lower().replace("_", " ").replace("-", " "): name for name in names}
    return next((plain[name] for name in known if name in plain), None)
