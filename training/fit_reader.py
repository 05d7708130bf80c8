"""The numbers of the reader: ``python -m training.fit_reader``.

Reads every account that may train with the shipped knowledge and encoder, and fits two heads (with the encoder, and for
cues alone): a logistic regression for every cause and bond, and Platt's scaling on held-out folds, so that a leading
cause's probability is the share of accounts in which it holds. Writes reader.json,
reader.npz and prototypes.npz into the package.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from kerchief.encoder import MODEL, Encoder, OnnxEncoder
from kerchief.knowledge.catalogue import Catalogue
from kerchief.knowledge.loader import load
from kerchief.reading.calibration import STORED, STORED_WEIGHTS, UNKNOWN, features
from kerchief.reading.prototypes import STORED as PROTOTYPES
from kerchief.reading.prototypes import Prototypes, digest_of, make_prototypes
from kerchief.reading.scoring import score
from kerchief.signals.extract import extract
from training.cache import CachedEncoder
from training.datasets import Labelled, digests, load_accounts

Array = NDArray[np.float64]
FOLDS = 5
UNANSWERED = 0.05  # share of accounts with a reason for which the reading rather abstains
CLOSE = 0.15  # causes nearer than this are decided by a question
BATCH = 64
RIDGE = {"with_encoder": 0.003, "cues_only": 0.01}  # sklearn's C, chosen on held-out folds
LEADING = 3  # causes of an account on which probabilities are scaled
CUES_WEIGH, VECTORS_WEIGH = 2.0, 1.0  # scale of the standardised features: how little each kind is pulled to nought


def main() -> None:
    """Fit both heads, report what held-out folds say, and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    shared = parser.parse_args().shared
    catalogue, encoder = load(), CachedEncoder(OnnxEncoder())
    prototypes = make_prototypes(catalogue, encoder)
    accounts = load_accounts(shared)
    codes = {
        layer: tuple(code for code, meaning in catalogue.meanings.items() if meaning.layer == layer and code != UNKNOWN)
        for layer in ("cause", "bond")
    }
    both = (*codes["cause"], *codes["bond"])
    tables = tabulate(accounts, catalogue, encoder, prototypes, both)
    encoder.save()
    heads = {name: fit(name, table, accounts, codes) for name, table in tables.items()}
    write(heads, codes, {"data": digests(shared), "knowledge": catalogue.digest, "encoder": encoder.id})
    np.savez_compressed(
        MODEL / PROTOTYPES,
        digest=digest_of(catalogue, encoder),
        codes=np.array(prototypes.codes),
        vectors=prototypes.vectors.astype(np.float16),
    )
    print(json.dumps({name: head["figures"] for name, head in heads.items()}, indent=1))


def tabulate(
    accounts: Sequence[Labelled],
    catalogue: Catalogue,
    encoder: Encoder,
    prototypes: Prototypes,
    codes: tuple[str, ...],
) -> dict[str, Array]:
    """The features of every account, with the encoder and from cues alone."""
    rows: list[Any] = []
    for start in range(0, len(accounts), BATCH):
        batch = [account.conversation for account in accounts[start : start + BATCH]]
        for signals in extract(batch, catalogue, encoder):
            rows.append(features(signals, score(signals, codes, prototypes), codes))
    table = np.array(rows, dtype=float)
    return {"with_encoder": table, "cues_only": table[:, : 2 * len(codes)]}


def fit(name: str, table: Array, accounts: Sequence[Labelled], codes: dict[str, tuple[str, ...]]) -> dict[str, Any]:
    """One head, and what held-out folds say of it."""
    mean, scale = table.mean(axis=0), _scale(table, 4 * len((*codes["cause"], *codes["bond"])))
    values = (table - mean) * scale
    rows = np.array([account.primary is not None for account in accounts])
    weights = np.array([account.weight for account in accounts])
    classes = (*codes["cause"], UNKNOWN)
    holds = np.array([[code in account.causes for code in classes] for account in accounts])
    bonds = np.array([[code in account.bond for code in codes["bond"]] for account in accounts])
    odds = np.zeros(holds.shape)
    fold = np.arange(len(accounts)) % FOLDS
    for number in range(FOLDS):
        used = rows & (fold != number)
        matrix, bias = _regressions(values[used], holds[used], weights[used], RIDGE[name])
        odds[fold == number] = values[fold == number] @ matrix.T + bias
    odds = odds[:, :-1]  # of the causes alone
    slope, offset = _platt(odds, holds[:, :-1], accounts)
    chances = 1 / (1 + np.exp(-(slope * odds + offset)))
    causes, causes_bias = _regressions(values[rows], holds[rows], weights[rows], RIDGE[name])
    bond, bond_bias = _regressions(values[rows], bonds[rows], weights[rows], RIDGE[name])
    return {
        "mean": mean,
        "scale": scale,
        "causes": causes,
        "causes_bias": causes_bias,
        "bond": bond,
        "bond_bias": bond_bias,
        "slope": slope,
        "offset": offset,
        "floor": _floor(chances, accounts),
        "figures": _figures(chances, accounts, codes["cause"]),
    }


