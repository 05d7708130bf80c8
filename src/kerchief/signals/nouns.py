"""Words for people in a text: pronouns, nouns and first names, by one walk over its words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kerchief.knowledge.crier_words import CrierWords
from kerchief.text import Text

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W_]+)?")
_SUFFIX = ("'s", "'ll", "'d", "'re")
Place = tuple[int, int, str]


def find_words(text: Text, words: CrierWords) -> Iterator[Place]:
    """Every word for a person as (start, end, kind); kind is pronoun, noun, loved or name."""
    end = 0
    for match in _WORD.finditer(text.folded):
        start, word = match.start(), match.group()
        if start < end:
            continue
        bare = _without_suffix(word)
        if word in words.grammar.pronouns or bare in words.grammar.pronouns:
            end = start + len(word if word in words.grammar.pronouns else bare)
            yield start, end, "pronoun"
        elif word == "who":
            yield start, start + 3, "who"
        elif stop := _phrase_end(text.folded, start, bare, words):
            if not _goes_on(text.folded, stop, words):
                end = stop
                yield start, end, "noun"
        elif bare in words.names and _is_name(text, start, bare, words):
            end = start + len(bare)
            yield start, end, "name"
    for match in words.loved.finditer(text.folded):
        if _is_name(text, match.start(1), match.group(1), words):
            yield *match.span(1), "loved"


def find_nouns(folded: str, words: CrierWords, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The nouns for people in a stretch of text."""
    for match in _WORD.finditer(folded, start, end):
        stop = _phrase_end(folded, match.start(), _without_suffix(match.group()), words)
        if stop:
            yield match.start(), stop


def _without_suffix(word: str) -> str:
    return word.partition("'")[0] if word.endswith(_SUFFIX) else word


def _phrase_end(folded: str, start: int, first: str, words: CrierWords) -> int:
    """Where the longest phrase of ``people`` that starts here ends; 0 where there is none."""
    for phrase in words.phrases.get(first, ()):
        end = start + len(phrase)
        if folded.startswith(phrase, start) and not (folded[end : end + 1].isalnum() or folded[end : end + 1] == "-"):
            return 0 if start > 1 and folded[start - 1] == "-" and not folded[start - 2].isdigit() else end
    return 0


def _goes_on(folded: str, end: int, words: CrierWords) -> bool:
    """Whether the next word is a noun for the same person: "year old [daughter]", "ex [girlfriend]"."""
    match = _WORD.match(folded, end + 1) if folded[end : end + 1] == " " else None
    return match is not None and _phrase_end(folded, match.start(), _without_suffix(match.group()), words) > 0


def _is_name(text: Text, start: int, word: str, words: CrierWords) -> bool:
    return word not in words.doubtful_names or text.source[text.span(start, start + 1).start].isupper()
