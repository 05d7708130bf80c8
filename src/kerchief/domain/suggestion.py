"""What to say: the moment it is said in, and what is offered for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from kerchief.domain.conversation import Span, Utterance
from kerchief.domain.provenance import Provenance
from kerchief.domain.reading import Flag, Resource
from kerchief.domain.report import Report

When = Literal["now", "later"]
By = Literal["in-person", "text"]
Speaker = Literal["partner", "parent", "friend", "colleague", "child"]
Phase = Literal["exploration", "comforting", "action"]
Strategy = Literal[
    "question",
    "restatement",
    "reflection_of_feelings",
    "self_disclosure",
    "affirmation",
    "suggestion",
    "information",
    "presence",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """When, how and as whom something is said; ``i_cried`` where the user is the one who shed the tears."""

    when: When = "now"
    by: By = "in-person"
    speaker: Speaker = "partner"
    i_cried: bool = False


NOW = Moment()


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """Words to say, what they do, why now, and ``because``: the words of the account that they take up."""

    text: str
    strategy: Strategy
    phase: Phase
    why: str
    because: tuple[Span, ...]
    report: Report


@dataclass(frozen=True, slots=True, kw_only=True)
class Better:
    """The user's own draft with the least changed: ``text`` equals the draft where nothing had to change."""

    text: str
    why: str
    report: Report


@dataclass(frozen=True, slots=True, kw_only=True)
class Voiced:
    """What came of asking a model: proposals that passed, those that were dropped, and what went wrong, or nothing."""

    kept: int
    dropped: int
    trouble: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestions:
    """What to do in the next minute (hands, mouth, phone), what to say, and what can wait.

    ``note`` is what makes this case special, or empty. ``draft`` answers a draft that was given;
    ``voice`` tells of a model that was asked (None where none was). ``chat`` holds the messages where the text was a
    chat: spans count these; ``earlier`` messages before them are not read.
    """

    id: str | None
    note: str
    first_minute: tuple[str, ...]
    suggestions: tuple[Suggestion, ...]
    can_wait: tuple[str, ...]
    draft: Better | None
    voice: Voiced | None = None
    flags: tuple[Flag, ...]
    help: tuple[Resource, ...]
    provenance: Provenance
    chat: tuple[Utterance, ...]
    earlier: int = 0
