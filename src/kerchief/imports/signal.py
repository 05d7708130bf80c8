"""Signal as sigtop writes it, each message under a head of fields (the other shapes are those of ``stamped``)."""

from __future__ import annotations

import re
from email.utils import parsedate_to_datetime

from kerchief.imports.messages import RECENT, Chat, Message, clean_name

_HEAD = re.compile(r"^From: (?P<name>[^\n]+)\nType: (?P<kind>[\w-]+)\n(?P<fields>(?:[A-Z]\w+: [^\n]*\n)*)", re.M)
_NUMBER = re.compile(r" \([^()]*\)$")
_SENT = re.compile(r"^Sent: (.+)$", re.M)
_QUOTED = re.compile(r"^(?:\| ?)?>.*$\n?|^\|(?: (?:Version|Sent|Attachment): .*)?$\n?", re.M)
_EDITED = re.compile(r"^\| ", re.M)


def find_fielded(text: str) -> Chat | None:
    """The chat in a text of ``From``, ``Type`` and ``Sent`` lines; None where it is no such text."""
    heads = list(_HEAD.finditer(text))
    if not heads:
        return None
    recent = heads[-RECENT:]
    ends = [*(head.start() for head in recent[1:]), len(text)]
    found = (_message(head, text[head.end() : end]) for head, end in zip(recent, ends, strict=True))
    return Chat(messages=tuple(found), earlier=len(heads) - len(recent))


def _message(head: re.Match[str], body: str) -> Message:
    said = _EDITED.sub("", _QUOTED.sub("", body))
    return Message(text=said, name=clean_name(_NUMBER.sub("", head["name"])) or "?", at=_time(head["fields"]))


def _time(fields: str) -> str | None:
    sent = _SENT.search(fields)
    try:
        return parsedate_to_datetime(sent.group(1)).isoformat() if sent else None
    except ValueError:
        return None
