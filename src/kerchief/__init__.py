"""kerchief reads what tears may mean, and checks a reply before it is sent. Offline, with reasons.

>>> import kerchief
>>> kerchief.read("He came home, said he was failing us, and cried.").causes[0].code
'let_you_down'
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING

from kerchief.domain.conversation import Conversation, Draft, Role, Span, Utterance
from kerchief.domain.reading import Crier, Evidence, Flag, Guidance, Hypothesis, Question, Reading, Resource
from kerchief.domain.rehearsal import Debrief, PartnerState, Scenario, Turn
from kerchief.domain.report import Finding, Report, Rewrite, Skills, Strength
from kerchief.domain.suggestion import NOW, Better, Moment, Suggestion, Suggestions
from kerchief.errors import KerchiefError

if TYPE_CHECKING:
    from kerchief.engine import Kerchief
    from kerchief.rehearsal.session import Session
    from kerchief.voice import Voice

__all__ = [
    "Better",
    "Conversation",
    "Crier",
    "Debrief",
    "Draft",
    "Evidence",
    "Finding",
    "Flag",
    "Guidance",
    "Hypothesis",
    "KerchiefError",
    "Moment",
    "PartnerState",
    "Question",
    "Reading",
    "Report",
    "Resource",
    "Rewrite",
    "Role",
    "Scenario",
    "Skills",
    "Span",
    "Strength",
    "Suggestion",
    "Suggestions",
    "Turn",
    "Utterance",
    "check",
    "check_many",
    "load",
    "read",
    "read_many",
    "rehearse",
    "suggest",
    "suggest_many",
    "to_conversation",
]


def load(*, use_encoder: bool = True, fast: bool = False, country: str | None = None) -> Kerchief:
    """A kerchief of your own: without the encoder, or with helplines of one country (ISO 3166 alpha-2)."""
    from kerchief.engine import Kerchief

    return Kerchief.load(use_encoder=use_encoder, fast=fast, country=country)


@cache
def _shared() -> Kerchief:
    return load()


def read(text: str | Conversation) -> Reading:
    """What the tears in an account or a chat may mean. See :meth:`kerchief.engine.Kerchief.read`."""
    return _shared().read(text)


def read_many(texts: Iterable[str | Conversation]) -> list[Reading]:
    """One reading for each text, in order."""
    return _shared().read_many(texts)


def check(reply: str | Draft, to: str = "") -> Report:
    """What a draft reply may do to the one who reads it; ``to`` is what it answers."""
    return _shared().check(reply, to)


def check_many(drafts: Iterable[str | Draft]) -> list[Report]:
    """One report for each draft, in order."""
    return _shared().check_many(drafts)


def suggest(
    text: str | Conversation, moment: Moment = NOW, *, draft: str = "", voice: Voice | None = None
) -> Suggestions:
    """What to do in the next minute, what to say, what can wait. See :meth:`kerchief.engine.Kerchief.suggest`."""
    return _shared().suggest(text, moment, draft=draft, voice=voice)


def suggest_many(texts: Iterable[str | Conversation], moment: Moment = NOW) -> list[Suggestions]:
    """Suggestions for each text, in order."""
    return _shared().suggest_many(texts, moment)


def to_conversation(text: str, me: str | None = None) -> Conversation:
    """A chat export (WhatsApp, Telegram, Signal, CSV, JSONL) or a pasted chat as its messages; else one account.

    ``me`` is the user's name in the chat. Raises SpeakerError, naming the speakers, where it is needed.
    """
    from kerchief.imports import opening

    return opening.to_conversation(text, me)


def rehearse(scenario: str, seed: int = 0) -> Session:
    """A practice with a simulated seeker. See :meth:`kerchief.engine.Kerchief.rehearse`."""
    return _shared().rehearse(scenario, seed)
