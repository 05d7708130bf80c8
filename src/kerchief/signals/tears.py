"""Where an account speaks of tears that were really shed, held back, or only show."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kerchief.knowledge.crier_words import TearWords
from kerchief.patterns import Pattern
from kerchief.text import Text

_Stretch = tuple[int, int]
_MOST_BESIDE = 3  # words beside a verdict that make no account of it
_MARGIN = 12  # a figure of speech may reach over the end of a sentence ('"Stop!" she cried')


@dataclass(frozen=True, slots=True)
class Tears:
    """A mention of tears: ``texts[utterance].folded[start:end]``.

    ``shed`` is False where tears are held back or only show ("his eyes ran", "she couldn't speak").
    """

    utterance: int
    start: int
    end: int
    shed: bool


def find_tears(texts: Sequence[Text], words: TearWords) -> tuple[Tears, ...]:
    """Every mention of real tears, in order.

    Figures of speech, denied, imagined and future tears are left out. Signs that name no tears count only
    where no text names any.
    """
    named = tuple(tears for index, text in enumerate(texts) for tears in _named(text, index, words))
    if named or any(_places(words.shed, text.folded) for text in texts):
        return named
    return tuple(tears for index, text in enumerate(texts) for tears in _shown(text, index, words))


def find_verdicts(texts: Sequence[Text], words: TearWords) -> frozenset[tuple[int, int]]:
    """Sentences, by text and start, that are but the teller's verdict ("Honestly I think it's all an act")."""
    found: dict[tuple[int, int], int] = {}
    for index, text in enumerate(texts):
        for start, end in _apart(_places(words.blame, text.folded)):
            first, last = text.sentence_at(start)
            beside = found.get((index, first), len(text.folded[first:last].split()))
            found[index, first] = beside - len(text.folded[start:end].split())
    return frozenset(place for place, beside in found.items() if beside <= _MOST_BESIDE)


def _named(text: Text, index: int, words: TearWords) -> list[Tears]:
    held = _places(words.held, text.folded)
    shed = _places(words.shed, text.folded)
    found = []
    for start, end in _apart([*held, *shed]):
        if not _is_unshed((start, end), text, held, words):
            found.append(Tears(index, start, end, shed=not _touches((start, end), held)))
    return sorted(found, key=lambda tears: tears.start)


def _is_unshed(place: _Stretch, text: Text, held: Sequence[_Stretch], words: TearWords) -> bool:
    """Whether the words are a figure of speech, or speak of tears that were never shed."""
    start, _ = text.sentence_at(place[0])
    _, end = text.sentence_at(place[1] - 1)
    if _touches(place, _places(words.figures, text.folded, max(0, start - _MARGIN), end + _MARGIN)):
        return True
    unreal = [other for other in _places(words.unreal, text.folded, start, end) if _touches(place, [other])]
    if not unreal:
        return False
    kept = [*held, *_places(words.real, text.folded, start, end)]
    return any(not _touches(other, kept) for other in unreal)


def _shown(text: Text, index: int, words: TearWords) -> list[Tears]:
    return [Tears(index, start, end, shed=False) for start, end in sorted(_apart(_places(words.shown, text.folded)))]


def _places(patterns: Iterable[Pattern], folded: str, start: int = 0, end: int | None = None) -> list[_Stretch]:
    piece = folded[start:end]
    return [(a + start, b + start) for pattern in patterns for a, b in pattern.find(piece)]


def _apart(places: Iterable[_Stretch]) -> list[_Stretch]:
    """The places that do not overlap an earlier one of the list."""
    kept: list[_Stretch] = []
    for place in places:
        if not _touches(place, kept):
            kept.append(place)
    return kept


def _touches(place: _Stretch, others: Iterable[_Stretch]) -> bool:
    return any(place[0] < end and start < place[1] for start, end in others)
