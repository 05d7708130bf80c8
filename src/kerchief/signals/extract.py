"""One pass over a batch of conversations: everything the rooms above need to know of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kerchief.domain.conversation import Conversation
from kerchief.domain.reading import Crier
from kerchief.encoder import Encoder
from kerchief.knowledge.catalogue import Catalogue
from kerchief.signals.criers import find_crier
from kerchief.signals.cues import CueHit, find_cues
from kerchief.signals.neutral import neutral
from kerchief.signals.tears import Tears, find_tears
from kerchief.text import Text, normalise

if TYPE_CHECKING:
    from kerchief.encoder import Vectors

_NO_TEARS = 0.3  # nearness of a sentence where nobody cries
MOST_SENTENCES = 24  # sentences that are encoded of one account: those nearest to the tears


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, and how many sentences lie between it and the nearest tears (-1: no tears anywhere)."""

    utterance: int
    start: int
    end: int
    distance: int


@dataclass(frozen=True)
class Signals:
    """What one conversation holds. ``vectors[i]`` belongs to ``encoded[i]``; None where no encoder ran."""

    conversation: Conversation
    texts: tuple[Text, ...]
    tears: tuple[Tears, ...]
    crier: Crier | None
    hits: tuple[CueHit, ...]
    sentences: tuple[Sentence, ...]
    encoded: tuple[Sentence, ...]
    vectors: Vectors | None

    def nearness(self) -> Vectors:
        """How near each encoded sentence stands to the tears: 1 in their sentence, 1/2 in the next, 1/3 ..."""
        import numpy as np

        distances = np.array([sentence.distance for sentence in self.encoded], dtype=np.float32)
        return np.where(distances < 0, _NO_TEARS, 1 / (1 + np.maximum(distances, 0)))

    def sentence_of(self, utterance: int, start: int) -> Sentence:
        """The sentence that holds a place."""
        found = self.sentences[0]
        for sentence in self.sentences:
            if (sentence.utterance, sentence.start) > (utterance, start):
                break
            found = sentence
        return found


def extract(
    conversations: Sequence[Conversation], catalogue: Catalogue, encoder: Encoder | None
) -> tuple[Signals, ...]:
    """Signals of every conversation; all their sentences go through the encoder together."""
    plain = [_without_vectors(conversation, catalogue) for conversation in conversations]
    if encoder is None:
        return tuple(plain)
    wanted = [
        neutral(signals.texts[sentence.utterance].source_between(sentence.start, sentence.end))
        for signals in plain
        for sentence in signals.encoded
    ]
    vectors = encoder.encode(wanted) if wanted else None
    found, place = [], 0
    for signals in plain:
        count = len(signals.encoded)
        own = None if vectors is None or not count else vectors[place : place + count]
        found.append(_with_vectors(signals, own))
        place += count
    return tuple(found)


def _without_vectors(conversation: Conversation, catalogue: Catalogue) -> Signals:
    texts = tuple(normalise(utterance.text) for utterance in conversation.utterances)
    speakers = tuple(utterance.speaker for utterance in conversation.utterances)
    tears = find_tears(texts, catalogue.tear_words)
    crier = find_crier(texts, tears, catalogue.crier_words, speakers)
    sentences = _measured(texts, tears)
    nearest = sorted(range(len(sentences)), key=lambda place: (sentences[place].distance, place))
    return Signals(
        conversation=conversation,
        texts=texts,
        tears=tears,
        crier=crier,
        hits=find_cues(texts, catalogue),
        sentences=sentences,
        encoded=tuple(sentences[place] for place in sorted(nearest[:MOST_SENTENCES])),
        vectors=None,
    )


def _with_vectors(signals: Signals, vectors: Vectors | None) -> Signals:
    return Signals(
        conversation=signals.conversation,
        texts=signals.texts,
        tears=signals.tears,
        crier=signals.crier,
        hits=signals.hits,
        sentences=signals.sentences,
        encoded=signals.encoded,
        vectors=vectors,
    )


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
