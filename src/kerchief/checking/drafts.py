"""A draft made ready for the rules."""

from __future__ import annotations

from dataclasses import dataclass

from kerchief.domain.conversation import DraftSpeaker
from kerchief.knowledge.catalogue import Catalogue
from kerchief.patterns import Pattern, Place
from kerchief.scanner import Scan
from kerchief.text import Text, normalise


@dataclass(frozen=True)
class Prepared:
    """The reply and what it answers, folded; where patterns match; the flags on what is answered; who speaks."""

    reply: Text
    context: Text
    context_flags: frozenset[str]
    scan: Scan
    speaker: DraftSpeaker = "person"

    def matches(self, patterns: tuple[Pattern, ...]) -> list[Place]:
        """Every match of some patterns of rules or strengths in the reply."""
        return [place for pattern in patterns for place in self.scan.get(pattern.expression, ())]


def prepare(
    reply: str,
    context: Text | str,
    catalogue: Catalogue,
    context_flags: frozenset[str] = frozenset(),
    *,
    speaker: DraftSpeaker = "person",
) -> Prepared:
    """Fold and scan a reply once, for every rule."""
    folded = normalise(reply)
    answered = normalise(context) if isinstance(context, str) else context
    return Prepared(folded, answered, context_flags, catalogue.reply_scanner.scan(folded.folded), speaker)
