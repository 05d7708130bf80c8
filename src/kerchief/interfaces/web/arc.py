"""The arc of a practice as a drawing: how the seeker's state moved, line by line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kerchief.domain.rehearsal import PartnerState

WIDTH, HEIGHT, MARGIN = 600, 160, 14
LINES = {"trust": "trust", "openness": "readiness to tell", "distress": "upset"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One part of the state: its name, its points as SVG writes them, and where it began and ended, in hundredths."""

    code: str
    name: str
    points: tuple[tuple[float, float], ...]
    first: int
    last: int

    @property
    def path(self) -> str:
        """The points of a polyline."""
        return " ".join(f"{x:g},{y:g}" for x, y in self.points)


def draw(arc: Sequence[PartnerState]) -> tuple[Line, ...]:
    """A line for each part of the state that the debrief speaks of."""
    return tuple(_line(code, name, [getattr(state, code) for state in arc]) for code, name in LINES.items())


def _line(code: str, name: str, values: Sequence[float]) -> Line:
    step = (WIDTH - 2 * MARGIN) / max(1, len(values) - 1)
    points = tuple(
        (round(MARGIN + place * step, 1), round(HEIGHT - MARGIN - value * (HEIGHT - 2 * MARGIN), 1))
        for place, value in enumerate(values)
    )
    return Line(code=code, name=name, points=points, first=round(values[0] * 100), last=round(values[-1] * 100))
