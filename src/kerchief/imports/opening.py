"""The one place where a text becomes a Conversation: a chat where it is one, else an account."""

from __future__ import annotations

import json
import re

from kerchief.domain.conversation import Conversation
from kerchief.imports import signal, stamped, tables, telegram
from kerchief.imports.messages import Chat
from kerchief.imports.plain import find_plain, find_two
from kerchief.imports.speakers import OWN, last_messages, to_utterances

_MARKS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")  # which way a line runs; nobody sees them
_JSON = re.compile(r"\s*[{\[]\s*[{\"]")


def to_conversation(text: str, me: str | None = None, id: str | None = None) -> Conversation:  # noqa: A002
    """A text as a Conversation: the messages of a chat export or of a pasted chat, else one account.

    ``me`` is the user's name in the chat. Raises SpeakerError, naming the speakers, where it is needed; EmptyTextError
    where an export holds no words, and InputError where it holds many chats.
    """
    chat = _find_export(text) or find_plain(text, {*OWN, me.strip().casefold()} if me else OWN)
    return Conversation.of(text, id=id) if chat is None else to_utterances(chat, me, id)


def to_context(text: str) -> tuple[str, int]:
    """What a reply answers, and how many messages before it are not read.

    Of an export these are the words of its last messages, a message a line; any other text stays as it is.
    """
    chat = _find_export(text)
    if chat is None:
        return text, 0
    messages, earlier = last_messages(chat)
    return "\n".join(message.text for message in messages), earlier


def find_speakers(text: str) -> tuple[str, ...]:
    """The two who write to each other in lines that do not name the user; empty where there are none."""
    two = find_two(text)
    return () if {name.casefold() for name in two}.intersection(OWN) else two


def _find_export(text: str) -> Chat | None:
    if _JSON.match(text):
        return _find_json(text)
    plain = _MARKS.sub("", text.replace("\r\n", "\n"))
    for find in (stamped.find_stamped, telegram.find_copied, signal.find_fielded, tables.find_rows):
        chat = find(plain)
        if chat is not None:
            return chat
    return None


def _find_json(text: str) -> Chat | None:
    try:
        parsed = json.loads(text)
    except (ValueError, RecursionError):
        return tables.find_lines(text)
    return telegram.find_exported(parsed) or tables.find_listed(parsed)
