"""What was said in a practice so far, and what follows from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import get_args

from kerchief.domain.conversation import Role
from kerchief.domain.rehearsal import Ended, PartnerState, Scenario, Turn


@dataclass(frozen=True)
class Past:
    """What was said so far, and what follows from it."""

    scenario: Scenario
    seed: int
    turns: Sequence[Turn]

    @property
    def replies(self) -> int:
        """How often the user has answered."""
        return sum(turn.role is Role.SUPPORTER for turn in self.turns)

    @property
    def state(self) -> PartnerState:
        """The seeker as the last line left them."""
        return next(turn.state for turn in reversed(self.turns) if turn.state is not None)

    @property
    def told(self) -> frozenset[int]:
        """The numbers of the hidden facts that are out."""
        return frozenset(turn.told for turn in self.turns if turn.told is not None)

    @property
    def has_told_all(self) -> bool:
        """Whether nothing is hidden any more."""
        return len(self.told) == len(self.scenario.hidden)

    def count(self, situation: str, role: Role = Role.SUPPORTER) -> int:
        """How many turns of one role had a situation."""
        return sum(turn.role is role and turn.situation == situation for turn in self.turns)

    def has_said(self, line: str) -> bool:
        """Whether the seeker has said a line before."""
        return any(turn.text == line for turn in self.turns)

    def chance(self, what: str) -> float:
        """A number from 0 to 1 for one question at this point: the same seed gives the same answer."""
        return Random(f"{self.scenario.code}/{self.seed}/{self.replies}/{what}").random()

    def is_minded(self, what: str, at_most: int = 99) -> bool:
        """Whether this seeker, with this temper, now does something, and has not done it too often."""
        return self.count(what, Role.SEEKER) < at_most and self.chance(what) < self.scenario.temper.get(what, 0.5)


def ended_by(turn: Turn) -> Ended | None:
    """How the practice ended with a turn of the seeker, or None."""
    return next((code for code in get_args(Ended) if turn.role is Role.SEEKER and turn.situation == code), None)
