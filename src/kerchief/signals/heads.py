"""The trained heads: linear maps from the vectors of one pass to everything the rooms ask of it.

``training/fit_encoder.py`` learns them together with the encoder; they fit no other one.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kerchief.encoder import MODEL
from kerchief.errors import KnowledgeError

if TYPE_CHECKING:
    from kerchief.encoder import Vectors
    from kerchief.signals.extract import Signals

STORED, STORED_WEIGHTS = "heads.json", "heads.npz"
FAR, NOWHERE = 7, 8  # distance of a sentence so many or more away from the tears; of one where nobody cries


@dataclass(frozen=True)
class Head:
    """Log odds of some codes: ``weights`` (codes, width) by a vector, plus ``bias``; in the order of ``codes``."""

    codes: tuple[str, ...]
    weights: Vectors
    bias: Vectors

    def odds(self, vectors: Vectors) -> Vectors:
        """Shape (..., codes) for vectors of shape (..., width)."""
        found: Vectors = vectors @ self.weights.T + self.bias
        return found


@dataclass(frozen=True)
class Heads:
    """Every head by name: ``cause bond flag emotion harm strength`` over vectors, ``cause_cues bond_cues`` over cues.

    ``attention`` says which sentences of an account count (a vector's part), ``nearness`` how that hangs on the number
    of sentences between them and the tears.
    """

    encoder: str
    by_name: Mapping[str, Head]
    attention: Vectors
    nearness: Vectors

    def __getitem__(self, name: str) -> Head:
        """The head of that name."""
        return self.by_name[name]

    def weigh(self, signals: Signals) -> Vectors:
        """How much each encoded sentence counts; sums to 1."""
        import numpy as np

        assert signals.vectors is not None
        distances = [NOWHERE if one.distance < 0 else min(one.distance, FAR) for one in signals.encoded]
        raised = np.exp(signals.vectors @ self.attention + self.nearness[distances])
        found: Vectors = raised / raised.sum()
        return found


def heads_in(arrays: Mapping[str, Vectors], codes: Mapping[str, Sequence[str]]) -> dict[str, Head]:
    """Heads by name from arrays ``NAME.weights`` and ``NAME.bias``, as training stores them in 16 bits."""
    return {
        name: Head(tuple(own), arrays[f"{name}.weights"].astype("float32"), arrays[f"{name}.bias"].astype("float32"))
        for name, own in codes.items()
    }


def load_heads(folder: Path = MODEL) -> Heads:
    """The shipped heads. Raises KnowledgeError where a file is missing or unreadable."""
    import numpy as np

    try:
        stored = json.loads((folder / STORED).read_bytes())
        with np.load(folder / STORED_WEIGHTS) as arrays:
            return Heads(
                stored["encoder"],
                heads_in(arrays, stored["codes"]),
                arrays["attention"].astype(np.float32),
                arrays["nearness"].astype(np.float32),
            )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise KnowledgeError(
            f"The weights in {folder} cannot be used ({type(error).__name__}).", "Install kerchief again."
        ) from error
