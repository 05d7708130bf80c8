"""The numbers of the reader: ``python -m training.fit_reader``.

Reads every account that may train with the shipped knowledge and encoder, and fits what cues and closeness are worth
(one logistic regression shared by all causes, one bias a cause), so that the first cause is right as often as can be
and the probabilities mean what they say. Writes reader.json and prototypes.npz into the package.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from kerchief.encoder import MODEL, OnnxEncoder
from kerchief.knowledge.catalogue import Catalogue
from kerchief.knowledge.loader import load
from kerchief.reading.calibration import STORED, Weights
from kerchief.reading.prototypes import STORED as PROTOTYPES
from kerchief.reading.prototypes import Prototypes, digest_of, make_prototypes
from kerchief.reading.ranker import UNKNOWN
from kerchief.reading.scoring import score
from kerchief.signals.extract import Signals, extract
from training.datasets import Labelled, digests, load_accounts

Array = NDArray[np.float64]
RIDGE = 0.02  # pull of every number towards nought
CLOSE = 0.15  # causes nearer than this are decided by a question
BATCH = 64


@dataclass(frozen=True)
class Table:
    """Features of every (account, code): shape (accounts, codes, 3), and which codes hold and lead."""

    codes: tuple[str, ...]
    features: Array
    holds: Array
    leads: NDArray[np.int64]  # place of the leading code, or -1


def main() -> None:
    """Fit, report on the held-out fifth, then fit on everything and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    shared = parser.parse_args().shared
    catalogue, encoder = load(), OnnxEncoder()
    prototypes = make_prototypes(catalogue, encoder)
    accounts = load_accounts(shared)
    signals = [one for start in range(0, len(accounts), BATCH) for one in _extract(accounts, start, catalogue, encoder)]
    layers = {
        layer: tuple(c for c, m in catalogue.meanings.items() if m.layer == layer and c != UNKNOWN)
        for layer in ("cause", "bond")
    }
    tables = {
        "with_encoder": tabulate(accounts, signals, layers["cause"], prototypes),
        "cues_only": tabulate(accounts, signals, layers["cause"], None),
        "bond": tabulate(accounts, signals, layers["bond"], None),
    }
    held = np.arange(len(accounts)) % 5 == 0
    figures = {name: evaluate(fit(table, ~held), table, held) for name, table in tables.items()}
    fitted = {name: fit(table, np.ones(len(accounts), dtype=bool)) for name, table in tables.items()}
    floor = choose_floor(accounts, signals, fitted["with_encoder"], tables["with_encoder"])
    write(fitted, floor, {"data": digests(shared), "knowledge": catalogue.digest, "held_out_fifth": figures})
    np.savez_compressed(
        MODEL / PROTOTYPES,
        digest=digest_of(catalogue, encoder),
        codes=np.array(prototypes.codes),
        vectors=prototypes.vectors.astype(np.float16),
    )
    print(json.dumps(figures, indent=1), f"floor {floor}")


def _extract(
    accounts: Sequence[Labelled], start: int, catalogue: Catalogue, encoder: OnnxEncoder
) -> tuple[Signals, ...]:
    return extract([account.conversation for account in accounts[start : start + BATCH]], catalogue, encoder)


def tabulate(
    accounts: Sequence[Labelled], signals: Sequence[Signals], codes: tuple[str, ...], prototypes: Prototypes | None
) -> Table:
    """The features of every account and code."""
    features = np.zeros((len(accounts), len(codes), 3))
    for row, one in enumerate(signals):
        for column, found in enumerate(score(one, codes, prototypes).values()):
            features[row, column] = (np.log1p(found.cues_for), -np.log1p(found.cues_against), found.similarity)
    holds = np.array([[code in account.causes | account.bond for code in codes] for account in accounts], dtype=float)
    leads = np.array([codes.index(a.primary) if a.primary in codes else -1 for a in accounts])
    return Table(codes, features, holds, leads)


