"""From log odds to honest numbers: ``python -m training.calibrate``, or ``... --large``.

Everything here is found on accounts that were held back from ``training/fit_encoder.py``, through the shipped file in
8 bits: Platt's scaling of causes and bond, the floor below which a reading abstains, thresholds of emotions. Also fits
the heads that read from cues alone, and the large encoder's emotions, which it did not learn with the rest. Writes
reader.json and reader.npz.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from string import Template
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from kerchief.encoder import LARGE_MODEL, MODEL, OnnxEncoder
from kerchief.knowledge.loader import load
from kerchief.reading.calibration import STORED, STORED_WEIGHTS
from kerchief.signals.heads import STORED as HEADS
from kerchief.signals.heads import STORED_WEIGHTS as HEADS_WEIGHTS
from kerchief.signals.heads import load_heads
from training.datasets import REAL, account_rows, weight_of
from training.examples import EMOTIONS, Example, account_examples, codes_of, comments
from training.fit_encoder import held_back
from training.forward import Forward
from training.posts import LABELS

Array = NDArray[np.floating[Any]]
CARDS = Path(__file__).resolve().parent
CLOSE = 0.15  # causes nearer than this are decided by a question
UNANSWERED = 0.05  # share of accounts with a reason for which the reading rather abstains
LEADING = 3  # causes of an account on which probabilities are scaled
CUES_ADD = 0.5  # by choice: somebody's own words must be able to lead; 0 to .75 read the held-back accounts alike
ADJUSTED = (0.0, 0.25, 0.5, 0.75, 1.0)
EMOTIONS_EVERY = 6  # comments of which one teaches the large encoder's emotions
RIDGE = 0.1  # sklearn's C for heads over cues alone


def main() -> None:
    """Calibrate, report what was held back says, and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--large", action="store_true")
    arguments = parser.parse_args()
    shared, folder = arguments.shared, LARGE_MODEL if arguments.large else MODEL
    catalogue, encoder = load(), OnnxEncoder(folder)
    if arguments.large:
        _learn_emotions(Forward(encoder, load_heads(folder)), folder, shared)
    forward = Forward(encoder, load_heads(folder))
    told = [row for row in account_rows(shared) if not next(iter(row["labels"].values())).get("skip")]
    examples = [example for _, example in account_examples(told, catalogue) if example.size]
    learnt, held = held_back(examples)
    odds = forward.accounts(held)
    cues_only = {layer: _regressions(learnt, layer) for layer in ("cause", "bond")}
    from_cues = {layer: _cues(held) @ head[0].T + head[1] for layer, head in cues_only.items()}
    mixes = {layer: _mix(odds[layer], from_cues[layer], held, learnt, layer) for layer in ("cause", "bond")}
    odds |= {layer: _mixed(odds[layer], from_cues[layer], *mixes[layer]) for layer in mixes}
    scales = {layer: _platt(odds[layer], held, layer) for layer in ("cause", "bond")}
    scales |= {f"{layer}_cues_only": _platt(from_cues[layer], held, layer) for layer in ("cause", "bond")}
    chances = _chances(odds["cause"], scales["cause"])
    stored = {
        "codes": {layer: codes_of(catalogue)[layer] for layer in ("cause", "bond")},
        "scales": {name: {"slope": slope, "offset": offset} for name, (slope, offset) in scales.items()},
        "mixes": {
            layer: {"cues": cues, "shift": [round(float(one), 3) for one in shift]}
            for layer, (cues, shift) in mixes.items()
        },
        "floor": _floor(chances, held),
        "close": CLOSE,
        "emotions": _emotions(forward, shared),
        "held_back": _figures(chances, held),
        "knowledge": catalogue.digest,
    }
    (folder / STORED).write_text(json.dumps(stored, indent=1) + "\n", encoding="utf-8")
    arrays: dict[str, Any] = {
        f"{layer}.{part}": value.astype(np.float32)
        for layer, head in cues_only.items()
        for part, value in zip(("weights", "bias"), head, strict=True)
    }
    np.savez_compressed(folder / STORED_WEIGHTS, **arrays)
    _write_card(stored, folder, len(LABELS.read_text(encoding="utf-8").splitlines()))
    print(json.dumps({key: stored[key] for key in ("held_back", "floor", "emotions")}, indent=1))


def _write_card(stored: dict[str, Any], folder: Path, posts: int) -> None:
    """The model card, its figures filled in."""
    heads = json.loads((folder / HEADS).read_text(encoding="utf-8"))
    held = stored["held_back"][REAL]
    card = CARDS / f"{folder.name.replace('-', '_')}_card.md"
    filled = Template(card.read_text(encoding="utf-8")).substitute(
        encoder=heads["encoder"],
        seed=heads["learnt"]["seed"],
        posts=f"{posts:,}",
        held=held["accounts"],
        first=held["first"],
        three=held["within_three"],
        emotions=stored["emotions"]["test_macro_f1"],
    )
    (folder / "MODEL_CARD.md").write_text(filled, encoding="utf-8")


def _marks(examples: Sequence[Example], name: str) -> Array:
    return np.array([example.marks[name] for example in examples])


def _cues(examples: Sequence[Example]) -> Array:
    return _marks(examples, "cues")


def _regressions(examples: Sequence[Example], layer: str) -> tuple[Array, Array]:
    """One logistic regression over cues for each code: coefficients (codes, features) and biases."""
    values, wanted = _cues(examples), _marks(examples, layer) > 0
    weights = np.array([weight_of(example.source) for example in examples])
    models = [LogisticRegression(C=RIDGE, max_iter=500).fit(values, own, sample_weight=weights) for own in wanted.T]
    return np.array([model.coef_[0] for model in models]), np.array([model.intercept_[0] for model in models])


