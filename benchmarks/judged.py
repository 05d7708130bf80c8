"""Suggestions judged blind: two model judges gave each of three replies to sixty moments its step on the ladder.

The moments are turns of ESConv's test part (CC BY-NC, so neither they nor its replies are kept here); the replies are
kerchief's first, what the human supporter said next, and a stock phrase such as the article has. Order was drawn anew
for each moment. The judges saw no origin; they are model readers with the codebook's ladder, not people in need.
"""

from __future__ import annotations

import random
import statistics
from pathlib import Path

from benchmarks.scorers import Row, rows, table

DATA = Path(__file__).resolve().parent / "data" / "judged.jsonl"
NAMES = {"ours": "kerchief's first", "human": "the supporter's next turn", "stock": "a stock phrase"}
DRAWN = 4000


def section() -> str:
    """A table of mean steps, of wins against kerchief's with 95 % intervals, and of how often each was called best."""
    judged = rows(DATA)
    body = [
        [
            name,
            f"{statistics.mean(step for row in judged for step in row[kind]):.2f}",
            "–" if kind == "ours" else _interval([_won(row, "ours", kind) for row in judged]),
            " and ".join(str(sum(row["best"][judge] == kind for row in judged)) for judge in (0, 1)),
        ]
        for kind, name in NAMES.items()
    ]
    header = ["reply", "mean step", "kerchief wins (ties count half)", f"called best of {len(judged)}, by judge"]
    return f"{(__doc__ or '').strip()}\n\n{table(header, body)}"


def _won(row: Row, one: str, other: str) -> float:
    mine, theirs = statistics.mean(row[one]), statistics.mean(row[other])
    return 0.5 if mine == theirs else float(mine > theirs)


def _interval(won: list[float]) -> str:
    draw = random.Random(1)
    means = sorted(statistics.mean(draw.choices(won, k=len(won))) for _ in range(DRAWN))
    return f"{statistics.mean(won):.2f} ({means[DRAWN // 40]:.2f} to {means[-DRAWN // 40]:.2f})"
