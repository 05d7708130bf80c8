"""Practising: a scenario, what a simulated seeker and the user said, and the debrief."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Literal

from kerchief.domain.conversation import Role
from kerchief.domain.reading import Gender, Relation, Resource
from kerchief.domain.report import Report

Ended = Literal["opened", "safe", "calmer", "shut", "flat", "bound"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerState:
    """How the simulated seeker is, each from 0 to 1: how upset, how trusting, how ashamed, how ready to tell."""

    distress: float
    trust: float
    shame: float
    openness: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Hidden:
    """Something the seeker tells once ``trust`` is reached, or, with ``asked``, once asked plainly."""

    fact: str
    trust: float
    asked: bool
    shows: tuple[str, ...]
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """Words that a reply may use, and what the seeker says when it does."""

    words: tuple[str, ...]
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EndsWhen:
    """Conditions of an ending; all must hold. ``calmer`` means less upset than at the start."""

    after: int = 0
    trust_from: float = 0.0
    trust_to: float = 1.0
    openness_to: float = 1.0
    bowed: int = 0
    told: bool = False
    calmer: bool = False
    asked: bool = False
    helped: int = 0
    stayed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """One way a practice can end: when, the last words, and what it means."""

    code: Ended
    when: tuple[EndsWhen, ...]
    means: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioCard:
    """What the user knows of a scenario before it begins."""

    code: str
    title: str
    about: str
    meaning: str
    setting: str
    you: str
    name: str
    relation: Relation
    gender: Gender
    account: tuple[str, ...]
    danger: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenarios:
    """A list of what can be practised."""

    scenarios: tuple[ScenarioCard, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """A situation to practise, as its file tells it. ``danger`` is the code of the flag that it teaches, or empty."""

    code: str
    title: str
    about: str
    meaning: str
    setting: str
    you: str
    name: str
    relation: Relation
    gender: Gender
    account: tuple[str, ...]
    notice: tuple[str, ...]
    danger: str
    start: PartnerState
    temper: Mapping[str, float]
    weighs: Mapping[str, float]
    hidden: tuple[Hidden, ...]
    topics: tuple[Topic, ...]
    lines: Mapping[str, tuple[str, ...]]
    endings: tuple[Ending, ...]

    @property
    def card(self) -> ScenarioCard:
        """The part that is no secret."""
        return ScenarioCard(**{item.name: getattr(self, item.name) for item in fields(ScenarioCard)})


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One thing said in a practice.

    ``situation`` is how a reply was heard, or why the seeker says this line. ``told`` and ``showed`` number the hidden
    fact (from 0) that a line tells or hints at. ``care`` and ``help`` speak to the user where their own words show
    danger: they are not part of the play.
    """

    role: Role
    text: str
    situation: str
    state: PartnerState | None = None
    report: Report | None = None
    told: int | None = None
    showed: int | None = None
    care: tuple[str, ...] = ()
    help: tuple[Resource, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """What is needed to play a practice again: the same seeker, the same replies, the lines left by rewinding."""

    scenario: str
    seed: int
    replies: tuple[str, ...]
    branches: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TurningPoint:
    """A turning point: the number of the user's turn, their sentence, what it did, and how the state moved."""

    turn: int
    said: str
    what: str
    effect: Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillCounts:
    """How often each strength and each finding showed, by name, and the mean step of the ladder (0 to 5)."""

    replies: int = 0
    strengths: Mapping[str, int] = field(default_factory=dict)
    findings: Mapping[str, int] = field(default_factory=dict)
    ladder: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A hidden fact: the turn that told it (None: it stayed hidden), and the turns where it showed."""

    fact: str
    told: int | None
    showed: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """A way that was left by rewinding: the turn where it parted, its replies from there, and how it stood."""

    turn: int
    replies: tuple[str, ...]
    ended: Ended | None
    state: PartnerState


@dataclass(frozen=True, slots=True, kw_only=True)
class Debrief:
    """What a practice showed. ``arc`` is the state after each line of the seeker; ``instead`` a better line to try."""

    ended: Ended | None
    means: str
    arc: tuple[PartnerState, ...]
    moments: tuple[TurningPoint, ...]
    skills: SkillCounts
    best_line: str | None
    best_turn: int | None
    try_next: str
    instead: str | None
    hidden: tuple[str, ...]
    kept: tuple[Kept, ...]
    notice: tuple[str, ...]
    branches: tuple[Branch, ...]
    outside: tuple[str, ...]
    help: tuple[Resource, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rehearsal:
    """A practice as it is written down. ``simulated`` says that nobody was there."""

    scenario: str
    seed: int
    simulated: str
    turns: tuple[Turn, ...]
    ended: Ended | None
    debrief: Debrief | None
    branches: tuple[tuple[str, ...], ...]
