"""Listening skill of a draft: EPITOME's three mechanisms, the ladder of person-centredness, and whether to send it.

The ladder (dossier 3.6, after Burleson): 0 harms, 1 denies or hurries, 2 diverts or consoles cheaply, 3 generic or
friendly, 4 names the feeling and its reason, 5 also leaves room to go on. The worst finding caps it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence

from kerchief.domain.conversation import Span
from kerchief.domain.report import Finding, Send, Skills, Strength
from kerchief.text import Text

LADDER = (
    "it may harm",
    "it denies or hurries the feeling",
    "it consoles or fixes",
    "it acknowledges",
    "it names the feeling and its reason",
    "it names the feeling, makes sense of it and leaves room",
)
_HARMS = frozenset(("H02", "H11", "H13", "H14", "H17", "H18", "H19", "H24", "H25", "H31"))
_DENIES = frozenset(("H01", "H03", "H08", "H20", "H21", "H23", "H28", "H29"))
_ENDANGERS_LESS = frozenset(("Z05", "Z08", "Z10"))
_LACKS = frozenset(("Z01", "Z07"))  # a question to ask, a word to swap: the rest is no worse for it
_DIVERTS = 2
_NAMING = frozenset(("G03", "G04", "G05", "G11", "G12", "G14", "G16", "G17"))
_LEAVING_ROOM = frozenset(("G06", "G08", "G15"))
_SENSE = frozenset(("G03", "G05"))
_GENERIC = 3

# Strengths so particular that words which show them show nothing else, most particular first.
_PARTICULAR = ("G17", "G15", "G16", "G11", "G18", "G08", "G19", "G20", "G10", "G14")
_LEAST = frozenset(("G04", "G12"))  # and those that give way to any other

_SYMPATHY = re.compile(
    r"\b(?:so sorry|sorry (?:to hear|for your|about|that)|i'?m sorry|thinking of you|feel for you|breaks my heart|hugs?"
    r"|sending (?:you )?(?:love|hugs|strength)|(?:that|this|it)(?:'?s| is| was| must be| sounds)(?: \w+)? "
    r"(?:awful|terrible|horrible|hard|rough|tough|sad|heartbreaking)|oh no|i hope you|happy for you)\b"
)
_LONG_WORD = 5


def settle(strengths: Sequence[Strength], findings: Sequence[Finding], reply: Text) -> tuple[Strength, ...]:
    """One stretch, one strength: the more particular one; and none in a sentence that hurts."""
    spoilt = [_sentence(reply, finding.span) for finding in findings if finding.severity > 1]
    kept: list[Strength] = []
    for strength in sorted(strengths, key=_rank):
        if any(_overlap(strength.span, span) for span in spoilt):
            continue
        if not any(_gives_way(strength, other) for other in kept):
            kept.append(strength)
    return tuple(sorted(kept, key=lambda strength: (strength.span.start, strength.code)))


def measure(
    reply: Text,
    strengths: Sequence[Strength],
    findings: Sequence[Finding],
    context: Text,
    *,
    skill_of: Mapping[str, Mapping[str, int]] | None = None,
) -> Skills:
    """The skills that settled strengths show, and the ladder level with the sentence that earned it.

    ``skill_of`` is the ``skill`` table of each strength file, by code.
    """
    table = skill_of or {}
    level, earned_by = _ladder(reply, strengths, findings)
    warmth = _mechanism("emotional_reaction", strengths, table)
    return Skills(
        emotional_reaction=max(warmth, 1 if _SYMPATHY.search(reply.folded) else 0),
        interpretation=_mechanism("interpretation", strengths, table),
        exploration=_exploration(strengths, table, context),
        ladder=level,
        earned_by=earned_by,
    )


def advise(skills: Skills, findings: Sequence[Finding]) -> Send:
    """Whether to send the draft as it is: danger, what denies or harms, or two warnings say no; one says edit."""
    if any(finding.code.startswith("Z") or _wounds(finding) for finding in findings):
        return "no"
    warnings = {finding.code for finding in findings if finding.severity > 1}
    if len(warnings) > 1:
        return "no"
    return "edit" if warnings or skills.ladder < _GENERIC else "yes"


def _wounds(finding: Finding) -> bool:
    """On one of the two lowest rungs; words that shrink the hurt are there too, but a changed sentence mends them."""
    return _level(finding) < _DIVERTS and finding.code != "H03"


def _ladder(reply: Text, strengths: Sequence[Strength], findings: Sequence[Finding]) -> tuple[int, Span | None]:
    """The level of the worst finding, or else of what the strengths do together."""
    worst = min(findings, key=lambda finding: (_level(finding), finding.span.start), default=None)
    if worst is not None and _level(worst) < _GENERIC:
        return _level(worst), _sentence(reply, worst.span)
    codes = {strength.code for strength in strengths}
    level = _GENERIC
    if codes & _NAMING or len(codes) > 1:
        level = 4
    if "G17" in codes or (codes & _SENSE and codes & _LEAVING_ROOM):
        level = 5
    if worst is not None:
        level = min(level, _GENERIC)
    best = next((code for code in ("G17", "G05", "G03", *sorted(codes & _NAMING)) if code in codes), None)
    earned = next((strength for strength in strengths if best in (None, strength.code)), None)
    return level, _sentence(reply, earned.span) if earned else None


def _level(finding: Finding) -> int:
    """The rung a finding alone leaves a reply on."""
    if finding.code in _HARMS:
        return 0
    if finding.code in _DENIES | _ENDANGERS_LESS:
        return 1
    if finding.code in _LACKS:
        return _DIVERTS
    if finding.code.startswith("Z"):
        return 0
    return _DIVERTS if finding.severity > 1 else _GENERIC


def _mechanism(name: str, strengths: Sequence[Strength], table: Mapping[str, Mapping[str, int]]) -> int:
    """The strongest single showing, or strong where two different strengths show it."""
    levels = {strength.code: table.get(strength.code, {}).get(name, 0) for strength in strengths}
    shown = [level for level in levels.values() if level]
    return min(2, max(shown, default=0) + (len(shown) > 1))


def _exploration(strengths: Sequence[Strength], table: Mapping[str, Mapping[str, int]], context: Text) -> int:
    """Strong where a question takes up a word of what was told."""
    level = _mechanism("exploration", strengths, table)
    told = {word for word in context.words if len(word) >= _LONG_WORD}
    asked = {word for strength in strengths if strength.code in _LEAVING_ROOM for word in _words(strength.span)}
    return 2 if level and told & asked else level


def _words(span: Span) -> list[str]:
    return re.findall(r"\w+", span.quote.lower())


def _sentence(reply: Text, span: Span) -> Span:
    """The sentence of the reply in which a span of its source starts."""
    start = span.start if reply.offsets is None else bisect_left(reply.offsets, span.start)
    return reply.span(*reply.sentence_at(start), span.utterance)


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _rank(strength: Strength) -> tuple[int, str]:
    if strength.code in _PARTICULAR:
        return _PARTICULAR.index(strength.code), strength.code
    return len(_PARTICULAR) + (strength.code in _LEAST), strength.code


def _gives_way(strength: Strength, other: Strength) -> bool:
    if strength.code == other.code or not _overlap(strength.span, other.span):
        return False
    return other.code in _PARTICULAR or strength.code in _LEAST
