"""The ear learns what stands in a reply: ``python -m training.fit_ear``.

Linear maps on the shipped encoder's vectors of sentences: whether a sentence hurts, which harm it then is, and which
strengths it shows. Learnt from every reply written for the project;
thresholds are found on those in natural shares, each scored by maps that never saw it. Writes ear.json and ear.npz.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from kerchief.checking.hearing import STORED, STORED_WEIGHTS
from kerchief.encoder import MODEL, OnnxEncoder
from kerchief.signals.heads import load_heads
from training.datasets import digests
from training.examples import HARMS, NATURAL, STRENGTHS, Example, replies
from training.forward import Forward

Array = NDArray[np.floating[Any]]
FOLDS = 5
NEVER = 99.0  # odds that nothing reaches
NATURAL_WEIGHS = 2.0  # a reply in natural shares, against one written to show a code
RIDGES = {"hurts": 1.0, "harm": 3.0, "strength": 1.0}  # sklearn's C
ALARMS = 0.01  # share of natural replies without harm in which something may be heard
NAMED = 0.4  # probability from which a harm is named
SPARED = 0.1  # share of the sentences that hurt which lie below the odds under which a rule's finding falls
RIGHT = 2 / 3  # share of the strengths heard in natural replies that are there
ENOUGH = 10  # sentences that show a code, to learn it


@dataclass(frozen=True)
class Sentences:
    """Sentences of replies: features, the reply and source of each, which harms and strengths it carries."""

    features: Array
    owner: NDArray[np.int_]
    natural: NDArray[np.bool_]
    labelled: NDArray[np.bool_]
    harm: NDArray[np.bool_]
    strength: NDArray[np.bool_]

    def __getitem__(self, chosen: NDArray[np.bool_]) -> Sentences:
        """Some of them."""
        return Sentences(*(getattr(self, name)[chosen] for name in self.__dataclass_fields__))

    @property
    def hurts(self) -> NDArray[np.bool_]:
        """Whether a sentence carries any harm."""
        return np.asarray(self.harm.any(axis=1), dtype=bool)


def main() -> None:
    """Learn, find thresholds, report, and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    shared = parser.parse_args().shared
    heads = load_heads()
    told = sentences(Forward(OnnxEncoder(), heads), list(replies(shared)))
    seen = told[told.natural]
    odds = _out_of_fold(told)
    hurts_from, figures = _hurts_from(seen, odds)
    stored = {
        "encoder": heads.encoder,
        "codes": {"harm": HARMS, "strength": STRENGTHS},
        "hurts_from": hurts_from,
        "named_from": NAMED,
        "spared_below": round(float(np.quantile(odds["hurts"][seen.hurts], SPARED)), 2),
        "strength_from": _strength_from(seen, odds["strength"]),
        "natural": figures,
        "data": {name: digest for name, digest in digests(shared).items() if "replies" in name},
    }
    arrays: dict[str, Any] = {
        f"{name}.{part}": value.astype(np.float16)
        for name, head in fitted(told).items()
        for part, value in zip(("weights", "bias"), head, strict=True)
    }
    np.savez_compressed(MODEL / STORED_WEIGHTS, **arrays)
    (MODEL / STORED).write_text(json.dumps(stored, indent=1) + "\n", encoding="utf-8")
    print(json.dumps({key: value for key, value in stored.items() if key not in ("codes", "data")}, indent=1))


def sentences(forward: Forward, examples: Sequence[Example]) -> Sentences:
    """Every sentence of the replies."""
    features, harm, strength, sizes = [], [], [], []
    for example, vectors in forward.encoded(examples):
        said = vectors[1:]
        features.append(said)
        sizes.append(len(said))
        harm.append(_carried(example, HARMS, len(said)))
        strength.append(_carried(example, STRENGTHS, len(said)))
    ids = list(dict.fromkeys((example.source, example.id) for example in examples))
    number = {one: place for place, one in enumerate(ids)}

    def each(values: list[Any]) -> NDArray[Any]:
        return np.repeat(np.array(values), sizes)

    return Sentences(
        features=np.concatenate(features),
        owner=each([number[example.source, example.id] for example in examples]),
        natural=each([example.source in NATURAL and example.marks["strength"] is not None for example in examples]),
        labelled=each([example.marks["strength"] is not None for example in examples]),
        harm=np.concatenate(harm),
        strength=np.concatenate(strength),
    )


