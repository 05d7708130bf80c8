"""What the danger flags see and miss, on the project's own sets and on labelled accounts.

Run it with ``python -m benchmarks.safety --shared ../shared``. No encoder is needed. A fifth of the own sets ("held")
and a third of the training accounts and posts ("never worked on") were not looked at while patterns were written.
"""

from __future__ import annotations

import argparse
import hashlib
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from training.datasets import to_conversation

from benchmarks.scorers import Row, rows, table
from kerchief.domain.reading import Flag
from kerchief.knowledge.catalogue import Catalogue
from kerchief.knowledge.loader import load
from kerchief.safety import find_flags
from kerchief.text import normalise

OWN = Path(__file__).resolve().parent.parent / "tests" / "safety"
FLAGS = ("suicide_risk", "self_harm", "violence", "control", "pressuring", "child_at_risk")


def own_sets(catalogue: Catalogue) -> str:
    """Dangers seen, and benign texts called danger."""
    body = []
    for held in (False, True):
        danger, benign = (_own(name, held) for name in ("danger", "benign"))
        seen = Counter(row["tier"] for row in danger if _is_seen(row, catalogue))
        counts = Counter(row["tier"] for row in danger)
        called = [_dangers(row["text"], catalogue) for row in benign]
        hard = sum(any(flag.tier == "hard" for flag in flags) for flags in called)
        body.append([
            "held fifth" if held else "worked on",
            *(f"{seen[tier]} of {counts[tier]}" for tier in ("hard", "soft")),
            f"{hard} of {len(benign)}",
            f"{sum(map(bool, called))} of {len(benign)}",
        ])  # fmt: skip
    return table(["own sets", "hard seen", "soft seen", "benign called hard", "benign asked about"], body)


def labelled(catalogue: Catalogue, told: Iterable[Row]) -> list[list[str]]:
    """Recall and precision of each flag, where more than half of an account's readers mark it."""
    right, raised, marked = Counter[str](), Counter[str](), Counter[str]()
    for row in told:
        labels = [label for label in row["labels"].values() if not label.get("skip")]
        if not labels:
            continue
        votes = Counter(code for label in labels for code in label.get("flags") or ())
        gold = {code for code, count in votes.items() if 2 * count > len(labels)}
        texts = tuple(normalise(utterance.text) for utterance in to_conversation(row).utterances)
        found = {flag.code for flag in find_flags(texts, None, catalogue)}
        right.update(gold & found)
        raised.update(found)
        marked.update(gold)
    return [
        [code, *(f"{right[code]} of {count[code]}" for count in (marked, raised))]
        for code in FLAGS
    ]  # fmt: skip


def is_spared(row: Row) -> bool:
    """Whether a training account belongs to the third that no pattern was written on."""
    return int(hashlib.sha1(f"h{row['id']}".encode(), usedforsecurity=False).hexdigest(), 16) % 3 == 0


def main() -> None:
    """Print the tables of docs/explanation/safety.md."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    readings = parser.parse_args().shared / "data" / "readings"
    catalogue = load()
    print(own_sets(catalogue))
    for title, told in (
        ("train, never worked on", filter(is_spared, rows(readings / "train.jsonl.gz"))),
        ("posts without tears, never worked on", filter(is_spared, rows(readings / "posts.jsonl.gz"))),
        ("dev", rows(readings / "dev.jsonl")),
    ):
        print(f"\n{title}\n")
        print(table(["flag", "marked accounts found", "raised rightly"], labelled(catalogue, told)))


def _own(name: str, held: bool) -> list[Row]:
    return [row for row in rows(OWN / f"{name}.jsonl") if bool(row.get("held")) is held]


def _dangers(text: str, catalogue: Catalogue) -> list[Flag]:
    flags = find_flags((normalise(text),), None, catalogue)
    return [flag for flag in flags if catalogue.flags[flag.code].kind == "danger"]


def _is_seen(row: Row, catalogue: Catalogue) -> bool:
    found = {flag.code: flag.tier for flag in find_flags((normalise(row["text"]),), None, catalogue)}
    return all(code in found for code in row["flags"]) and (row["tier"] != "hard" or found[row["flags"][0]] == "hard")


if __name__ == "__main__":
    main()
