"""One utterance that is looked through for facts, and what a fact is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from kerchief.domain.conversation import Span
from kerchief.replying.voices import Voices
from kerchief.replying.words import Words
from kerchief.text import Text

Kind = Literal["said", "words", "fact", "act", "thing", "blow", "lost", "theme"]
Place = tuple[int, int]
LEAST, MOST = 3, 15  # words of a clause that is given back

_JOINT = re.compile(
    r"[;()]\s*|[,:](?!\d)\s*|\s+-+\s+|\s+(?=(?:and|but|because|so|when|while|then|though|although|which|until|if)\s)"
    r"|(?:(?<=found out)|(?<=realised)|(?<=realized))\s+(?:that\s+)?"
)
_BREAK = re.compile(  # where a clause is over: at a stop of any kind, or before another clause
    r"[;()–—]|:(?!\d)|,(?!\d| (?:after|for|with|without|since|because|even|not|until|all) )|\s-+\s|"
    r"\s(?:(?:and|but|so|then|though|although|which|if|or|except|plus)\s(?:then |now |also |so )*"
    r"(?:i|he|she|we|they|it|you|there|that|this|nobody|no one|everyone|everybody|"
    r"(?:my|his|her|our|their|the|a|an|some)(?: [\w'-]+){1,3}? (?:is|are|was|were|has|have|had|will|can|could|"
    r"would|said|says))(?:'\w+)?\s|which\s|"
    r"(?:like|as if|as though) (?:i|he|she|we|they|it|you|nothing)\s)"
)
_DANGLING = re.compile(
    r"\b(?:and|but|or|to|the|a|an|that|which|so|my|your|our|his|her|their|was|were|is|are|am|had|have|has|as|than|like|"
    r"because|when|while|until|if|very|really|just|not|even|only|still|i|he|she|we|"
    r"they|it|this|them|one|there|maybe|anyway|too|though|frankly|considering|both|between|every|no|some|any|who|what|"
    r"how|why|where|whether|"
    r"with|from|of|into|something|then|also|else|bc|cuz|cos|till|both of|i'm|he's|she's|it's|you're|you'd|you've)$"
    r"|(?<!')\byou \w+ing\b|\byou you|\byou \w+ (?:to|at|on|for|with) you\b"
    r"|\b(?:do|does|did)(?:n't)? (?:for|with|to|in|on|at|it|that|this|so)\b"
    r"|^(?!.*\byou\b.*\byourself).*\byourself",
    re.IGNORECASE,
)
_SMALL = re.compile(
    r"(?:You|Your|You're|You've|You'd|Kids|My|We|Our|It|The|They|Their|Nobody|Everybody|Everyone|No|There|This|That|All|A"
    r"|An|In|At|On|Nothing|Everything)\b"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """Something of the account in words for the addressee, and the span it comes from.

    ``said`` and ``words`` are their own words (turned, or quoted), ``fact`` what happened, ``act`` the speaker's deeds,
    ``thing`` and ``lost`` things and persons by name, ``blow`` bad news, ``theme`` what it is all about.
    """

    kind: Kind
    text: str
    span: Span
    weight: float

    def overlaps(self, span: Span) -> bool:
        """Whether it comes from words of that span."""
        return self.span.utterance == span.utterance and self.span.start < span.end and span.start < self.span.end


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """A text, its voices, and the stretches that must not be said back."""

    number: int
    text: Text
    voices: Voices
    words: Words
    barred: tuple[Place, ...]
    evidence: tuple[tuple[Place, float], ...]

    def is_free(self, start: int, end: int) -> bool:
        """Whether neither tears, nor a sign of danger, nor a word better left unsaid stands in the stretch."""
        if any(a < end and start < b for a, b in self.barred):
            return False
        return self.words.unsaid.search(self.text.folded[start:end]) is None

    def clause_end(self, start: int, last: int) -> int | None:
        """Where the longest free clause of fitting length ends."""
        return next(self.clause_ends(start, last), None)

    def clause_ends(self, start: int, last: int) -> Iterator[int]:
        """Where a free clause of fitting length can end, the longest first: before the next one, or else at a joint."""
        over = _BREAK.search(self.text.folded, start, last)
        last = over.start() if over else last
        ends = [match.start() for match in _JOINT.finditer(self.text.folded, start, last)] + [last]
        for end in reversed(ends):
            clause = self.text.folded[start:end]
            if LEAST <= len(clause.split()) <= MOST and '"' not in clause and self.is_free(start, end):
                yield end

    def bonus(self, start: int, end: int) -> float:
        """How much the reading leans on the stretch."""
        return max((weight for (a, b), weight in self.evidence if a < end and start < b), default=0.0)

    def span(self, start: int, end: int) -> Span:
        """The stretch in the source."""
        return self.text.span(start, end, self.number)


def joints(text: Text, start: int, end: int) -> list[int]:
    """Where clauses of a sentence begin."""
    return [start, *(match.end() for match in _JOINT.finditer(text.folded, start, end))]


def fits(said: str) -> bool:
    """Whether words are a clause of fitting length that does not break off."""
    return LEAST <= len(said.split()) <= MOST and not _DANGLING.search(said)


def opened(said: str) -> str:
    """With a small first letter where a small word begins it."""
    return said[0].lower() + said[1:] if _SMALL.match(said) else said
