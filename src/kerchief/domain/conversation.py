"""What was said, and pointers into it."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

DraftSpeaker = Literal["person", "bot"]


class Role(StrEnum):
    """Who speaks: the one who hurts, the one who answers, or the one who tells the account."""

    SEEKER = "seeker"
    SUPPORTER = "supporter"
    NARRATOR = "narrator"


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A stretch of one utterance: ``conversation.utterances[utterance].text[start:end] == quote``.

    ``start`` and ``end`` count Unicode code points.
    """

    utterance: int = 0
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Utterance:
    """One thing said by one speaker; ``at`` is an ISO 8601 time as the export gave it."""

    text: str
    speaker: Role = Role.NARRATOR
    name: str | None = None
    at: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """Everything that is read together. A plain account is one utterance of the narrator.

    ``earlier`` is None, save where the conversation was cut out of a text: then it counts the messages before it that
    are not read.
    """

    utterances: tuple[Utterance, ...]
    id: str | None = None
    situation: str | None = None
    earlier: int | None = None

    @property
    def chat(self) -> tuple[Utterance, ...]:
        """The messages, where the conversation was cut out of a text; empty where it was given as it is."""
        return () if self.earlier is None else self.utterances

    @property
    def seeker(self) -> str | None:
        """What to call the one who hurts, where they speak; None where they are only told of."""
        names = {said.name for said in self.utterances if said.speaker is Role.SEEKER}
        if not names:
            return None
        return (names.pop() if len(names) == 1 else None) or "the one who hurts"

    @classmethod
    def of(cls, text: str, id: str | None = None) -> Conversation:  # noqa: A002 - the wire's own word
        """A plain account told by one narrator."""
        return cls(utterances=(Utterance(text=text),), id=id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """A rule that the writer lets stand where a finding starts in ``reply[start:end]``."""

    code: str
    start: int = 0
    end: int = sys.maxsize


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A reply before it is sent, with what it answers (the account, or the last messages), and who speaks.

    ``speaker``: what a person may promise, a bot may not. ``allowed``: what is not to be found; danger always is.
    """

    reply: str
    context: str = ""
    id: str | None = None
    speaker: DraftSpeaker = "person"
    allowed: tuple[Allowance, ...] = ()

    def allows(self, code: str, start: int) -> bool:
        """Whether a finding of that code, starting there, is let be; never one of danger (Z)."""
        return not code.startswith("Z") and any(
            item.code == code and item.start <= start < item.end for item in self.allowed
        )
