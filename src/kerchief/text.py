"""Text as it is matched: folded, with a way back to every code point of the source."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from operator import itemgetter

from kerchief.domain.conversation import Span

_STRAIGHT = {
    **dict.fromkeys(map(ord, "’‘‛ʼ`´′"), "'"),
    **dict.fromkeys(map(ord, "“”„‟«»″"), '"'),
    **dict.fromkeys(map(ord, "‐‑‒–—―"), "-"),
    **dict.fromkeys(map(ord, "\u00a0\u2007\u202f\u2009\u200a\u3000"), " "),
}
_INVISIBLE = frozenset("\u200b\u200c\u200d\u2060\ufeff\u00ad\ufe0e\ufe0f")
_ABBREVIATION = re.compile(r"\b(mr|mrs|ms|dr|prof|st|vs|e\.g|i\.e|approx|jr|sr)\.$")
_DOTTED = re.compile(r"\b(etc|(?:[a-z]\.)+[a-z])\.$")  # ends no sentence where a small letter follows: "3 a.m. and"
_INITIAL = re.compile(r"(?<![\w'.])([A-HJ-Z])\.$")
_END = re.compile(r"[.!?…]+[\"')\]]*(?=\s|$)|\n+")
_RUNS_ON = re.compile(r".*[\"')\]]|\.\.+|…+")  # ends after which a small letter goes on with the sentence
_NEXT = re.compile(r"[ \t]+(\w)")
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")
_QUOTED = re.compile(r'"([^"\n]{1,2000})"|(?<!\w)\'([^\'\n]+(?:(?<=\w)\'(?=\w)[^\'\n]*)*)\'(?!\w)')
_JOINT = re.compile(
    r"[,;:]\s+|\s+-+\s+|\s+(?=(?:and|but|because|so|when|while|then|though|although|which)\s)", re.IGNORECASE
)
_RUN = 40  # words after which text without punctuation is cut into a sentence of its own


@dataclass(frozen=True)
class Text:
    """A source text and its folded form: lower case, straight quotes, no invisible characters.

    ``offsets[i]`` is the place in ``source`` of ``folded[i]``; None where both run side by side.
    """

    source: str
    folded: str
    offsets: tuple[int, ...] | None = None

    def span(self, start: int, end: int, utterance: int = 0) -> Span:
        """The span of the source under ``folded[start:end]``."""
        if self.offsets is not None:
            last = self.offsets[end - 1] + 1 if end > start else self._place(start)
            start, end = self._place(start), last
        return Span(utterance=utterance, start=start, end=end, quote=self.source[start:end])

    def source_between(self, start: int, end: int) -> str:
        """The words of the source under ``folded[start:end]``."""
        return self.span(start, end).quote

    def _place(self, index: int) -> int:
        assert self.offsets is not None
        return self.offsets[index] if index < len(self.offsets) else len(self.source)

    @cached_property
    def sentences(self) -> tuple[tuple[int, int], ...]:
        """Sentences as (start, end) in ``folded``; text without punctuation is cut about every 40 words."""
        return tuple(_sentences(self))

    @cached_property
    def quotations(self) -> tuple[tuple[int, int], ...]:
        """What stands inside quotation marks, as (start, end) in ``folded``, marks left out."""
        found = []
        for match in _QUOTED.finditer(self.folded):
            group = 1 if match.group(1) is not None else 2
            found.append(match.span(group))
        return tuple(found)

    def is_quoted(self, start: int, end: int) -> bool:
        """Whether the stretch stands wholly inside quotation marks."""
        return any(a <= start and end <= b for a, b in self.quotations)

    def sentence_at(self, index: int) -> tuple[int, int]:
        """The sentence that holds the place, or the last one before it."""
        after = bisect_right(self.sentences, index, key=itemgetter(0))
        return self.sentences[after - 1] if after else (0, len(self.folded))

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The words of the folded text, in order."""
        return tuple(_WORD.findall(self.folded))


def clauses(text: str, start: int, end: int) -> list[int]:
    """Where the clauses of a sentence begin: at its start, and after each comma, dash or joining word."""
    return [start, *(match.end() for match in _JOINT.finditer(text, start, end) if match.end() < end)]


def normalise(source: str) -> Text:
    """Fold a text for matching without losing where anything stood."""
    if unicodedata.is_normalized("NFKC", source) and not _INVISIBLE.intersection(source):
        folded = source.translate(_STRAIGHT).lower()
        if len(folded) == len(source):
            return Text(source, folded)
    pieces: list[str] = []
    offsets: list[int] = []
    for place, char in enumerate(source):
        if char in _INVISIBLE:
            continue
        piece = _STRAIGHT.get(ord(char)) or unicodedata.normalize("NFKC", char).translate(_STRAIGHT).lower()
        pieces.append(piece)
        offsets.extend([place] * len(piece))
    folded = "".join(pieces)
    return Text(source, folded, None if len(offsets) == len(source) else tuple(offsets))


def _sentences(text: Text) -> list[tuple[int, int]]:
    folded = text.folded
    has_capitals = text.source != text.source.lower()
    found: list[tuple[int, int]] = []
    start = 0
    for match in _END.finditer(folded):
        if match.group() == "." and _is_abbreviated(text, start, match.end()):
            continue
        if has_capitals and _RUNS_ON.fullmatch(match.group()) and _is_lower_after(text, match.end()):
            continue
        found.extend(_pieces(folded, start, match.end()))
        start = match.end()
    found.extend(_pieces(folded, start, len(folded)))
    return found


def _is_abbreviated(text: Text, start: int, end: int) -> bool:
    """Whether the full stop belongs to a short form ("Dr.", "3 a.m. and", "J. Smith")."""
    if _ABBREVIATION.search(text.folded, max(start, end - 12), end):
        return True
    if _DOTTED.search(text.folded, max(start, end - 12), end):
        return _is_lower_after(text, end)
    span = text.span(max(start, end - 3), end)
    return _INITIAL.search(span.quote) is not None and end < len(text.folded)


def _is_lower_after(text: Text, index: int) -> bool:
    """Whether the next character on the line is a small letter: '"Fine..." he said'."""
    match = _NEXT.match(text.folded, index)
    return match is not None and text.source[text.span(match.start(1), match.end(1)).start].islower()


def _pieces(folded: str, start: int, end: int) -> list[tuple[int, int]]:
    """One sentence, without the white space around it; a very long one in runs of words."""
    inner = folded[start:end]
    start += len(inner) - len(inner.lstrip())
    end = start + len(inner.strip())
    if end <= start:
        return []
    if end - start < 5 * _RUN:
        return [(start, end)]
    starts = [start + match.start() for match in re.finditer(r"\S+", folded[start:end])][::_RUN]
    bounds = [*starts, end]
    return [(a, a + len(folded[a:b].rstrip())) for a, b in pairwise(bounds)]
