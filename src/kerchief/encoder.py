"""Sentences in, vectors out. Nothing else in kerchief knows of ONNX.

Sentences are encoded among their neighbours: a passage is cut into windows of whole sentences, each window goes through
the encoder once, and a sentence's vector is the mean over its own tokens. So "it" and "that" mean something, and no
token is paid for twice. Sentences that are meant (those with the tears, or the reply under check) carry a mark. Parts
of sentences come out of the same run.
"""

from __future__ import annotations

import os
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

MODEL = Path(__file__).resolve().parent / "data" / "model"
LARGE_MODEL = MODEL.with_name("model-large")
_MOST_TOKENS = 126  # of a window, besides its first and last; a sentence longer than this is read up to here
_MARK, _FIRST, _LAST = 1, 101, 102  # token ids: a mark that the base encoder never used, [CLS], [SEP]


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """Sentences that follow one another. ``marked`` holds the places of those that are meant.

    ``parts`` says of each sentence where its parts begin, if vectors of these are wanted too.
    """

    sentences: tuple[str, ...]
    marked: frozenset[int] = frozenset()
    parts: tuple[tuple[int, ...], ...] = ()

    @property
    def size(self) -> int:
        """How many vectors it has: one a sentence, then one a part."""
        return len(self.sentences) + sum(map(len, self.parts))


@dataclass(frozen=True, slots=True)
class Window:
    """Token ids, and of each the place of its sentence in the passage, and of its part's vector (-1: of none)."""

    passage: int
    tokens: tuple[int, ...]
    sentences: tuple[int, ...]
    parts: tuple[int, ...] = ()


class Encoder(Protocol):
    """Anything that turns the sentences of passages into unit vectors."""

    @property
    def id(self) -> str:
        """A name that changes when the vectors do."""
        ...

    def encode(self, passages: Sequence[Passage]) -> list[Vectors]:
        """Unit vectors of every passage: of its sentences, then of their parts; shape (``size``, width)."""
        ...


class OnnxEncoder:
    """A shipped encoder in 8 bits, loaded when first used, trained on in ``training/``: the small one by default."""

    def __init__(self, folder: Path = MODEL, threads: int | None = None) -> None:
        """``threads``: cores to use; all of them by default."""
        self._folder = folder
        self._threads = threads or os.cpu_count() or 1

    @staticmethod
    def is_installed(folder: Path = MODEL) -> bool:
        """Whether the weights are there; without them kerchief reads from cues alone, and says so."""
        return (folder / "encoder.onnx").is_file() and (MODEL / "tokenizer.json").is_file()

    @cached_property
    def _session(self) -> Any:  # noqa: ANN401 - onnxruntime is untyped
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = self._threads
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        options.add_session_config_entry("session.x64quantprecision", "0" if _multiplies_exactly() else "1")
        return onnxruntime.InferenceSession(self._folder / "encoder.onnx", options, providers=["CPUExecutionProvider"])

    @cached_property
    def _tokenizer(self) -> Any:  # noqa: ANN401 - tokenizers is untyped
        import tokenizers

        return tokenizers.Tokenizer.from_file(str(MODEL / "tokenizer.json"))

    @property
    def id(self) -> str:
        """The name written into the weights when they were exported."""
        return str(self._session.get_modelmeta().custom_metadata_map["id"])

    @cached_property
    def width(self) -> int:
        """Of a vector: 384 of the small encoder, 768 of the large one."""
        return int(self._session.get_outputs()[0].shape[-1])

    def encode(self, passages: Sequence[Passage]) -> list[Vectors]:
        """Unit vectors of every passage, shape (``size``, width); a batch gives just what single calls would."""
        return self.encode_windows(cut(self._tokenizer, passages), [passage.size for passage in passages])

    def encode_windows(self, windows: Sequence[Window], sizes: Sequence[int]) -> list[Vectors]:
        """The same from windows; ``sizes`` counts the vectors of each passage."""
        import numpy as np

        sums = [np.zeros((size, self.width), dtype=np.float32) for size in sizes]
        for window in windows:
            hidden = self._run(window)
            for places in filter(len, map(np.array, (window.sentences, window.parts))):
                np.add.at(sums[window.passage], places[places >= 0], hidden[places >= 0])
        return [total / np.maximum(np.linalg.norm(total, axis=1, keepdims=True), 1e-9) for total in sums]

    def _run(self, window: Window) -> Vectors:
        """Vectors of the tokens. One window at a time: beside others its last digits would hang on theirs."""
        import numpy as np

        tokens = np.array([window.tokens], dtype=np.int64)
        (hidden,) = self._session.run(None, {"input_ids": tokens, "attention_mask": np.ones_like(tokens, np.int32)})
        vectors: Vectors = hidden[0]
        return vectors


def _multiplies_exactly() -> bool:
    """Whether the processor multiplies tiles of 8 bits (AMX), where nothing overflows.

    Elsewhere the runtime itself knows best; here it takes three times as long to the same last digit.
    """
    try:
        return "amx_int8" in Path("/proc/cpuinfo").read_text(encoding="utf-8")
    except OSError:
        return False


def cut(tokenizer: Any, passages: Sequence[Passage]) -> list[Window]:  # noqa: ANN401 - tokenizers is untyped
    """The windows of every passage: whole sentences, as many as go into one."""
    encoded = tokenizer.encode_batch(
        [sentence for passage in passages for sentence in passage.sentences], add_special_tokens=False
    )
    rest = iter(encoded)
    return [
        window
        for number, passage in enumerate(passages)
        for window in _windows(number, passage, [next(rest) for _ in passage.sentences])
    ]


def _windows(number: int, passage: Passage, encoded: Sequence[Any]) -> Iterator[Window]:
    tokens: list[int] = []
    places: list[int] = []
    parts: list[int] = []
    first = len(passage.sentences)  # vector of the sentence's first part
    for place, own in enumerate(encoded):
        mark = [_MARK] * (place in passage.marked)
        marked = (mark + own.ids)[:_MOST_TOKENS]
        if tokens and len(tokens) + len(marked) > _MOST_TOKENS:
            yield _window(number, tokens, places, parts)
            tokens, places, parts = [], [], []
        tokens += marked
        places += [place] * len(marked)
        if passage.parts:
            begins = passage.parts[place]
            within = [first + bisect_right(begins, start) - 1 for start, _ in own.offsets]
            parts += ([-1] * len(mark) + within)[:_MOST_TOKENS]
            first += len(begins)
    if tokens:
        yield _window(number, tokens, places, parts)


def _window(number: int, tokens: Sequence[int], places: Sequence[int], parts: Sequence[int]) -> Window:
    return Window(number, (_FIRST, *tokens, _LAST), (-1, *places, -1), (-1, *parts, -1) if parts else ())
