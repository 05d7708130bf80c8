"""What the encoder learns from, as token ids: accounts, replies, and comments with emotions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import tokenizers
from numpy.typing import NDArray

from kerchief.checking.hearing import answered
from kerchief.encoder import MODEL, Passage, Window, cut
from kerchief.knowledge.catalogue import Catalogue
from kerchief.reading.calibration import UNKNOWN, cue_features
from kerchief.reading.scoring import best_hits, score
from kerchief.signals.extract import Signals, extract, passage_of
from kerchief.signals.heads import FAR, NOWHERE
from kerchief.signals.neutral import neutral
from kerchief.text import normalise
from training.datasets import OWN, account_rows, rows, to_conversation

FLAGS = (
    "pressuring",
    "alcohol",
    "body",
    "new_parent",
    "suicide_risk",
    "self_harm",
    "violence",
    "control",
    "child_at_risk",
)
RELATIONS = ("partner", "ex", "parent", "child", "sibling", "relative", "friend", "colleague", "stranger", "narrator")
HARMS = tuple(f"H{number:02d}" for number in range(1, 33))
STRENGTHS = tuple(f"G{number:02d}" for number in range(1, 21))
EMOTIONS = (
    "admiration",
    "amusement",
    "anger",
    "annoyance",
    "approval",
    "caring",
    "confusion",
    "curiosity",
    "desire",
    "disappointment",
    "disapproval",
    "disgust",
    "embarrassment",
    "excitement",
    "fear",
    "gratitude",
    "grief",
    "joy",
    "love",
    "nervousness",
    "optimism",
    "pride",
    "realization",
    "relief",
    "remorse",
    "sadness",
    "surprise",
    "neutral",
)
SEND = ("no", "edit", "yes")
NATURAL = ("replies-e.jsonl", "replies-f.jsonl")  # replies in natural shares, kept for the ear
SURENESS = {2: 1.0, 1: 0.75, 0: 0.0}  # of a cause by the strength a reader gave it
BATCH = 64
Array = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """Windows of one passage with ``size`` sentences; ``marks`` are what stands beside them, by name of the head.

    ``where`` gives for some codes the sentences that carry them.
    """

    id: str
    source: str
    windows: tuple[Window, ...]
    size: int
    marks: dict[str, Any]
    where: dict[str, tuple[int, ...]] = field(default_factory=dict)

    @property
    def tokens(self) -> int:
        """Tokens in all windows."""
        return sum(len(window.tokens) for window in self.windows)


def codes_of(catalogue: Catalogue) -> dict[str, tuple[str, ...]]:
    """The codes of each head; the last cause is ``unknown``."""
    layers = {
        layer: tuple(code for code, meaning in catalogue.meanings.items() if meaning.layer == layer and code != UNKNOWN)
        for layer in ("cause", "bond")
    }
    return {
        "cause": (*layers["cause"], UNKNOWN),
        "bond": layers["bond"],
        "flag": FLAGS,
        "emotion": EMOTIONS,
        "harm": HARMS,
        "strength": STRENGTHS,
    }


def accounts(shared: Path, catalogue: Catalogue) -> Iterator[Example]:
    """Every labelled account that may train and in which the reader saw a meaning."""
    told = [row for row in account_rows(shared) if not _label(row).get("skip")]
    yield from (example for row, example in account_examples(told, catalogue) if example.size)


def account_examples(told: Sequence[dict[str, Any]], catalogue: Catalogue) -> Iterator[tuple[dict[str, Any], Example]]:
    """Rows of accounts with their examples."""
    codes = codes_of(catalogue)
    scored = (*codes["cause"][:-1], *codes["bond"])
    for start in range(0, len(told), BATCH):
        batch = told[start : start + BATCH]
        for row, signals in zip(batch, extract([to_conversation(row) for row in batch], catalogue, None), strict=True):
            yield row, _account(row, signals, codes, scored)


def replies(shared: Path) -> Iterator[Example]:
    """Every reply written for the project, and every kinder rewrite of one."""
    for path in (shared / "data" / "replies" / "written.jsonl.gz", *sorted(OWN.glob("replies-*.jsonl"))):
        source = path.name if path.name in NATURAL else "replies"
        for row in rows(path):
            yield reply_example(row, row["reply"], source, _label(row))
            if row.get("better"):
                yield reply_example(row, row["better"], source)


def reply_example(row: dict[str, Any], reply: str, source: str, label: dict[str, Any] | None = None) -> Example:
    """A reply under the words it answers; a rewrite has no label, but no harm either."""
    text = normalise(reply)
    passage = answered(text, normalise(row["context"]))
    sentences = [text.source_between(*place) for place in text.sentences]
    said = {**label["harm"], **label["help"]} if label else {}
    return Example(
        id=row["id"],
        source=source,
        windows=tuple(_cut([passage])),
        size=len(passage.sentences),
        marks={
            "harm": _held(HARMS, label["harm"]) if label else _held(HARMS, ()),
            "strength": _held(STRENGTHS, label["help"]) if label else None,
            "ladder": int(label["ladder"]) if label else -1,
            "send": SEND.index(label["send"]) if label else SEND.index("yes"),
        },
        where={code: _places(quote, sentences, 1) for code, quote in said.items()},
    )


def comments(shared: Path, part: str) -> Iterator[Example]:
    """Comments with the emotions of GoEmotions."""
    for row in rows(shared / "data" / "emotions" / f"goemotions-{part}.jsonl.gz"):
        yield Example(
            id=row["id"],
            source="goemotions",
            windows=tuple(_cut([Passage(sentences=(neutral(row["text"]),))])),
            size=1,
            marks={"emotion": _held(EMOTIONS, row["labels"])},
        )


def _account(
    row: dict[str, Any], signals: Signals, codes: dict[str, tuple[str, ...]], scored: tuple[str, ...]
) -> Example:
    label = _label(row)
    sentences = [signals.texts[one.utterance].source_between(one.start, one.end) for one in signals.encoded]
    distances = [NOWHERE if one.distance < 0 else min(one.distance, FAR) for one in signals.encoded]
    evidence = {code: quote for code, quote in (label.get("evidence") or {}).items() if quote}
    causes = label.get("causes") or {}
    return Example(
        id=row["id"],
        source=row["source"],
        windows=tuple(_cut([passage_of(signals)])),
        size=len(sentences),
        marks={
            "cause": np.array([SURENESS[causes.get(code, 0)] for code in codes["cause"]], np.float32),
            "primary": codes["cause"].index(label["primary"]) if label.get("primary") in codes["cause"] else -1,
            "bond": _held(codes["bond"], label.get("bond") or ()),
            "flag": _held(FLAGS, label.get("flags") or ()),
            "relation": RELATIONS.index(label["crier"]) if label.get("crier") in RELATIONS else -1,
            "distances": distances,
            "cues": cue_features(score(best_hits(signals), scored), scored),
        },
        where={code: _places(quote, sentences, 0) for code, quote in evidence.items()},
    )


def _places(quote: str, sentences: Sequence[str], first: int) -> tuple[int, ...]:
    """The sentences that hold a quote, or lie wholly in it."""
    if not quote:
        return ()
    return tuple(
        first + place
        for place, sentence in enumerate(sentences)
        if quote in sentence or (len(sentence) > 12 and sentence in quote)
    )


def _held(codes: Sequence[str], marked: Iterable[str]) -> Array:
    found = set(marked)
    return np.array([code in found for code in codes], dtype=np.float32)


def _label(row: dict[str, Any]) -> dict[str, Any]:
    label: dict[str, Any] = next(iter(row["labels"].values()))
    return label


@cache
def _tokenizer() -> tokenizers.Tokenizer:
    return tokenizers.Tokenizer.from_file(str(MODEL / "tokenizer.json"))


def _cut(passages: Sequence[Passage]) -> list[Window]:
    return cut(_tokenizer(), passages)
