"""The rows of replies/: pieces of what can be said, and the cases and moments that choose among them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
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
THEME_SLOTS = frozenset(("who", "long"))  # whom a theme is about, and for how long it was so
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
class Theme:
    """Something that people tell (a break-up, feeling stupid, asking for advice), and what can be said to it.

    ``weight`` says which goes before another; ``is_last`` ones count only where they are said last in a chat;
    ``is_others`` ones tell what others did to the one who hurts; ``is_glad`` ones are good news.
    """

    code: str
    weight: int
    is_last: bool
    is_others: bool
    is_glad: bool
    patterns: tuple[Pattern, ...]
    excepts: tuple[Pattern, ...]
    pieces: tuple[Piece, ...]


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
    themes: tuple[Theme, ...]


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


def theme(row: Row, _: str) -> Theme:
    """A row [[theme]] of themes/: its texts stand under what they do."""
    return Theme(
        code=row.text("code"),
        weight=row.number("weight"),
        is_last=row.truth("last"),
        is_others=row.truth("others"),
        is_glad=row.truth("glad"),
        patterns=row.patterns("patterns", least=1),
        excepts=row.patterns("excepts"),
        pieces=tuple(_theme_pieces(row)),
    )


def _theme_pieces(row: Row) -> Iterator[Piece]:
    for does in STRATEGIES:
        for text in row.texts(does):
            yield Piece(
                code=row.text("code"),
                does=does,  # type: ignore[arg-type]
                text=text,
                when=None,
                by=None,
                close="",
                speakers=(),
                tier="",
                slots=_slots(row, text, THEME_SLOTS),
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


def _slots(row: Row, text: str, known: frozenset[str] = SLOTS) -> frozenset[str]:
    found = frozenset(name.lower() for name in _SLOT.findall(text))
    if not found <= known:
        row.fail(f'"{sorted(found - known)[0]}" is nothing that a piece can take up')
    return found
