"""What every import finds: messages in order, and now and then whose phone they come from."""

from __future__ import annotations

import re
from dataclasses import dataclass

RECENT = 2_000  # messages at the end of a long export that are looked at
_SPACES = re.compile(r"\s+")
_NAME = 80  # characters of a name that are kept


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message; without a name it is what the narrator says around the chat."""

    text: str
    name: str | None = None
    at: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Chat:
    """The end of a chat as its export tells it, and how many messages stand before it.

    ``me`` is the user's name in it, where the export says so.
    """

    messages: tuple[Message, ...]
    earlier: int = 0
    me: str | None = None


def clean_name(name: str) -> str:
    """A name on one line, without marks that no eye sees and without the tilde of an unsaved contact."""
    seen = "".join(char if char.isprintable() else " " for char in name)
    return _SPACES.sub(" ", seen).strip("~ ")[:_NAME].rstrip()
