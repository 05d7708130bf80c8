"""Chats typed as one text ("Mum: where are you"): whose line a place is in, and what the speakers call each other."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kerchief.domain.reading import Relation
from kerchief.signals.cast import NARRATOR, Cast, Mention, Person
from kerchief.signals.nouns import find_nouns
from kerchief.text import Text

_LABEL = re.compile(r"^[ \t]*([^\W\d_][\w .'-]{0,24}):(?=\s)", re.M)
_INVERSE: dict[Relation, Relation] = {"parent": "child", "child": "parent"}
_ADDRESSED: tuple[Relation, ...] = ("parent", "sibling", "friend")
_MOST_SPEAKERS = 4


def find_turns(text: Text, cast: Cast) -> list[Mention]:
    """The labels of a chat's lines with who speaks; empty where the text is no chat."""
    labels = list(_LABEL.finditer(text.folded))
    if len(labels) < 2 or len({label.group(1) for label in labels}) > _MOST_SPEAKERS:
        return []
    turns = [Mention(*label.span(1), _caller(label.group(1).strip(), cast), "speaker") for label in labels]
    _learn(text, turns, cast)
    return turns


def speaker_at(start: int, turns: Sequence[Mention]) -> tuple[int, int | None]:
    """Who "I" and "you" are at a place; None where "you" could be several."""
    me = next((turn.who for turn in reversed(turns) if turn.start <= start), NARRATOR)
    others = {turn.who for turn in turns} - {me}
    return me, others.pop() if len(others) == 1 else None


def _caller(name: str, cast: Cast) -> int:
    if cast.words.grammar.pronouns.get(name) == "first":
        return NARRATOR
    if name not in cast.called:
        known = cast.words.people.get(name)
        gender = cast.words.names.get(name.partition(" ")[0], "u")
        person = Person(known.relation, known.gender, name) if known else Person("unknown", gender, name)
        cast.called[name] = cast.meet(person)
    return cast.called[name]


def _learn(text: Text, turns: Sequence[Mention], cast: Cast) -> None:
    """After "sorry, mum" the other speaker is a parent, and this one a child."""
    ends = [turn.start for turn in turns[1:]] + [len(text.folded)]
    everybody = {turn.who for turn in turns}
    for turn, end in zip(turns, ends, strict=True):
        for start, stop in find_nouns(text.folded, cast.words, turn.end, end):
            known = cast.words.people[text.folded[start:stop]]
            calls = cast.words.grammar.called.search(text.folded[max(0, start - 12) : start])
            if not calls or known.plural or known.relation not in _ADDRESSED:
                continue
            for other in everybody - {turn.who, NARRATOR}:
                cast.become(other, known.relation)
            cast.become(turn.who, _INVERSE.get(known.relation, known.relation))
