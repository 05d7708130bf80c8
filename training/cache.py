"""Vectors of sentences that were encoded before, kept between runs in ``build/``; never shipped."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from kerchief.encoder import Encoder

if TYPE_CHECKING:
    from kerchief.encoder import Vectors

FOLDER = Path(__file__).resolve().parent.parent / "build"


class CachedEncoder:
    """An encoder that asks the real one only for sentences it has not met. The file holds hashes, no text."""

    def __init__(self, encoder: Encoder) -> None:
        """Open the vectors of earlier runs of this very encoder."""
        self._encoder = encoder
        self._path = FOLDER / f"vectors-{hashlib.sha256(encoder.id.encode()).hexdigest()[:12]}.npz"
        self._known: dict[bytes, Vectors] = {}
        if self._path.is_file():
            with np.load(self._path) as stored:
                names, vectors = stored["names"], stored["vectors"]
            self._known = {bytes(name): vector for name, vector in zip(names, vectors, strict=True)}

    @property
    def id(self) -> str:
        """The real encoder's id."""
        return self._encoder.id

    def encode(self, sentences: Sequence[str]) -> Vectors:
        """Unit vectors, shape (len(sentences), width)."""
        names = [hashlib.sha256(sentence.encode()).digest() for sentence in sentences]
        new = {name: sentence for name, sentence in zip(names, sentences, strict=True) if name not in self._known}
        if new:
            self._known.update(zip(new, self._encoder.encode(list(new.values())), strict=True))
        return np.array([self._known[name] for name in names], dtype=np.float32)

    def save(self) -> None:
        """Keep every vector for the next run."""
        FOLDER.mkdir(exist_ok=True)
        names = np.array([np.frombuffer(name, dtype=np.uint8) for name in self._known])
        np.savez(self._path, names=names, vectors=np.array(list(self._known.values()), dtype=np.float32))
