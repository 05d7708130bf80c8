"""Is the reply kind: what a check of a draft holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from kerchief.domain.conversation import Span
from kerchief.domain.provenance import Provenance
from kerchief.domain.reading import Flag, Resource

Applicability = Literal["safe", "suggested", "ask"]
Send = Literal["yes", "edit", "no"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rewrite:
    """Words to put in place of ``replaces``.

    ``applicability``: ``safe`` keeps the meaning, ``suggested`` should be read first, ``ask`` is a question to
    the writer because nothing can be honestly written for them.
    """

    text: str
    applicability: Applicability
    replaces: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A pattern that may hurt (H) or endanger (Z), where, and why. Severity 3 no, 2 edit, 1 hint."""

    code: str
    name: str
    severity: int
    span: Span
    message: str
    why: str
    rewrite: Rewrite | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Strength:
    """A pattern that helps (G), and where."""

    code: str
    name: str
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Skills:
    """Listening skill: EPITOME's three mechanisms 0-2 (Sharma 2020), and the ladder 0-5 (after Burleson)."""

    emotional_reaction: int
    interpretation: int
    exploration: int
    ladder: int
    earned_by: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a draft does to the one who reads it. ``rewritten`` is the whole draft with every rewrite applied.

    Where it answers a chat, ``earlier`` messages before the last ones are not read.
    """

    id: str | None
    findings: tuple[Finding, ...]
    strengths: tuple[Strength, ...]
    skills: Skills
    flags: tuple[Flag, ...]
    send: Send
    rewritten: str | None
    help: tuple[Resource, ...]
    provenance: Provenance
    earlier: int
