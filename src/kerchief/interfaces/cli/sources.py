"""Text from a file or standard input, or one sentence why not."""

from __future__ import annotations

import codecs
import json
import sys
from pathlib import Path

import click

from kerchief.domain.conversation import Conversation
from kerchief.errors import EmptyTextError, InputError, NotTextError, TextTooLongError

_MOST_BYTES = 4_000_000  # a million characters of any script
_STDIN = "-"


def read_text(name: str) -> str:
    """The text of a file, or of standard input for ``-``.

    Raises InputError: missing, a folder, no permission, binary, not UTF-8, empty, or too long.
    """
    content = _bytes(name)
    text = _decoded(name, content)
    if len(content) > _MOST_BYTES:
        raise TextTooLongError(
            f"{_called(name)} is longer than the million characters that one reading takes.",
            "Keep the part around the tears, or use 'kerchief bulk' for many texts.",
        )
    if not text.strip():
        raise EmptyTextError(f"{_called(name)} is empty.", "Tell what happened, in a few sentences or many.")
    return text


def read_conversation(name: str) -> Conversation:
    """The text as an account, or as the conversation it holds if it is JSON with "text" or "utterances"."""
    text = read_text(name)
    if text.lstrip().startswith("{"):
        try:
            row = json.loads(text)
        except ValueError:
            return Conversation.of(text)
        if isinstance(row, dict) and {"text", "utterances"}.intersection(row):
            from kerchief import wire

            return wire.to_conversation(row)
    return Conversation.of(text)


def _bytes(name: str) -> bytes:
    if name == _STDIN:
        if sys.stdin.isatty():
            click.echo("Type or paste the text, then press Ctrl-D on a line of its own.", err=True)
        return sys.stdin.buffer.read(_MOST_BYTES + 1)
    try:
        with Path(name).open("rb") as stream:
            return stream.read(_MOST_BYTES + 1)
    except FileNotFoundError:
        raise InputError(f"There is no file {name}.", "Check the name, or use - for standard input.") from None
    except IsADirectoryError:
        raise InputError(f"{name} is a folder.", "Name one file in it.") from None
    except OSError as error:
        raise InputError(f"{name} cannot be read: {error.strerror}.") from error


def _decoded(name: str, content: bytes) -> str:
    if b"\0" in content[:8192]:
        raise NotTextError(f"{_called(name)} is not text.", "Give a plain text file, saved as UTF-8.")
    try:
        return codecs.getincrementaldecoder("utf-8-sig")().decode(content, len(content) <= _MOST_BYTES)
    except UnicodeDecodeError as error:
        raise NotTextError(
            f"{_called(name)} is not UTF-8 (byte {error.start + 1} is 0x{content[error.start]:02X}).",
            f"Save it as UTF-8, for example: iconv -f WINDOWS-1252 -t UTF-8 {name}",
        ) from None


def _called(name: str) -> str:
    return "Standard input" if name == _STDIN else name
