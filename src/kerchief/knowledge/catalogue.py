"""The typed rows of the knowledge files, and the catalogue that holds them all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from kerchief.domain.reading import About, Tier
from kerchief.domain.rehearsal import Scenario
from kerchief.knowledge.crier_words import CrierWords, TearWords
from kerchief.knowledge.practice import Practice
from kerchief.knowledge.replies import Replies, Theme
from kerchief.knowledge.rulebook import Rule, StrengthRule
from kerchief.patterns import Pattern, compile_pattern
from kerchief.scanner import Scanner

Layer = Literal["cause", "bond"]
Sign = Literal["for", "against"]
CueStrength = Literal["strong", "medium", "weak"]
CueKind = Literal["words", "behaviour", "event", "guess"]
Audience = Literal["crisis", "abuse", "abuse_men", "any"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """One thing tears may mean (a cause), or say about the bond; what helps with it and what hurts."""

    code: str
    dossier: str
    layer: Layer
    name: str
    says: str
    definition: str
    mark_when: str
    not_when: str
    prototypes: tuple[str, ...]
    first_minute: tuple[str, ...]
    helps: tuple[str, ...]
    hurts: tuple[str, ...]
    notice: tuple[str, ...]
    question: str
    source: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """Words that speak for or against a meaning. ``kind`` is the dossier's order of trust (2.0)."""

    id: str
    code: str
    sign: Sign
    strength: CueStrength
    kind: CueKind
    patterns: tuple[Pattern, ...]
    excepts: tuple[Pattern, ...]
    why: str
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DecidingQuestion:
    """The question that tells two close meanings apart."""

    between: tuple[str, str]
    text: str
    source: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SafetyCue:
    """Words that raise a flag: ``hard`` says it first, ``soft`` asks gently, ``weak`` needs another family."""

    id: str
    flag: str
    tier: Tier | Literal["weak"]
    family: str
    about: About | None
    patterns: tuple[Pattern, ...]
    excepts: tuple[Pattern, ...]
    why: str
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SafetyFrame:
    """Words around a sign that make it something else (fiction, news, "never"): signs of ``drops`` fall away."""

    name: str
    place: Literal["sentence", "before"]
    drops: tuple[str, ...]
    patterns: tuple[Pattern, ...]
    unless: tuple[Pattern, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagKind:
    """A flag: what it is, what is then said (by tier or by whom it is about), what falls silent, who can help."""

    code: str
    name: str
    rank: int
    kind: Literal["danger", "modifier"]
    definition: str
    lines: Mapping[str, tuple[str, ...]]
    question: str
    suppress: tuple[str, ...]
    needs: tuple[str, ...]
    source: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Helpline:
    """A service one can call, as its own page stated it on ``last_checked`` (ISO date)."""

    country: str
    service: str
    contact: str
    hours: str
    audience: Audience
    last_checked: str
    source: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Emergency:
    """The emergency number of a country."""

    country: str
    number: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Never:
    """Something kerchief must never say (dossier 4.5), with patterns where text can show it."""

    n: int
    says: str
    patterns: tuple[Pattern, ...]
    examples: tuple[str, ...]
    allowed: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a claim comes from, and how much of it was seen."""

    id: str
    what: str
    address: str
    saw: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SeedClaim:
    """One claim of the seed article, the verdict of the science on it, and where it lives in kerchief."""

    id: str
    claim: str
    verdict: str
    where: tuple[str, ...]
    left_out: str
    note: str


@dataclass(frozen=True, kw_only=True)
class Catalogue:
    """All knowledge, checked. ``digest`` names the exact files it was made from."""

    lexicon: Mapping[str, str]
    meanings: Mapping[str, Meaning]
    cues: tuple[Cue, ...]
    questions: tuple[DecidingQuestion, ...]
    rules: Mapping[str, Rule]
    strengths: Mapping[str, StrengthRule]
    flags: Mapping[str, FlagKind]
    safety_cues: tuple[SafetyCue, ...]
    safety_frames: tuple[SafetyFrame, ...]
    helplines: tuple[Helpline, ...]
    emergencies: Mapping[str, Emergency]
    directory: str
    never: tuple[Never, ...]
    sources: Mapping[str, Source]
    seed_map: Mapping[str, SeedClaim]
    tear_words: TearWords
    crier_words: CrierWords
    practice: Practice
    scenarios: Mapping[str, Scenario]
    replies: Replies
    digest: str

    def cited(self, name: str) -> str:
        """What a source id (R5, D) or a claim of the seed (S19) stands for."""
        return self.sources[name].what if name in self.sources else f"seed claim: {self.seed_map[name].claim}"

    @cached_property
    def feeling(self) -> Pattern:
        """Any word for a feeling."""
        return compile_pattern("{feeling}", self.lexicon)

    @cached_property
    def cue_scanner(self) -> Scanner[Cue]:
        """All patterns of cues for and against meanings."""
        return Scanner((cue, cue.patterns) for cue in self.cues)

    @cached_property
    def safety_scanner(self) -> Scanner[SafetyCue]:
        """All patterns of signs of danger."""
        return Scanner((cue, cue.patterns) for cue in self.safety_cues)

    @cached_property
    def theme_scanner(self) -> Scanner[Theme]:
        """All patterns of what people tell, in one pass."""
        return Scanner((theme, theme.patterns) for theme in self.replies.themes)

    @cached_property
    def reply_scanner(self) -> Scanner[Rule | StrengthRule]:
        """All patterns that rules and strengths look for in a reply."""
        rules: tuple[Rule | StrengthRule, ...] = (*self.rules.values(), *self.strengths.values())
        return Scanner((rule, rule.sought) for rule in rules)
