"""What the trained heads hear in a reply, sentence by sentence, beside what the rules match."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kerchief.encoder import MODEL, Encoder, Passage
from kerchief.errors import KnowledgeError
from kerchief.signals.heads import Heads
from kerchief.signals.neutral import neutral
from kerchief.text import Text

if TYPE_CHECKING:
    from kerchief.encoder import Vectors

_ANSWERED_WORDS = 40  # of what is answered: its last ones


STORED = "ear.json"


@dataclass(frozen=True)
class Heard:
    """What the heads hear: harms above their thresholds, and of each code the sentence in which it is likeliest."""

    harms: tuple[str, ...]
    sentence: Mapping[str, int]


@dataclass(frozen=True)
class Ear:
    """The encoder with the heads for replies; ``heard_from`` gives the log odds from which each code is heard."""

    encoder: Encoder
    heads: Heads
    heard_from: Mapping[str, float]

    def hear(self, reply: Text, context: Text) -> Heard:
        """What stands in a reply to some words."""
        (vectors,) = self.encoder.encode([answered(reply, context)])
        return self._heard(vectors[1:])

    def hear_many(self, replies: Sequence[Text], context: Text) -> list[Heard]:
        """What stands in each of some replies to the same words; heard at once, for one alone leaves cores idle."""
        if len(replies) < 2:
            return [self.hear(reply, context) for reply in replies]
        with ThreadPoolExecutor(len(replies)) as pool:
            return list(pool.map(lambda reply: self.hear(reply, context), replies))

    def _heard(self, vectors: Vectors) -> Heard:
        import numpy as np

        head = self.heads["harm"]
        said = head.odds(vectors)
        odds = dict(zip(head.codes, np.logaddexp.reduce(said, axis=0), strict=True))
        return Heard(
            harms=tuple(code for code in head.codes if odds[code] >= self.heard_from[code]),
            sentence=dict(zip(head.codes, map(int, said.argmax(axis=0)), strict=True)),
        )


def load_ear(encoder: Encoder, heads: Heads, folder: Path = MODEL) -> Ear:
    """The shipped thresholds. Raises KnowledgeError where the file is missing or unreadable."""
    try:
        stored = json.loads((folder / STORED).read_bytes())
        return Ear(encoder, heads, stored["heard_from"])
    except (OSError, ValueError, KeyError) as error:
        raise KnowledgeError(
            f"The weights in {folder} cannot be used ({type(error).__name__}).", "Install kerchief again."
        ) from error


def answered(reply: Text, context: Text) -> Passage:
    """The reply's sentences, marked, after the last words of what they answer."""
    told = neutral(" ".join(context.source.split()[-_ANSWERED_WORDS:]))
    said = tuple(neutral(reply.source_between(*place)) for place in reply.sentences)
    return Passage(sentences=(told, *said), marked=frozenset(range(1, len(said) + 1)))
