"""How far two readers of the same posts agree: ``python -m training.agreement``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from training.posts import LABELS

SECOND = LABELS.with_name("post-labels-second.jsonl")


def main() -> None:
    """Print agreement for posts with tears and posts without."""
    first, second = _labels(LABELS), _labels(SECOND)
    for kind, name in (("t", "posts with tears"), ("p", "posts without tears")):
        pairs = [(first[post], label) for post, label in second.items() if post.startswith(kind)]
        told = [(a, b) for a, b in pairs if not a.get("skip") and not b.get("skip")]
        print(
            f"{name}: {len(pairs)} read twice; both skip or both read {_share(_agree(pairs, 'skip'), pairs)}; of the"
            f" {len(told)} that both read: first cause {_share(_agree(told, 'primary'), told)}, all causes F1"
            f" {_causes_f1(told):.3f}, who cries {_share(_agree(told, 'crier'), told)}"
        )


def _labels(path: Path) -> dict[str, dict[str, Any]]:
    return {label["id"]: label for label in map(json.loads, path.read_text(encoding="utf-8").splitlines())}


def _agree(pairs: list[tuple[dict[str, Any], dict[str, Any]]], field: str) -> int:
    return sum(a.get(field) == b.get(field) for a, b in pairs)


def _share(count: int, pairs: list[tuple[dict[str, Any], dict[str, Any]]]) -> str:
    return f"{count / len(pairs):.3f}"


def _causes_f1(pairs: list[tuple[dict[str, Any], dict[str, Any]]]) -> float:
    same = sum(len(set(a["causes"]) & set(b["causes"])) for a, b in pairs)
    return 2 * same / sum(len(a["causes"]) + len(b["causes"]) for a, b in pairs)


if __name__ == "__main__":
    main()
