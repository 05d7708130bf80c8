"""Cues: where the words of the knowledge files stand in a conversation, and how near to the tears."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kerchief.knowledge.catalogue import Catalogue, Cue
from kerchief.patterns import Place, is_any_in
from kerchief.scanner import Scan
from kerchief.text import Text


@dataclass(frozen=True, slots=True)
class CueHit:
    """One place where a cue speaks: ``start`` and ``end`` in ``texts[utterance].folded``."""

    cue: Cue
    utterance: int
    start: int
    end: int


def find_cues(texts: Sequence[Text], catalogue: Catalogue) -> tuple[CueHit, ...]:
    """Every hit of every cue. A hit is dropped where one of the cue's exceptions holds in its sentence."""
    scans = [catalogue.cue_scanner.scan(text.folded) for text in texts]
    return tuple(
        CueHit(cue, number, start, end)
        for number, text in enumerate(texts)
        for cue in catalogue.cue_scanner.touched(scans[number])
        for start, end in _hits(text, cue, scans[number])
    )


def _hits(text: Text, cue: Cue, scan: Scan) -> list[Place]:
    found: list[Place] = []
    for pattern in cue.patterns:
        for start, end in scan.get(pattern.expression, ()):
            if not any(a < end and start < b for a, b in found) and not _is_excepted(text, cue, start):
                found.append((start, end))
    return found


def _is_excepted(text: Text, cue: Cue, start: int) -> bool:
    return bool(cue.excepts) and is_any_in(cue.excepts, text.folded, *text.sentence_at(start))
