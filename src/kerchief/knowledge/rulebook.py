"""Rules and strengths: what is looked for in a reply, as their files say it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from kerchief.domain.report import Applicability
from kerchief.patterns import Pattern

RuleKind = Literal["existence", "substitution", "absence", "order", "density"]
RuleSpeaker = Literal["anyone", "person", "bot"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A reply that a rule must flag or leave alone; ``context`` is what it answers."""

    text: str
    context: str
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One harmful (H) or dangerous (Z) pattern of replies: how to see it, whose words it judges, why it hurts."""

    code: str
    name: str
    family: str
    severity: int
    speaker: RuleSpeaker
    kind: RuleKind
    patterns: tuple[Pattern, ...]
    patterns_in_context: tuple[Pattern, ...]
    excepts: tuple[Pattern, ...]
    context_excepts: tuple[Pattern, ...]
    needs: tuple[Pattern, ...]
    needs_context: tuple[Pattern, ...]
    when: tuple[Pattern, ...]
    when_flags: tuple[str, ...]
    unless_before: tuple[Pattern, ...]
    swaps: tuple[tuple[Pattern, str], ...]
    most: int
    most_words: int
    whole: bool
    detector: str
    anyhow: str
    message: str
    rewrites: tuple[str, ...]
    applicability: Applicability
    source: tuple[str, ...]
    since: str
    status: Literal["preview", "stable", "deprecated"]
    sections: Mapping[str, str]
    flagged: tuple[Example, ...]
    fine: tuple[Example, ...]

    @property
    def why(self) -> str:
        """Why the pattern lands badly, in the file's words."""
        return self.sections["Why it lands badly"]

    @property
    def sought(self) -> tuple[Pattern, ...]:
        """Every pattern that is looked for in a reply."""
        swapped = tuple(pattern for pattern, _ in self.swaps)
        return (*self.patterns, *self.patterns_in_context, *swapped, *self.unless_before)

    @property
    def is_always_tried(self) -> bool:
        """Whether the rule can hold where none of its patterns matches."""
        return bool(self.detector or self.anyhow or self.most_words) or self.kind == "absence"


@dataclass(frozen=True, slots=True, kw_only=True)
class StrengthRule:
    """One helpful (G) pattern of replies, and the listening skill it shows."""

    code: str
    name: str
    family: str
    patterns: tuple[Pattern, ...]
    excepts: tuple[Pattern, ...]
    needs: tuple[Pattern, ...]
    needs_context: tuple[Pattern, ...]
    context_excepts: tuple[Pattern, ...]
    detector: str
    whole: bool
    skill: Mapping[str, int]
    source: tuple[str, ...]
    since: str
    status: Literal["preview", "stable", "deprecated"]
    sections: Mapping[str, str]
    shown: tuple[Example, ...]
    not_shown: tuple[Example, ...]

    @property
    def sought(self) -> tuple[Pattern, ...]:
        """Every pattern that is looked for in a reply."""
        return self.patterns

    @property
    def is_always_tried(self) -> bool:
        """Whether the strength can be there where none of its patterns matches."""
        return bool(self.detector)
