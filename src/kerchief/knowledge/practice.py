"""What practising needs to know beside its scenarios: what a reply does to a seeker, hints, and when it ends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kerchief.domain.rehearsal import EndsWhen
from kerchief.patterns import Pattern


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What a pattern of a reply does to the seeker's state. Trust does not sink below ``floor`` by it."""

    codes: tuple[str, ...]
    situation: str
    did: str
    moves: Mapping[str, float]
    floor: float


@dataclass(frozen=True, slots=True, kw_only=True)
class NextTry:
    """What to try in the next practice where none of ``lacks`` was shown, with an example."""

    lacks: tuple[str, ...]
    says: str
    example: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Practice:
    """The file practice.toml."""

    simulated: str
    temper: Mapping[str, float]
    effects: Mapping[str, Effect]
    hints: Mapping[str, tuple[str, ...]]
    tries: tuple[NextTry, ...]
    unasked: NextTry
    endings: tuple[tuple[str, EndsWhen], ...]
    abuse: tuple[Pattern, ...]
    kind: tuple[Pattern, ...]
    bowing: tuple[Pattern, ...]
    advice: tuple[Pattern, ...]
    plainly: tuple[Pattern, ...]
    getting_help: tuple[Pattern, ...]
    small_words: frozenset[str]
