"""The crier's own words: what stands in quotation marks, and what is reported."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kerchief.replying.ground import MOST, Fact, Ground, fits, opened
from kerchief.replying.turning import turn
from kerchief.replying.voices import is_spoken_by

_QUOTED, _REPORTED, _AS_IT_STANDS = 2.5, 2.2, -0.5  # weight of words in quotation marks, reported, or not turned
_MOST_QUOTED = 9  # words that are quoted as they stand
_NO_START = re.compile(r"\d{3}|^(?:and|or|but|is)\b")
_CALLED = r", (?:mum|mom|dad|love|mate|darling|baby|honey|sweetheart|dude|man)$"
_BROKEN = re.compile(
    rf"[?!\"()]|\.\.|…|{_CALLED}|\band to\b|\bsa(?:y|id|ys)\b|^you're (?:so |really |very )?sorry|(?<!')\byou \w+ing\b",
    re.IGNORECASE,
)
_STATEMENT = re.compile(
    r"(?:you(?:'re|'ve|'d|'ll)?|your|i|i'm|i've|i'd|my|we|we're|our|it|it's|nobody|no one|everybody|everyone|they|"
    r"they're|there(?:'s)?|the|nothing|everything|that's|this|all)\s",
    re.IGNORECASE,
)


def find_sayings(ground: Ground) -> Iterator[Fact]:
    """What the addressee is told to have said."""
    yield from _quoted(ground)
    yield from _reported(ground)


def _quoted(ground: Ground) -> Iterator[Fact]:
    text, voices = ground.text, ground.voices
    for start, end in text.quotations:
        quote = text.folded[start:end]
        size = len(quote.split())
        if not 2 <= size <= MOST or "?" in quote or not ground.is_free(start, end):
            continue
        if not is_spoken_by(text, (start, end), voices, ground.number, ground.words.saying):
            continue
        weight, span = _QUOTED + ground.bonus(start, end), ground.span(start, end)
        indirect = turn(text, (start, end), voices, ground.number, in_quote=True)
        if indirect and _is_statement(indirect):
            yield Fact(kind="said", text=opened(indirect), span=span, weight=weight)
        elif 3 <= size <= _MOST_QUOTED and not _NO_START.search(quote):
            yield Fact(kind="words", text=span.quote.strip(" ,.;:"), span=span, weight=weight + _AS_IT_STANDS)


def _reported(ground: Ground) -> Iterator[Fact]:
    text = ground.text
    subjects = {one.start: one for one in ground.voices.mentions[ground.number] if one.role == "subject"}
    for match in ground.words.reported.finditer(text.folded):
        mention = subjects.get(match.start("who"))
        if mention is None or mention.who != ground.voices.addressee:
            continue
        start, end = match.end(), ground.clause_end(match.end(), text.sentence_at(match.start())[1])
        if end is None or text.is_quoted(match.start(), match.end()):
            continue
        said = turn(text, (start, end), ground.voices, ground.number)
        if said and _is_statement(said) and fits(said):
            weight = _REPORTED + ground.bonus(start, end)
            yield Fact(kind="said", text=opened(said), span=ground.span(match.start(), end), weight=weight)


def _is_statement(said: str) -> bool:
    return bool(_STATEMENT.match(said)) and not _BROKEN.search(said)
