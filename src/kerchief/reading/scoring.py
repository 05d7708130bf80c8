"""What the cues say for and against each meaning, in numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kerchief.signals.cues import CueHit
from kerchief.signals.extract import Signals

STRENGTH = {"strong": 2.0, "medium": 1.0, "weak": 0.4}
TRUST = {"words": 1.0, "behaviour": 0.9, "event": 0.8, "guess": 0.4}  # the dossier's order of trust (2.0)
NEAR = (1.0, 0.95, 0.9, 0.8, 0.8, 0.7, 0.7)  # by sentences between the cue and the tears; then FAR
FAR = 0.5
Hits = tuple[tuple[CueHit, float], ...]


@dataclass(frozen=True, slots=True)
class Score:
    """Summed cues for and against one meaning."""

    code: str
    cues_for: float = 0.0
    cues_against: float = 0.0


def score(hits: Hits, codes: Sequence[str]) -> dict[str, Score]:
    """A score for every code. A cue counts once a meaning, at its best place (dossier 2.0)."""
    sums: dict[str, list[float]] = {code: [0.0, 0.0] for code in codes}
    for hit, weight in hits:
        if hit.cue.code in sums:
            sums[hit.cue.code][0 if weight > 0 else 1] += abs(weight)
    return {code: Score(code, *sums[code]) for code in codes}


def weight_of(hit: CueHit, distance: int) -> float:
    """What one hit adds: strength by trust by nearness to the tears; below 0 where it speaks against."""
    near = FAR if distance < 0 or distance >= len(NEAR) else NEAR[distance]
    sign = 1 if hit.cue.sign == "for" else -1
    return sign * STRENGTH[hit.cue.strength] * TRUST[hit.cue.kind] * near


def best_hits(signals: Signals) -> Hits:
    """Of every cue its weightiest hit, and what that adds."""
    best: dict[str, tuple[CueHit, float]] = {}
    for hit in signals.hits:
        weight = weight_of(hit, signals.sentence_of(hit.utterance, hit.start).distance)
        if hit.cue.id not in best or abs(weight) > abs(best[hit.cue.id][1]):
            best[hit.cue.id] = (hit, weight)
    return tuple(best.values())
