"""The rows of replies/: pieces of what can be said, and the cases and moments that choose among them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from kerchief.domain.suggestion import By, Phase, Speaker, Strategy, When
from kerchief.knowledge.rows import Row
from kerchief.patterns import Pattern

STRATEGIES = (
    "question",
    "restatement",
    "reflection_of_feelings",
    "self_disclosure",
    "affirmation",
    "suggestion",
    "information",
    "presence",
)
SPEAKERS = ("partner", "parent", "friend", "colleague", "child")
SLOTS = frozenset(("fact", "also", "said", "words", "thing", "blow", "lost", "act"))
_SLOT = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Words with room for what the account tells. ``code`` is the file's name: a meaning, a case or a danger.

    An empty ``when``, ``by``, ``close`` or ``speakers`` fits all of them.
    """

    code: str
    does: Strategy
    text: str
    when: When | None
    by: By | None
    close: str
    speakers: tuple[Speaker, ...]
    tier: str
    slots: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class StrategyKind:
    """One thing a reply can do, the phase of a talk it belongs to, and why it helps."""

    code: Strategy
    phase: Phase
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MediumLines:
    """The next minute where it is not the same room, or not the same hour."""

    by: By
    when: When
    first_minute: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Something that changes the plan; ``rank`` says which case goes before another."""

    code: str
    rank: int
    note: str
    kinds: tuple[Strategy, ...]
    narrator: bool
    patterns: tuple[Pattern, ...]
    excepts: tuple[Pattern, ...]
    first_minute: tuple[str, ...]
    can_wait: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Replies:
    """Everything of replies/."""

    pieces: tuple[Piece, ...]
    leads: tuple[str, ...]
    strategies: Mapping[str, StrategyKind]
    media: tuple[MediumLines, ...]
    cases: Mapping[str, Case]
    waits: Mapping[str, tuple[str, ...]]


def pieces(row: Row, code: str) -> tuple[Piece, ...]:
    """A row [[piece]] of replies/CODE.toml: one piece for each of its texts."""
    does = row.choice("does", STRATEGIES)
    when, by = row.choice("when", ("now", "later", ""), ""), row.choice("by", ("in-person", "text", ""), "")
    close, tier = row.choice("close", ("close", "apart", ""), ""), row.choice("tier", ("hard", "soft", ""), "")
    speakers = row.texts("as")
    if not set(speakers) <= set(SPEAKERS):
        row.fail(f'"as" names nobody of {", ".join(SPEAKERS)}')
    return tuple(
        Piece(
            code=code,
            does=does,
            text=text,
            when=when or None,
            by=by or None,
            close=close,
            speakers=speakers,  # type: ignore[arg-type]
            tier=tier,
            slots=_slots(row, text),
        )
        for text in row.texts("texts", least=1)
    )


def leads(row: Row) -> tuple[str, ...]:
    """The row [[lead]] of replies/leads.toml."""
    return row.texts("texts", least=1)


def strategy(row: Row) -> StrategyKind:
    """A row [[strategy]] of replies/moments.toml."""
    return StrategyKind(
        code=row.choice("code", STRATEGIES),
        phase=row.choice("phase", ("exploration", "comforting", "action")),
        why=row.texts("why", least=1),
    )


def medium(row: Row) -> MediumLines:
    """A row [[medium]] of replies/moments.toml."""
    return MediumLines(
        by=row.choice("by", ("in-person", "text")),
        when=row.choice("when", ("now", "later")),
        first_minute=row.texts("first_minute", least=3),
    )


def case(row: Row) -> Case:
    """A row [[case]] of replies/moments.toml."""
    return Case(
        code=row.text("code"),
        rank=row.number("rank"),
        note=row.text("note"),
        kinds=row.texts("kinds"),  # type: ignore[arg-type]
        narrator=row.truth("narrator"),
        patterns=row.patterns("patterns"),
        excepts=row.patterns("excepts"),
        first_minute=row.texts("first_minute"),
        can_wait=row.texts("can_wait"),
    )


def _slots(row: Row, text: str) -> frozenset[str]:
    found = frozenset(name.lower() for name in _SLOT.findall(text))
    if not found <= SLOTS:
        row.fail(f'"{sorted(found - SLOTS)[0]}" is nothing that a piece can take up')
    return found
