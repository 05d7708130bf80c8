"""EPITOME: the project's architecture on a public measure, by itself: ``python -m benchmarks.epitome``.

Trained on the train split, chosen on the dev split, measured once on the test split. The texts are for research only
and concern real people: these weights are thrown away, and nothing of them is written into the package. Needs the
``train`` extra. Writes docs/explanation/epitome.md.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import platform
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from sklearn.metrics import f1_score

from benchmarks.epitome_counts import judge_by_counts
from benchmarks.epitome_network import LEVELS, TASKS, Array, Exchange, Judged, Network, exchange, learn
from benchmarks.rationales import Told, iou_f1, spans
from benchmarks.resampling import ROUNDS as DRAWN
from benchmarks.resampling import interval
from benchmarks.scorers import rows, table

ROOT = Path(__file__).resolve().parent.parent
PAGE, TRAINED = ROOT / "docs" / "explanation" / "epitome.md", ROOT / "build" / "MiniLM-L6" / "encoder.safetensors"
SEED, ROUNDS, PATIENCE = 3, 4, 2
OFFSETS = (0.0, 0.4, 0.8, 1.2)  # what may be added to the log odds of a weak and of a strong showing
THRESHOLDS, GAPS = (0.3, 0.4, 0.5, 0.6), (0, 2, 4)  # from which chance a word is marked; words closed over
NAMES = {"ER": "emotional reactions", "IP": "interpretations", "EX": "explorations"}
PUBLISHED = {"ER": ("0.753", "0.625"), "IP": ("0.697", "0.597"), "EX": ("0.635", "0.817")}
OURS = "kerchief's architecture"
KINDS = ("macro-F1", "IOU-F1", "IOU-F1 where words are marked")
Numbers = NDArray[Any]
HEAD = """# EPITOME: the architecture on a public measure

kerchief tells three skills of a reply: emotional reaction, interpretation, exploration, each 0 to 2, with the words
that show it. EPITOME (Sharma et al. 2020) is a public set of replies labelled so. It may be used for research only, so
nothing that ships was learnt from it. What can be asked is whether the architecture that kerchief ships, a small
encoder with linear heads, learns the task as well as the far larger one that was published with it.

This page is written by `python -m benchmarks.epitome`; no measured figure in it was typed by hand. The weights were
thrown away.
"""
MEANING = """
Macro-F1 is the mean F1 of the levels none, weak and strong. IOU-F1, after the paper: a span is a run of marked words;
a predicted span matches a gold one when the words in both are at least half of the words in either; F1 of matched
spans is taken for each reply, and its mean is told. What a reply counts in which nobody marked a word is not settled:
the paper's code gives it 0, and with that its figure for explorations could hardly be reached, for most replies are
such. So two readings are given: over all replies, one without a span on either side counting as 1 ("always none" shows
how much that gives away), and over those alone in which words are marked. Words here are whatever stands between white
space; the paper's code counts pieces of words, of the first 64.
The published figures are quoted; they stand on another split and are not measured here.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What was chosen on the dev split for one task."""

    offsets: tuple[float, ...]
    threshold: float
    gap: int


def main() -> None:
    """Learn, measure, and write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--encoder", type=Path, default=TRAINED, help="where to start; without it, the base encoder")
    arguments = parser.parse_args()
    random.seed(SEED)
    np.random.seed(SEED)
    torch.manual_seed(SEED)
    began = time.time()
    parts = _parts(arguments.shared)
    trained = arguments.encoder if arguments.encoder.is_file() else None
    network, best = _learnt(parts, trained)
    found = {
        OURS: _chosen(network.judge(parts["dev"]), parts["dev"], network.judge(parts["test"])),
        "word counts, logistic regression": judge_by_counts(parts["train"], parts["test"]),
        "always none": _none(parts["test"]),
    }
    told = [_line(name, answers, parts["test"]) for name, answers in found.items()]
    how = f"{_start(trained)} Round {best + 1} of at most {ROUNDS} was kept; all took {time.time() - began:.0f} s."
    page = _page(told, found[OURS], parts, how)
    PAGE.write_text(page, encoding="utf-8")
    print(page)


def _parts(shared: Path) -> dict[str, list[Exchange]]:
    found: dict[str, list[Exchange]] = {"train": [], "dev": [], "test": []}
    for row in rows(shared / "data" / "benchmarks" / "epitome.jsonl.gz"):
        found[row["split"]].append(exchange(row))
    return found


def _learnt(parts: dict[str, list[Exchange]], trained: Path | None) -> tuple[Network, int]:
    """The network as it was after the round that did best on the dev split."""
    network = Network(trained)
    scores: list[float] = []
    kept: dict[str, torch.Tensor] = {}

    def is_over(number: int) -> bool:
        dev = parts["dev"]
        answers = _chosen(network.judge(dev), dev, network.judge(dev))
        figures = [_figures(answers[task], dev, place) for place, task in enumerate(TASKS)]
        scores.append(float(np.mean([[levels, words] for levels, words, _ in figures])))
        print(f"dev after round {number + 1}: {_shown(figures)}", flush=True)
        if scores[-1] == max(scores):
            kept.update({name: value.clone() for name, value in network.state_dict().items()})
        return number - int(np.argmax(scores)) >= PATIENCE

    learn(network, parts["train"], ROUNDS, is_over)
    network.load_state_dict(kept)
    return network, int(np.argmax(scores))