def write(heads: dict[str, dict[str, Any]], codes: dict[str, tuple[str, ...]], made_from: dict[str, object]) -> None:
    """Write the small numbers as JSON that a person can read, the matrices beside it."""
    stored = {
        "causes": codes["cause"],
        "bond": codes["bond"],
        **{name: {key: head[key] for key in ("slope", "offset", "figures")} for name, head in heads.items()},
        "floor": heads["with_encoder"]["floor"],
        "close": CLOSE,
        "made_from": made_from,
    }
    (MODEL / STORED).write_text(json.dumps(stored, indent=1) + "\n", encoding="utf-8")
    parts = ("mean", "scale", "causes", "causes_bias", "bond", "bond_bias")
    arrays = {f"{name}.{part}": head[part].astype(np.float32) for name, head in heads.items() for part in parts}
    np.savez_compressed(MODEL / STORED_WEIGHTS, **arrays)


def _regressions(values: Array, wanted: NDArray[np.bool_], weights: Array, ridge: float) -> tuple[Array, Array]:
    """One logistic regression for each column of ``wanted``: coefficients (columns, features) and biases."""
    models = [
        LogisticRegression(C=ridge, max_iter=500).fit(values, column, sample_weight=weights) for column in wanted.T
    ]
    return np.array([model.coef_[0] for model in models]), np.array([model.intercept_[0] for model in models])


def _scale(table: Array, cues: int) -> Array:
    weigh = np.where(np.arange(table.shape[1]) < cues, CUES_WEIGH, VECTORS_WEIGH)
    spread: Array = weigh / (table.std(axis=0) + 1e-6)
    return spread


def _platt(odds: Array, holds: NDArray[np.bool_], accounts: Sequence[Labelled]) -> tuple[float, float]:
    """Slope and offset that make a leading cause's probability the share of real accounts in which it holds."""
    real = np.array([account.is_real and account.primary is not None for account in accounts])
    leading = np.argsort(-odds[real], axis=1)[:, :LEADING]
    found = np.take_along_axis(odds[real], leading, axis=1).reshape(-1, 1)
    truth = np.take_along_axis(holds[real], leading, axis=1).ravel()
    model = LogisticRegression(C=1e6).fit(found, truth)
    return round(float(model.coef_[0, 0]), 4), round(float(model.intercept_[0]), 4)


def _floor(chances: Array, accounts: Sequence[Labelled]) -> float:
    """The floor below which one in twenty real accounts with a reason falls: these are left unanswered."""
    told = np.array([account.is_real and account.primary not in (None, UNKNOWN) for account in accounts])
    return round(float(np.quantile(chances.max(axis=1)[told], UNANSWERED)), 3)


def _figures(chances: Array, accounts: Sequence[Labelled], codes: tuple[str, ...]) -> dict[str, dict[str, float]]:
    """On held-out folds, by source: first cause right, right within three, its mean probability, how often it holds."""
    order = np.argsort(-chances, axis=1)
    found = {}
    for source in dict.fromkeys(account.source for account in accounts):
        rows = [n for n, account in enumerate(accounts) if account.source == source and account.primary in codes]
        if not rows:
            continue
        ranked = [[codes[place] for place in order[row]] for row in rows]
        found[source] = {
            "accounts": len(rows),
            "first": _share(accounts[row].primary == names[0] for row, names in zip(rows, ranked, strict=True)),
            "within_three": _share(accounts[row].primary in names[:3] for row, names in zip(rows, ranked, strict=True)),
            "first_holds": _share(names[0] in accounts[row].causes for row, names in zip(rows, ranked, strict=True)),
            "mean_probability": round(float(chances[rows].max(axis=1).mean()), 3),
        }
    return found


def _share(truths: Iterable[object]) -> float:
    values = [bool(truth) for truth in truths]
    return round(sum(values) / max(1, len(values)), 3)


if __name__ == "__main__":
    main()