def fit(table: Table, rows: NDArray[np.bool_]) -> Weights:
    """Weights that make leading causes lead (softmax) and probabilities honest (logistic), both at once."""
    used = rows & ((table.leads >= 0) | (table.holds.any(axis=1)) | (len(table.codes) == 2))
    features, holds, leads = table.features[used], table.holds[used], table.leads[used]

    def loss(numbers: Array) -> float:
        own = _own(numbers, features)
        chance = _chance(numbers, own)
        logistic = -(holds * np.log(chance) + (1 - holds) * np.log(1 - chance)).sum(axis=1).mean()
        leading = leads >= 0
        softmax = (_lse(own[leading]) - own[leading, leads[leading]]).mean() if leading.any() else 0.0
        return float(logistic + softmax + RIDGE * (numbers**2).mean())

    start = np.concatenate([[1.0, 1.0, 5.0, 0.5], np.full(len(table.codes), -2.0)])
    bounds = [(0, None), (0, None), (0, None), (0, 1.5), *[(None, None)] * len(table.codes)]
    found = minimize(loss, start, method="L-BFGS-B", bounds=bounds).x
    bias = {code: round(float(value), 4) for code, value in zip(table.codes, found[4:], strict=True)}
    return Weights(*(round(float(value), 4) for value in found[:4]), bias=bias)


def evaluate(weights: Weights, table: Table, rows: NDArray[np.bool_]) -> dict[str, float]:
    """First cause right, right within three, and the error of the first probability, on some rows."""
    led = rows & (table.leads >= 0)
    numbers = _numbers(weights, table.codes)
    own = _own(numbers, table.features)
    order = np.argsort(-own, axis=1)
    hits = order == table.leads[:, None]
    first = _chance(numbers, own)[np.arange(len(own)), order[:, 0]]
    right = table.holds[np.arange(len(own)), order[:, 0]]
    return {
        "accounts": int(led.sum()),
        "first": round(float(hits[led, 0].mean()), 4) if led.any() else 0.0,
        "within_three": round(float(hits[led, :3].any(axis=1).mean()), 4) if led.any() else 0.0,
        "mean_probability": round(float(first[led].mean()), 4) if led.any() else 0.0,
        "share_right": round(float(right[led].mean()), 4) if led.any() else 0.0,
    }


def choose_floor(accounts: Sequence[Labelled], signals: Sequence[Signals], weights: Weights, table: Table) -> float:
    """The floor at which "not enough to tell" agrees best (F1) with readers who found no reason in the text."""
    numbers = _numbers(weights, table.codes)
    first = _chance(numbers, _own(numbers, table.features)).max(axis=1)
    wet = np.array([bool(one.tears) for one in signals])
    blank = np.array([account.primary == UNKNOWN for account in accounts])
    floors = np.arange(0.1, 0.6, 0.01)
    return round(float(max(floors, key=lambda floor: _f1(blank[wet], first[wet] < floor))), 2)


def write(fitted: dict[str, Weights], floor: float, made_from: dict[str, object]) -> None:
    """Write reader.json: the numbers, and what they were made from."""
    numbers = {name: asdict(weights) for name, weights in fitted.items()}
    stored = {**numbers, "floor": floor, "close": CLOSE, "made_from": made_from}
    (MODEL / STORED).write_text(json.dumps(stored, indent=1) + "\n", encoding="utf-8")


def _numbers(weights: Weights, codes: tuple[str, ...]) -> Array:
    shared = [weights.cues_for, weights.cues_against, weights.similarity, weights.rivals]
    return np.array([*shared, *(weights.bias[code] for code in codes)])


def _own(numbers: Array, features: Array) -> Array:
    own: Array = features @ numbers[:3] + numbers[4:]
    return own


def _chance(numbers: Array, own: Array) -> Array:
    total = np.exp(own).sum(axis=1, keepdims=True)
    rivals = np.log(np.maximum(total - np.exp(own), 1e-9))
    chance: Array = np.clip(1 / (1 + np.exp(numbers[3] * rivals - own)), 1e-6, 1 - 1e-6)
    return chance


def _lse(own: Array) -> Array:
    total: Array = np.log(np.exp(own).sum(axis=1))
    return total


def _f1(wanted: NDArray[np.bool_], given: NDArray[np.bool_]) -> float:
    both = float((wanted & given).sum())
    return 2 * both / max(1.0, float(wanted.sum() + given.sum()))


if __name__ == "__main__":
    main()
