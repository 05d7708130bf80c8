"""Chats in which each message begins with its time and its sender: WhatsApp, and Signal by its exporters.

    12/03/2026, 21:04 - Tom: are you up?              WhatsApp, Android
    [12/03/2026, 9:04:11 PM] Tom: are you up?         WhatsApp, iPhone; by seconds or without, 12 or 24 hours
    [9:04 PM, 3/12/2026] Tom: are you up?             copied from WhatsApp on a computer
    [2026-03-12 21:04:11] Tom: are you up?            Signal (signal-export)
    2026-03-12 21:04 Tom: are you up?                 Signal (sigtop)

A line with a time and no sender is the app's own. A line without a time goes on with the message above it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kerchief.imports.dates import CLOCK, DAY, to_iso
from kerchief.imports.messages import RECENT, Chat, Message, clean_name

_SPACE = r"[^\S\n]"
_NAMED = r"(?P<name>[^:\n]{1,80}):(?=\s|\Z)"
_NAMED_TOO = _NAMED.replace("name", "name_2")
_HEAD = re.compile(
    rf"^{_SPACE}*(?:"
    rf"(?:\[(?P<day>{DAY}),?{_SPACE}(?P<clock>{CLOCK})\]{_SPACE}?"
    rf"|\[(?P<clock_2>{CLOCK}),{_SPACE}(?P<day_2>{DAY})\]{_SPACE}?"
    rf"|(?P<day_3>{DAY}),?{_SPACE}(?P<clock_3>{CLOCK}){_SPACE}[-–—]{_SPACE})(?:{_NAMED})?"
    rf"|(?P<day_4>\d{{4}}-\d\d-\d\d){_SPACE}(?P<clock_4>\d\d:\d\d){_SPACE}(?=[^\s–—-]){_NAMED_TOO}"
    rf")",
    re.I | re.M,
)
_BESIDE = re.compile(
    r"!?\[[^\]\n]*\]\(\.{1,2}/[^)\n]*\)|^\(- .* -\)$"  # Signal: a file that was sent; reactions
    r"|\A\s*\[(?:(?:reply to [^\]\n]*|edited|\d+ attachments?|[\w-]+ message)(?:, )?)+\]",
    re.M,
)
_QUOTED = re.compile(r"^> .*$\n?", re.M)


def find_stamped(text: str) -> Chat | None:
    """The chat in a text whose messages begin with their times; None where it is no such text."""
    heads = list(_HEAD.finditer(text))
    named = sum(1 for head in heads if _is_named(head))
    if not named or 2 * named < len(heads) or not _is_mostly_chat(text, heads):
        return None
    recent = heads[-RECENT:]
    ends = [*(head.start() for head in recent[1:]), len(text)]
    times = to_iso([_part(head, "day") for head in recent], [_part(head, "clock") for head in recent])
    before = text[: heads[0].start()].strip()
    found = [Message(text=before)] if before and recent[0] is heads[0] else []
    for head, end, time in zip(recent, ends, times, strict=True):
        if _is_named(head):
            found.append(Message(text=_said(text[head.end() : end]), name=_name(head), at=time))
    return Chat(messages=tuple(found), earlier=len(heads) - len(recent))


def _is_mostly_chat(text: str, heads: Sequence[re.Match[str]]) -> bool:
    """Whether the text begins with a message; or most lines after its first words do."""
    if not text[: heads[0].start()].strip():
        return True
    return 2 * len(heads) >= sum(1 for line in text[heads[0].start() :].splitlines() if line.strip())


def _part(head: re.Match[str], what: str) -> str:
    return next(found for group, found in head.groupdict().items() if group.startswith(what) and found)


def _is_named(head: re.Match[str]) -> bool:
    """Whether somebody says it; a quotation that the colon stands in is the app's: Tom changed the name to "a: b"."""
    name = head["name"] or head["name_2"]
    return bool(name) and name.count('"') % 2 == 0 and name.count("“") == name.count("”")


def _name(head: re.Match[str]) -> str:
    return clean_name(head["name"] or head["name_2"]) or "?"


def _said(text: str) -> str:
    if "](." in text or "(-" in text or text.lstrip().startswith("["):
        text = _BESIDE.sub("", text)
    if "\n> " in text:
        text = _QUOTED.sub("", text)
    return text
