"""A baseline for EPITOME that counts words: levels from the reply's words, rationales from each sentence's."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline

from benchmarks.epitome_network import TASKS, Exchange
from benchmarks.rationales import Told, sentences, words


def judge_by_counts(learnt: Sequence[Exchange], asked: Sequence[Exchange]) -> dict[str, Told]:
    """Levels and words of the replies asked about, by what the others teach."""
    return {task: _judge(learnt, asked, place) for place, task in enumerate(TASKS)}


def _judge(learnt: Sequence[Exchange], asked: Sequence[Exchange], place: int) -> Told:
    by_reply = _model().fit([one.row["response"] for one in learnt], [one.levels[place] for one in learnt])
    cut = [(text, np.mean(one.marks[place][a:b]) >= 0.5) for one in learnt for a, b, text in _sentences(one)]
    by_sentence = _model().fit([text for text, _ in cut], [carries for _, carries in cut])
    levels = [int(level) for level in by_reply.predict([one.row["response"] for one in asked])]
    return Told(
        levels=levels,
        words=[_words(one, level, by_sentence) for one, level in zip(asked, levels, strict=True)],
    )


def _words(one: Exchange, level: int, by_sentence: Any) -> list[bool]:  # noqa: ANN401 - scikit-learn is untyped
    """The words of sentences that carry the level, at least of the likeliest one; none where the level is 0."""
    marks = [False] * len(one.marks[0])
    if level:
        cut = _sentences(one)
        chances = by_sentence.predict_proba([text for _, _, text in cut])[:, 1]
        for (a, b, _), chance in zip(cut, chances, strict=True):
            if chance >= min(0.5, chances.max()):
                marks[a:b] = [True] * (b - a)
    return marks


def _sentences(one: Exchange) -> list[tuple[int, int, str]]:
    reply = one.row["response"]
    places = words(reply)
    return [(a, b, reply[places[a][0] : places[b - 1][1]]) for a, b in sentences(reply)]


def _model() -> Any:  # noqa: ANN401 - scikit-learn is untyped
    return make_pipeline(
        TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True),
        LogisticRegression(C=10, max_iter=1000, class_weight="balanced"),
    )
