"""The labelled texts that may train shipped numbers, and nothing else."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kerchief.domain.conversation import Conversation, Role, Utterance
from training.posts import LABELS, POSTS, labelled_posts

OWN = Path(__file__).resolve().parent / "data"  # texts written for the project, kept whole
REAL = "readings/train.jsonl.gz"  # accounts with tears by real people: what probabilities must hold for
BESIDE = (REAL, "readings/written.jsonl.gz", "readings/posts.jsonl.gz")
WEIGHTS = {  # posts in which nobody cries teach less; the dossier's own examples are few, and must hold
    "readings/posts.jsonl.gz": 0.8,
    "posts without tears": 0.8,
    "posts with tears": 0.9,
    "accounts-dossier.jsonl": 2.0,
    "accounts-unknown.jsonl": 1.5,
}


def weight_of(source: str) -> float:
    """How much an account of a source counts in training."""
    return WEIGHTS.get(source, 1.0)


def account_rows(shared: Path) -> Iterator[dict[str, Any]]:
    """Every account that may train, in file order, with its source."""
    for name, path in _accounts(shared):
        for row in rows(path):
            yield {**row, "source": name}
    yield from labelled_posts(shared)


def digests(shared: Path) -> dict[str, str]:
    """The sha256 of each file that numbers are learnt from."""
    beside = ("replies/written.jsonl.gz", "emotions/goemotions-train.jsonl.gz", POSTS)
    files = [*_accounts(shared), *((name, shared / "data" / name) for name in beside), (LABELS.name, LABELS)]
    files += [(path.name, path) for path in sorted(OWN.glob("replies-*.jsonl"))]
    return {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in files}


def to_conversation(row: dict[str, Any]) -> Conversation:
    """The account or chat of a row."""
    utterances = row.get("utterances")
    if isinstance(utterances, list):
        said = tuple(Utterance(text=item["text"], speaker=Role(item.get("speaker", "narrator"))) for item in utterances)
        return Conversation(utterances=said, id=str(row["id"]))
    return Conversation.of(str(row["text"]), id=str(row["id"]))


def _accounts(shared: Path) -> list[tuple[str, Path]]:
    beside = [(name, shared / "data" / name) for name in BESIDE]
    return beside + [(path.name, path) for path in sorted(OWN.glob("accounts-*.jsonl"))]


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a plain or gzipped JSONL file."""
    content = path.read_bytes()
    text = gzip.decompress(content) if path.suffix == ".gz" else content
    for line in text.decode("utf-8").split("\n"):
        if line.strip():
            yield json.loads(line)
