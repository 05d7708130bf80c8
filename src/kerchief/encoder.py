"""Sentences in, vectors out. Nothing else in kerchief knows of ONNX."""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

MODEL = Path(__file__).resolve().parent / "data" / "model"
MOST_TOKENS = 128  # a sentence longer than this is read up to here
_BATCH_TOKENS = 256  # padded tokens of one run: small, so that little is padding


class Encoder(Protocol):
    """Anything that turns sentences into unit vectors that lie close where the meaning is close."""

    @property
    def id(self) -> str:
        """A name that changes when the vectors do."""
        ...

    def encode(self, sentences: Sequence[str]) -> Vectors:
        """Unit vectors, shape (len(sentences), width)."""
        ...


class OnnxEncoder:
    """all-MiniLM-L6-v2 with 8-bit weights (Reimers & Gurevych 2019), loaded when first used, mean over tokens."""

    def __init__(self, folder: Path = MODEL, threads: int | None = None) -> None:
        """``threads``: cores to use; all of them by default."""
        self._folder = folder
        self._threads = threads or os.cpu_count() or 1

    @staticmethod
    def is_installed(folder: Path = MODEL) -> bool:
        """Whether the weights are there; without them kerchief reads from cues alone, and says so."""
        return (folder / "encoder.onnx").is_file() and (folder / "tokenizer.json").is_file()

    @cached_property
    def _session(self) -> Any:  # noqa: ANN401 - onnxruntime is untyped
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = self._threads
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        return onnxruntime.InferenceSession(self._folder / "encoder.onnx", options, providers=["CPUExecutionProvider"])

    @cached_property
    def _tokenizer(self) -> Any:  # noqa: ANN401 - tokenizers is untyped
        import tokenizers

        tokenizer = tokenizers.Tokenizer.from_file(str(self._folder / "tokenizer.json"))
        tokenizer.enable_truncation(MOST_TOKENS)
        return tokenizer

    @property
    def id(self) -> str:
        """The name written into the weights when they were exported."""
        return str(self._session.get_modelmeta().custom_metadata_map["id"])

    def encode(self, sentences: Sequence[str]) -> Vectors:
        """Unit vectors, shape (len(sentences), 384); batches hold sentences of like length."""
        import numpy as np

        vectors = np.zeros((len(sentences), 384), dtype=np.float32)
        ids = [encoding.ids for encoding in self._tokenizer.encode_batch(list(sentences))]
        order = sorted(range(len(ids)), key=lambda place: len(ids[place]))
        for batch in _batches(order, ids):
            vectors[batch] = self._encode_batch([ids[place] for place in batch])
        return vectors

    def _encode_batch(self, ids: list[list[int]]) -> Vectors:
        import numpy as np

        longest = max(map(len, ids))
        tokens = np.zeros((len(ids), longest), dtype=np.int64)
        mask = np.zeros((len(ids), longest), dtype=np.int32)
        for row, sentence in enumerate(ids):
            tokens[row, : len(sentence)] = sentence
            mask[row, : len(sentence)] = 1
        (hidden,) = self._session.run(None, {"input_ids": tokens, "attention_mask": mask})
        summed = (hidden * mask[:, :, None]).sum(axis=1)
        vectors: Vectors = summed / np.maximum(np.linalg.norm(summed, axis=1, keepdims=True), 1e-9)
        return vectors


def _batches(order: list[int], ids: list[list[int]]) -> list[list[int]]:
    """Runs of places in order of length, each padded to at most some thousand tokens."""
    found: list[list[int]] = []
    for place in order:
        if not found or (len(found[-1]) + 1) * len(ids[place]) > _BATCH_TOKENS:
            found.append([])
        found[-1].append(place)
    return found
