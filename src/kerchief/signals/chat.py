"""Chats: whose line of a typed one ("Mum: where are you") a place is in, and what the user only asks about."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kerchief.domain.conversation import Role
from kerchief.domain.reading import Relation
from kerchief.signals.cast import NARRATOR, Cast, Mention, Person
from kerchief.signals.nouns import find_nouns
from kerchief.text import Text

_LABEL = re.compile(r"^[ \t]*([^\W\d_][\w .'-]{0,24}):(?=\s)", re.M)
_INVERSE: dict[Relation, Relation] = {"parent": "child", "child": "parent"}
_ADDRESSED: tuple[Relation, ...] = ("parent", "sibling", "friend")
_MOST_SPEAKERS = 4
_ASKING = re.compile(r"\bi(?:'m| am| was)? (?:only |just |have to |need to |want to |wanted to )*(?:ask|wonder)")
_OF_SOMEBODY = re.compile(r"\b(?:i|i'm|i've|i'd|me|my|myself|he|she|they|him|her|them|his|their)\b")
_SMALL_WORDS = r"\W*(?:(?:oh|god|haha|lol|well|um+|uh),? )*"
_NO = re.compile(
    _SMALL_WORDS + r"(?:no|nope|nah|never|not|of course not|i(?:'m|m| am) not"
    r"|i (?:have not|haven't|never|do not|don't|would never|wouldn't))\b"
    r"|[^.!?]*\b(?:not suicidal|(?:do not|don't|never) want to (?:die|hurt myself))\b"
)
_YES = re.compile(
    _SMALL_WORDS + r"(?:(?:honestly|sometimes|yes|yeah|yea|yep|yup|ya|kind of|kinda|sort of|a bit|a little|maybe|often"
    r"|all the time|every (?:day|night)|i guess|i think so|i suppose|probably)\b"
    r"|i (?:am|do|have|did|was)(?=[.,!]|$| sometimes| a bit| been)|i can't say no)"
)


def find_turns(text: Text, cast: Cast) -> list[Mention]:
    """The labels of a chat's lines with who speaks; empty where the text is no chat."""
    labels = list(_LABEL.finditer(text.folded))
    if len(labels) < 2 or len({label.group(1) for label in labels}) > _MOST_SPEAKERS:
        return []
    turns = [Mention(*label.span(1), _caller(label.group(1).strip(), cast), "speaker") for label in labels]
    _learn(text, turns, cast)
    return turns


def is_only_asked(texts: Sequence[Text], speakers: Sequence[Role], utterance: int, start: int) -> bool:
    """Whether a place in a line of the user's is a question that the seeker says no to, or is said of nobody.

    What the user says of themselves or of the seeker is not only asked.
    """
    if not _is_users(speakers, utterance):
        return False
    first, last = texts[utterance].sentence_at(start)
    sentence = texts[utterance].folded[first:last]
    if re.search(r"\byou\b", sentence):
        return "?" in sentence and _NO.match(_answer(texts, speakers, utterance)) is not None
    return _ASKING.search(sentence) is not None or not _OF_SOMEBODY.search(sentence)


def is_affirmed(texts: Sequence[Text], speakers: Sequence[Role], utterance: int) -> bool:
    """Whether the seeker says yes, or "sometimes", to a line of the user's."""
    return _is_users(speakers, utterance) and _YES.match(_answer(texts, speakers, utterance)) is not None


def _is_users(speakers: Sequence[Role], utterance: int) -> bool:
    """Whether the user wrote a line."""
    return utterance < len(speakers) and speakers[utterance] is Role.SUPPORTER


def _answer(texts: Sequence[Text], speakers: Sequence[Role], utterance: int) -> str:
    """What the seeker says next, folded."""
    later = zip(texts[utterance + 1 :], speakers[utterance + 1 :], strict=True)
    return next((text.folded for text, role in later if role is not Role.SUPPORTER), "")


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
