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
from kerchief.signals.heads import Head, heads_in
from kerchief.signals.neutral import neutral
from kerchief.text import Text

if TYPE_CHECKING:
    from kerchief.encoder import Vectors

_ANSWERED_WORDS = 40  # of what is answered: its last ones
STORED, STORED_WEIGHTS = "ear.json", "ear.npz"


@dataclass(frozen=True)
class Heard:
    """What the heads hear in a reply's sentences, by their places.

    ``spared`` holds those in which nothing hurts, however a rule reads them.
    """

    harms: Mapping[str, int]
    strengths: Mapping[str, tuple[int, ...]]
    spared: frozenset[int]


@dataclass(frozen=True)
class Ear:
    """The encoder, the maps that ``training/fit_ear.py`` learnt, and the odds from which they tell."""

    encoder: Encoder
    hurts: Head
    harm: Head
    strength: Head
    hurts_from: float
    named_from: float
    spared_below: float
    strength_from: Vectors

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

    def _heard(self, said: Vectors) -> Heard:
        import numpy as np

        hurts = self.hurts.odds(said)[:, 0]
        harm = self.harm.odds(said)
        chances = np.exp(harm - np.logaddexp.reduce(harm, axis=1, keepdims=True))
        told = np.flatnonzero((hurts >= self.hurts_from) & (chances.max(axis=1) >= self.named_from))
        surest = sorted(told, key=lambda place: hurts[place])
        shown = self.strength.odds(said) >= self.strength_from
        return Heard(
            harms={self.harm.codes[harm[place].argmax()]: int(place) for place in surest},
            strengths={
                code: tuple(map(int, np.flatnonzero(own)))
                for code, own in zip(self.strength.codes, shown.T, strict=True)
                if own.any()
            },
            spared=frozenset(map(int, np.flatnonzero(hurts < self.spared_below))),
        )


def load_ear(encoder: Encoder, folder: Path = MODEL) -> Ear:
    """The shipped maps. Raises KnowledgeError where a file is missing or unreadable."""
    import numpy as np

    try:
        stored = json.loads((folder / STORED).read_bytes())
        codes = {"hurts": ("hurts",), **stored["codes"]}
        with np.load(folder / STORED_WEIGHTS) as arrays:
            maps = heads_in(arrays, codes)
        return Ear(
            encoder=encoder,
            **maps,
            hurts_from=stored["hurts_from"],
            named_from=stored["named_from"],
            spared_below=stored["spared_below"],
            strength_from=np.array([stored["strength_from"][code] for code in codes["strength"]], np.float32),
        )
    except (OSError, ValueError, KeyError) as error:
        raise KnowledgeError(
            f"The weights in {folder} cannot be used ({type(error).__name__}).", "Install kerchief again."
        ) from error


def answered(reply: Text, context: Text) -> Passage:
    """The reply's sentences, marked, after the last words of what they answer."""
    told = neutral(" ".join(context.source.split()[-_ANSWERED_WORDS:]))
    said = tuple(neutral(reply.source_between(*place)) for place in reply.sentences)
    return Passage(sentences=(told, *said), marked=frozenset(range(1, len(said) + 1)))
