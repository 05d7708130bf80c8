"""How often a reading is right on dev: a panel, kerchief, and three baselines, by the project's scorer."""

from __future__ import annotations

import random
import statistics
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from training.datasets import account_rows, to_conversation

from benchmarks.scorers import Row, rows, scored, scorer, table
from kerchief import wire
from kerchief.engine import Kerchief

FIGURES = (
    "top1", "hit3", "micro_f1", "macro_f1", "bond_f1", "crier", "gender",
    "evidence_token_f1", "abstain_recall", "abstain_precision", "ece",
)  # fmt: skip
SIDEWAYS = Path(__file__).resolve().parent / "data" / "danger-blind.jsonl"
DANGERS = ("suicide_risk", "violence", "control", "pressuring")


def section(shared: Path) -> str:
    """The part of the page about reading."""
    tool = scorer(shared, "score_reading")
    gold = rows(shared / "data" / "readings" / "dev.jsonl")
    read = _read(gold, Kerchief.load())
    results = {
        "one reader against the rest": _panel(tool, gold),
        "kerchief": scored(tool, gold, read),
        "kerchief, the small reader (`--fast`, bulk)": scored(tool, gold, _read(gold, Kerchief.load(fast=True))),
        "kerchief without weights": scored(tool, gold, _read(gold, Kerchief.load(use_encoder=False))),
        "word counts, logistic regression": scored(tool, gold, _word_counts(shared, gold)),
        "always the commonest cause": scored(tool, gold, _commonest(shared, gold)),
    }
    body = [[name, *(_figure(result, key) for key in FIGURES)] for name, result in results.items()]
    flags = results["kerchief"]["flags"]
    danger = [
        [code, *(f"{flags[code][key]:.2f}" for key in ("recall", "precision")), str(flags[code]["gold"])]
        for code in DANGERS
    ]
    return "\n\n".join([
        f"Dev: {len(gold)} accounts, three readers each (model readers following the codebook, not clinicians).",
        table(["reader", *FIGURES], body),
        "On so few accounts a reader whose probabilities are exactly true would show an ece of "
        f"{_by_chance(tool, read):.2f} on average: the rest of the figure is its own.",
        "Danger flags on the same accounts:",
        table(["flag", "recall", "precision", "accounts"], danger),
        "Danger told sideways, on accounts by an author who never saw a rule, of which none was read while rules were "
        "written (benchmarks/data/danger-blind.jsonl):",
        _sideways(),
    ])  # fmt: skip


def _sideways() -> str:
    """Of every danger in the blind set, how many accounts hold it, how many are seen, and how many of those rightly."""
    told = rows(SIDEWAYS)
    read = Kerchief.load(use_encoder=False).read_many(row["text"] for row in told)
    marked = [set(next(iter(row["labels"].values())).get("flags") or ()) for row in told]
    seen = [{flag.code for flag in reading.flags} for reading in read]
    body = []
    for code in (*DANGERS, "child_at_risk", "self_harm"):
        right = sum(code in one and code in other for one, other in zip(marked, seen, strict=True))
        said, held = sum(code in one for one in seen), sum(code in one for one in marked)
        body.append([code, f"{right / held:.2f}", f"{right / said:.2f}" if said else "–", str(held)])
    return table(["flag", "recall", "precision", "accounts"], body)


def _figure(result: Row, key: str) -> str:
    value = result.get(key)
    return "–" if value is None else f"{value:.3f}"


def _by_chance(tool: object, predictions: list[Row], times: int = 200) -> float:
    """The ece of kerchief's own probabilities where each comes true just as often as it says."""
    draw = random.Random(1)
    sure = [row["causes"][0]["probability"] for row in predictions if row["causes"]]
    drawn = [[draw.random() < one for one in sure] for _ in range(times)]
    found: list[float] = [tool.ece(sure, came) for came in drawn]  # type: ignore[attr-defined]
    return statistics.mean(found)


def _panel(tool: object, gold: list[Row]) -> Row:
    names = sorted({name for row in gold for name in row["labels"]})
    results = []
    for name in names:
        pairs = [
            (
                tool.consensus([label for other, label in row["labels"].items() if other != name]),  # type: ignore[attr-defined]
                tool.from_label(row["labels"][name]),  # type: ignore[attr-defined]
            )
            for row in gold
            if name in row["labels"]
        ]
        results.append(tool.score(pairs, calibrated=False))  # type: ignore[attr-defined]
    return {key: sum(result[key] for result in results) / len(results) for key in FIGURES if key in results[0]}


def _read(gold: list[Row], kerchief: Kerchief) -> list[Row]:
    return [wire.from_reading(reading) for reading in kerchief.read_many(map(to_conversation, gold))]


def _word_counts(shared: Path, gold: list[Row]) -> list[Row]:
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline

    led = list(_led(shared))
    model = make_pipeline(
        TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True),
        LogisticRegression(C=10, max_iter=1000, class_weight="balanced"),
    )
    model.fit([text for text, _ in led], [primary for _, primary in led])
    chances = model.predict_proba([_text(to_conversation(row)) for row in gold])
    return [_ranked(dict(zip(model.classes_, map(float, chance), strict=True))) for chance in chances]


def _led(shared: Path) -> Iterator[tuple[str, str]]:
    """Every account that may train with its leading cause."""
    for row in account_rows(shared):
        label = next(iter(row["labels"].values()))
        if not label.get("skip"):
            yield _text(to_conversation(row)), label["primary"]


def _commonest(shared: Path, gold: list[Row]) -> list[Row]:
    counts = Counter(primary for _, primary in _led(shared))
    total = sum(counts.values())
    return [_ranked({str(code): count / total for code, count in counts.items()})] * len(gold)


def _ranked(chances: dict[str, float]) -> Row:
    order = sorted(chances, key=lambda code: -chances[code])
    return {"causes": [{"code": code, "probability": chances[code]} for code in order]}


def _text(conversation: object) -> str:
    return "\n".join(utterance.text for utterance in conversation.utterances)  # type: ignore[attr-defined]
