"""Every mention of a person in a text, in order, with pronouns given back to their owners."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kerchief.domain.conversation import Role
from kerchief.domain.reading import Gender, Relation
from kerchief.knowledge.crier_words import CrierWords, PersonWord
from kerchief.signals.cast import NARRATOR, WE, YOU, Cast, Mention, Person
from kerchief.signals.chat import find_turns, speaker_at
from kerchief.signals.nouns import Place, find_words
from kerchief.text import Text

_AGE = re.compile(r"(?:'s)?\s?[(\[*,]{0,2}\s?(?:\d\d?\s?[/,]?\s?([mf])|([mf])\s?[/,]?\s?\d\d?)(?!\w)")
_APPOSED = re.compile(r"|,? \(?|, (?:my|our|the|his|her) |\s?\((?:my|our) ")
_NEXT = re.compile(r"\s+([^\W\d_]+)")
_IS = re.compile(r"..(?:(?<=s)| is| was)(?: \w+ly)? (?:an?|my|our) (?:(?!(?:and|with|to|of) )[\w-]+ ){0,3}", re.S)
_KIN = frozenset(("partner", "ex", "parent", "child", "sibling", "relative", "unknown"))
_FAMILY = frozenset(("partner", "parent", "child", "sibling"))
_ASIDE, _OBLIQUE = 0.5, 0.3  # weights of somebody mentioned by the way, and after a preposition


def find_people(text: Text, cast: Cast, speaker: Role = Role.NARRATOR) -> tuple[Mention, ...]:
    """Every mention of a person in one text, in order; the cast grows."""
    turns = find_turns(text, cast)
    labels = {turn.start: turn for turn in turns}
    found: list[Mention] = []
    for start, end, kind in _places(text, cast.words, turns):
        if start in labels:
            found.append(labels[start])
        elif found and start < found[-1].end:
            continue
        elif kind == "who":
            if not found or text.folded[found[-1].end : start].strip(" ,"):
                continue
            found.append(Mention(start, end, found[-1].who, "subject"))
        elif kind == "pronoun":
            found.append(_pronoun(text, (start, end, kind), cast, _pair(start, turns, speaker)))
        else:
            make = _name if kind == "name" else _noun
            found.append(make(text, (start, end, kind), cast, found))
        tag = _AGE.match(text.folded, found[-1].end)
        if tag and found[-1].who not in (WE, YOU):
            cast.mark(found[-1].who, "m" if "m" in tag.groups() else "f")
    return tuple(found)


def _places(text: Text, words: CrierWords, turns: Sequence[Mention]) -> list[Place]:
    starts = {turn.start for turn in turns}
    found = [place for place in find_words(text, words) if place[0] not in starts]
    found += [(turn.start, turn.end, "label") for turn in turns]
    return sorted(found, key=lambda place: (place[0], -place[1], place[2]))


def _pair(start: int, turns: Sequence[Mention], speaker: Role) -> tuple[int, int]:
    """Who "I" and "you" are."""
    if turns:
        me, you = speaker_at(start, turns)
        return me, YOU if you is None else you
    return (YOU, NARRATOR) if speaker is Role.SUPPORTER else (NARRATOR, YOU)


def _pronoun(text: Text, place: Place, cast: Cast, pair: tuple[int, int]) -> Mention:
    start, end, _ = place
    word, grammar = text.folded[start:end], cast.words.grammar
    kind = grammar.pronouns[word]
    fixed = {"first": pair[0], "you": pair[1], "we": WE}
    if kind in fixed:
        who = fixed[kind]
    elif kind == "they":
        who = cast.group()
    else:
        who = cast.last("m" if kind == "m" else "f")
    role = "object" if word in grammar.objects else "subject"
    if word in grammar.owners:
        role = "owner" if word != "her" or _owns(text.folded, end, cast) else "object"
    return Mention(start, end, cast.note(who), role)


def _owns(folded: str, end: int, cast: Cast) -> bool:
    """Whether "her" owns what follows: "her eyes", not "her crying"."""
    match = _NEXT.match(folded, end)
    word = match.group(1) if match else "ing"
    return not word.endswith("ing") and word not in cast.words.grammar.after_her


def _name(text: Text, place: Place, cast: Cast, before: Sequence[Mention]) -> Mention:
    start, end, _ = place
    word = text.folded[start:end]
    beside = _beside(text, before, start, cast)
    if word not in cast.called:
        apposed = beside is not None and cast.people[beside.who].word.split()[-1] in cast.words.people
        person = Person("unknown", cast.words.names[word], word)
        cast.called[word] = beside.who if beside and apposed else cast.meet(person)
        cast.mark(cast.called[word], person.gender)
    return Mention(start, end, cast.note(cast.called[word], _weight(text, start, cast)), _role(text, end, cast))


def _noun(text: Text, place: Place, cast: Cast, before: Sequence[Mention]) -> Mention:
    start, end, kind = place
    known = (cast.words.owned if kind == "loved" else cast.words.people)[text.folded[start:end]]
    role = _role(text, end, cast)
    if before and before[-1].who == NARRATOR and cast.words.same.search(text.folded[max(0, start - 40) : start]):
        cast.mark(NARRATOR, known.gender)
        return Mention(start, end, cast.note(NARRATOR), role)
    person = _placed(text, place, known, (cast, before))
    said_of = _said_of(text, start, before)
    if said_of is not None and not person.plural:
        cast.mark(said_of, person.gender)
        cast.become(said_of, "unknown" if person.relation == "stranger" else person.relation)
        return Mention(start, end, cast.note(said_of), role)
    beside = _beside(text, before, start, cast)
    if beside and cast.people[beside.who].relation == "unknown" and person.relation not in ("stranger", "unknown"):
        cast.become(beside.who, person.relation)
        return Mention(start, end, cast.note(beside.who), role)
    owner = before[-1] if before and before[-1].role == "owner" and start - before[-1].end < 30 else None
    aside = bool(owner and owner.who > YOU) or role == "owner" or person.relation == "stranger"
    weight = (_ASIDE if aside else 1.0) * _weight(text, start, cast)
    return Mention(start, end, cast.note(cast.meet(person), weight), role)


def _said_of(text: Text, start: int, before: Sequence[Mention]) -> int | None:
    """Whom a noun is said of: "she's [a nurse]", "he is [my boss]"."""
    subjects = [mention for mention in before[-2:] if mention.role == "subject" and mention.who > YOU]
    if not subjects or not _IS.fullmatch(text.folded, subjects[-1].end - 2, start):
        return None
    return subjects[-1].who


def _weight(text: Text, start: int, cast: Cast) -> float:
    """How much somebody is spoken of: less after a preposition ("with my friend")."""
    grammar = cast.words.grammar
    head = grammar.determined.sub("", text.folded[max(0, start - 50) : start])
    return _OBLIQUE if grammar.oblique.search(head) else 1.0


def _role(text: Text, end: int, cast: Cast) -> str:
    return "owner" if cast.words.grammar.possessed.match(text.folded, end) else "subject"


def _beside(text: Text, before: Sequence[Mention], start: int, cast: Cast) -> Mention | None:
    """The mention that this one stands beside: "my son Tom", "Tom, my son", "Tom (my son)"."""
    if not before or before[-1].role != "subject" or before[-1].who <= YOU:
        return None
    mention = before[-1]
    if not _APPOSED.fullmatch(text.folded, mention.end, start):
        return None
    return None if text.folded[mention.start : mention.end] in cast.words.grammar.pronouns else mention


def _placed(text: Text, place: Place, known: PersonWord, at: tuple[Cast, Sequence[Mention]]) -> Person:
    """The person a noun names: "my boss", "her mother", "a girl"."""
    (start, end, _), (cast, before) = place, at
    word, grammar = text.folded[start:end], cast.words.grammar
    head = text.folded[max(0, start - 48) : start]
    match = grammar.owner.match(head)
    owner = match.group(1) if match else ""
    relation, called = known.relation, word
    if owner.endswith("'s") or (owner in grammar.owners and grammar.pronouns[owner] not in ("first", "we")):
        relation, called = _of(before, start, known.relation, cast), f"{owner} {word}"
    elif _is_anybody(owner, word, relation, cast):
        relation = "stranger"
    gender: Gender = known.gender
    if gender == "u" and match:
        between = [cast.words.people.get(part) for part in head[match.end(1) :].split()]
        gender = next((part.gender for part in between if part), gender)
    return Person(relation, gender, called, known.plural)


def _is_anybody(owner: str, word: str, relation: Relation, cast: Cast) -> bool:
    """Whether "a mother" or "the mother" is nobody of the narrator's."""
    if owner in cast.words.grammar.indefinite:
        return relation in _FAMILY
    unheard = f"{relation} {word}" not in cast.called
    return owner in cast.words.grammar.definite and relation in ("parent", "sibling") and unheard


def _of(before: Sequence[Mention], start: int, relation: Relation, cast: Cast) -> Relation:
    """What "her mother" is to the narrator."""
    near = (mention.who for mention in reversed(before) if mention.role == "owner" and start - mention.end < 48)
    owner = next(near, YOU)
    if owner == NARRATOR:
        return relation
    return (cast.words.of_kin if cast.people[owner].relation in _KIN else cast.words.of_others)[relation]
