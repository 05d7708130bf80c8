"""From a plan and the facts of an account to candidates: pieces of replies/ with this account's words in them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from kerchief.domain.conversation import Span
from kerchief.domain.suggestion import Strategy
from kerchief.knowledge.catalogue import Catalogue
from kerchief.knowledge.replies import Piece
from kerchief.replying.facts import Facts
from kerchief.replying.ground import Fact
from kerchief.replying.planner import Plan
from kerchief.replying.words import Words

_SLOT = re.compile(r"\{(\w+)\}")
_CLAUSES = ("said", "fact", "words")
_UNLED = (  # files before whose pieces nothing is said
    "danger_medical",
    "danger_self",
    "danger_child",
    "danger_violence",
    "danger_threat",
    "danger_third",
    "danger_told",
)
_MOST_WORDS = 46
_NAMED = 0.25  # weight from which a thing is named where clauses could be given back too
_TELLING = 0.05  # weight from which a fact is worth taking up
_MOST_TRIES = 7  # pieces of one strategy that are tried


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A reply that may be suggested, with the spans it takes up."""

    text: str
    strategy: Strategy
    facts: tuple[Fact, ...]

    @property
    def because(self) -> tuple[Span, ...]:
        """The stretches of the account that it takes up."""
        return tuple(dict.fromkeys(fact.span for fact in self.facts))


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

    def candidates(self, strategy: Strategy, used: Sequence[Span], barred: Collection[Span]) -> Iterator[Candidate]:
        """Replies that do one thing, the likeliest first.

        ``used`` are stretches that were taken up already, ``barred`` those that never may be.
        """
        pieces = self._ranked(strategy)
        tried = 0
        for piece in pieces:
            candidate = self._compose(piece, used, tuple(barred))
            if candidate is not None and (candidate.facts or piece.code in _UNLED):
                yield candidate
                tried += 1
            if tried >= _MOST_TRIES:
                break
        for piece in [piece for piece in pieces if not piece.slots][:_MOST_TRIES]:
            yield Candidate(text=piece.text, strategy=piece.does, facts=())

    def opening(self) -> str:
        """The weightiest fact in a sentence of its own; empty where there is none."""
        lead = self._lead((), ())
        return (self._filled(lead, (), (), []) or "") if lead else ""

    def _ranked(self, strategy: Strategy) -> list[Piece]:
        """The pieces that do it and fit the moment, in an order of this text's own; a case's own file goes first."""
        files = [
            sorted(filter(self._fits, self.shelf.pieces.get((code, strategy), ())), key=self._turn)
            for code in self.plan.codes
        ]
        if self.plan.is_mixed:
            return sorted(chain.from_iterable(files), key=self._turn)
        return list(chain.from_iterable(files))

    def _turn(self, piece: Piece) -> int:
        return self._dice(piece.text)

    def _fits(self, piece: Piece) -> bool:
        plan, moment = self.plan, self.plan.moment
        if piece.when not in (None, moment.when) or piece.by not in (None, moment.by):
            return False
        if (piece.tier and piece.tier != plan.tier) or (piece.speakers and moment.speaker not in piece.speakers):
            return False
        if piece.close and (piece.close == "apart") != plan.is_apart:
            return False
        return bool(plan.danger) or self._suits(piece)

    def _suits(self, piece: Piece) -> bool:
        """Whether the words of a piece suit the medium, the hour and how close the two are."""
        plan, moment, words, text = self.plan, self.plan.moment, self.shelf.words, piece.text.lower()
        if plan.case is not None and plan.case.code == "no_tears" and _TEARS.search(text):
            return False
        is_own = piece.by == moment.by or piece.code in _FOR_ANY_MEDIUM
        if moment.by == "text" and not is_own and (piece.does == "presence" or words.bodily.search(text)):
            return False
        if moment.when == "later" and piece.when != "later" and words.instant.search(text):
            return False
        return not (plan.is_apart and piece.close != "apart" and words.homely.search(text))

    def _dice(self, words: str) -> int:
        return int.from_bytes(hashlib.blake2b(f"{self.seed}\0{words}".encode(), digest_size=6).digest(), "big")

    def _compose(self, piece: Piece, used: Sequence[Span], barred: Sequence[Span]) -> Candidate | None:
        taken: list[Fact] = []
        text = piece.text
        if not piece.slots and piece.code not in _UNLED:
            lead = self._lead(used, barred)
            text = f"{lead} {text}" if lead else text
        written = self._filled(text, used, barred, taken)
        if written is None or len(written.split()) > _MOST_WORDS:
            return None
        return Candidate(text=written, strategy=piece.does, facts=tuple(taken))

    def _lead(self, used: Sequence[Span], barred: Sequence[Span]) -> str:
        """How to take up the weightiest fact that is free; empty where there is none."""
        free = self._free(used, barred)
        if not free:
            return ""
        best = max(free, key=lambda fact: fact.weight)
        slot = "fact" if best.kind == "act" else best.kind
        leads = [lead for lead in self.shelf.leads if f"{{{slot}}}" in lead.lower()]
        return min(dict.fromkeys(leads), key=lambda lead: (self._dice(lead + best.text), lead))

    def _free(self, used: Sequence[Span], barred: Sequence[Span]) -> list[Fact]:
        """Clauses that are worth giving back and were not yet; beside a danger, the crier's own words only."""
        kinds = _CLAUSES if not self.plan.danger else _CLAUSES[:1]
        telling = [fact for kind in kinds for fact in self.facts.of(kind) if fact.weight >= _TELLING]
        if not self.plan.danger:
            telling += [fact for fact in self.facts.of("act") if _is_shared(fact)]
        return [fact for fact in telling if _is_free(fact, (*used, *barred))]

    def _filled(self, text: str, used: Sequence[Span], barred: Sequence[Span], taken: list[Fact]) -> str | None:
        """The text with its slots filled; None where the account has nothing left for one of them."""
        out, at = [], 0
        chosen = self._chosen(text, (*used, *barred))
        if chosen is None:
            return None
        taken.extend(chosen)
        for match, fact in zip(_SLOT.finditer(text), chosen, strict=True):
            said = fact.text
            out += [text[at : match.start()], said[0].upper() + said[1:] if match.group(1)[0].isupper() else said]
            at = match.end()
        return _joined("".join([*out, text[at:]]))

    def _chosen(self, text: str, used: Sequence[Span]) -> list[Fact] | None:
        """A fact for each slot; two clauses stand in the order in which they were told."""
        chosen: list[Fact] = []
        slots = [name.lower() for name in _SLOT.findall(text)]
        for slot in slots:
            fact = self._pick(slot, used, chosen)
            if fact is None:
                return None
            chosen.append(fact)
        if "fact" in slots and "also" in slots:
            one, other = slots.index("fact"), slots.index("also")
            if _place(chosen[other]) < _place(chosen[one]):
                chosen[one], chosen[other] = chosen[other], chosen[one]
        return chosen

    def _pick(self, slot: str, used: Sequence[Span], taken: Sequence[Fact]) -> Fact | None:
        """The weightiest fact of the slot's kind that is free; a thing may come up again where there is no other."""
        spans = [*used, *(fact.span for fact in taken)]
        if slot in ("thing", "lost"):
            least = _NAMED if self._free(used, ()) else _TELLING
            things = [fact for fact in self.facts.of(slot) if fact.weight >= least]
            return next((fact for fact in things if fact.span not in spans), things[0] if things else None)
        kinds = ("fact",) if slot in ("fact", "also") else (slot,)
        telling = (fact for kind in kinds for fact in self.facts.of(kind) if fact.weight >= _TELLING or slot == "act")
        return next((fact for fact in telling if _is_free(fact, spans)), None)


_SHARED_ACT = re.compile(
    r"I(?:'d| had)? (?!don't|didn't|didnt|dont|can't|won't|never|do|am|have|think|thought|guess|know|appreciate|"
    r"consider|want|need|keep|just|genuinely|wish|hope|feel|felt)\w+ .*\b(?:you|your)\b"
)
_FOR_ANY_MEDIUM = ("left_alone", "leaving", "i_cried")
_TEARS = re.compile(r"\b(?:cr(?:y|ies|ied|ying)|tears?|tissues?|weep\w*|dry)\b", re.I)


def _place(fact: Fact) -> tuple[int, int]:
    return fact.span.utterance, fact.span.start


def _is_shared(fact: Fact) -> bool:
    """Whether something the speaker did concerns the one spoken to, and was done."""
    return fact.weight >= _TELLING and _SHARED_ACT.match(fact.text) is not None


def _is_free(fact: Fact, spans: Sequence[Span]) -> bool:
    return not any(fact.overlaps(span) for span in spans)


def _joined(text: str) -> str:
    """Two full stops made one; a small letter where a clause goes on."""
    return re.sub(r"([.!?])\.", r"\1", " ".join(text.split()))
