"""From a plan and the facts of an account to candidates: pieces of replies/ with this account's words in them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain, islice, product
from typing import Literal

from kerchief.domain.suggestion import Strategy
from kerchief.knowledge.catalogue import Catalogue
from kerchief.knowledge.replies import SLOTS, Piece
from kerchief.replying.answers import Answers
from kerchief.replying.candidates import SLOT, Away, Candidate, cased, joined
from kerchief.replying.facts import THINGS, Facts
from kerchief.replying.ground import Fact
from kerchief.replying.planner import COMMON, Plan
from kerchief.replying.themes import Told
from kerchief.replying.words import Words

_CLAUSES = ("said", "words", "fact")
_UNLED = (  # files before whose pieces nothing is said
    "danger_medical",
    "danger_self",
    "danger_child",
    "danger_violence",
    "danger_threat",
    "danger_third",
    "danger_told",
)
_GUESSING = ("reflection_of_feelings", "question", "affirmation")  # what a piece for one cause takes for granted
_STANDS_ALONE = (*_UNLED, "unknown")  # and those whose pieces say nothing of their own beside one
_MOST_WORDS = 40
_STRONG: Mapping[Round, float] = {"fresh": 99.0, "again": 3.0, "spare": 1.0}  # weight from which a clause may return
_SHORT = 8  # words of a clause that may return once nothing else is left
_MOST_TRIES = 7  # pieces of one strategy that are tried
Round = Literal["themed", "fresh", "again", "spare", "bare"]
# what is taken up: what it is about; what tells most, once; more; anything; nothing
ROUNDS: tuple[Round, ...] = ("themed", "fresh", "again", "spare", "bare")
_WORTH: Mapping[Round, Mapping[str, float]] = {  # weight from which a fact is worth taking up
    "fresh": {"said": 1.2, "words": 1.4, "fact": 0.85, "thing": 0.1, "blow": 0.1, "lost": 0.5, "act": 0.0},
    "again": {"said": 1.0, "words": 1.4, "fact": 0.35, "thing": 0.0, "blow": -0.2, "lost": 0.3, "act": 0.0},
    "spare": {"said": 0.8, "words": 1.0, "fact": 0.3, "thing": -0.2, "blow": -0.5, "lost": 0.1, "act": 0.0},
}


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
    told: Sequence[Told] = ()
    is_chat: bool = False
    ranked: dict[Strategy, list[Piece]] = field(default_factory=dict)

    def candidates(self, strategy: Strategy, turn: Round, away: Away) -> Iterator[Candidate]:
        """Replies that do one thing, the likeliest first."""
        pieces = self._ranked(strategy)
        if turn == "themed":
            yield from self._answers.candidates(strategy, away)
        elif turn == "bare":
            bare = (piece for piece in pieces if not piece.slots)
            yield from (Candidate(text=piece.text, strategy=strategy, facts=()) for piece in islice(bare, _MOST_TRIES))
        else:
            if turn == "again":
                yield from self._answers.candidates(strategy, away)
            yield from islice(self._taking_up(pieces, turn, away), _MOST_TRIES)

    @cached_property
    def _answers(self) -> Answers:
        return Answers(self.told, self.facts, self.is_chat, self._fits, self._turn)

    def _taking_up(self, pieces: Sequence[Piece], turn: Round, away: Away) -> Iterator[Candidate]:
        """Pieces with something of the account in them: where there is a clause, those that name a thing come last."""
        clause, thing = (_Choice(self, turn, away).lead(kinds) for kinds in (_CLAUSES, THINGS))
        lead, choice = clause or thing, _Choice(self, turn, away)
        lacking = {slot for slot in SLOTS if choice.pick(slot) is None}
        if not lead:
            pieces = [piece for piece in pieces if piece.slots or piece.code in _UNLED]
        pieces = [piece for piece in pieces if lacking.isdisjoint(piece.slots)]
        for piece in sorted(pieces, key=lambda one: _names_only(one) if clause else not one.slots):
            is_led = lead and not piece.slots and piece.code not in _STANDS_ALONE
            yield from self._composed(
                piece, f"{lead} {piece.text}" if is_led else piece.text, _Choice(self, turn, away)
            )

    def opening(self) -> str:
        """The weightiest fact in a sentence of its own; empty where there is none."""
        for turn, kinds in product(ROUNDS[1:3], (_CLAUSES, THINGS)):
            choice = _Choice(self, turn, Away((), ()))
            lead = choice.lead(kinds)
            if lead:
                return choice.filled(lead) or ""
        return ""

    def _ranked(self, strategy: Strategy) -> list[Piece]:
        """The pieces that do it and fit the moment, in an order of this text's own; a case's own file goes first."""
        if strategy not in self.ranked:
            self.ranked[strategy] = self._rank(strategy)
        return self.ranked[strategy]

    def _rank(self, strategy: Strategy) -> list[Piece]:
        files = [
            sorted(filter(self._fits, self.shelf.pieces.get((code, strategy), ())), key=self._turn)
            for code in self.plan.codes
        ]
        if self.plan.is_mixed:
            return sorted(chain.from_iterable(files), key=self._turn)
        return list(chain.from_iterable(files))

    def _turn(self, piece: Piece) -> int:
        return self.dice(piece.text)

    def _fits(self, piece: Piece) -> bool:
        plan, moment = self.plan, self.plan.moment
        if piece.when not in (None, moment.when) or piece.by not in (None, moment.by):
            return False
        if (piece.tier and piece.tier != plan.tier) or (piece.speakers and moment.speaker not in piece.speakers):
            return False
        if plan.is_guess and piece.does in _GUESSING and piece.code not in COMMON and piece.code in plan.codes:
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

    def dice(self, words: str) -> int:
        """A number of this account's own for some words."""
        return int.from_bytes(hashlib.blake2b(f"{self.seed}\0{words}".encode(), digest_size=6).digest(), "big")

    def _composed(self, piece: Piece, text: str, choice: _Choice) -> Iterator[Candidate]:
        """The piece with this account's words in it; nothing where it finds none, or too many."""
        written = choice.filled(text)
        if written and (choice.taken or piece.code in _UNLED) and len(written.split()) <= _MOST_WORDS:
            yield Candidate(text=written, strategy=piece.does, facts=tuple(choice.taken))


