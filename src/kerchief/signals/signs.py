"""One sign of danger, and whom it is about."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from kerchief.domain.conversation import Role
from kerchief.domain.reading import About, Crier
from kerchief.knowledge.catalogue import Catalogue, SafetyCue
from kerchief.patterns import expand
from kerchief.text import Text

_WHO = (
    r"(?<!\w)(?:(?P<other>(?:his|her|their|my \w+'s) (?:\w+ )?{kin})|(?P<i>i|i'm|i've|i'd|i'll|(?:my|me)self)|"
    r"(?P<they>he|she|they|(?:he|she|they)'(?:s|d|ll|re)|hes|shes|him|her|(?:him|her|them)sel\w+|"
    r"my (?:\w+ )?(?:\w+ )?{kin}))(?!\w)"
)


@dataclass(frozen=True, slots=True)
class Sign:
    """One place where a safety cue speaks: ``start`` and ``end`` in ``texts[utterance].folded``."""

    cue: SafetyCue
    utterance: int
    start: int
    end: int


def about_of(sign: Sign, text: Text, crier: Crier | None, *, speaker: Role, catalogue: Catalogue) -> About:
    """Whom a sign is about: what its cue says, else the last person named up to it in its sentence."""
    told = sign.cue.about or _last_named(sign, text, crier, compiled(expand(f"~{_WHO}", catalogue.lexicon)))
    if (
        told == "narrator"
        and sign.cue.flag != "pressuring"
        and sign.cue.about
        and not compiled(expand(f"~{_OURS}", catalogue.lexicon)).search(text.folded, *text.sentence_at(sign.start))
    ):
        told = "crier"
    if told == "narrator" and speaker is Role.SEEKER:
        return "crier"
    is_narrator_crying = crier is not None and crier.relation == "narrator"
    return "third_person" if told == "crier" and is_narrator_crying else told


def _last_named(sign: Sign, text: Text, crier: Crier | None, who: re.Pattern[str]) -> About:
    first, _ = text.sentence_at(sign.start)
    names = [match.lastgroup for match in who.finditer(text.folded, first, sign.end)]
    is_said_by_them = text.is_quoted(sign.start, sign.end) or _REPORTED.search(text.folded, first, sign.start)
    if not names:
        return "narrator" if crier is not None and crier.relation == "narrator" else "crier"
    if names[-1] == "i" and not is_said_by_them:
        return "narrator"
    return "third_person" if "other" in names else "crier"


_REPORTED = re.compile(
    r'"[^"]*$|(?:sa(?:id|ys)|voicemail|text(?:ed)?|message|note|wrote|sobb\w+|cried)[^.!?"]{0,25}:[^:]*$'
)
_OURS = r"(?<!\w)(?:i|i'm|im|i've|i'd|i'll|me|myself|we|us|my(?! (?:\w+ )?{kin}))(?!\w)"


@lru_cache(maxsize=16)
def compiled(expression: str) -> re.Pattern[str]:
    """The expression, compiled once."""
    return re.compile(expression)
