"""From a plan and the facts of an account to candidates: pieces of replies/ with this account's words in them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kerchief.domain.conversation import Span
from kerchief.domain.suggestion import Strategy
from kerchief.knowledge.catalogue import Catalogue
from kerchief.knowledge.replies import Piece
from kerchief.replying.facts import Fact, Facts
from kerchief.replying.planner import Plan
from kerchief.replying.words import Words

_SLOT = re.compile(r"\{(\w+)\}")
_CLAUSES = ("said", "fact", "words")
_UNLED = ("danger_medical", "danger_self", "danger_child", "danger_violence", "danger_threat", "danger_third")  # nothing goes before these
_MOST_WORDS = 46
_TELLING = 0.35  # weight from which a fact is worth taking up
_ONE_IN = 3
_MOST_TRIES = 7  # pieces of one strategy that are tried


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A reply that may be suggested, with the spans it takes up."""

    text: str
    strategy: Strategy
    piece: Piece
    because: tuple[Span, ...]


@dataclass(frozen=True)
class Shelf:
    """The pieces by file and by what they do, the leads, and the word lists."""

    pieces: Mapping[tuple[str, Strategy], tuple[Piece, ...]]
    leads: tuple[str, ...]
    words: Words

    @classmethod
    def of(cls, catalogue: Catalogue) -> Shelf:
        """Sorted once for a catalogue."""
        pieces: dict[tuple[str, Strategy], tuple[Piece, ...]] = {}
        for piece in catalogue.replies.pieces:
            pieces[piece.code, piece.does] = (*pieces.get((piece.code, piece.does), ()), piece)
        return cls(pieces, catalogue.replies.leads, Words.of(catalogue.lexicon))


@dataclass(frozen=True)
class Composer:
    """Writes candidates for one account. ``seed`` comes from the text: the same account, the same words."""

    shelf: Shelf
    plan: Plan
    facts: Facts
    seed: int

    def candidates(self, strategy: Strategy, used: Sequence[Span]) -> Iterator[Candidate]:
        """Replies that do one thing, the likeliest first; ``used`` are stretches that were taken up already."""
        tried = 0
        for code in self.plan.codes:
            for piece in self._ranked(code, strategy):
                candidate = self._compose(piece, used)
                if candidate is not None:
                    yield candidate
                    tried += 1
                if tried >= _MOST_TRIES:
                    return

    def opening(self) -> str:
        """The weightiest fact in a sentence of its own; empty where there is none."""
        lead = self._lead(())
        return (self._filled(lead, (), []) or "") if lead else ""

    def _ranked(self, code: str, strategy: Strategy) -> list[Piece]:
        """The pieces of a file that do it and fit the moment, in an order of this text's own."""
        return sorted(filter(self._fits, self.shelf.pieces.get((code, strategy), ())), key=self._turn)

    def _turn(self, piece: Piece) -> tuple[bool, int]:
        """Pieces that take something up in the middle of a sentence mostly go before those that only follow it."""
        dice = self._dice(piece.text)
        return not piece.slots and dice % _ONE_IN != 0, dice

    def _fits(self, piece: Piece) -> bool:
        plan, moment = self.plan, self.plan.moment
        if piece.tier and piece.tier != plan.tier:
            return False
        if piece.when not in (None, moment.when) or piece.by not in (None, moment.by):
            return False
        if piece.speakers and moment.speaker not in piece.speakers:
            return False
        if piece.close and (piece.close == "apart") != plan.is_apart:
            return False
        if plan.danger:
            return True
        if plan.case is not None and plan.case.code == "no_tears" and _TEARS.search(piece.text):
            return False
        words = self.shelf.words
        text = piece.text.lower()
        is_own = piece.by == moment.by or piece.code in ("left_alone", "leaving", "i_cried")
        if moment.by == "text" and not is_own and (piece.does == "presence" or words.bodily.search(text)):
            return False
        if moment.when == "later" and piece.when != "later" and words.instant.search(text):
            return False
        return not (plan.is_apart and piece.close != "apart" and words.homely.search(text))

    def _dice(self, words: str) -> int:
        return int.from_bytes(hashlib.blake2b(f"{self.seed}\0{words}".encode(), digest_size=6).digest(), "big")

    def _compose(self, piece: Piece, used: Sequence[Span]) -> Candidate | None:
        taken: list[Fact] = []
        text = piece.text
        if not piece.slots and piece.code not in _UNLED:
            lead = self._lead(used)
            text = f"{lead} {text}" if lead else text
        written = self._filled(text, used, taken)
        if written is None or len(written.split()) > _MOST_WORDS:
            return None
        return Candidate(
            text=written, strategy=piece.does, piece=piece, because=tuple(dict.fromkeys(fact.span for fact in taken))
        )

    def _lead(self, used: Sequence[Span]) -> str:
        """How to take up the weightiest fact that is still free; empty where there is none."""
        free = [
            fact
            for kind in (_CLAUSES if not self.plan.danger else _CLAUSES[:1])
            for fact in self.facts.of(kind)
            if fact.weight >= _TELLING and _is_free(fact, used)
        ]
        if not free:
            return ""
        best = max(free, key=lambda fact: fact.weight)
        leads = [lead for lead in self.shelf.leads if f"{{{best.kind}}}" in lead.lower()]
        return min(dict.fromkeys(leads), key=lambda lead: (self._dice(lead + best.text), lead))

    def _filled(self, text: str, used: Sequence[Span], taken: list[Fact]) -> str | None:
        """The text with its slots filled; None where the account has nothing left for one of them."""
        out, at = [], 0
        for match in _SLOT.finditer(text):
            fact = self._pick(match.group(1).lower(), used, taken)
            if fact is None:
                return None
            taken.append(fact)
            said = fact.text
            out += [text[at : match.start()], said[0].upper() + said[1:] if match.group(1)[0].isupper() else said]
            at = match.end()
        return _joined("".join([*out, text[at:]]))

    def _pick(self, slot: str, used: Sequence[Span], taken: Sequence[Fact]) -> Fact | None:
        spans = [*used, *(fact.span for fact in taken)]
        for kind in _KINDS[slot]:
            for fact in self.facts.of(kind):
                if fact.weight < _TELLING and slot not in ("thing", "lost", "act"):
                    continue
                again = slot in ("thing", "lost") and fact.span not in [one.span for one in taken]
                if again or _is_free(fact, spans):
                    return fact
        return None


_TEARS = re.compile(r"\b(?:cr(?:y|ies|ied|ying)|tears?|tissues?|weep\w*|dry)\b", re.I)
_KINDS: dict[str, tuple[str, ...]] = {
    "fact": ("fact",),
    "also": ("fact",),
    "said": ("said",),
    "words": ("words",),
    "thing": ("thing",),
    "lost": ("lost",),
    "act": ("act",),
}


def _is_free(fact: Fact, spans: Sequence[Span]) -> bool:
    return not any(
        span.utterance == fact.span.utterance and span.start < fact.span.end and fact.span.start < span.end
        for span in spans
    )


def _joined(text: str) -> str:
    """Two full stops made one; a small letter where a clause goes on."""
    return re.sub(r"([.!?])\.", r"\1", " ".join(text.split()))
