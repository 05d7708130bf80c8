"""From scores to honest probabilities, with the numbers that ``training/fit_reader.py`` found."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kerchief.encoder import MODEL
from kerchief.errors import KnowledgeError
from kerchief.reading.scoring import Score
from kerchief.signals.extract import Signals

if TYPE_CHECKING:
    from kerchief.encoder import Vectors

STORED, STORED_WEIGHTS = "reader.json", "reader.npz"
UNKNOWN = "unknown"  # the text gives no reason


@dataclass(frozen=True)
class Head:
    """Linear maps over one set of features. Rows follow the codes of the calibration; the last cause is ``unknown``.

    Each row is a logistic regression of its own, since several causes can hold at once; ``slope`` and ``offset``
    scale the causes' log odds so that probabilities are honest (Platt 1999).
    """

    mean: Vectors
    scale: Vectors
    causes: Vectors
    causes_bias: Vectors
    bond: Vectors
    bond_bias: Vectors
    slope: float
    offset: float


@dataclass(frozen=True)
class Calibration:
    """The shipped numbers: one head with the encoder, one for cues alone, and where to abstain or to ask."""

    causes: tuple[str, ...]
    bond: tuple[str, ...]
    with_encoder: Head
    cues_only: Head
    floor: float  # a first cause below this is "not enough to tell"
    close: float  # two causes nearer than this are decided by a question

    @property
    def codes(self) -> tuple[str, ...]:
        """Every meaning that is scored."""
        return (*self.causes, *self.bond)

    def probabilities(self, signals: Signals, scores: Mapping[str, Score]) -> dict[str, float]:
        """A probability for every meaning, and that the text gives no reason (``unknown``).

        Several can hold at once, so they need not sum to 1.
        """
        head = self.cues_only if signals.vectors is None else self.with_encoder
        values = (features(signals, scores, self.codes) - head.mean) * head.scale
        causes = _sigmoid(head.slope * (head.causes @ values + head.causes_bias) + head.offset)
        bond = _sigmoid(head.bond @ values + head.bond_bias)
        return dict(zip((*self.causes, UNKNOWN, *self.bond), map(float, (*causes, *bond)), strict=True))


def features(signals: Signals, scores: Mapping[str, Score], codes: Sequence[str]) -> Vectors:
    """What a head sees: cues for and against with falling returns; with the encoder also closeness and the mean vector.

    Shape (2 * codes,) without vectors, (4 * codes + width,) with them.
    """
    import numpy as np

    ordered = [scores[code] for code in codes]
    cues = np.log1p([[score.cues_for, score.cues_against] for score in ordered]).T.ravel()
    if signals.vectors is None:
        return cues.astype(np.float32)
    close = np.array([[score.best, score.mean] for score in ordered]).T.ravel()
    nearness = signals.nearness()
    mean = (signals.vectors * nearness[:, None]).sum(axis=0) / nearness.sum()
    return np.concatenate([cues, close, mean]).astype(np.float32)


def load_calibration(folder: Path = MODEL) -> Calibration:
    """The shipped numbers. Raises KnowledgeError where a file is missing or unreadable."""
    import numpy as np

    try:
        stored = json.loads((folder / STORED).read_bytes())
        with np.load(folder / STORED_WEIGHTS) as weights:
            heads = {
                name: Head(
                    **{part: weights[f"{name}.{part}"] for part in _PARTS},
                    slope=stored[name]["slope"],
                    offset=stored[name]["offset"],
                )
                for name in ("with_encoder", "cues_only")
            }
        causes, bond = tuple(stored["causes"]), tuple(stored["bond"])
        return Calibration(causes, bond, **heads, floor=stored["floor"], close=stored["close"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise KnowledgeError(
            f"The weights in {folder} cannot be used ({type(error).__name__}).", "Install kerchief again."
        ) from error


_PARTS = ("mean", "scale", "causes", "causes_bias", "bond", "bond_bias")


def _sigmoid(values: Vectors) -> Vectors:
    import numpy as np

    return (1 / (1 + np.exp(-values))).astype(np.float32)
