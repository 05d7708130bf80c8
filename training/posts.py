"""Posts labelled for the project: the labels are kept here by the post's id, the texts lie beside the project."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

LABELS = Path(__file__).resolve().parent / "data" / "post-labels.jsonl"
POSTS = "posts/relationship-posts.jsonl.gz"
WITH_TEARS, WITHOUT = 260, 120  # words that the reader was shown
_AHEAD = 0.6  # share of them that stands before the tears
_TEARS = re.compile(
    r"\b(cry|cries|cried|crying|sob|sobs|sobbed|sobbing|weep|wept|weeping|bawl\w*|tears|teary|teared up|tearing up"
    r"|welled up|broke down|breaking down|choked up)\b",
    re.IGNORECASE,
)


def labelled_posts(shared: Path) -> Iterator[dict[str, Any]]:
    """Rows like those of the labelled sets: id, source, text as the reader saw it, label with the evidence sentence."""
    texts = _texts(shared)
    for line in LABELS.read_text(encoding="utf-8").splitlines():
        label = json.loads(line)
        kind, post = label["id"][0], label["id"][1:]
        text = shown(texts[post], with_tears=kind == "t")
        start = label.pop("at", None)
        evidence = {label["primary"]: _sentence(text, start)} if start is not None else {}
        yield {
            "id": label["id"],
            "source": "posts with tears" if kind == "t" else "posts without tears",
            "text": text,
            "labels": {"L": {**label, "evidence": evidence}},
        }


def shown(post: str, *, with_tears: bool) -> str:
    """The part of a post that the reader was shown: around its first tears, or its beginning."""
    text = re.sub(r"\s+", " ", post).strip()
    words = text.split(" ")
    most = WITH_TEARS if with_tears else WITHOUT
    if len(words) <= most:
        return text
    start = 0
    if with_tears:
        found = _TEARS.search(text)
        before = len(text[: found.start() if found else 0].split(" "))
        start = max(0, min(before - int(most * _AHEAD), len(words) - most))
    return " ".join(words[start : start + most])


def _sentence(text: str, start: int) -> str:
    end = next((match.end() for match in re.finditer(r"[.!?]+\s", text) if match.end() > start), len(text))
    return text[start:end].strip()


def _texts(shared: Path) -> dict[str, str]:
    with gzip.open(shared / "data" / POSTS, "rt", encoding="utf-8") as lines:
        rows = map(json.loads, lines)
        return {row["id"]: f"{row.get('title') or ''}. {row['text']}" for row in rows}
