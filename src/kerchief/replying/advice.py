"""From a reading and a moment to suggestions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kerchief.domain.conversation import Draft
from kerchief.domain.reading import Reading
from kerchief.domain.report import Report
from kerchief.domain.suggestion import Moment, Suggestion, Suggestions
from kerchief.knowledge.catalogue import Catalogue
from kerchief.signals.extract import Signals

Check = Callable[[Draft], Report]


@dataclass(frozen=True)
class Adviser:
    """Says what to say. ``check`` is the checker that every suggestion must pass."""

    catalogue: Catalogue
    check: Check

    def suggest(self, signals: Signals, reading: Reading, moment: Moment, *, draft: str = "") -> Suggestions:
        """Suggestions for one account."""
        del draft, moment
        text = "I'm here. You don't have to say anything."
        context = "\n".join(utterance.text for utterance in signals.conversation.utterances)
        report = self.check(Draft(reply=text, context=context))
        said = Suggestion(
            text=text, strategy="presence", phase="exploration", why="Nothing is asked.", because=(), report=report
        )
        return Suggestions(
            id=reading.id,
            note="",
            first_minute=reading.guidance.first_minute,
            suggestions=(said,),
            can_wait=(),
            draft=None,
            flags=reading.flags,
            help=reading.help,
            provenance=reading.provenance,
        )
