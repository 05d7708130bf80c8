"""A draft made ready for the rules."""

from __future__ import annotations

from dataclasses import dataclass

from kerchief.knowledge.catalogue import Catalogue
from kerchief.patterns import Pattern, Place
from kerchief.scanner import Scan
from kerchief.text import Text, normalise


@dataclass(frozen=True)
class Prepared:
    """The reply and what it answers, folded; where patterns match in the reply; the flags on what is answered."""

    reply: Text
    context: Text
    context_flags: frozenset[str]
    scan: Scan

    def matches(self, patterns: tuple[Pattern, ...]) -> list[Place]:
        """Every match of some patterns of rules or strengths in the reply."""
        return [place for pattern in patterns for place in self.scan.get(pattern.expression, ())]


def prepare(
    reply: str, context: Text | str, catalogue: Catalogue, context_flags: frozenset[str] = frozenset()
) -> Prepared:
    """Fold and scan a reply once, for every rule."""
    folded = normalise(reply)
    answered = normalise(context) if isinstance(context, str) else context
    return Prepared(folded, answered, context_flags, catalogue.reply_scanner.scan(folded.folded))
