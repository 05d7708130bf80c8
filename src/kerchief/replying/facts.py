"""What an account holds that a reply can take up: the crier's own words, what happened, and the things it is about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kerchief.domain.conversation import Role
from kerchief.domain.reading import Reading
from kerchief.replying.clauses import find_clauses
from kerchief.replying.ground import Fact, Ground, Place
from kerchief.replying.sayings import find_sayings
from kerchief.replying.things import find_things
from kerchief.replying.voices import Voices
from kerchief.replying.words import Words
from kerchief.signals.extract import Signals

THINGS = ("thing", "blow", "lost")
_FAR = 3  # sentences away from the tears, where nobody cries


@dataclass(frozen=True)
class Facts:
    """What can be taken up, the weightiest of each kind first."""

    found: tuple[Fact, ...]

    def of(self, kind: str) -> tuple[Fact, ...]:
        """The facts of one kind."""
        return tuple(fact for fact in self.found if fact.kind == kind)


def find_facts(signals: Signals, reading: Reading, voices: Voices, words: Words) -> Facts:
    """Every fact of a conversation that can be said back without a slip."""
    found: list[Fact] = []
    distances = {(one.utterance, one.start): one.distance for one in signals.sentences}
    speakers = [utterance.speaker for utterance in signals.conversation.utterances]
    last = len(speakers) - 1 if Role.SEEKER in speakers else None
    for number, (text, speaker) in enumerate(zip(signals.texts, speakers, strict=True)):
        if speaker == Role.SUPPORTER:  # nobody is told what they were told before
            continue
        ground = Ground(
            number=number,
            text=text,
            voices=voices,
            words=words,
            barred=(*_wet(signals, number), *_grave(reading, number)),
            evidence=_evidence(reading, number),
        )
        found += find_sayings(ground)
        for sentence in text.sentences:
            away = max(0, distances.get((number, sentence[0]), _FAR)) if last is None else last - number
            closeness = 1 / (1 + away)  # to the tears; in a chat to what was said last
            found += find_clauses(ground, sentence, closeness)
            found += find_things(ground, sentence, closeness)
    return Facts(tuple(_distinct(sorted(found, key=lambda fact: -fact.weight))))


def _wet(signals: Signals, number: int) -> Iterator[Place]:
    """Where tears are told: nobody need be told that they cried."""
    return ((tears.start, tears.end) for tears in signals.tears if tears.utterance == number)


def _grave(reading: Reading, number: int) -> Iterator[Place]:
    """Places that raised a flag: they are never said back."""
    return ((item.start, item.end) for flag in reading.flags for item in flag.evidence if item.utterance == number)


def _evidence(reading: Reading, number: int) -> tuple[tuple[Place, float], ...]:
    """Places of the source that speak for the first causes, the first one most."""
    return tuple(
        ((item.start, item.end), 2.0 / (1 + rank))
        for rank, cause in enumerate(reading.causes[:3])
        for item in cause.evidence
        if item.weight > 0 and item.utterance == number
    )


def _distinct(facts: Sequence[Fact]) -> Iterator[Fact]:
    """Each stretch and each wording once, the weightiest first; a thing may lie in a clause."""
    kept: list[Fact] = []
    for fact in facts:
        if any(fact.text.lower() == other.text.lower() for other in kept):
            continue
        if fact.kind not in THINGS and any(fact.overlaps(other.span) for other in kept if other.kind not in THINGS):
            continue
        kept.append(fact)
        yield fact
