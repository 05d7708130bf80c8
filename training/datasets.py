"""The labelled accounts that may train shipped numbers, and nothing else."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kerchief.domain.conversation import Conversation, Role, Utterance

OWN = Path(__file__).resolve().parent / "data"  # accounts written for the project, kept whole
BESIDE = ("readings/train.jsonl.gz", "readings/written.jsonl.gz", "readings/posts.jsonl.gz")
WEIGHTS = {  # posts in which nobody cries teach less; the dossier's own examples are few, and must hold
    "readings/posts.jsonl.gz": 0.4,
    "accounts-dossier.jsonl": 8.0,
    "accounts-unknown.jsonl": 3.0,
}
REAL = ("readings/train.jsonl.gz",)  # accounts with tears by real people: what probabilities must hold for


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """An account with one reader's label; ``primary`` is None where the reader saw nobody cry."""

    conversation: Conversation
    source: str
    primary: str | None
    causes: frozenset[str]
    bond: frozenset[str]

    @property
    def weight(self) -> float:
        """How much the account counts in training."""
        return WEIGHTS.get(self.source, 1.0)

    @property
    def is_real(self) -> bool:
        """Whether it is such as probabilities must hold for."""
        return self.source in REAL


def load_accounts(shared: Path) -> list[Labelled]:
    """Every account that may train, in file order."""
    return [_labelled(row, name) for name, path in _files(shared) for row in _rows(path)]


def digests(shared: Path) -> dict[str, str]:
    """The sha256 of each file that numbers are learnt from."""
    return {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in _files(shared)}


def to_conversation(row: dict[str, object]) -> Conversation:
    """The account or chat of a row."""
    utterances = row.get("utterances")
    if isinstance(utterances, list):
        said = tuple(Utterance(text=item["text"], speaker=Role(item.get("speaker", "narrator"))) for item in utterances)
        return Conversation(utterances=said, id=str(row["id"]))
    return Conversation.of(str(row["text"]), id=str(row["id"]))


def _files(shared: Path) -> list[tuple[str, Path]]:
    beside = [(name, shared / "data" / name) for name in BESIDE]
    return beside + [(path.name, path) for path in sorted(OWN.glob("accounts-*.jsonl"))]


def _labelled(row: dict[str, object], source: str) -> Labelled:
    labels = row["labels"]
    assert isinstance(labels, dict)
    label = next(iter(labels.values()))
    skipped = bool(label.get("skip"))
    return Labelled(
        conversation=to_conversation(row),
        source=source,
        primary=None if skipped else label["primary"],
        causes=frozenset() if skipped else frozenset(label["causes"]),
        bond=frozenset() if skipped else frozenset(label.get("bond") or ()),
    )


def _rows(path: Path) -> Iterator[dict[str, object]]:
    content = path.read_bytes()
    text = gzip.decompress(content) if path.suffix == ".gz" else content
    for line in text.decode("utf-8").split("\n"):
        if line.strip():
            yield json.loads(line)
