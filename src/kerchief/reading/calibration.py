"""From scores to honest probabilities, with the numbers that ``training/fit_reader.py`` found."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kerchief.encoder import MODEL
from kerchief.errors import KnowledgeError
from kerchief.reading.scoring import Score

STORED = "reader.json"


@dataclass(frozen=True)
class Weights:
    """One logistic regression: what cues for, cues against and closeness are worth, and a bias for each code."""

    cues_for: float
    cues_against: float
    similarity: float
    rivals: float
    bias: Mapping[str, float]


@dataclass(frozen=True)
class Calibration:
    """How to turn scores into probabilities: with closeness where the encoder ran, without it where it did not."""

    with_encoder: Weights
    cues_only: Weights
    bond: Weights
    floor: float  # a first cause below this is "not enough to tell"
    close: float  # two causes nearer than this are decided by a question

    def probabilities(self, scores: Mapping[str, Score], has_vectors: bool) -> dict[str, float]:
        """A probability for every cause. Several can hold at once, so they need not sum to 1."""
        return _probabilities(scores, self.with_encoder if has_vectors else self.cues_only)

    def bond_probabilities(self, scores: Mapping[str, Score]) -> dict[str, float]:
        """The same for what the tears say about the bond."""
        return _probabilities(scores, self.bond)


def load_calibration(folder: Path = MODEL) -> Calibration:
    """The shipped numbers. Raises KnowledgeError where the file is missing or unreadable."""
    try:
        stored = json.loads((folder / STORED).read_bytes())
        weights = {name: Weights(**stored[name]) for name in ("with_encoder", "cues_only", "bond")}
        return Calibration(**weights, floor=stored["floor"], close=stored["close"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise KnowledgeError(
            f"{folder / STORED} cannot be used ({type(error).__name__}).", "Install kerchief again."
        ) from error


def _probabilities(scores: Mapping[str, Score], weights: Weights) -> dict[str, float]:
    own = {code: _logit(score, weights) for code, score in scores.items()}
    if len(own) < 2:
        return {code: _sigmoid(value) for code, value in own.items()}
    return {code: _sigmoid(value - weights.rivals * _rivals(own, code)) for code, value in own.items()}


def _logit(score: Score, weights: Weights) -> float:
    """Cues add up with falling returns: the fifth says less than the first."""
    return (
        weights.bias.get(score.code, 0.0)
        + weights.cues_for * math.log1p(score.cues_for)
        - weights.cues_against * math.log1p(score.cues_against)
        + weights.similarity * score.similarity
    )


def _rivals(own: Mapping[str, float], code: str) -> float:
    """The strongest other cause, as a softened maximum."""
    return math.log(sum(math.exp(value) for other, value in own.items() if other != code))


def _sigmoid(value: float) -> float:
    return 1 / (1 + math.exp(-value))
