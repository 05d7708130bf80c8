"""Why the tears: what a reading of an account holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from kerchief.domain.conversation import Span, Utterance
from kerchief.domain.provenance import Provenance

Relation = Literal[
    "partner",
    "ex",
    "parent",
    "child",
    "sibling",
    "relative",
    "friend",
    "colleague",
    "stranger",
    "narrator",
    "unknown",
]
Gender = Literal["m", "f", "u"]
Tier = Literal["hard", "soft"]
About = Literal["crier", "narrator", "third_person", "narrator_as_harmer"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence(Span):
    """Words that speak for (weight above 0) or against (below 0) a hypothesis or a flag, and why they do."""

    weight: float
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Crier:
    """Who sheds the tears, as the narrator's relation to them; ``span`` is where the text says so."""

    relation: Relation
    gender: Gender
    span: Span | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hypothesis:
    """One thing the tears may mean, with a calibrated probability. Several can hold at once."""

    code: str
    name: str
    probability: float
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """Something to say first (``hard``) or to ask gently (``soft``), about whom, and on which words."""

    code: str
    name: str
    tier: Tier
    about: About
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Emotion:
    """An emotion of GoEmotions (Demszky 2020) with its probability; none where no encoder ran."""

    code: str
    probability: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """The one question that would decide between two causes (or help with one)."""

    between: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Guidance:
    """What to do: in the next minute, what helps, what hurts, what to notice."""

    first_minute: tuple[str, ...] = ()
    helps: tuple[str, ...] = ()
    hurts: tuple[str, ...] = ()
    notice: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """A line one can call: country (ISO 3166 alpha-2), hours as the service states them, date last checked."""

    name: str
    contact: str
    country: str
    hours: str
    checked: str
    stale: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What the tears in one conversation may mean. ``causes`` is ranked; ``flags`` come first for the reader.

    ``abstained`` is a sentence where the text does not tell enough, else None. ``chat`` holds the messages where the
    text was a chat: spans count these; ``earlier`` messages before them are not read.
    """

    id: str | None
    crier: Crier | None
    causes: tuple[Hypothesis, ...]
    bond: tuple[Hypothesis, ...]
    flags: tuple[Flag, ...]
    emotions: tuple[Emotion, ...]
    abstained: str | None
    question: Question | None
    guidance: Guidance
    help: tuple[Resource, ...]
    provenance: Provenance
    chat: tuple[Utterance, ...]
    earlier: int
