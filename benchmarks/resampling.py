"""Figures from ranks, with intervals from drawing whole talks again: turns of one talk are no independent witnesses."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

Array = NDArray[np.float64]
ROUNDS = 1000


def spearman(one: Array, other: Array) -> float:
    """Spearman's rank correlation, ties sharing their middle."""
    return float(np.corrcoef(rankdata(one), rankdata(other))[0, 1])


def auc(values: Array, held: Array) -> float:
    """How often a value where ``held`` is 1 lies above one where it is 0; a tie counts half."""
    many = held.sum()
    return float((rankdata(values)[held == 1].sum() - many * (many + 1) / 2) / (many * (len(held) - many)))


def interval(
    figure: Callable[[Array, Array], float], one: Sequence[float], other: Sequence[float], talks: Sequence[str]
) -> tuple[float, float, float]:
    """A figure of two columns and the bounds of its 95% interval, by drawing whole talks with a fixed seed."""
    a, b = np.array(one, float), np.array(other, float)
    places = np.unique(talks, return_inverse=True)[1]
    of_talk = [np.flatnonzero(places == number) for number in range(places.max() + 1)]
    rng = np.random.default_rng(0)
    drawn = []
    for _ in range(ROUNDS):
        rows = np.concatenate([of_talk[number] for number in rng.integers(0, len(of_talk), len(of_talk))])
        drawn.append(figure(a[rows], b[rows]))
    low, high = np.nanpercentile(drawn, [2.5, 97.5])
    return figure(a, b), float(low), float(high)
