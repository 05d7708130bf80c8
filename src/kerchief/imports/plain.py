"""Chats as people paste them, each line with its speaker: ``Him: i'm fine``. An account with a colon in it is none."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from itertools import groupby

from kerchief.imports.answering import answering
from kerchief.imports.messages import Chat, Message, clean_name
from kerchief.imports.notices import is_heading

_LABEL = re.compile(r"[^\S\n]*([^\W\d_][\w .'’-]{0,30}?)[^\S\n]*:[^\S\n]+(?=\S)")
_MOST_WORDS = 3  # of a name
_MOST_SPEAKERS = 4
_MOST_CHARACTERS = 1_000_000  # nobody pastes more
_SHARE = 2 / 3  # of the lines that carry a speaker


def find_plain(text: str, users: Collection[str]) -> Chat | None:
    """The chat in lines that begin with a speaker; None where it is not plainly one, or nobody in it is the user.

    That is one of ``users`` (folded), or, of two who write to each other, the one who answers the other's tears.
    """
    messages = _find_messages(text)
    names = _names(messages)
    if {name.casefold() for name in names}.intersection(users):
        return Chat(messages=messages)
    me = answering(messages, names) if _is_talk_of_two(messages) else None
    return Chat(messages=messages, me=me) if me else None


def find_two(text: str) -> tuple[str, ...]:
    """The two who write to each other in a text, in the order they speak; empty where it is no such text."""
    messages = _find_messages(text)
    return _names(messages) if _is_talk_of_two(messages) else ()


def _find_messages(text: str) -> tuple[Message, ...]:
    """The messages of a text most of whose lines begin with one of a few speakers; none of any other text."""
    if len(text) > _MOST_CHARACTERS:
        return ()
    lines = text.splitlines()
    labels = [_label(line) for line in lines]
    named = [clean_name(label.group(1)).casefold() for label in labels if label]
    speakers = set(named)
    said = sum(1 for line in lines if line.strip())
    if len(named) < _SHARE * said or not 2 <= len(speakers) <= _MOST_SPEAKERS:
        return ()
    if len(speakers) > 2 and len(named) == len(speakers):
        return ()  # a list, in which nobody answers anybody
    return tuple(_messages(lines, labels))


def _names(messages: Sequence[Message]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(message.name for message in messages if message.name is not None))


def _is_talk_of_two(messages: Sequence[Message]) -> bool:
    """Whether two, and no narrator, write by turns: one speaks again after the other."""
    names = [name for name, _ in groupby(message.name for message in messages)]
    return len(names) > 2 == len(set(names)) and None not in names


def _label(line: str) -> re.Match[str] | None:
    label = _LABEL.match(line)
    is_name = label and len(label.group(1).split()) <= _MOST_WORDS and not is_heading(label.group(1))
    return label if is_name else None


def _messages(lines: list[str], labels: list[re.Match[str] | None]) -> list[Message]:
    """A line without a speaker goes on with the message above it; after an empty line it is the narrator's."""
    found: list[Message] = []
    is_going_on = False
    for line, label in zip(lines, labels, strict=True):
        if label:
            found.append(Message(text=line[label.end() :].strip(), name=clean_name(label.group(1))))
        elif line.strip() and is_going_on:
            found[-1] = Message(text=f"{found[-1].text}\n{line.strip()}", name=found[-1].name)
        elif line.strip():
            found.append(Message(text=line.strip()))
        is_going_on = bool(line.strip())
    return found
