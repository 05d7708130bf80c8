"""One pass over a batch of conversations: everything the rooms above need to know of them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from kerchief.domain.conversation import Conversation
from kerchief.domain.reading import Crier
from kerchief.encoder import Encoder, Passage
from kerchief.knowledge.catalogue import Catalogue
from kerchief.signals.criers import find_crier
from kerchief.signals.cues import CueHit, find_cues
from kerchief.signals.neutral import neutral
from kerchief.signals.tears import Tears, find_tears, find_verdicts
from kerchief.text import Text, clauses, normalise

if TYPE_CHECKING:
    from kerchief.encoder import Vectors

MOST_WORDS = 160  # of one account that are encoded: the sentences nearest to the tears; 240 read no better


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, and how many sentences lie between it and the nearest tears (-1: no tears anywhere)."""

    utterance: int
    start: int
    end: int
    distance: int


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of a sentence; ``sentence`` is the place of that in ``encoded``."""

    sentence: int
    start: int
    end: int


@dataclass(frozen=True)
class Signals:
    """What one conversation holds.

    ``vectors[i]`` belongs to ``encoded[i]``, ``clause_vectors[i]`` to ``clauses[i]``; None where no encoder ran.
    """

    conversation: Conversation
    texts: tuple[Text, ...]
    tears: tuple[Tears, ...]
    crier: Crier | None
    hits: tuple[CueHit, ...]
    sentences: tuple[Sentence, ...]
    encoded: tuple[Sentence, ...]
    vectors: Vectors | None
    clauses: tuple[Clause, ...] = ()
    clause_vectors: Vectors | None = None

    def sentence_of(self, utterance: int, start: int) -> Sentence:
        """The sentence that holds a place."""
        after = bisect_right(self.sentences, (utterance, start), key=lambda one: (one.utterance, one.start))
        return self.sentences[max(0, after - 1)]


def extract(
    conversations: Sequence[Conversation], catalogue: Catalogue, encoder: Encoder | None
) -> tuple[Signals, ...]:
    """Signals of every conversation; all their sentences go through the encoder together."""
    plain = [_without_vectors(conversation, catalogue) for conversation in conversations]
    if encoder is None:
        return tuple(plain)
    divided = [_divided(signals) for signals in plain]
    vectors = encoder.encode([passage for passage, _ in divided])
    return tuple(
        replace(
            signals,
            vectors=own[: len(signals.encoded)],
            clauses=found,
            clause_vectors=own[len(signals.encoded) :],
        )
        if len(own)
        else signals
        for signals, (_, found), own in zip(plain, divided, vectors, strict=True)
    )


def _divided(signals: Signals) -> tuple[Passage, tuple[Clause, ...]]:
    """The passage that is encoded, and the clauses of its sentences."""
    passage = passage_of(signals)
    parts: list[tuple[int, ...]] = []
    found: list[Clause] = []
    for place, (sentence, said) in enumerate(zip(signals.encoded, passage.sentences, strict=True)):
        begins = clauses(signals.texts[sentence.utterance].folded, sentence.start, sentence.end)
        own = clauses(said, 0, len(said))
        if len(begins) != len(own):  # told without gender it falls apart otherwise: it stays whole
            begins, own = [sentence.start], [0]
        found += [Clause(place, start, end) for start, end in pairwise([*begins, sentence.end])]
        parts.append(tuple(own))
    return replace(passage, parts=tuple(parts)), tuple(found)


def passage_of(signals: Signals) -> Passage:
    """The sentences that are encoded, told without gender; those with the tears are marked."""
    return Passage(
        sentences=tuple(
            neutral(signals.texts[sentence.utterance].source_between(sentence.start, sentence.end))
            for sentence in signals.encoded
        ),
        marked=frozenset(place for place, sentence in enumerate(signals.encoded) if sentence.distance == 0),
    )


def _without_vectors(conversation: Conversation, catalogue: Catalogue) -> Signals:
    texts = tuple(normalise(utterance.text) for utterance in conversation.utterances)
    speakers = tuple(utterance.speaker for utterance in conversation.utterances)
    tears = find_tears(texts, catalogue.tear_words)
    crier = find_crier(texts, tears, catalogue.crier_words, speakers)
    sentences = _measured(texts, tears)
    verdicts = find_verdicts(texts, catalogue.tear_words)
    told = [one for one in sentences if one.distance == 0 or (one.utterance, one.start) not in verdicts]
    return Signals(
        conversation=conversation,
        texts=texts,
        tears=tears,
        crier=crier,
        hits=tuple(
            hit
            for hit in find_cues(texts, catalogue)
            if (hit.utterance, texts[hit.utterance].sentence_at(hit.start)[0]) not in verdicts
        ),
        sentences=sentences,
        encoded=_nearest(texts, told or sentences),
        vectors=None,
    )


def _nearest(texts: Sequence[Text], sentences: Sequence[Sentence]) -> tuple[Sentence, ...]:
    """The sentences nearest to the tears, in order of place, up to so many words."""
    kept: list[int] = []
    words = 0
    for place in sorted(range(len(sentences)), key=lambda place: (sentences[place].distance, place)):
        sentence = sentences[place]
        words += texts[sentence.utterance].folded.count(" ", sentence.start, sentence.end) + 1
        if kept and words > MOST_WORDS:
            break
        kept.append(place)
    return tuple(sentences[place] for place in sorted(kept))


def _measured(texts: Sequence[Text], tears: Sequence[Tears]) -> tuple[Sentence, ...]:
    """Every sentence with its distance to the nearest tears, counted in sentences."""
    places = [(number, start, end) for number, text in enumerate(texts) for start, end in text.sentences]
    wet = [
        place
        for place, (number, start, end) in enumerate(places)
        if any(tear.utterance == number and start <= tear.start < end for tear in tears)
    ]
    return tuple(
        Sentence(number, start, end, min((abs(place - other) for other in wet), default=-1))
        for place, (number, start, end) in enumerate(places)
    )
