"""The words that speak for and against a hypothesis, as the reader of a reading sees them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kerchief.domain.reading import Evidence
from kerchief.knowledge.catalogue import Meaning
from kerchief.reading.scoring import Hits
from kerchief.signals.cues import CueHit
from kerchief.signals.extract import Sentence, Signals
from kerchief.text import Text

_MOST_FOR, _MOST_AGAINST = 3, 2
_CARRIED = 0.5  # what a sentence weighs that the heads chose, beside cues of 0.2 to 2
_WHOLE = 14  # a sentence of at most so many words is quoted whole
_JOINT = re.compile(r"[,;:]\s+|\s+-+\s+|\s+(?=(?:and|but|because|so|when|while|then|though|although|which)\s)")


def evidence_of(signals: Signals, hits: Hits, meaning: Meaning, carrier: int | None) -> tuple[Evidence, ...]:
    """The weightiest words for a meaning, then those against it; failing any, the sentence ``carrier`` of the heads."""
    own = [(hit, weight) for hit, weight in hits if hit.cue.code == meaning.code]
    own.sort(key=lambda pair: (-abs(pair[1]), pair[0].utterance, pair[0].start))
    found = _distinct(signals, [pair for pair in own if pair[1] > 0], _MOST_FOR)
    if not found and carrier is not None:
        found = [_carried(signals, signals.encoded[carrier], meaning.says)]
    return (*found, *_distinct(signals, [pair for pair in own if pair[1] < 0], _MOST_AGAINST))


def _distinct(signals: Signals, hits: Iterable[tuple[CueHit, float]], most: int) -> list[Evidence]:
    found: list[Evidence] = []
    for hit, weight in hits:
        evidence = _quoted(signals, hit, weight)
        if len(found) < most and not any(
            other.utterance == evidence.utterance and other.start < evidence.end and evidence.start < other.end
            for other in found
        ):
            found.append(evidence)
    return found


def _quoted(signals: Signals, hit: CueHit, weight: float) -> Evidence:
    text = signals.texts[hit.utterance]
    span = text.span(*clause_at(text, hit.start, hit.end), utterance=hit.utterance)
    return Evidence(
        utterance=span.utterance,
        start=span.start,
        end=span.end,
        quote=span.quote,
        weight=round(weight, 2),
        why=hit.cue.why if hit.cue.kind != "guess" else f"you suspect it: {hit.cue.why}",
    )


def _carried(signals: Signals, sentence: Sentence, says: str) -> Evidence:
    span = signals.texts[sentence.utterance].span(sentence.start, sentence.end, sentence.utterance)
    return Evidence(
        utterance=span.utterance,
        start=span.start,
        end=span.end,
        quote=span.quote,
        weight=_CARRIED,
        why=f'of all that is told, this comes nearest to "{says}"',
    )


def clause_at(text: Text, start: int, end: int) -> tuple[int, int]:
    """The clause around a hit: its sentence if that is short, else the part between two joints."""
    a, b = text.sentence_at(start)
    b = max(b, end)
    if len(text.folded[a:b].split()) <= _WHOLE:
        return a, b
    left = max((match.end() for match in _JOINT.finditer(text.folded, a, b) if match.end() <= start), default=a)
    right = min((match.start() for match in _JOINT.finditer(text.folded, a, b) if match.start() >= end), default=b)
    return left, right
