"""Telegram: ``result.json`` of Telegram Desktop, and messages that were copied from its window."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from kerchief.errors import InputError
from kerchief.imports.dates import CLOCK, DAY, to_iso
from kerchief.imports.messages import RECENT, Chat, Message, clean_name

_GONE = "Deleted account"
_COPIED = re.compile(rf"^(?P<name>[^\n\[\]]{{1,80}}), \[(?P<day>{DAY}),? (?P<clock>{CLOCK})\][^\S\n]*$\n?", re.I | re.M)


def find_exported(export: object) -> Chat | None:
    """The chat in a parsed ``result.json``; None where it is none. Raises InputError where it holds several chats."""
    if not isinstance(export, dict):
        return None
    kept = export.get("chats")
    if isinstance(kept, dict) and isinstance(kept.get("list"), list):
        chats = [chat for chat in map(find_exported, kept["list"]) if chat is not None]
        if len(chats) > 1:
            raise InputError(
                f"This Telegram export holds {len(chats)} chats, and one is read at a time.",
                "In Telegram open the chat, and in its menu choose Export chat history, as JSON.",
            )
        return chats[0] if chats else None
    messages = export.get("messages")
    if not isinstance(messages, list) or not any(_is_of_telegram(message) for message in messages):
        return None
    found = tuple(_messages(messages[-RECENT:]))
    return Chat(messages=found, earlier=len(messages[:-RECENT]), me=_me(export, found))


def find_copied(text: str) -> Chat | None:
    """The chat in a text where each message stands under its sender and time: ``Tom, [12/03/2026 21:04]``."""
    heads = list(_COPIED.finditer(text))
    if not heads or text[: heads[0].start()].strip():
        return None
    recent = heads[-RECENT:]
    ends = [*(head.start() for head in recent[1:]), len(text)]
    times = to_iso([head["day"] for head in recent], [head["clock"] for head in recent])
    found = (
        Message(text=text[head.end() : end], name=clean_name(head["name"]) or _GONE, at=time)
        for head, end, time in zip(recent, ends, times, strict=True)
    )
    return Chat(messages=tuple(found), earlier=len(heads) - len(recent))


def _is_of_telegram(message: object) -> bool:
    return isinstance(message, dict) and message.get("type") == "message" and "text" in message and "from" in message


def _messages(messages: list[Any]) -> Iterator[Message]:
    for message in messages:
        if _is_of_telegram(message):
            name, at = message["from"], message.get("date")
            yield Message(
                text=_text(message["text"]),
                name=(clean_name(name) if isinstance(name, str) else "") or _GONE,
                at=at if isinstance(at, str) else None,
            )


def _text(text: object) -> str:
    """A text, or the pieces of one: words, and words that are a link, bold or somebody's name."""
    pieces = text if isinstance(text, list) else [text]
    words = (piece.get("text") if isinstance(piece, dict) else piece for piece in pieces)
    return "".join(word for word in words if isinstance(word, str))


def _me(export: Mapping[str, Any], messages: tuple[Message, ...]) -> str | None:
    """A chat of two has the name of the other one."""
    other = export.get("name")
    names = {message.name for message in messages}
    if export.get("type") != "personal_chat" or not isinstance(other, str) or len(names) != 2:
        return None
    mine = names - {clean_name(other)}
    return mine.pop() if len(mine) == 1 else None
