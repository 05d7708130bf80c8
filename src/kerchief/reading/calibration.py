"""From scores to honest probabilities, with the numbers that ``training/`` found."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from kerchief.domain.conversation import Span
from kerchief.domain.reading import Emotion
from kerchief.encoder import MODEL
from kerchief.errors import KnowledgeError
from kerchief.reading.scoring import Score
from kerchief.signals.extract import Signals
from kerchief.signals.heads import Head, Heads

if TYPE_CHECKING:
    from kerchief.encoder import Vectors

STORED, STORED_WEIGHTS = "reader.json", "reader.npz"
UNKNOWN = "unknown"  # the text gives no reason
NEARNESS_SAYS = 0.3  # what a sentence weighs in the pooled vector, beside what its clause says
_NO_EMOTION, _MOST_EMOTIONS = "neutral", 4


@dataclass(frozen=True)
class Estimate:
    """A probability for every meaning, and how much each of ``signals.clauses`` says it (log odds, and how near it is).

    ``said`` is empty where no encoder ran; ``quotes`` are the words that a model of the user's pointed at.
    """

    chances: Mapping[str, float]
    said: Mapping[str, Vectors]
    quotes: Mapping[str, Span] = field(default_factory=dict)


@dataclass(frozen=True)
class Scale:
    """Platt's (1999) scaling of log odds, found on accounts that the heads never saw."""

    slope: float
    offset: float

    def chance(self, odds: Vectors) -> Vectors:
        """Probabilities."""
        import numpy as np

        found: Vectors = 1 / (1 + np.exp(-(self.slope * odds + self.offset)))
        return found


@dataclass(frozen=True)
class Mix:
    """Heads over vectors and heads over cues alone as one, and what is common made a little less expected.

    ``shift`` is each code's logit adjustment (Menon 2021): what is common in forum posts is not so everywhere.
    """

    cues: float
    shift: tuple[float, ...]

    def mixed(self, odds: Vectors, cues_only: Vectors) -> Vectors:
        """Log odds, shape (codes,)."""
        import numpy as np

        found: Vectors = odds + self.cues * cues_only + np.array(self.shift, dtype=np.float32)
        return found


@dataclass(frozen=True)
class Calibration:
    """The shipped numbers: heads over vectors and cues, heads over cues alone, and where to abstain or to ask."""

    heads: Heads | None
    cues_only: Mapping[str, Head]
    mixes: Mapping[str, Mix]  # by layer
    scales: Mapping[str, Scale]  # by "cause", "bond", "cause_cues_only", "bond_cues_only"
    emotions: Mapping[str, float]  # log odds from which an emotion is named
    floor: float  # a first cause below this is "not enough to tell"
    close: float  # two causes nearer than this are decided by a question

    @property
    def causes(self) -> tuple[str, ...]:
        """Every cause that is ranked."""
        return self.cues_only["cause"].codes[:-1]

    @property
    def bond(self) -> tuple[str, ...]:
        """Every meaning of the bond layer."""
        return self.cues_only["bond"].codes

    @property
    def codes(self) -> tuple[str, ...]:
        """Every meaning that is scored."""
        return (*self.causes, *self.bond)

    def estimate(self, signals: Signals, scores: Mapping[str, Score]) -> Estimate:
        """How likely each meaning is, and that the text gives no reason (``unknown``).

        Several can hold at once, so probabilities need not sum to 1.
        """
        cues = cue_features(scores, self.codes)
        if signals.vectors is None or self.heads is None:
            chances = {
                code: float(chance)
                for layer, head in self.cues_only.items()
                for code, chance in zip(
                    head.codes, self.scales[f"{layer}_cues_only"].chance(head.odds(cues)), strict=True
                )
            }
            return Estimate(chances, {})
        return self._with_vectors(signals, cues, self.heads)

    def _with_vectors(self, signals: Signals, cues: Vectors, heads: Heads) -> Estimate:
        import numpy as np

        assert signals.vectors is not None
        assert signals.clause_vectors is not None
        counts = heads.weigh(signals)
        near = NEARNESS_SAYS * np.log(counts)[[clause.sentence for clause in signals.clauses], None]
        pooled = counts @ signals.vectors
        chances: dict[str, float] = {}
        said: dict[str, Vectors] = {}
        for layer in ("cause", "bond"):
            odds = heads[layer].odds(pooled) + heads[f"{layer}_cues"].odds(cues)
            found = self.scales[layer].chance(self.mixes[layer].mixed(odds, self.cues_only[layer].odds(cues)))
            chances.update(zip(heads[layer].codes, map(float, found), strict=True))
            own = heads[layer].odds(signals.clause_vectors) + near
            said.update(zip(heads[layer].codes, own.T, strict=True))
        return Estimate(chances, said)

    def felt(self, signals: Signals) -> tuple[Emotion, ...]:
        """The emotions (GoEmotions, Demszky 2020) in the sentences that count most, likeliest first."""
        import numpy as np

        if signals.vectors is None or self.heads is None:
            return ()
        head, counts = self.heads["emotion"], self.heads.weigh(signals)
        near = counts >= counts.max() / 2
        odds = head.odds(signals.vectors[near]).max(axis=0)
        named = [
            Emotion(code=code, probability=round(float(1 / (1 + np.exp(-value))), 3))
            for code, value in zip(head.codes, odds, strict=True)
            if code != _NO_EMOTION and value >= self.emotions[code]
        ]
        return tuple(sorted(named, key=lambda emotion: (-emotion.probability, emotion.code))[:_MOST_EMOTIONS])


def cue_features(scores: Mapping[str, Score], codes: Sequence[str]) -> Vectors:
    """Cues for, then cues against every code, with falling returns: shape (2 * codes,)."""
    import numpy as np

    ordered = [scores[code] for code in codes]
    return np.log1p([[score.cues_for, score.cues_against] for score in ordered]).T.ravel().astype(np.float32)


def load_calibration(heads: Heads | None, folder: Path = MODEL) -> Calibration:
    """The shipped numbers. Raises KnowledgeError where a file is missing or unreadable."""
    import numpy as np

    try:
        stored = json.loads((folder / STORED).read_bytes())
        with np.load(folder / STORED_WEIGHTS) as arrays:
            cues_only = {
                layer: Head(tuple(codes), arrays[f"{layer}.weights"], arrays[f"{layer}.bias"])
                for layer, codes in stored["codes"].items()
            }
        mixes = {layer: Mix(own["cues"], tuple(own["shift"])) for layer, own in stored["mixes"].items()}
        scales = {name: Scale(**numbers) for name, numbers in stored["scales"].items()}
        return Calibration(
            heads=heads,
            cues_only=cues_only,
            mixes=mixes,
            scales=scales,
            emotions=stored["emotions"]["least"],
            floor=stored["floor"],
            close=stored["close"],
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise KnowledgeError(
            f"The weights in {folder} cannot be used ({type(error).__name__}).", "Install kerchief again."
        ) from error
