"""A draft made ready for the rules, and for the heads that listen beside them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from kerchief.checking.hearing import Ear, Heard
from kerchief.domain.conversation import DraftSpeaker
from kerchief.knowledge.catalogue import Catalogue
from kerchief.knowledge.rulebook import Rule, StrengthRule
from kerchief.patterns import Pattern, Place
from kerchief.scanner import Scan
from kerchief.text import Text, normalise


@dataclass(frozen=True)
class Setting:
    """What is answered, the flags on it, who answers, and what checks; ``ear`` is None for rules alone."""

    context: Text
    context_flags: frozenset[str]
    catalogue: Catalogue
    ear: Ear | None = None
    speaker: DraftSpeaker = "person"
    _said: dict[str, bool] = field(default_factory=dict, init=False, repr=False, compare=False)
    _prepared: dict[str, Prepared] = field(default_factory=dict, init=False, repr=False, compare=False)

    def says(self, patterns: Iterable[Pattern]) -> bool:
        """Whether any of the patterns matches in what is answered; each is looked for once, for all rules."""
        return any(self._is_said(pattern) for pattern in patterns)

    def _is_said(self, pattern: Pattern) -> bool:
        said = self._said.get(pattern.expression)
        if said is None:
            said = self._said[pattern.expression] = pattern.is_in(self.context.folded)
        return said

    def prepare(self, reply: str) -> Prepared:
        """Fold and scan a reply once, for every rule, and for each time that it is tried."""
        if reply not in self._prepared:
            folded = normalise(reply)
            self._prepared[reply] = Prepared(folded, self, self.catalogue.reply_scanner.scan(folded.folded))
        return self._prepared[reply]


@dataclass(frozen=True)
class Prepared:
    """The reply in its setting, and where patterns match in it."""

    reply: Text
    setting: Setting
    scan: Scan

    @property
    def context(self) -> Text:
        """What is answered."""
        return self.setting.context

    @property
    def context_flags(self) -> frozenset[str]:
        """The flags on what is answered."""
        return self.setting.context_flags

    @property
    def speaker(self) -> DraftSpeaker:
        """Who answers."""
        return self.setting.speaker

    @cached_property
    def heard(self) -> Heard | None:
        """What the heads hear in the reply; None where rules are all there is."""
        ear = self.setting.ear
        return ear.hear(self.reply, self.context) if ear and self.reply.sentences else None

    @cached_property
    def touched(self) -> list[Rule | StrengthRule]:
        """The rules and strengths of which something matches."""
        return self.setting.catalogue.reply_scanner.touched(self.scan)

    def matches(self, patterns: tuple[Pattern, ...]) -> list[Place]:
        """Every match of some patterns of rules or strengths in the reply."""
        return [place for pattern in patterns for place in self.scan.get(pattern.expression, ())]


def prepare(
    reply: str,
    context: Text | str,
    catalogue: Catalogue,
    context_flags: frozenset[str] = frozenset(),
    *,
    ear: Ear | None = None,
    speaker: DraftSpeaker = "person",
) -> Prepared:
    """A reply to some words, ready to be checked."""
    answered = normalise(context) if isinstance(context, str) else context
    return Setting(answered, context_flags, catalogue, ear, speaker).prepare(reply)