def _mix(
    odds: Array, from_cues: Array, held: Sequence[Example], learnt: Sequence[Example], layer: str
) -> tuple[float, Array]:
    """How much the cues alone add, and each code's logit adjustment, with which what was held back is read best.

    Both kinds of accounts count the same, those of real people and those written to tell the meanings apart.
    """
    share = np.clip((_marks(learnt, layer) > 0).mean(axis=0), 0.005, None)
    rare = -np.log(share)
    if layer == "bond":
        return 0.0, np.zeros(len(share))
    rare[-1] = rare[:-1].mean()  # "unknown" is no cause: it keeps its distance to the others
    tried = [(CUES_ADD, strength * (rare - rare.mean())) for strength in ADJUSTED]
    return max(tried, key=lambda mix: _first_right(_mixed(odds, from_cues, *mix), held))


def _mixed(odds: Array, from_cues: Array, cues: float, shift: Array) -> Array:
    found: Array = odds + cues * from_cues + shift
    return found


def _first_right(odds: Array, held: Sequence[Example]) -> float:
    """Share of accounts whose first cause is right, real and written ones counted the same."""
    primary = np.array([example.marks["primary"] for example in held])
    right = odds[:, :-1].argmax(axis=1) == primary
    told = primary < odds.shape[1] - 1
    real = np.array([example.source == REAL for example in held])
    return float(right[told & real].mean() + right[told & ~real].mean())


def _platt(odds: Array, examples: Sequence[Example], layer: str) -> tuple[float, float]:
    """Slope and offset that make a leading code's probability the share of real accounts in which it holds."""
    real = np.array([example.source == REAL for example in examples])
    own, wanted = odds[real], _marks(examples, layer)[real] > 0
    if layer == "cause":
        own, wanted = own[:, :-1], wanted[:, :-1]
    most = min(LEADING, own.shape[1])
    leading = np.argsort(-own, axis=1)[:, :most]
    found = np.take_along_axis(own, leading, axis=1).reshape(-1, 1)
    truth = np.take_along_axis(wanted, leading, axis=1).ravel()
    model = LogisticRegression(C=1e6).fit(found, truth)
    return round(float(model.coef_[0, 0]), 4), round(float(model.intercept_[0]), 4)


def _chances(odds: Array, scale: tuple[float, float]) -> Array:
    found: Array = 1 / (1 + np.exp(-(scale[0] * odds[:, :-1] + scale[1])))
    return found


def _floor(chances: Array, examples: Sequence[Example]) -> float:
    """The floor below which one in twenty real accounts with a reason falls: these are left unanswered."""
    last = chances.shape[1]
    told = np.array([example.source == REAL and example.marks["primary"] < last for example in examples])
    return round(float(np.quantile(chances.max(axis=1)[told], UNANSWERED)), 3)


def _figures(chances: Array, examples: Sequence[Example]) -> dict[str, dict[str, float]]:
    """By source: first cause right, right within three, mean probability of the first, how often it holds."""
    order, found = np.argsort(-chances, axis=1), {}
    for source in dict.fromkeys(example.source for example in examples):
        places = [
            n for n, one in enumerate(examples) if one.source == source and one.marks["primary"] < chances.shape[1]
        ]
        primary = np.array([examples[place].marks["primary"] for place in places])
        first = order[places, 0]
        found[source] = {
            "accounts": len(places),
            "first": round(float((first == primary).mean()), 3),
            "within_three": round(float((order[places, :3] == primary[:, None]).any(axis=1).mean()), 3),
            "first_holds": round(
                float(np.mean([examples[p].marks["cause"][c] > 0 for p, c in zip(places, first, strict=True)])), 3
            ),
            "mean_probability": round(float(chances[places].max(axis=1).mean()), 3),
        }
    return found


def _emotions(forward: Forward, shared: Path) -> dict[str, Any]:
    """Of each emotion the log odds from which it is named (best F1 on the dev part), and macro-F1 on the test part."""
    tuned, measured = (list(comments(shared, part)) for part in ("dev", "test"))
    odds, truth = forward.comments(tuned), _marks(tuned, "emotion")
    least = [_best_from(odds[:, n], truth[:, n]) for n in range(len(EMOTIONS))]
    odds, truth = forward.comments(measured), _marks(measured, "emotion")
    scores = [_f1(odds[:, n] > least[n], truth[:, n]) for n in range(len(EMOTIONS))]
    named = {code: round(float(at), 1) for code, at in zip(EMOTIONS, least, strict=True)}
    return {"least": named, "test_macro_f1": round(float(np.mean(scores)), 3)}


def _learn_emotions(forward: Forward, folder: Path, shared: Path) -> None:
    """A map from vectors of comments to emotions, put among the heads."""
    told = list(comments(shared, "train"))[::EMOTIONS_EVERY]
    vectors = np.array([own[0] for _, own in forward.encoded(told)])
    models = [LogisticRegression(C=3.0, max_iter=300).fit(vectors, own) for own in _marks(told, "emotion").T]
    with np.load(folder / HEADS_WEIGHTS) as arrays:
        kept = {name: arrays[name] for name in arrays}
    kept["emotion.weights"] = np.array([model.coef_[0] for model in models], np.float16)
    kept["emotion.bias"] = np.array([model.intercept_[0] for model in models], np.float16)
    np.savez_compressed(folder / HEADS_WEIGHTS, **kept)


def _best_from(odds: Array, truth: Array) -> float:
    return max((float(at) for at in np.arange(-4, 2, 0.1)), key=lambda at: _f1(odds > at, truth))


def _f1(said: NDArray[np.bool_], truth: Array) -> float:
    right = float((said * truth).sum())
    return 2 * right / max(1.0, float(said.sum() + truth.sum()))


if __name__ == "__main__":
    main()
