"""What was said, and pointers into it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


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
    """Everything that is read together. A plain account is one utterance of the narrator."""

    utterances: tuple[Utterance, ...]
    id: str | None = None
    situation: str | None = None

    @classmethod
    def of(cls, text: str, id: str | None = None) -> Conversation:  # noqa: A002 - the wire's own word
        """A plain account told by one narrator."""
        return cls(utterances=(Utterance(text=text),), id=id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A reply before it is sent, with what it answers: the account, or the last messages."""

    reply: str
    context: str = ""
    id: str | None = None