def fitted(told: Sentences) -> dict[str, tuple[Array, Array]]:
    """Coefficients and biases of the three maps."""
    weights = np.where(told.natural, NATURAL_WEIGHS, 1.0)
    pairs = np.argwhere(told.harm)
    strengths = [
        _map(told.features[told.labelled], own[told.labelled], weights[told.labelled], "strength")
        for own in told.strength.T
    ]
    return {
        "hurts": _map(told.features, told.hurts, weights, "hurts"),
        "harm": _maps(told.features[pairs[:, 0]], pairs[:, 1], weights[pairs[:, 0]]),
        "strength": (np.concatenate([one for one, _ in strengths]), np.concatenate([bias for _, bias in strengths])),
    }


def _map(features: Array, wanted: NDArray[np.bool_], weights: Array, name: str) -> tuple[Array, Array]:
    if wanted.sum() < ENOUGH:
        return np.zeros((1, features.shape[1])), np.full(1, -9.0)
    model = LogisticRegression(C=RIDGES[name], max_iter=500).fit(features, wanted, sample_weight=weights)
    return model.coef_, model.intercept_


def _maps(features: Array, codes: NDArray[np.int_], weights: Array) -> tuple[Array, Array]:
    """One map of all harms against one another; those that were never seen stay far off."""
    model = LogisticRegression(C=RIDGES["harm"], max_iter=500).fit(features, codes, sample_weight=weights)
    found, bias = np.zeros((len(HARMS), features.shape[1])), np.full(len(HARMS), -99.0)
    found[model.classes_], bias[model.classes_] = model.coef_, model.intercept_
    return found, bias


def _out_of_fold(told: Sentences) -> dict[str, Array]:
    """Odds of the natural sentences, each by maps that never saw its reply."""
    places = np.flatnonzero(told.natural)
    found = {name: np.zeros((len(places), size)) for name, size in (("hurts", 1), ("harm", 32), ("strength", 20))}
    for fold in range(FOLDS):
        away = told.owner % FOLDS == fold
        here = away[places]
        for name, (weights, bias) in fitted(told[~away]).items():
            found[name][here] = told.features[places[here]] @ weights.T + bias
    return {**found, "hurts": found["hurts"][:, 0]}


def _hurts_from(seen: Sentences, odds: dict[str, Array]) -> tuple[float, dict[str, float]]:
    """The least odds at which few clean replies are accused, and how natural replies are then heard."""
    chances = np.exp(odds["harm"] - np.logaddexp.reduce(odds["harm"], axis=1, keepdims=True))
    told = np.where(chances.max(axis=1) >= NAMED, odds["hurts"], -9.0)
    highest, hurt = _by_reply(told, seen.owner, np.max), _by_reply(seen.hurts, seen.owner, np.any).astype(bool)
    least = round(float(np.quantile(highest[~hurt], 1 - ALARMS)), 2)
    heard = told >= least
    right = seen.harm[heard, odds["harm"][heard].argmax(axis=1)]
    accused = highest >= least
    return least, {
        "replies": len(hurt),
        "clean_accused": round(float(accused[~hurt].mean()), 3),
        "harmful_heard": round(float(accused[hurt].mean()), 3),
        "rightly_named": round(float(right.mean()), 3),
    }


def _strength_from(seen: Sentences, odds: Array) -> dict[str, float]:
    """One threshold for all strengths, from which enough are right; a code seldom seen needs more than there is."""
    common = seen.strength.sum(axis=0) >= ENOUGH
    own = odds[:, common].ravel()
    order = np.argsort(-own)
    right = np.cumsum(seen.strength[:, common].ravel()[order]) / np.arange(1, order.size + 1)
    least = round(float(own[order[np.flatnonzero(right >= RIGHT)[-1]]]), 2)
    return {code: least if learnt else NEVER for code, learnt in zip(STRENGTHS, common, strict=True)}


def _by_reply(values: NDArray[Any], owner: NDArray[np.int_], summed: Any) -> NDArray[Any]:  # noqa: ANN401
    return np.array([summed(values[owner == one]) for one in np.unique(owner)])


def _carried(example: Example, codes: Sequence[str], size: int) -> NDArray[np.bool_]:
    """Which sentence carries which code, shape (size, codes)."""
    found = np.zeros((size, len(codes)), dtype=bool)
    for place, code in enumerate(codes):
        found[[one - 1 for one in example.where.get(code, ())], place] = True
    return found


if __name__ == "__main__":
    main()