@dataclass(frozen=True)
class _Choice:
    """The facts that one candidate takes up."""

    composer: Composer
    turn: Round
    away: Away
    taken: list[Fact] = field(default_factory=list)

    def lead(self, kinds: Sequence[str]) -> str:
        """How to take up the weightiest fact of some kinds that is free; empty where there is none."""
        best = max(self._free(kinds), key=lambda fact: fact.weight, default=None)
        if best is None:
            return ""
        slots = {"blow": ("blow", "thing")}.get(best.kind, (best.kind,))
        leads = [one for one in self.composer.shelf.leads if any(f"{{{slot}}}" in one.lower() for slot in slots)]
        return min(dict.fromkeys(leads), key=lambda one: (self.composer.dice(one + best.text), one), default="")

    def _free(self, kinds: Sequence[str]) -> Iterator[Fact]:
        """Facts that are worth giving back; beside a danger, the crier's own words only."""
        kinds = [kind for kind in kinds if kind == "said" or not self.composer.plan.danger]
        return (fact for kind in kinds for fact in self.composer.facts.of(kind) if self._is_worth(fact))

    def _is_worth(self, fact: Fact) -> bool:
        away = self.away.barred if self._may_return(fact) else self.away.used + self.away.barred
        is_new = not any(fact.overlaps(span) for span in (*away, *(one.span for one in self.taken)))
        return is_new and fact.weight >= _WORTH[self.turn][fact.kind]

    def _may_return(self, fact: Fact) -> bool:
        """Whether it may come up once more: a thing, what tells a great deal, and at last a short clause."""
        if sum(fact.overlaps(span) for span in self.away.used) > 1:
            return False
        if fact.kind in THINGS:
            return self.turn != "fresh"
        is_short = self.turn != "spare" or len(fact.text.split()) <= _SHORT
        return is_short and fact.weight >= _STRONG[self.turn]

    def filled(self, text: str) -> str | None:
        """The text with its slots filled; None where the account has nothing left for one of them."""
        slots = [name.lower() for name in SLOT.findall(text)]
        for slot in slots:
            fact = self.pick(slot)
            if fact is None:
                return None
            self.taken.append(fact)
        if "fact" in slots and "also" in slots:
            self._put_in_order(slots.index("fact"), slots.index("also"))
        words = iter([fact.text for fact in self.taken])
        return joined(SLOT.sub(lambda match: cased(next(words), match.group(1)), text))

    def pick(self, slot: str) -> Fact | None:
        """The weightiest fact of the slot's kind that is free."""
        is_glad = self.composer.plan.case is not None and self.composer.plan.case.code == "joy"
        kinds = {"also": ("fact",), "thing": ("thing",) if is_glad else ("thing", "blow")}.get(slot, (slot,))
        found = (fact for kind in kinds for fact in self.composer.facts.of(kind) if self._is_worth(fact))
        return max(found, key=lambda fact: fact.weight, default=None)

    def _put_in_order(self, one: int, other: int) -> None:
        """Two clauses stand in the order in which they were told."""
        if _place(self.taken[other]) < _place(self.taken[one]):
            self.taken[one], self.taken[other] = self.taken[other], self.taken[one]


_FOR_ANY_MEDIUM = ("left_alone", "leaving", "i_cried")
_TEARS = re.compile(r"\b(?:cr(?:y|ies|ied|ying)|tears?|tissues?|weep\w*|dry)\b", re.I)


def _names_only(piece: Piece) -> bool:
    """Whether all that a piece takes up is a name."""
    return bool(piece.slots) and piece.slots.issubset(THINGS)


def _place(fact: Fact) -> tuple[int, int]:
    return fact.span.utterance, fact.span.start
