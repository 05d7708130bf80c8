"""What no declarative kind of rule can say: small functions that a rule file names as its ``detector``."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from kerchief.checking.drafts import Prepared
from kerchief.patterns import Place

Detector = Callable[[Prepared], Iterator[Place]]

_SHARE = 0.4  # of a reply's words about the writer's own past from which it has become their story (dossier, H10)
_LEAST_WORDS, _LEAST_CLAUSES = 25, 3
_CLAUSE = re.compile(r"[.!?;,\n]+|\s(?=(?:and|but|or|so|then|because)\s)")
_OWN_PAST = re.compile(
    r"\b(?:i|we|my|mine|our)\b.*\b(?:was|were|had|did|went|got|lost|left|took|came|made|told|said|ended|cried|\w+ed)\b"
)
_THEIRS = re.compile(r"\b(?:you|your|yours|u|ur|sorry)\b|\?")
_NOT_A_STORY = re.compile(r"\bi was (?:thinking|wondering|hoping)\b|\bi (?:wanted|meant) to\b")


def self_share(draft: Prepared) -> Iterator[Place]:
    """Most of the reply is the writer's own past, and it does not come back to the other person at the end."""
    reply = draft.reply
    own = [place for place in _clauses(reply.folded) if _is_own_past(reply.folded[slice(*place)])]
    words = sum(len(reply.folded[slice(*place)].split()) for place in own)
    total = len(reply.folded.split())
    if total < _LEAST_WORDS or len(own) < _LEAST_CLAUSES or words <= _SHARE * total:
        return
    ending = reply.folded[reply.sentences[-2:][0][0] :]
    if not _THEIRS.search(ending):
        yield own[0]


def _clauses(folded: str) -> Iterator[Place]:
    start = 0
    for match in _CLAUSE.finditer(folded):
        yield start, match.start()
        start = match.end()
    yield start, len(folded)


def _is_own_past(clause: str) -> bool:
    return bool(_OWN_PAST.search(clause)) and not _THEIRS.search(clause) and not _NOT_A_STORY.search(clause)


DETECTORS: Mapping[str, Detector] = {"self_share": self_share}