def _chosen(dev: Sequence[Judged], gold: Sequence[Exchange], judged: Sequence[Judged]) -> dict[str, Told]:
    """Answers, with what does best on the dev split."""
    found = {}
    for place, task in enumerate(TASKS):
        levels = [one.levels[place] for one in gold]

        def macro(offsets: tuple[float, ...], place: int = place, levels: list[int] = levels) -> float:
            return _macro_f1(np.array(levels), np.array([_level(one, place, offsets) for one in dev]))

        offsets = max(((0.0, *pair) for pair in product(OFFSETS, repeat=LEVELS - 1)), key=macro)

        def matched(choice: Choice, place: int = place) -> float:
            return _mean_iou(_told(dev, place, choice), gold, place)

        choices = [Choice(offsets=offsets, threshold=one, gap=gap) for one, gap in product(THRESHOLDS, GAPS)]
        found[task] = _told(judged, place, max(choices, key=matched))
    return found


def _told(judged: Sequence[Judged], place: int, choice: Choice) -> Told:
    levels = [_level(one, place, choice.offsets) for one in judged]
    words = [_words(one.words[place], choice, level) for one, level in zip(judged, levels, strict=True)]
    return Told(levels=levels, words=words)


def _level(one: Judged, place: int, offsets: tuple[float, ...]) -> int:
    return int((one.levels[place] + np.array(offsets)).argmax())


def _words(chances: Array, choice: Choice, level: int) -> list[bool]:
    """Words above the threshold, over small gaps; none where the level is 0, and at least the likeliest elsewhere."""
    if not level:
        return [False] * len(chances)
    marks = [bool(chance >= min(choice.threshold, chances.max())) for chance in chances]
    for start, end in spans([not mark for mark in marks]):
        if end - start <= choice.gap and start > 0 and end < len(marks):
            marks[start:end] = [True] * (end - start)
    return marks


def _none(exchanges: Sequence[Exchange]) -> dict[str, Told]:
    words = [[False] * len(one.marks[0]) for one in exchanges]
    return {task: Told(levels=[0] * len(exchanges), words=words) for task in TASKS}


def _figures(told: Told, gold: Sequence[Exchange], place: int) -> tuple[float, float, float]:
    """Macro-F1 of the levels; IOU-F1 over all replies, and over those in which somebody marked words."""
    levels = np.array([one.levels[place] for one in gold])
    carrying = [number for number, one in enumerate(gold) if any(one.marks[place])]
    strict = np.mean([iou_f1(gold[number].marks[place], told.words[number]) for number in carrying])
    return _macro_f1(levels, np.array(told.levels)), _mean_iou(told, gold, place), float(strict)


def _macro_f1(gold: Numbers, found: Numbers) -> float:
    return float(f1_score(gold, found, labels=range(LEVELS), average="macro", zero_division=0))


def _mean_iou(told: Told, gold: Sequence[Exchange], place: int) -> float:
    pairs = zip(gold, told.words, strict=True)
    return float(np.mean([iou_f1(one.marks[place], words) for one, words in pairs]))


def _shown(figures: Sequence[tuple[float, ...]]) -> str:
    pairs = zip(TASKS, figures, strict=True)
    return "; ".join(" ".join([task, *(f"{one:.3f}" for one in own)]) for task, own in pairs)


def _line(name: str, answers: dict[str, Told], gold: Sequence[Exchange]) -> list[str]:
    figures = [_figures(answers[task], gold, place) for place, task in enumerate(TASKS)]
    return [name, *(f"{figures[place][kind]:.3f}" for kind in range(3) for place in range(len(TASKS)))]


def _page(told: list[list[str]], answers: dict[str, Told], parts: dict[str, list[Exchange]], how: str) -> str:
    test = parts["test"]
    published = [*(PUBLISHED[task][kind] for kind in range(2) for task in TASKS), *["–"] * len(TASKS)]
    header = ["", *(f"{kind}, {NAMES[task]}" for kind in KINDS for task in TASKS)]
    turned = zip(header, *told, ["RoBERTa bi-encoder, as published", *published], strict=True)
    top, *body = [list(line) for line in turned]
    spread = [[NAMES[task], *_spread(answers[task], test, place)] for place, task in enumerate(TASKS)]
    return "\n\n".join([
        HEAD.strip(),
        f"Test: {len(test)} replies; learnt from {len(parts['train'])}, chosen on {len(parts['dev'])}; split by the "
        f"seeker's post. {how} Measured on {datetime.now(UTC):%d %B %Y}, {platform.machine()}, {os.cpu_count()} cores, "
        f"Python {platform.python_version()}, PyTorch {torch.__version__}.",
        table(top, body),
        MEANING.strip(),
        f"How far the figures of the architecture would move on other replies (95% from {DRAWN} resamplings of test "
        "posts), and how many test replies show each level:",
        table(["", "macro-F1", "IOU-F1", "none", "weak", "strong"], spread),
    ]) + "\n"  # fmt: skip


def _spread(told: Told, gold: Sequence[Exchange], place: int) -> list[str]:
    posts = [one.row["sp_id"] for one in gold]
    levels = [one.levels[place] for one in gold]
    matched = [iou_f1(one.marks[place], words) for one, words in zip(gold, told.words, strict=True)]
    intervals = [
        interval(_macro_f1, levels, told.levels, posts),
        interval(lambda one, _: float(one.mean()), matched, matched, posts),
    ]
    cells = [f"{value:.3f} ({low:.3f} to {high:.3f})" for value, low, high in intervals]
    return [*cells, *(str(levels.count(level)) for level in range(LEVELS))]


def _start(trained: Path | None) -> str:
    if trained is None:
        return "It started from the base encoder, all-MiniLM-L6-v2."
    digest = hashlib.sha256(trained.read_bytes()).hexdigest()[:12]
    return f"It started from the encoder that `make train` makes (sha256 {digest}…), which saw none of these texts."


if __name__ == "__main__":
    main()
