"""The labelled accounts that may train shipped numbers, and nothing else."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kerchief.domain.conversation import Conversation, Role, Utterance

TRAINABLE = ("readings/train.jsonl.gz", "readings/written.jsonl.gz")


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """An account with one reader's label; ``primary`` is None where the reader saw nobody cry."""

    conversation: Conversation
    source: str
    primary: str | None
    causes: frozenset[str]
    bond: frozenset[str]


def load_accounts(shared: Path) -> list[Labelled]:
    """Every account that may train, in file order."""
    return [_labelled(row, name) for name in TRAINABLE for row in _rows(shared / "data" / name)]


def digests(shared: Path) -> dict[str, str]:
    """The sha256 of each file that numbers are learnt from."""
    paths = {name: shared / "data" / name for name in TRAINABLE}
    return {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in paths.items()}


def to_conversation(row: dict[str, object]) -> Conversation:
    """The account or chat of a row."""
    utterances = row.get("utterances")
    if isinstance(utterances, list):
        said = tuple(Utterance(text=item["text"], speaker=Role(item.get("speaker", "narrator"))) for item in utterances)
        return Conversation(utterances=said, id=str(row["id"]))
    return Conversation.of(str(row["text"]), id=str(row["id"]))


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
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)
