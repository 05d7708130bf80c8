"""The words that speak for and against a hypothesis, as the reader of a reading sees them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from kerchief.domain.conversation import Span
from kerchief.domain.reading import Evidence
from kerchief.knowledge.catalogue import Meaning
from kerchief.reading.scoring import Hits
from kerchief.signals.cues import CueHit
from kerchief.signals.extract import Clause, Signals
from kerchief.text import Text, clauses

if TYPE_CHECKING:
    from kerchief.encoder import Vectors

_MOST_FOR, _MOST_AGAINST = 3, 2
_CARRIED = 0.5  # what a clause weighs that the heads chose, beside cues of 0.2 to 2
_WHOLE = 14  # a sentence of at most so many words is quoted whole
_WORD_SAYS, _ENOUGH_WORDS = 0.25, 7  # a clause of few words says little by itself


def evidence_of(signals: Signals, hits: Hits, meaning: Meaning, said: Vectors | None) -> tuple[Evidence, ...]:
    """The words for a meaning, weightiest first, then those against it.

    Where an encoder ran, ``said`` tells of every clause how much it says the meaning; the clause leads in which that
    and the cues are strongest together.
    """
    own = [(hit, weight) for hit, weight in hits if hit.cue.code == meaning.code]
    own.sort(key=lambda pair: (-abs(pair[1]), pair[0].utterance, pair[0].start))
    speaking = tuple(pair for pair in own if pair[1] > 0)
    found = [_quoted(signals, hit, weight) for hit, weight in speaking]
    is_suspected = bool(speaking) and all(hit.cue.kind == "guess" for hit, _ in speaking)
    if said is not None and not is_suspected:
        found.insert(0, _leading(signals, speaking, said, meaning.says))
    against = [_quoted(signals, hit, weight) for hit, weight in own if weight < 0]
    return (*_distinct(found, _MOST_FOR), *_distinct(against, _MOST_AGAINST))


def _leading(signals: Signals, speaking: Hits, said: Vectors, says: str) -> Evidence:
    """The clause that says a meaning most, with the reason of the weightiest cue in it, if there is one."""
    within = [[pair for pair in speaking if _holds(signals, clause, pair[0])] for clause in signals.clauses]
    spoken = [
        float(odds) + sum(weight for _, weight in own) + _WORD_SAYS * min(_words(signals, clause), _ENOUGH_WORDS)
        for odds, own, clause in zip(said, within, signals.clauses, strict=True)
    ]
    best = spoken.index(max(spoken))
    clause = signals.clauses[best]
    if not within[best]:
        why = f'of all that is told, this comes nearest to "{says}"'
        return _evidence(_span(signals, clause, clause.end), _CARRIED, why)
    hit, weight = within[best][0]
    return _evidence(_span(signals, clause, max(clause.end, hit.end)), weight, _why(hit))


def _words(signals: Signals, clause: Clause) -> int:
    return len(_text(signals, clause).folded[clause.start : clause.end].split())


def _text(signals: Signals, clause: Clause) -> Text:
    return signals.texts[signals.encoded[clause.sentence].utterance]


def _holds(signals: Signals, clause: Clause, hit: CueHit) -> bool:
    return signals.encoded[clause.sentence].utterance == hit.utterance and clause.start <= hit.start < clause.end


def _span(signals: Signals, clause: Clause, end: int) -> Span:
    """The words of a clause, without the comma after it."""
    text = _text(signals, clause)
    said = text.folded[clause.start : end].rstrip(" \n\t,;:-")
    return text.span(clause.start, clause.start + len(said), signals.encoded[clause.sentence].utterance)


def _distinct(found: Iterable[Evidence], most: int) -> list[Evidence]:
    """The first so many that do not overlap."""
    kept: list[Evidence] = []
    for one in found:
        if len(kept) < most and not any(
            other.utterance == one.utterance and other.start < one.end and one.start < other.end for other in kept
        ):
            kept.append(one)
    return kept


def _quoted(signals: Signals, hit: CueHit, weight: float) -> Evidence:
    text = signals.texts[hit.utterance]
    return _evidence(text.span(*clause_at(text, hit.start, hit.end), utterance=hit.utterance), weight, _why(hit))


def _why(hit: CueHit) -> str:
    return hit.cue.why if hit.cue.kind != "guess" else f"you suspect it: {hit.cue.why}"


def _evidence(span: Span, weight: float, why: str) -> Evidence:
    return Evidence(
        utterance=span.utterance,
        start=span.start,
        end=span.end,
        quote=span.quote,
        weight=round(weight, 2),
        why=why,
    )


def clause_at(text: Text, start: int, end: int) -> tuple[int, int]:
    """The clause around a hit: its sentence if that is short, else the part between two joints."""
    a, b = text.sentence_at(start)
    b = max(b, end)
    if len(text.folded[a:b].split()) <= _WHOLE:
        return a, b
    begins = clauses(text.folded, a, b)
    left = max(begin for begin in begins if begin <= start)
    return left, min((begin for begin in begins if begin >= end), default=b)
