"""The label texts of every meaning as vectors, and how close an account comes to them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kerchief.encoder import MODEL, Encoder
from kerchief.knowledge.catalogue import Catalogue

if TYPE_CHECKING:
    from kerchief.encoder import Vectors
    from kerchief.signals.extract import Signals

STORED = "prototypes.npz"
_TOP = 2  # prototypes of a meaning that are averaged; one alone is noisy


@dataclass(frozen=True)
class Prototypes:
    """``vectors[i]`` is a label text of the meaning ``codes[i]``."""

    codes: tuple[str, ...]
    vectors: Vectors

    def closeness(self, signals: Signals, codes: Sequence[str]) -> dict[str, tuple[float, int]]:
        """For each code the closeness of its best sentence, against the mean over codes, and that sentence's place."""
        import numpy as np

        assert signals.vectors is not None
        near = np.array([1.0 if sentence.distance in (0, 1, 2) else 0.9 for sentence in signals.encoded])
        products = (signals.vectors @ self.vectors.T) * near[:, None]
        own = np.array(self.codes)
        found = {}
        for code in codes:
            columns = products[:, own == code]
            top = np.sort(columns, axis=1)[:, -_TOP:].mean(axis=1)
            found[code] = (float(top.max()), int(top.argmax()))
        mean = float(np.mean([value for value, _ in found.values()]))
        return {code: (value - mean, place) for code, (value, place) in found.items()}


def load_prototypes(catalogue: Catalogue, encoder: Encoder, folder: Path = MODEL) -> Prototypes:
    """The stored vectors where they were made from these very texts by this encoder; else they are made anew."""
    import numpy as np

    digest = digest_of(catalogue, encoder)
    try:
        with np.load(folder / STORED) as stored:
            if str(stored["digest"]) == digest:
                return Prototypes(tuple(map(str, stored["codes"])), stored["vectors"].astype(np.float32))
    except (OSError, KeyError, ValueError):
        pass
    return make_prototypes(catalogue, encoder)


def make_prototypes(catalogue: Catalogue, encoder: Encoder) -> Prototypes:
    """Encode every label text."""
    pairs = [(meaning.code, text) for meaning in catalogue.meanings.values() for text in meaning.prototypes]
    return Prototypes(tuple(code for code, _ in pairs), encoder.encode([text for _, text in pairs]))


def digest_of(catalogue: Catalogue, encoder: Encoder) -> str:
    """Names the label texts and the encoder together."""
    total = hashlib.sha256(encoder.id.encode())
    for meaning in catalogue.meanings.values():
        for text in meaning.prototypes:
            total.update(f"\0{meaning.code}\0{text}".encode())
    return total.hexdigest()
