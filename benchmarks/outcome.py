"""Whether the checker's judgement of what supporters wrote agrees with what the seekers felt: ESConv talks.

Measured only; nothing was fitted or chosen on these talks. A draft is what a supporter wrote between two turns of the
seeker, as the seeker read it; its context is the seeker's last words before it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

import numpy as np

from benchmarks.resampling import ROUNDS, auc, interval, spearman
from benchmarks.scorers import Row, rows, table
from kerchief.domain.conversation import Draft
from kerchief.engine import Kerchief

CONTEXT_TURNS = 4  # of the seeker's, before an answer
Judge = Callable[[Sequence[Draft]], list[float]]


@dataclass(frozen=True, slots=True)
class Answer:
    """What one supporter wrote in one go, what it answers, and the number of the rating that is given after it."""

    talk: str
    draft: Draft
    rating_number: int


@dataclass(frozen=True, slots=True)
class Talk:
    """One talk: its answers, the seeker's ratings in order, and whether it is among the successful ones."""

    id: str
    answers: tuple[Answer, ...]
    ratings: tuple[float, ...]
    is_successful: bool


@dataclass(frozen=True, slots=True)
class Rated:
    """A rating, and the mean of a judge's values over the answers since the one before."""

    talk: str
    rating: float
    value: float


def section(shared: Path) -> str:
    """The part of the page about outcomes."""
    folder = shared / "data" / "benchmarks"
    talks = [
        _talk(row, is_successful=name == "esconv-test")
        for name in ("esconv-failed", "esconv-test")
        for row in rows(folder / f"{name}.jsonl.gz")
    ]
    judges: dict[str, Judge] = {
        "`ladder` of kerchief": _ladder(Kerchief.load()),
        "the same, rules alone (`--fast`)": _ladder(Kerchief.load(use_encoder=False)),
        "words of the answer (baseline)": lambda drafts: [float(len(draft.reply.split())) for draft in drafts],
        "sentiment of the answer, VADER (baseline)": _sentiment,
    }
    drafts = [answer.draft for talk in talks for answer in talk.answers]
    body = [[name, *_cells(talks, judge(drafts))] for name, judge in judges.items()]
    rated = sum(len(_rated(talk, [0.0] * len(talk.answers))) for talk in talks)
    failed = sum(not talk.is_successful for talk in talks)
    return "\n\n".join([
        f"ESConv, measured only: {len(drafts)} answers of supporters in {failed} failed and {len(talks) - failed} "
        f"successful talks, and {rated} ratings (1 to 5) by seekers of the failed ones. An answer is what a supporter "
        f"wrote between two turns of the seeker; its context is the seeker's last {CONTEXT_TURNS} turns. A rating "
        "stands beside the mean over the answers since the one before: seekers were asked after every second one "
        "or so, about both. Spearman's rank correlation; AUC is how often a successful talk has the higher mean, .5 by "
        f"chance. In brackets 95% from {ROUNDS} resamplings of talks.",
        table(["what", "with the rating", "with the rating, within one talk", "AUC failed against successful"], body),
        "Seekers rated strangers in a paid chat for many reasons, and the makers of ESConv sorted its talks by several "
        "bars, the length of what supporters wrote among them.",
    ])  # fmt: skip


def _talk(row: Row, *, is_successful: bool) -> Talk:
    ratings = tuple(float(turn["feedback"]) for turn in row["turns"] if turn["feedback"])
    return Talk(row["id"], tuple(_answers(row)), ratings, is_successful)


def _answers(row: Row) -> Iterator[Answer]:
    told: list[str] = []
    rating_number = 0
    for role, run in groupby(row["turns"], key=lambda turn: turn["role"]):
        turns = list(run)
        said = [turn["text"].strip() for turn in turns if turn["text"].strip()]
        if role == "seeker":
            told += said
            rating_number += sum(bool(turn["feedback"]) for turn in turns)
        elif said:
            yield Answer(row["id"], Draft(reply=" ".join(said), context=" ".join(told[-CONTEXT_TURNS:])), rating_number)


def _cells(talks: Sequence[Talk], values: list[float]) -> list[str]:
    left = iter(values)
    of_talk = [[next(left) for _ in talk.answers] for talk in talks]
    rated = [item for talk, own in zip(talks, of_talk, strict=True) for item in _rated(talk, own)]
    spoken = [(talk, own) for talk, own in zip(talks, of_talk, strict=True) if own]
    means = [float(np.mean(own)) for _, own in spoken]
    told = interval(auc, means, [float(talk.is_successful) for talk, _ in spoken], [talk.id for talk, _ in spoken])
    return [_with_rating(rated), _with_rating(_centred(rated)), _cell(told, ".3f")]


def _rated(talk: Talk, values: Sequence[float]) -> list[Rated]:
    """Each rating that follows at least one answer."""
    found = []
    for number, rating in enumerate(talk.ratings):
        own = [value for answer, value in zip(talk.answers, values, strict=True) if answer.rating_number == number]
        if own:
            found.append(Rated(talk.id, rating, float(np.mean(own))))
    return found


def _centred(rated: Sequence[Rated]) -> list[Rated]:
    """Each less the mean of its talk: whether one answer is rated above another by the same seeker."""
    found: list[Rated] = []
    for _, run in groupby(rated, key=lambda item: item.talk):
        own = list(run)
        rating, value = (float(np.mean([getattr(item, name) for item in own])) for name in ("rating", "value"))
        found += [replace(item, rating=item.rating - rating, value=item.value - value) for item in own]
    return found


def _with_rating(rated: Sequence[Rated]) -> str:
    columns = [item.value for item in rated], [item.rating for item in rated], [item.talk for item in rated]
    return _cell(interval(spearman, *columns), "+.3f")


def _cell(told: tuple[float, float, float], style: str) -> str:
    value, low, high = (format(number, style) for number in told)
    return f"{value} ({low} to {high})"


def _ladder(kerchief: Kerchief) -> Judge:
    return lambda drafts: [float(report.skills.ladder) for report in kerchief.check_many(drafts)]


def _sentiment(drafts: Sequence[Draft]) -> list[float]:
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    analyser = SentimentIntensityAnalyzer()
    return [float(analyser.polarity_scores(draft.reply)["compound"]) for draft in drafts]
