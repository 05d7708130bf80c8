"""The label texts of every meaning as vectors, and how close an account comes to them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kerchief.encoder import MODEL, Encoder
from kerchief.knowledge.catalogue import Catalogue
from kerchief.signals.neutral import neutral

if TYPE_CHECKING:
    from kerchief.encoder import Vectors
    from kerchief.signals.extract import Signals

STORED = "prototypes.npz"
_TOP = 2  # prototypes of a meaning that are averaged; one alone is noisy
_NEAR, _FURTHER = 0.3, 0.9  # sentences less near to the tears than this count a little less


@dataclass(frozen=True)
class Prototypes:
    """``vectors[i]`` is a label text of the meaning ``codes[i]``."""

    codes: tuple[str, ...]
    vectors: Vectors

    def closeness(self, signals: Signals, codes: Sequence[str]) -> dict[str, tuple[float, float, int]]:
        """For each code: closeness of its best sentence, mean closeness near the tears, and the best one's place.

        Both closenesses are cosines less their mean over the codes: what tells this meaning from the others.
        """
        import numpy as np

        assert signals.vectors is not None
        products = signals.vectors @ self.vectors.T
        nearness = signals.nearness()
        reached = products * np.where(nearness >= _NEAR, 1.0, _FURTHER)[:, None]
        own = np.array(self.codes)
        best, mean, place = [], [], []
        for code in codes:
            top = np.sort(reached[:, own == code], axis=1)[:, -_TOP:].mean(axis=1)
            best.append(top.max())
            place.append(int(top.argmax()))
            mean.append((products[:, own == code].mean(axis=1) * nearness).sum() / nearness.sum())
        centred = zip(np.array(best) - np.mean(best), np.array(mean) - np.mean(mean), place, strict=True)
        return {code: (float(b), float(m), p) for code, (b, m, p) in zip(codes, centred, strict=True)}


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
    return Prototypes(tuple(code for code, _ in pairs), encoder.encode([neutral(text) for _, text in pairs]))


def digest_of(catalogue: Catalogue, encoder: Encoder) -> str:
    """Names the label texts and the encoder together."""
    total = hashlib.sha256(encoder.id.encode())
    for meaning in catalogue.meanings.values():
        for text in meaning.prototypes:
            total.update(f"\0{meaning.code}\0{neutral(text)}".encode())
    return total.hexdigest()
