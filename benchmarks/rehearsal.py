"""Whether the simulated seeker moves as seekers did: ESConv talks, in which they rated their helper at turns.

Measured only: nothing that ships was fitted on these talks. Each talk is played to the simulated state as it was
written, and the state after each answer is set beside the seeker's own rating there (1 to 5), by rank.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.resampling import ROUNDS, interval, spearman
from benchmarks.scorers import table
from kerchief.domain.conversation import Draft, Role
from kerchief.domain.rehearsal import PartnerState, Turn
from kerchief.engine import Kerchief
from kerchief.rehearsal.hearing import hear
from kerchief.rehearsal.partner import moved
from kerchief.rehearsal.past import Past

_CENTRED = ("rating", "trust", "move", "ladder", "words")
MOST_CHARACTERS = 1_200
MIDDLING = PartnerState(distress=0.7, trust=0.4, shame=0.4, openness=0.35)


@dataclass(frozen=True, slots=True)
class Rated:
    """One rated answer: the talk it stands in, the rating, and what could foretell it."""

    talk: str
    rating: float
    trust: float
    distress: float
    move: float
    ladder: float
    words: float


@dataclass(frozen=True, slots=True)
class Whole:
    """One talk: how the seeker's intensity changed by their own survey, and how simulated distress did."""

    talk: str
    change: float
    empathy: float
    distress: float
    trust: float


def section(shared: Path) -> str:
    """The part of the page about the simulated seeker."""
    rated, wholes = _play(shared / "data" / "benchmarks")
    columns: list[tuple[str, Callable[[Rated], float]]] = [
        ("trust of the simulated seeker", lambda item: item.trust),
        ("its move by that answer", lambda item: item.move),
        ("ladder of the answer (no state)", lambda item: item.ladder),
        ("words of the answer (baseline)", lambda item: item.words),
    ]
    own = _centred(rated)
    turns = [
        [name, _cell(rated, key, lambda item: item.rating), _cell(own, key, lambda item: item.rating)]
        for name, key in columns
    ]
    ends = [
        ["end trust, with the seeker's rating of empathy", _cell(wholes, lambda t: t.trust, lambda t: t.empathy)],
        ["change of distress, with their own change", _cell(wholes, lambda t: t.distress, lambda t: t.change)],
    ]
    return "\n\n".join(
        [
            f"ESConv, measured only: {len(rated)} ratings at turns in {len({item.talk for item in rated})} talks, and "
            f"{len(wholes)} talks with a survey. Spearman's rank correlation, 95% by {ROUNDS} resamplings of talks. "
            "The seekers there chat with strangers and rate them for many reasons; the numbers in `practice.toml` were "
            "set by hand to teach, not fitted.",
            table(["at turns", "with the seeker's rating", "within one talk"], turns),
            table(["whole talks", "rank correlation"], ends),
        ]
    )


def _centred(rated: Sequence[Rated]) -> list[Rated]:
    """Each value less the mean of its talk: whether one answer is rated above another by the same seeker."""
    of_talk: dict[str, list[Rated]] = {}
    for item in rated:
        of_talk.setdefault(item.talk, []).append(item)
    found = []
    for items in of_talk.values():
        means = {name: float(np.mean([getattr(item, name) for item in items])) for name in _CENTRED}
        found += [replace(item, **{name: getattr(item, name) - means[name] for name in _CENTRED}) for item in items]
    return found


def _play(folder: Path) -> tuple[list[Rated], list[Whole]]:
    kerchief = Kerchief.load(use_encoder=False)
    scenario = replace(kerchief.scenarios["let_you_down"], start=MIDDLING, weighs={})
    rated: list[Rated] = []
    wholes: list[Whole] = []
    for name in ("esconv-failed", "esconv-test"):
        with gzip.open(folder / f"{name}.jsonl.gz", "rt", encoding="utf-8") as stream:
            for talk in map(json.loads, stream):
                start = Past(scenario, 0, (Turn(role=Role.SEEKER, text="", situation="opening", state=MIDDLING),))
                found = list(_rate(talk, start, kerchief))
                rated += [item for item in found if not np.isnan(item.rating)]
                if found:
                    wholes += _whole(talk, found[-1])
    return rated, wholes


def _rate(talk: dict[str, Any], past: Past, kerchief: Kerchief) -> Iterator[Rated]:
    """Play one talk; after each answer, the state beside the rating that the seeker gave next, if any."""
    runs = [(role, list(turns)) for role, turns in groupby(talk["turns"], key=lambda turn: turn["role"])]
    context = ""
    for number, (role, turns) in enumerate(runs):
        text = " ".join(turn["text"] for turn in turns)[:MOST_CHARACTERS]
        if role == "seeker":
            context = text
            continue
        report = kerchief.check(Draft(reply=text, context=context)) if text.strip() else None
        heard = hear(text, report, past.turns, past.scenario, kerchief.catalogue.practice)
        before = past.state
        own = Turn(role=Role.SUPPORTER, text=text, situation=heard.situation, report=report)
        state = moved(Past(past.scenario, 0, (*past.turns, own)), heard)
        answer = runs[number + 1][1] if number + 1 < len(runs) else []
        said = Turn(role=Role.SEEKER, text=" ".join(turn["text"] for turn in answer), situation="asked", state=state)
        past = Past(past.scenario, 0, (*past.turns, own, said))
        ratings = [float(turn["feedback"]) for turn in answer if turn["feedback"]]
        yield Rated(
            talk=talk["id"],
            rating=ratings[0] if ratings else float("nan"),
            trust=state.trust,
            distress=state.distress,
            move=state.trust - before.trust,
            ladder=report.skills.ladder if report else 0,
            words=len(text.split()),
        )


def _whole(talk: dict[str, Any], last: Rated) -> list[Whole]:
    """The talk as a whole, where its survey has been answered."""
    survey = talk["survey"]
    try:
        first, final = float(survey["initial_emotion_intensity"]), float(survey["final_emotion_intensity"])
        empathy = float(survey["empathy"])
    except (KeyError, TypeError, ValueError):
        return []
    return [
        Whole(
            talk=talk["id"],
            change=final - first,
            empathy=empathy,
            distress=last.distress - MIDDLING.distress,
            trust=last.trust,
        )
    ]


def _cell(items: Sequence[Any], one: Callable[[Any], float], other: Callable[[Any], float]) -> str:
    """Spearman's correlation of two columns, with an interval from resampling whole talks."""
    columns = [one(item) for item in items], [other(item) for item in items], [item.talk for item in items]
    value, low, high = interval(spearman, *columns)
    return f"{value:+.3f} ({low:+.3f} to {high:+.3f})"


if __name__ == "__main__":
    print(section(Path("../shared")))
