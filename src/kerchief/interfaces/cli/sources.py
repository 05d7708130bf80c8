"""Text from a file or standard input, or one sentence why not."""

from __future__ import annotations

import codecs
import json
import sys
from pathlib import Path
from typing import Any

import click

from kerchief.domain.conversation import Conversation, Role
from kerchief.errors import EmptyTextError, InputError, NotTextError, TextTooLongError

_MOST_BYTES = 4_000_000  # a million characters of any script
_MOST_OF_EXPORT = 32_000_000  # of a chat, whose last messages are read
_SHOWN = 4  # speakers that are named
_STDIN = "-"


def read_text(name: str) -> str:
    """The text of a file, or of standard input for ``-``.

    Raises InputError: missing, a folder, no permission, binary, not UTF-8, empty, or too long.
    """
    return _text(name, _MOST_BYTES)


def read_conversation(name: str, me: str | None = None) -> Conversation:
    """The text as an account, or as the chat it holds, in which ``me`` is the user's name.

    Raises InputError as ``read_text`` does, and SpeakerError where a chat does not tell who the user is.
    """
    from kerchief.imports.opening import to_conversation

    text = _text(name, _MOST_OF_EXPORT)
    row = _row(text) if text.lstrip().startswith("{") else None
    if row is not None:
        from kerchief import wire

        return wire.to_conversation({"me": me, **row})
    conversation = to_conversation(text, me)
    if conversation.earlier is None and len(text) > _MOST_BYTES:
        raise _too_long(name)
    if conversation.earlier is None:
        _say_account(text, me)
    _say_what_is_read(conversation)
    return conversation


def read_context(name: str) -> str:
    """What a reply answers: an account, or a chat, of which the last messages are read. Raises InputError."""
    from kerchief.imports.opening import to_context

    text = _text(name, _MOST_OF_EXPORT)
    context, earlier = to_context(text)
    if len(context) > _MOST_BYTES:
        raise _too_long(name)
    _say_earlier(earlier)
    return text


def _row(text: str) -> dict[str, Any] | None:
    """A JSON object with "text" or "utterances"; None for any other text."""
    try:
        row = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return row if isinstance(row, dict) and {"text", "utterances"}.intersection(row) else None


def _say_account(text: str, me: str | None) -> None:
    """What is read as an account, and may have been meant as a chat."""
    from kerchief.imports.opening import find_speakers

    two = find_speakers(text)
    if two:
        asked = f"If it is a chat of {two[0]} and {two[1]}, say which you are: --me NAME."
        click.echo(f"kerchief: This is read as an account. {asked}", err=True)
    elif me:
        click.echo("kerchief: No chat was found in it; it is read as an account.", err=True)


def _say_what_is_read(conversation: Conversation) -> None:
    """Who is taken for whom in a chat: a slip here would turn the reading round."""
    mine = {said.name for said in conversation.chat if said.speaker is Role.SUPPORTER}
    others = list(dict.fromkeys(said.name for said in conversation.chat if said.speaker is Role.SEEKER))
    if others or mine:
        you = f"You are {', '.join(filter(None, mine))}" if mine else "You say nothing in it"
        more = f" and {len(others) - _SHOWN} more" if len(others) > _SHOWN else ""
        they = f"; you answer {', '.join(filter(None, others[:_SHOWN]))}{more}" if others else ""
        click.echo(f"kerchief: This is read as a chat. {you}{they}.", err=True)
    _say_earlier(conversation.earlier or 0)


def _say_earlier(count: int) -> None:
    if count:
        read = f"Only the last messages of this chat are read, not the {count:,} before them."
        click.echo(f"kerchief: {read} If the tears lie further back, keep that part alone.", err=True)


def _text(name: str, most: int) -> str:
    content = _bytes(name, most)
    text = _decoded(name, content, is_whole=len(content) <= most)
    if len(content) > most:
        raise _too_long(name)
    if not text.strip():
        raise EmptyTextError(f"{_called(name)} is empty.", "Tell what happened, in a few sentences or many.")
    return text


def _too_long(name: str) -> TextTooLongError:
    return TextTooLongError(
        f"{_called(name)} is longer than the million characters that one reading takes.",
        "Keep the part around the tears, or use 'kerchief bulk' for many texts.",
    )


def _bytes(name: str, most: int) -> bytes:
    if name == _STDIN:
        if sys.stdin.isatty():
            click.echo("Type or paste the text, then press Ctrl-D on a line of its own.", err=True)
        return sys.stdin.buffer.read(most + 1)
    try:
        with Path(name).open("rb") as stream:
            return stream.read(most + 1)
    except FileNotFoundError:
        raise InputError(f"There is no file {name}.", "Check the name, or use - for standard input.") from None
    except IsADirectoryError:
        raise InputError(f"{name} is a folder.", "Name one file in it.") from None
    except OSError as error:
        raise InputError(f"{name} cannot be read: {error.strerror}.") from error


def _decoded(name: str, content: bytes, *, is_whole: bool) -> str:
    if b"\0" in content[:8192]:
        raise NotTextError(f"{_called(name)} is not text.", "Give a plain text file, saved as UTF-8.")
    try:
        return codecs.getincrementaldecoder("utf-8-sig")().decode(content, is_whole)
    except UnicodeDecodeError as error:
        raise NotTextError(
            f"{_called(name)} is not UTF-8 (byte {error.start + 1} is 0x{content[error.start]:02X}).",
            f"Save it as UTF-8, for example: iconv -f WINDOWS-1252 -t UTF-8 {name}",
        ) from None


def _called(name: str) -> str:
    return "Standard input" if name == _STDIN else name
