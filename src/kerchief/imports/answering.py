"""Who answers in a chat of two in which nobody is called Me: the one of them whose tears it is not."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from kerchief.imports.messages import Message


def answering(messages: Sequence[Message], names: Sequence[str]) -> str | None:
    """The one of two who answers the tears of the other; None where the words do not say plainly who cries."""
    crying = {name for message in messages if (name := _crying(message, names)) is not None}
    answers = [name for name in names if name not in crying]
    return answers[0] if len(answers) == 1 else None


def _crying(message: Message, names: Sequence[str]) -> str | None:
    """Whose tears a message tells of, if of anybody's."""
    text = message.text.replace("’", "'")
    if _words("own").search(text):
        return message.name
    if _words("told").search(text):
        return next(name for name in names if name != message.name)
    return None


@cache
def _words(table: str) -> re.Pattern[str]:
    words = tomllib.loads((files(__package__) / "tears.toml").read_text(encoding="utf-8"))[table]
    return re.compile("|".join(f"(?:{word})" for word in words), re.I)
