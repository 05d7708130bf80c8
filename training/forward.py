"""Log odds of examples through the shipped file: what calibration and benchmarks look at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kerchief.encoder import OnnxEncoder, Window
from kerchief.signals.heads import Heads
from training.examples import Example

Array = NDArray[np.float32]
BATCH = 256


@dataclass(frozen=True)
class Forward:
    """The shipped encoder with its heads, on examples that are tokens already."""

    encoder: OnnxEncoder
    heads: Heads

    def accounts(self, examples: Sequence[Example]) -> dict[str, Array]:
        """Log odds of ``cause`` and ``bond``, shape (examples, codes)."""
        pooled = np.array([self._pooled(example, vectors) for example, vectors in self.encoded(examples)])
        cues = np.array([example.marks["cues"] for example in examples])
        return {
            "cause": self.heads["cause"].odds(pooled) + self.heads["cause_cues"].odds(cues),
            "bond": self.heads["bond"].odds(pooled) + self.heads["bond_cues"].odds(cues),
        }

    def comments(self, examples: Sequence[Example]) -> Array:
        """Log odds of the emotions, shape (examples, emotions)."""
        return np.array([self.heads["emotion"].odds(vectors[0]) for _, vectors in self.encoded(examples)])

    def _pooled(self, example: Example, vectors: Array) -> Array:
        raised = np.exp(vectors @ self.heads.attention + self.heads.nearness[example.marks["distances"]])
        pooled: Array = (raised / raised.sum()) @ vectors
        return pooled

    def encoded(self, examples: Sequence[Example]) -> list[tuple[Example, Array]]:
        """Examples with the vectors of their sentences, shape (sentences, 384)."""
        found = []
        for start in range(0, len(examples), BATCH):
            batch = examples[start : start + BATCH]
            windows = [Window(n, one.tokens, one.sentences) for n, own in enumerate(batch) for one in own.windows]
            vectors = self.encoder.encode_windows(windows, [example.size for example in batch])
            found += [(example, own) for example, own in zip(batch, vectors, strict=True)]
        return found
