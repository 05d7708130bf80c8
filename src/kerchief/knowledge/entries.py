"""Rules and meanings as a reader of the catalogue wants them: what is said about each, without its patterns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from kerchief.knowledge.catalogue import Catalogue, Layer, Meaning
from kerchief.knowledge.rulebook import Rule, StrengthRule

Effect = Literal["hurts", "endangers", "helps"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleEntry:
    """One pattern of replies. ``severity`` is null where it helps; ``shown`` and ``not_shown`` are examples."""

    code: str
    name: str
    family: str
    effect: Effect
    severity: int | None
    sections: Mapping[str, str]
    shown: tuple[str, ...]
    not_shown: tuple[str, ...]
    source: tuple[str, ...]
    since: str
    status: Literal["preview", "stable", "deprecated"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """Every pattern that the checker looks for: what may hurt, what endangers, what helps."""

    rules: tuple[RuleEntry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MeaningEntry:
    """One thing that tears may mean, or say about the bond, and what to do about it."""

    code: str
    layer: Layer
    name: str
    says: str
    definition: str
    first_minute: tuple[str, ...]
    helps: tuple[str, ...]
    hurts: tuple[str, ...]
    notice: tuple[str, ...]
    question: str
    source: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Meanings:
    """Everything that tears may mean."""

    meanings: tuple[MeaningEntry, ...]


def list_rules(catalogue: Catalogue) -> Rules:
    """Rules in the order of the catalogue, then strengths."""
    rules: tuple[Rule | StrengthRule, ...] = (*catalogue.rules.values(), *catalogue.strengths.values())
    return Rules(rules=tuple(map(_rule, rules)))


def list_meanings(catalogue: Catalogue) -> Meanings:
    """Meanings in the order of the catalogue."""
    return Meanings(meanings=tuple(map(_meaning, catalogue.meanings.values())))


def _rule(rule: Rule | StrengthRule) -> RuleEntry:
    shown, not_shown = (rule.flagged, rule.fine) if isinstance(rule, Rule) else (rule.shown, rule.not_shown)
    return RuleEntry(
        code=rule.code,
        name=rule.name,
        family=rule.family,
        effect=_effect(rule),
        severity=rule.severity if isinstance(rule, Rule) else None,
        sections=rule.sections,
        shown=tuple(example.text for example in shown),
        not_shown=tuple(example.text for example in not_shown),
        source=rule.source,
        since=rule.since,
        status=rule.status,
    )


def _effect(rule: Rule | StrengthRule) -> Effect:
    if not isinstance(rule, Rule):
        return "helps"
    return "endangers" if rule.code.startswith("Z") else "hurts"


def _meaning(meaning: Meaning) -> MeaningEntry:
    return MeaningEntry(
        code=meaning.code,
        layer=meaning.layer,
        name=meaning.name,
        says=meaning.says,
        definition=meaning.definition,
        first_minute=meaning.first_minute,
        helps=meaning.helps,
        hurts=meaning.hurts,
        notice=meaning.notice,
        question=meaning.question,
        source=meaning.source,
    )
