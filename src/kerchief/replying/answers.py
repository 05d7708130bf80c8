"""Answers to what an account is about: the pieces of its themes, after a few words of what was told beside them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from kerchief.domain.conversation import Span
from kerchief.domain.suggestion import Strategy
from kerchief.knowledge.replies import Piece
from kerchief.replying.candidates import SLOT, Away, Candidate, cased, joined
from kerchief.replying.facts import Facts
from kerchief.replying.ground import Fact
from kerchief.replying.themes import Told

_MOST_TRIES = 7  # pieces of one theme that are tried
_IN_CHAT, _IN_ACCOUNT = 3, 2  # of three suggestions that may answer one theme
_AGAIN = 0.6  # of its weight a theme keeps once it was answered
_QUOTE = 1.4  # weight from which their own words stand before an answer
_MOST_BESIDE, _LEAST_BESIDE = 12, 1.0  # words of a clause before an answer, and the weight it must have
_TURN = 0.5  # weight of what was said last
_TAKES_A_TURN = ("reflection_of_feelings", "question", "presence")  # what may answer what was said last, whatever it is
_CLOSE = 80  # characters between a theme and what stands beside it
_STATE = re.compile(  # a theme says it better
    r"you(?:'re| are|'ve been| feel| just feel| have(?: a)? problems?| felt)\b", re.IGNORECASE
)


@dataclass(frozen=True)
class Answers:
    """The themes of one account or chat, and the facts beside them."""

    told: Sequence[Told]
    facts: Facts
    is_chat: bool
    fits: Callable[[Piece], bool]
    turn: Callable[[Piece], int]

    def candidates(self, strategy: Strategy, away: Away) -> Iterator[Candidate]:
        """The weightiest theme first; one that was answered has less weight."""
        most = _IN_CHAT if self.is_chat else _IN_ACCOUNT
        told = [one for one in self.told if one.span not in away.barred and away.used.count(one.span) < most]
        for one in sorted(told, key=lambda one: -one.weight * _AGAIN ** away.used.count(one.span)):
            yield from islice(self._of(one, strategy, away), _MOST_TRIES)

    def _of(self, told: Told, strategy: Strategy, away: Away) -> Iterator[Candidate]:
        """The pieces of a theme: one that names whom it is about, else one after what was told beside it."""
        theme = Fact(kind="theme", text=told.span.quote, span=told.span, weight=told.weight)
        fitting = (one for one in told.theme.pieces if one.does == strategy and one.slots <= told.slots.keys())
        quote = None if self.is_chat else self._quoted(away)
        lead = quote or self._beside(told, away, is_turn=strategy in _TAKES_A_TURN)
        for piece in sorted(filter(self.fits, fitting), key=lambda one: (not one.slots, self.turn(one))):
            text = SLOT.sub(lambda match: cased(told.slots[match.group(1).lower()], match.group(1)), piece.text)
            if lead and not piece.slots:
                said = f'You said "{lead.text}".' if lead.kind == "words" else f"{cased(lead.text, 'F')}."
                yield Candidate(text=joined(f"{said} {text}"), strategy=strategy, facts=(lead, theme))
            yield Candidate(text=text, strategy=strategy, facts=(theme,))

    def _quoted(self, away: Away) -> Fact | None:
        """What they are quoted with; in a chat nobody is."""
        taken = (*away.used, *away.barred)
        return next(
            (one for one in self.facts.of("words") if one.weight >= _QUOTE and not any(map(one.overlaps, taken))), None
        )

    def _beside(self, told: Told, away: Away, *, is_turn: bool) -> Fact | None:
        """What happened, in the words that tell a theme or that were said last; None where nothing is worth it."""
        last = max((fact.span.utterance for fact in self.facts.found), default=0)
        taken = [span for span in (*away.used, *away.barred) if span != told.span]

        def is_last(fact: Fact) -> bool:
            return 0 < last == fact.span.utterance

        near = [
            (fact.weight + fact.overlaps(told.span) + _TURN * is_last(fact), fact)
            for fact in self.facts.of("fact")
            if len(fact.text.split()) <= _MOST_BESIDE
            and not _STATE.match(fact.text)
            and ((is_turn and is_last(fact)) or _is_close(fact.span, told.span))
            and not any(map(fact.overlaps, taken))
        ]
        weight, best = max(near, key=lambda one: one[0], default=(0.0, None))
        return best if weight >= _LEAST_BESIDE else None


def _is_close(one: Span, other: Span) -> bool:
    """Whether two stretches stand side by side."""
    return one.utterance == other.utterance and one.start - other.end < _CLOSE and other.start - one.end < _CLOSE
